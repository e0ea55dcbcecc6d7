"""What is promised, by whom, for whom and until when: all that remedies are looked for in, read at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from analyzer.capacity.calendar import Calendar, Period
from analyzer.errors import NotFound
from analyzer.graph.store import Transaction, day
from analyzer.impact.facts import Facts
from analyzer.impact.filling import Pair, Promise
from analyzer.impact.reading import Reading, read_around
from analyzer.model import amount
from analyzer.rules.records import read_revision


class Commitment(NamedTuple):
    """What a team promised to a live goal in a period that is not over, in millionths."""

    goal: str
    team: str
    period: str
    promised_to: str | None
    effort: int | None

    @property
    def load(self) -> int:
        """What it adds to the team's load."""
        return self.effort or 0

    @property
    def pair(self) -> Pair:
        """The team and the period."""
        return self.team, self.period


class Place(NamedTuple):
    """Whose roadmap a goal is on, its period, and its priority."""

    team: str | None = None
    period: str | None = None
    priority: int | None = None


class Over(NamedTuple):
    """A team that promised more than it can do in a period, in millionths."""

    team: str
    period: str
    load: int
    capacity: int

    @property
    def excess(self) -> int:
        """How much too much."""
        return self.load - self.capacity

    @property
    def pair(self) -> Pair:
        """The team and the period."""
        return self.team, self.period


@dataclass(frozen=True)
class Situation:
    """Everything that decides which remedies there are."""

    reading: Reading
    commitments: tuple[Commitment, ...]
    capacities: Mapping[Pair, int]
    places: Mapping[str, Place]
    periods: Mapping[str, Period]
    teams: frozenset[str]
    all_periods: frozenset[str]
    effort_unit: str | None = None
    revision: int = 0

    @property
    def facts(self) -> Facts:
        """Goals and links."""
        return self.reading.facts

    @cached_property
    def calendar(self) -> Calendar:
        """The periods in order."""
        return Calendar(self.periods.values())

    @cached_property
    def loads(self) -> dict[Pair, int]:
        """What each team promised in each period."""
        loads: dict[Pair, int] = defaultdict(int)
        for one in self.commitments:
            loads[one.pair] += one.load
        return dict(loads)

    @cached_property
    def promised(self) -> dict[str, list[Commitment]]:
        """What was promised to each goal."""
        by_goal: dict[str, list[Commitment]] = defaultdict(list)
        for one in self.commitments:
            by_goal[one.goal].append(one)
        return dict(sorted(by_goal.items()))

    def stakeholder(self, one: Commitment) -> str:
        """Tell for whom a commitment is: as it says, else the team whose goal it is, else the team that makes it."""
        return one.promised_to or self.place(one.goal).team or one.team

    def is_promise(self, one: Commitment) -> bool:
        """Whether a commitment is for others than the team that makes it."""
        return self.stakeholder(one) != one.team

    def place(self, goal: str) -> Place:
        """Tell where a goal belongs."""
        return self.places.get(goal, Place())

    def rank(self, goal: str) -> tuple[object, ...]:
        """Tell which goals go first, as when commitments fill a capacity."""
        return Promise(goal, None, 0, self.place(goal).priority, self.facts.goals[goal].due).rank

    def over_committed(
        self, teams: Collection[str] | None = None, periods: Collection[str] | None = None
    ) -> tuple[Over, ...]:
        """List who promised more than it can do, of these teams and periods, in order of time; raises NotFound."""
        missing = [f"there is no team {key!r}; check the key" for key in sorted({*(teams or ())} - self.teams)]
        missing += [
            f"there is no period {key!r}; check the key" for key in sorted({*(periods or ())} - self.all_periods)
        ]
        if missing:
            raise NotFound("\n".join(missing))
        found = [
            Over(team, period, load, self.capacities[team, period])
            for (team, period), load in self.loads.items()
            if load > self.capacities.get((team, period), load)
            and (teams is None or team in teams)
            and (periods is None or period in periods)
        ]
        return tuple(sorted(found, key=self._in_time))

    def _in_time(self, one: Over) -> tuple[object, ...]:
        period = self.periods.get(one.period)
        return period is None, period.starts if period else date.min, one.period, one.team


def read_situation(tx: Transaction, today: date) -> Situation:
    """Read what is promised to live goals in periods that are not over today, and all that rests on these goals."""
    revision = read_revision(tx)  # first: of what is edited meanwhile nobody believes that it was looked at
    reading = read_around(tx, None)
    goals = reading.facts.goals
    periods = {key: (day(starts), day(ends)) for key, starts, ends in tx.ask("reads/capacity/periods")}
    over = {key for key, (_, ends) in periods.items() if ends and ends < today}
    promised = (Commitment(*row) for row in tx.ask("reads/capacity/promises"))
    commitments = [one for one in promised if one.goal in goals]  # else the goal was made just now
    return Situation(
        reading=reading,
        commitments=tuple(
            sorted(
                (one for one in commitments if goals[one.goal].live and one.period not in over),
                key=lambda one: (one.goal, one.team, one.period, one.promised_to or ""),
            )
        ),
        capacities={(team, period): most for team, period, most in tx.ask("reads/capacity/capacities")},
        places={key: Place(team, period, priority) for key, team, period, priority in tx.ask("reads/capacity/places")},
        periods={
            key: Period(key, starts, ends)
            for key, (starts, ends) in sorted(periods.items())
            if starts and ends and key not in over
        },
        teams=frozenset(tx.ask("reads/keys/team")),
        all_periods=frozenset(periods),
        effort_unit=tx.ask("reads/effort_unit"),
        revision=revision,
    )


def plain(stored: int) -> str:
    """Write an amount for people."""
    return f"{amount(stored):f}"
