"""How commitments fill a team's capacity in a period: in order of priority, as far as it goes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from analyzer.graph.store import Transaction, day
from analyzer.impact.facts import Goal

Pair: TypeAlias = tuple[str, str]
"""A team and a period."""

Slot: TypeAlias = tuple[str, str, str]
"""A team, a period, and a goal that something is promised to there."""


class Promise(NamedTuple):
    """What a team promised to a live goal in a period, in millionths."""

    goal: str
    promised_to: str | None
    effort: int
    priority: int | None
    due: date | None

    @property
    def rank(self) -> tuple[object, ...]:
        """Its place: priority 1 first, absent last, then due, then key."""
        return (
            self.priority is None,
            self.priority or 0,
            self.due is None,
            self.due or date.min,
            self.goal,
            self.promised_to is not None,
            self.promised_to or "",
        )


class Plan(NamedTuple):
    """What is promised in a team's period, and what it can do; None when that is not said."""

    capacity: int | None
    promises: tuple[Promise, ...]


class Place(NamedTuple):
    """What a goal gets of what was promised to it, in millionths."""

    team: str
    period: str
    goal: str
    effort: int
    got: int


def read_plans(tx: Transaction, pairs: Iterable[Pair]) -> dict[Pair, Plan]:
    """Read what is planned in teams' periods."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    capacities: dict[Pair, int | None] = {}
    promises: dict[Pair, list[Promise]] = defaultdict(list)
    for team, period, capacity, made in tx.ask("reads/impact/planned", pairs=[list(pair) for pair in wanted]):
        capacities[team, period] = capacity
        promises[team, period] += [
            Promise(goal, promised_to, effort, priority, day(due))
            for goal, status, promised_to, effort, priority, due in made
            if effort is not None and Goal(goal, status).live
        ]
    return {pair: Plan(capacity, tuple(promises[pair])) for pair, capacity in capacities.items()}


def fill(plans: Mapping[Pair, Plan]) -> dict[Slot, Place]:
    """Let promises fill the capacity, by team, period and goal; where none is stated, nothing is said."""
    places: dict[Slot, Place] = {}
    for (team, period), plan in plans.items():
        if plan.capacity is None:
            continue
        left = plan.capacity
        for promise in sorted(plan.promises, key=lambda one: one.rank):
            got = min(left, promise.effort)
            left -= got
            before = places.get((team, period, promise.goal), Place(team, period, promise.goal, 0, 0))
            places[team, period, promise.goal] = before._replace(
                effort=before.effort + promise.effort, got=before.got + got
            )
    return places
