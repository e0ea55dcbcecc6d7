"""What may be done with each goal in each of the ways out of an over-commitment, and what that costs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import fsum
from typing import NamedTuple

from analyzer.capacity.situation import Commitment, Over, Situation
from analyzer.capacity.stakes import Stakes
from analyzer.impact.filling import Pair
from analyzer.model import MILLION, DependencyStatus
from analyzer.progress import Progress, quiet


class Way(StrEnum):
    """A way out for a team that promised more than it can do."""

    OWN_ROADMAP = "own-roadmap"
    OTHER_PROMISES = "other-promises"
    JOINT_CHOICE = "joint-choice"
    MORE_CAPACITY = "more-capacity"


class Option(NamedTuple):
    """A goal postponed, with all that is promised to it, or given up by the teams in question."""

    goal: str
    steps: int
    """Periods by which it is postponed; 0: given up."""
    days: int
    before: tuple[Commitment, ...]
    """What is taken back where it was promised."""
    after: tuple[Commitment, ...]
    """What is promised instead."""
    support: int
    """What corporate goals lose by it, in millionths of their support."""
    promises: int
    """Promises to others that are broken."""

    @property
    def shifts(self) -> dict[Pair, int]:
        """What it adds to loads and takes from them."""
        shifts: dict[Pair, int] = defaultdict(int)
        for one in self.before:
            shifts[one.pair] -= one.load
        for one in self.after:
            shifts[one.pair] += one.load
        return {pair: effort for pair, effort in shifts.items() if effort}


class Limit(NamedTuple):
    """A goal may slip no further than this, unless the one that needs it moves along or is given up."""

    needed: str
    goal: str
    days: int
    fixed: bool
    """Whether the day is written down, so that it stays where it is when the other goal moves."""


@dataclass(frozen=True)
class Choices:
    """All that may be done in one way, and why something else that one would think of may not."""

    options: tuple[Option, ...]
    limits: tuple[Limit, ...]
    touched: frozenset[str]
    """The goals that the way is about at all."""
    obstacles: Mapping[str, str]
    """Why nothing can be done with some of them, in words."""


class Desk:
    """Works out the options of each way, for the teams that are over-committed."""

    def __init__(self, situation: Situation, over: Sequence[Over], progress: Progress = quiet) -> None:
        self._map = situation
        self._progress = progress
        self._over = {one.pair for one in over}
        self._teams = {one.team for one in over}

    @cached_property
    def _stakes(self) -> Stakes:
        return Stakes(self._map.facts)

    @cached_property
    def _limits(self) -> Mapping[str, Sequence[Limit]]:
        """How far each goal may slip before a dependency that counts is broken."""
        goals = self._map.facts.goals
        limits: dict[str, list[Limit]] = defaultdict(list)
        for need in self._map.facts.dependencies:
            due, until = goals[need.source].due, need.by or goals[need.target].due
            counts = need.status != DependencyStatus.DECLINED and goals[need.target].live
            if counts and due and until:
                limits[need.source].append(
                    Limit(need.source, need.target, max(0, (until - due).days), need.by is not None)
                )
        return {goal: sorted(some) for goal, some in limits.items()}

    def choices(self, way: Way) -> Choices:
        """Give what may be done in a way."""
        match way:
            case Way.OWN_ROADMAP:
                return self._within_limits(self._own_roadmap())
            case Way.OTHER_PROMISES:
                return self._within_limits(self._other_promises())
            case Way.JOINT_CHOICE:
                return self._within_limits(self._joint_choice())
            case Way.MORE_CAPACITY:
                return Choices((), (), frozenset(), {})

    def _own_roadmap(self) -> Iterator[tuple[str, Sequence[Option] | str]]:
        for goal, made in self._map.promised.items():
            served = {self._map.stakeholder(one) for one in made}
            if len(served) == 1 and served <= self._teams and self._bears(made):
                yield goal, self._postponed(goal, own=True)

    def _other_promises(self) -> Iterator[tuple[str, Sequence[Option] | str]]:
        for goal, made in self._map.promised.items():
            back = [one for one in made if one.team in self._teams and self._map.is_promise(one)]
            if self._bears(back):
                later = self._postponed(goal)
                yield goal, [*([] if isinstance(later, str) else later), self._given_up(goal, back)]

    def _joint_choice(self) -> Iterator[tuple[str, Sequence[Option] | str]]:
        for goal, made in self._map.promised.items():
            back = [one for one in made if one.team in self._teams]
            if any(one.load and one.pair in self._over for one in back):
                yield goal, [self._given_up(goal, back)]

    def _bears(self, made: Iterable[Commitment]) -> bool:
        return any(one.load and one.team in self._teams for one in made)

    def _given_up(self, goal: str, back: Sequence[Commitment]) -> Option:
        lost = fsum(self._stakes.lost_without(goal).values())
        return Option(goal, 0, 0, tuple(back), (), round(lost * MILLION), self._broken(back))

    def _postponed(self, goal: str, *, own: bool = False) -> Sequence[Option] | str:
        """Postpone a goal, step by step, with all that is promised to it; or say why that can't be done.

        Who postpones its own goal breaks no promise of those who help it.
        """
        due = self._map.facts.goals[goal].due
        if due is None:
            return "has no due date, so that nobody could tell what comes late"
        made = [one for one in self._map.promised[goal] if one.load]
        calendar = self._map.calendar
        row, *others = {calendar.row(one.period) for one in made}
        if others or not row:
            return "is promised effort in periods that do not follow each other"
        last = max((self._map.periods[one.period] for one in made), key=lambda one: one.starts)
        lost = self._stakes.lost_without(goal)
        options = []
        for steps in range(1, len(row)):
            after = self._later(made, steps)
            end = calendar.later(last.key, steps)
            if after is None or end is None:
                continue
            days = (end.ends - last.ends).days
            if max(due.toordinal(), self._begins(goal)) + days <= date.max.toordinal():
                late = fsum(lost.get(key, 0.0) for key in self._stakes.late_by(goal, days))
                broken = 0 if own else self._broken(made)
                options.append(Option(goal, steps, days, tuple(made), after, round(late * MILLION), broken))
        return options or "could only move into periods for which no capacity is stated"

    def _begins(self, goal: str) -> int:
        starts = self._map.reading.starts[goal]
        return starts.toordinal() if starts else 0

    def _later(self, made: Iterable[Commitment], steps: int) -> tuple[Commitment, ...] | None:
        after = []
        for one in made:
            period = self._map.calendar.later(one.period, steps)
            if period is None or (one.team, period.key) not in self._map.capacities:
                return None
            after.append(one._replace(period=period.key))
        return tuple(after)

    def _broken(self, made: Iterable[Commitment]) -> int:
        return sum(self._map.is_promise(one) for one in made)

    def _within_limits(self, found: Iterable[tuple[str, Sequence[Option] | str]]) -> Choices:
        """Leave out what a dependency rules out whatever else is done, and keep the limits that others may lift."""
        offered: dict[str, Sequence[Option] | str] = {}
        for goal, some in found:
            offered[goal] = some
            self._progress("Weighing goals", len(offered), len(self._map.promised))
        obstacles = {goal: said for goal, said in offered.items() if isinstance(said, str)}
        there = {goal: list(said) for goal, said in offered.items() if not isinstance(said, str)}
        limits = []
        for goal, some in there.items():
            if not any(one.days for one in some):
                continue
            for limit in self._limits.get(goal, ()):
                others = there.get(limit.goal, ())
                if any(not one.steps or not limit.fixed for one in others):
                    limits.append(limit)
                    continue
                there[goal] = [one for one in there[goal] if one.days <= limit.days]
                if not there[goal]:
                    obstacles[goal] = f"can't come later, since {limit.goal} needs it"
        return Choices(
            tuple(one for _, some in sorted(there.items()) for one in some),
            tuple(sorted(set(limits))),
            frozenset(offered),
            obstacles,
        )
