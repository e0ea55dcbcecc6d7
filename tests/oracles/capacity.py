"""What the rules of the family capacity find, straight from the definitions and slow on purpose."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from oracles import rules as base

Node = dict[str, Any]


def commitment_without_effort(document: Node, _: date) -> set[Any]:
    """Commitments to live goals that state no effort."""
    return {named(goal, made) for goal, made in live_commitments(document) if made.get("effort") is None}


def effort_outside_dates(document: Node, _: date) -> set[Any]:
    """Commitments with effort to live goals, in a period that is over before the goal starts or begins after its end."""
    periods = {period["key"]: period for period in document.get("periods") or []}
    found = set()
    for goal, made in live_commitments(document):
        period = periods[made["period"]]
        starts, due = day(goal.get("starts")), day(goal.get("due"))
        opens, ends = day(period.get("starts")), day(period.get("ends"))
        before = ends is not None and starts is not None and ends < starts
        after = opens is not None and due is not None and opens > due
        if effort(made) > 0 and (before or after):
            found.add(named(goal, made))
    return found


def promised_to_nobodys_goal(document: Node, _: date) -> set[Any]:
    """Commitments promised to somebody who neither has the goal nor any live goal that it supports or that needs it."""
    goals = base.goals(document)
    served: dict[str, set[str]] = {key: {key} for key in goals}
    for source, target, _link in base.supporting_links(document):
        served[source].add(target)
    for key, goal in goals.items():
        for dependency in goal.get("depends_on") or []:
            if dependency["goal"] in goals and base.is_live(goal) and dependency.get("status") != "declined":
                served[dependency["goal"]].add(key)
    found = set()
    for goal, made in live_commitments(document):
        holders = {goals[key].get(field) for key in served[goal["key"]] for field in ("team", "owner")}
        if made.get("promised_to") is not None and made["promised_to"] not in holders:
            found.add(named(goal, made))
    return found


def idle_capacity(document: Node, today: date, least: Decimal = Decimal("0.5")) -> set[Any]:
    """A team and a period, not over yet, whose load is less than this part of the capacity stated, which is not 0."""
    loads = base.loads(document)
    over = {period["key"] for period in document.get("periods") or [] if (day(period.get("ends")) or today) < today}
    return {
        pair
        for pair, capacity in base.capacities(document).items()
        if capacity > 0 and pair[1] not in over and loads.get(pair, Decimal(0)) / capacity < least
    }


def unaligned_effort(document: Node, _: date, at_least: Decimal = Decimal("0.6")) -> set[Any]:
    """A team and a period of whose load less than this part goes to goals that are corporate or lead to one."""
    leading = {key for key, goal in base.goals(document).items() if base.is_live(goal) and base.is_corporate(goal)}
    links = base.supporting_links(document)
    while more := {source for source, target, _link in links if target in leading} - leading:
        leading |= more
    aligned: dict[base.TeamPeriod, Decimal] = {}
    for goal, made in live_commitments(document):
        if goal["key"] in leading:
            pair = (made["team"], made["period"])
            aligned[pair] = aligned.get(pair, Decimal(0)) + effort(made)
    return {
        pair
        for pair, load in base.loads(document).items()
        if load > 0 and aligned.get(pair, Decimal(0)) / load < at_least
    }


def live_commitments(document: Node) -> Iterator[tuple[Node, Node]]:
    """Every commitment to a live goal, beside its goal."""
    for goal in base.goals(document).values():
        if base.is_live(goal):
            for made in goal.get("commitments") or []:
                yield goal, made


def named(goal: Node, made: Node) -> tuple[Any, ...]:
    """Give the key of the goal and what tells its commitments apart."""
    return goal["key"], made["team"], made["period"], made.get("promised_to")


def effort(made: Node) -> Decimal:
    """Effort as it is written; 0 where none is."""
    return Decimal(0) if made.get("effort") is None else Decimal(str(made["effort"]))


def day(written: Any) -> date | None:
    """Read a date."""
    return None if written is None else date.fromisoformat(str(written))


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "capacity/commitment_without_effort": commitment_without_effort,
    "capacity/effort_outside_dates": effort_outside_dates,
    "capacity/promised_to_nobodys_goal": promised_to_nobodys_goal,
    "capacity/idle_capacity": idle_capacity,
    "capacity/unaligned_effort": unaligned_effort,
}
