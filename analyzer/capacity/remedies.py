"""The four ways out for teams that promised more than they can do, each worked out and costed by itself."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from analyzer.capacity.options import Choices, Desk, Option, Way
from analyzer.capacity.problem import Cost, problem_of
from analyzer.capacity.programme import Clock
from analyzer.capacity.search import Answer, Gap, best_answer
from analyzer.capacity.sentences import TITLES, Teller
from analyzer.capacity.situation import Commitment, Over, Situation, read_situation
from analyzer.changes.kinds.change import Change, written
from analyzer.changes.kinds.effort import Commit, SetCapacity, WithdrawCommitment
from analyzer.changes.kinds.goals import AssignPeriod, Postpone
from analyzer.errors import BadModel
from analyzer.graph.store import Transaction
from analyzer.impact.facts import Changes
from analyzer.impact.grade import Outcome, grade
from analyzer.model import MILLION, amount
from analyzer.progress import Progress, quiet
from analyzer.rules.records import steady

SECONDS = 30.0
"""How long one looks for the best answers, if nothing else is said."""

LIMIT = 10**9 * MILLION
"""What a capacity must stay below, in millionths."""

STEPS = 1_000
"""Steps that progress is told in."""


class Hit(NamedTuple):
    """What an impact says of a corporate goal, when a way is gone."""

    goal: str
    outcome: Outcome
    kept: float
    days_late: int


class Move(NamedTuple):
    """One thing that is done: a goal postponed or given up, or more capacity for a team in a period."""

    what: str
    goal: str | None
    team: str | None
    period: str | None
    days: int
    effort: Decimal
    support: float
    """What corporate goals lose by it, each counted as 1."""
    promises: int
    sentence: str


class Left(NamedTuple):
    """A team that still promised too much in a period, and why nothing more can be done about it in this way."""

    team: str
    period: str
    excess: Decimal
    sentence: str


class OpenQuestion(NamedTuple):
    """Which cost may be bettered at most by how much; costs before it are proven to be as small as can be."""

    cost: str
    at_most: Decimal | float | int
    sentence: str


@dataclass(frozen=True)
class Remedy:
    """One way, as changes of the map that one can rehearse, keep as a scenario, and make."""

    way: Way
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    support: float
    """What corporate goals lose by all moves, each counted by itself, a whole corporate goal counted as 1."""
    promises: int
    capacity: Decimal
    """What is added to what teams can do."""
    hits: tuple[Hit, ...]
    left: tuple[Left, ...]
    gap: OpenQuestion | None

    @property
    def enough(self) -> bool:
        """Whether nobody is over-committed any more."""
        return not self.left

    @property
    def title(self) -> str:
        """Say what is done in this way."""
        return TITLES[self.way]

    def document(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "way": self.way.value,
            "title": self.title,
            "enough": self.enough,
            "left": [one._asdict() for one in self.left],
            "moves": [one._asdict() for one in self.moves],
            "costs": {
                "support": self.support,
                "promises": self.promises,
                "moves": len(self.moves),
                "capacity": self.capacity,
            },
            "corporate_goals": [one._asdict() | {"outcome": one.outcome.value} for one in self.hits],
            "proven": self.gap is None,
            "gap": self.gap and self.gap._asdict(),
            "changes": [written(one) for one in self.changes],
        }


@dataclass(frozen=True)
class Remedies:
    """Who promised too much, and the ways out."""

    over: tuple[Over, ...]
    ways: tuple[Remedy, ...]
    situation: Situation

    def document(self) -> dict[str, Any]:
        """Give it as the plain data that `alignment remedies --format json` prints."""
        return {
            "over_committed": [
                {
                    "team": one.team,
                    "period": one.period,
                    "load": amount(one.load),
                    "capacity": amount(one.capacity),
                    "excess": amount(one.excess),
                }
                for one in self.over
            ],
            "ways": [one.document() for one in self.ways],
        }

    def scenarios(self) -> Iterator[tuple[str, tuple[Change, ...], str]]:
        """Give a name, changes and a reason for each way in which there is something to do."""
        for one in self.ways:
            if one.changes:
                yield one.way.value, one.changes, one.title


Ask = Callable[[Callable[[Transaction], Situation]], Situation]


def find_remedies(  # noqa: PLR0913 - each is a part of the question
    ask: Ask,
    *,
    today: date,
    teams: Collection[str] | None = None,
    periods: Collection[str] | None = None,
    ways: Collection[Way] = tuple(Way),
    seconds: float = SECONDS,
    progress: Progress = quiet,
) -> Remedies:
    """Read the map, and work the ways out; raises NotFound for unknown keys, BadModel for time that is none.

    `ask` runs work in a transaction, such as `store.read`; it is over before the search begins.
    """
    if not seconds > 0:
        raise BadModel([f"seconds: {seconds:g} is no time to look for remedies; give more than 0"])
    begun = time.monotonic()
    situation = ask(steady(lambda tx: read_situation(tx, today)))
    left = max(seconds - (time.monotonic() - begun), seconds / 10)
    return remedies_of(situation, teams, periods, ways, seconds=left, progress=progress)


def remedies_of(  # noqa: PLR0913 - as above
    situation: Situation,
    teams: Collection[str] | None = None,
    periods: Collection[str] | None = None,
    ways: Collection[Way] = tuple(Way),
    *,
    seconds: float = SECONDS,
    progress: Progress = quiet,
) -> Remedies:
    """Work the ways out for teams that promised too much, of these and in these periods, or for all."""
    over = situation.over_committed(teams, periods)
    if not over:
        return Remedies((), (), situation)
    clock = Clock(seconds)
    counsel = _Counsel(situation, over, progress)
    choices = {way: counsel.choices(way) for way in Way if way in ways}
    found: dict[Way, Remedy] = {}
    for place, way in enumerate(sorted(choices, key=lambda way: len(choices[way].options))):
        share = clock.share(clock.left() / (len(choices) - place))
        found[way] = counsel.remedy(way, choices[way], share)
    return Remedies(over, tuple(found[way] for way in choices), situation)


class _Counsel:
    def __init__(self, situation: Situation, over: Sequence[Over], progress: Progress) -> None:
        self._map = situation
        self._over = over
        self._progress = progress
        self._desk = Desk(situation, over, progress)
        self._teller = Teller(situation)

    def choices(self, way: Way) -> Choices:
        """Tell what may be done in a way."""
        return self._desk.choices(way)

    def remedy(self, way: Way, choices: Choices, clock: Clock) -> Remedy:
        """Work one way out."""
        if way is Way.MORE_CAPACITY:
            return self._more_capacity()
        said, progress = TITLES[way], self._progress
        progress(said, 0, STEPS)
        problem = problem_of(self._map, self._over, choices)
        answer = best_answer(
            problem, self._map.rank, clock, lambda done: progress(said, min(STEPS, int(done * STEPS)), STEPS)
        )
        return Remedy(
            way=way,
            moves=tuple(self._move(option) for option in answer.taken),
            changes=tuple(change for option in answer.taken for change in self._changes(option)),
            support=answer.cost.support / MILLION,
            promises=answer.cost.promises,
            capacity=Decimal(0),
            hits=self._hits(answer.taken),
            left=self._left(way, choices, answer),
            gap=answer.gap and _question(answer.gap),
        )

    def _more_capacity(self) -> Remedy:
        """Add what is missing, where and when: with less anywhere, what is promised there does not fit."""
        possible = [one for one in self._over if one.load < LIMIT]
        return Remedy(
            way=Way.MORE_CAPACITY,
            moves=tuple(
                Move("add_capacity", None, one.team, one.period, 0, amount(one.excess), 0.0, 0, self._teller.added(one))
                for one in possible
            ),
            changes=tuple(SetCapacity(team=one.team, period=one.period, amount=amount(one.load)) for one in possible),
            support=0.0,
            promises=0,
            capacity=amount(sum(one.excess for one in possible)),
            hits=(),
            left=tuple(
                Left(one.team, one.period, amount(one.excess), self._teller.unspeakable(one))
                for one in self._over
                if one.load >= LIMIT
            ),
            gap=None,
        )

    def _move(self, option: Option) -> Move:
        return Move(
            "postpone" if option.steps else "give_up",
            option.goal,
            None,
            None,
            option.days,
            amount(sum(one.load for one in option.before)),
            option.support / MILLION,
            option.promises,
            self._teller.moved(option),
        )

    def _changes(self, option: Option) -> Iterator[Change]:
        goal = option.goal
        due = self._map.facts.goals[goal].due
        if option.steps and due:
            yield Postpone(goal=goal, to=due + timedelta(option.days))
            period = self._map.place(goal).period
            later = period and self._map.calendar.later(period, option.steps)
            if later:
                yield AssignPeriod(goal=goal, period=later.key)
        before, after = _efforts(option.before), _efforts(option.after)
        for team, period, to in sorted(before.keys() - after.keys(), key=_place):
            yield WithdrawCommitment(**_said(goal, team, period, to))
        for team, period, to in sorted(after, key=_place):
            effort = after[team, period, to]
            if before.get((team, period, to)) != effort:
                yield Commit(**_said(goal, team, period, to), effort=amount(effort))

    def _hits(self, taken: Sequence[Option]) -> tuple[Hit, ...]:
        """Ask the impact what becomes of corporate goals; one that is moved or given up itself is told too."""
        goals = self._map.facts.goals
        changes = Changes(
            kept_of_goal={one.goal: 0.0 for one in taken if not one.steps},
            slips={one.goal: one.days for one in taken if one.steps},
        )
        if not changes.any:
            return ()
        hits = [
            Hit(one.goal, one.outcome, one.kept, one.days_late)
            for one in grade(self._map.facts, changes)
            if goals[one.goal].corporate
        ]
        itself = [
            Hit(one.goal, Outcome.DELAYED, 1.0, one.days) if one.steps else Hit(one.goal, Outcome.BROKEN, 0.0, 0)
            for one in taken
            if goals[one.goal].corporate
        ]
        return (*itself, *hits)

    def _left(self, way: Way, choices: Choices, answer: Answer) -> tuple[Left, ...]:
        there = {option.goal for option in choices.options}
        return tuple(
            Left(team, period, amount(excess), self._teller.left(way, (team, period), excess, choices, there))
            for team, period in (one.pair for one in self._over)
            if (excess := answer.left.get((team, period)))
        )


def _efforts(made: Sequence[Commitment]) -> Mapping[tuple[str, str, str | None], int]:
    return {(one.team, one.period, one.promised_to): one.load for one in made}


def _place(identity: tuple[str, str, str | None]) -> tuple[str, ...]:
    return tuple(part or "" for part in identity)


def _said(goal: str, team: str, period: str, promised_to: str | None) -> dict[str, Any]:
    """Write only what is said: a promise to nobody has no stakeholder."""
    fields = {"goal": goal, "team": team, "period": period}
    return fields | {"promised_to": promised_to} if promised_to is not None else fields


def _question(gap: Gap) -> OpenQuestion:
    if gap.cost == "excess":
        at_most: Decimal | float | int = amount(gap.amount)
        said = f"at most {at_most:f} less effort may stay above what teams can do"
    elif gap.cost == "support":
        at_most = gap.amount / MILLION
        said = f"at most {at_most:.6f} less of a corporate goal's support may be lost"
    else:
        at_most = gap.amount
        said = {
            "promises": f"at most {gap.amount:,} fewer promises may be broken",
            "moves": f"at most {gap.amount:,} fewer moves may do",
            "steps": f"moves may be shorter by at most {gap.amount:,} periods in all",
        }[gap.cost]
    return OpenQuestion(gap.cost, at_most, f"not proven to be the best: {said}")


__all__ = ["Cost", "Remedies", "Remedy", "find_remedies", "remedies_of"]
