"""Which options to take, in whole numbers: what must fit where, what may slip how far, and what an answer costs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analyzer.capacity.options import Choices, Limit, Option
from analyzer.capacity.situation import Over, Situation
from analyzer.impact.filling import Pair


class Cost(NamedTuple):
    """What an answer costs; the first that differs decides which of two is better."""

    excess: int = 0
    """Effort that stays above the capacity, in millionths."""
    support: int = 0
    """Support that corporate goals lose, in millionths of what they have."""
    promises: int = 0
    """Promises to others that are broken."""
    moves: int = 0
    """Goals that are postponed or given up."""
    steps: int = 0
    """Periods by which they are postponed in all."""

    def plus(self, other: "Cost") -> "Cost":
        """Add up what two independent answers cost."""
        return Cost(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Problem:
    """Options of which each goal takes one at most, the room that there is in periods, and how far goals may slip."""

    options: tuple[Option, ...]
    limits: tuple[Limit, ...]
    room: Mapping[Pair, int]
    """Effort that a team can still take on in a period; below 0 where it promised too much."""

    @cached_property
    def rows(self) -> dict[Pair, dict[int, int]]:
        """What each option, by its number, adds to the load of a team in a period."""
        rows: dict[Pair, dict[int, int]] = {pair: {} for pair, room in self.room.items() if room < 0}
        for number, option in enumerate(self.options):
            for pair, effort in option.shifts.items():
                rows.setdefault(pair, {})[number] = effort
        return {pair: row for pair, row in sorted(rows.items()) if self._binds(pair, row)}

    def _binds(self, pair: Pair, row: Mapping[int, int]) -> bool:
        return pair in self.room and (self.room[pair] < 0 or any(effort > 0 for effort in row.values()))

    @cached_property
    def of_goal(self) -> dict[str, list[int]]:
        """The numbers of the options of each goal."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, option in enumerate(self.options):
            numbers[option.goal].append(number)
        return dict(numbers)

    def slip(self, limit: Limit) -> dict[int, int]:
        """How each option counts towards a limit: days of the goal that is needed, less what the other one grants."""
        counts = {number: self.options[number].days for number in self.of_goal.get(limit.needed, ())}
        most = max(counts.values(), default=0)
        for number in self.of_goal.get(limit.goal, ()):
            other = self.options[number]
            grants = 0 if other.steps and limit.fixed else other.days if other.steps else most
            counts[number] = counts.get(number, 0) - grants
        return {number: days for number, days in counts.items() if days}

    def overload(self, pair: Pair, chosen: Collection[int]) -> int:
        """How much too much a team has promised in a period then."""
        return max(0, sum(effort for one, effort in self.rows[pair].items() if one in chosen) - self.room[pair])

    def stays_over(self, chosen: Collection[int]) -> dict[Pair, int]:
        """Where a team has promised too much still."""
        over = {pair: self.overload(pair, chosen) for pair in self.rows}
        return {pair: excess for pair, excess in over.items() if excess}

    def burst(self, chosen: Collection[int]) -> list[Pair]:
        """Where an answer puts more than there is room for, or more than was too much before, so that it is none."""
        return [pair for pair in self.rows if self.overload(pair, chosen) > max(0, -self.room[pair])]

    def allows(self, chosen: Collection[int]) -> bool:
        """Whether an answer takes one option a goal, keeps to the limits, and over-commits nobody anew."""
        return (
            len({self.options[one].goal for one in chosen}) == len(chosen)
            and not self.burst(chosen)
            and all(self.keeps(limit, chosen) for limit in self.limits)
        )

    def keeps(self, limit: Limit, chosen: Collection[int]) -> bool:
        """Whether a limit is kept."""
        return sum(days for one, days in self.slip(limit).items() if one in chosen) <= limit.days

    def cost(self, chosen: Collection[int]) -> Cost:
        """Tell what an answer costs, exactly."""
        taken = [self.options[one] for one in chosen]
        return Cost(
            sum(self.overload(pair, chosen) for pair, room in self.room.items() if room < 0),
            sum(one.support for one in taken),
            sum(one.promises for one in taken),
            len(taken),
            sum(one.steps for one in taken),
        )

    def parts(self) -> Iterator["Problem"]:
        """Take it apart into problems that have nothing to do with each other, the smallest first."""
        group = _Groups()
        for pair, row in self.rows.items():
            group.join([("pair", *pair), *(("goal", self.options[one].goal) for one in row)])
        for option in self.options:
            group.join([("goal", option.goal)])
        for limit in self.limits:
            group.join([("goal", limit.needed), ("goal", limit.goal)])
        rooms: dict[object, dict[Pair, int]] = defaultdict(dict)
        options: dict[object, list[Option]] = defaultdict(list)
        limits: dict[object, list[Limit]] = defaultdict(list)
        for pair in self.rows:
            rooms[group.of(("pair", *pair))][pair] = self.room[pair]
        for option in self.options:
            options[group.of(("goal", option.goal))].append(option)
        for limit in self.limits:
            limits[group.of(("goal", limit.needed))].append(limit)
        over = [name for name, room in rooms.items() if min(room.values()) < 0]
        for name in sorted(over, key=lambda name: (len(options[name]), min(rooms[name]))):
            yield Problem(tuple(options[name]), tuple(limits[name]), rooms[name])


class _Groups:
    """Things that belong together, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, one: tuple[str, ...]) -> tuple[str, ...]:
        """Name the group of a thing."""
        above = self._above.setdefault(one, one)
        while above != self._above[above]:
            self._above[one] = above = self._above[above]
            above = self._above[above]
        return above

    def join(self, things: Iterable[tuple[str, ...]]) -> None:
        """Put things into one group."""
        names = [self.of(one) for one in things]
        for name in names[1:]:
            self._above[self.of(name)] = self.of(names[0])


def problem_of(situation: Situation, over: Collection[Over], choices: Choices) -> Problem:
    """Put the question: what is over must fit, what is not must not come over, and what is over elsewhere not rise."""
    asked = {one.pair for one in over}
    room = {}
    for pair, capacity in situation.capacities.items():
        left = capacity - situation.loads.get(pair, 0)
        room[pair] = left if pair in asked else max(0, left)
    return Problem(choices.options, choices.limits, room)
