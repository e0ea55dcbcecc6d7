"""Scenarios side by side: what each does to the map as it is now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from analyzer.changes.difference import Difference, followed
from analyzer.errors import BadModel, InputError, NotFound
from analyzer.graph.contents import CAPACITIES, COMMITMENTS, GOALS, Identity
from analyzer.graph.store import Transaction
from analyzer.impact import Freed, Impact, rehearse
from analyzer.impact.filling import Pair, Plan, read_plans
from analyzer.impact.grade import Outcome
from analyzer.model import LIVE, amount
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Ask, Compared
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule
from analyzer.scenarios.conflicts import Conflict, in_the_way, read_moved
from analyzer.scenarios.opening import Opened, open_all
from analyzer.scenarios.resting import writes_of
from analyzer.scenarios.scenario import Held, Scenario
from analyzer.scenarios.tally import Tally, read_tally


class Top(NamedTuple):
    """A live corporate goal of the map as it is."""

    goal: str
    title: str


class Hit(NamedTuple):
    """What a scenario does to a corporate goal; `changed`: it changes the goal itself, which has no outcome then."""

    goal: str
    outcome: Outcome | None
    kept: float
    days_late: int
    because: tuple[str, ...]
    changed: bool


class Load(NamedTuple):
    """What a team promised in a period and what it can do, before and after; None where that is not said."""

    team: str
    period: str
    load_before: Decimal
    load_after: Decimal
    capacity_before: Decimal | None
    capacity_after: Decimal | None

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "team": self.team,
            "period": self.period,
            "load": {"before": self.load_before, "after": self.load_after},
            "capacity": {"before": self.capacity_before, "after": self.capacity_after},
        }


@dataclass(frozen=True)
class Effect:
    """What becomes of the map if a scenario is adopted."""

    goals: tuple[Hit, ...]
    """Corporate goals that it reaches or changes."""
    affected: Mapping[Outcome, int]
    """How many goals it reaches."""
    stranded: tuple[str, ...]
    freed: tuple[Freed, ...]
    findings: Compared
    score: Fraction
    loads: tuple[Load, ...]
    """Where they are different."""

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "corporate_goals": [one._asdict() | {"because": list(one.because)} for one in self.goals],
            "affected": {outcome.value: count for outcome, count in self.affected.items()},
            "stranded": list(self.stranded),
            "freed": [one._asdict() for one in self.freed],
            "findings": self.findings.document(),
            "score": float(self.score),
            "capacity": [one.document() for one in self.loads],
        }


@dataclass(frozen=True)
class Side:
    """A scenario, what is in its way, and what it does; None when it can't be made any more."""

    scenario: Scenario
    conflicts: tuple[Conflict, ...]
    effect: Effect | None

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "key": self.scenario.key,
            "why": self.scenario.why,
            "on": list(self.scenario.on),
            "version": self.scenario.version,
            "conflicts": [one.document() for one in self.conflicts],
            "effect": self.effect and self.effect.document(),
        }


@dataclass(frozen=True)
class Comparison:
    """Any number of scenarios beside the map as it is."""

    goals: tuple[Top, ...]
    score: Fraction
    """Of the map as it is."""
    sides: tuple[Side, ...]
    revision: int
    edited: bool
    """Whether the map was edited meanwhile: then some sides are of before that and some of after it."""

    def document(self) -> dict[str, Any]:
        """Give it as the plain data that `alignment scenario compare --format json` prints."""
        return {
            "revision": self.revision,
            "edited": self.edited,
            "score": float(self.score),
            "corporate_goals": [one._asdict() for one in self.goals],
            "scenarios": [one.document() for one in self.sides],
        }


class _Begun(NamedTuple):
    """What all sides have in common."""

    opened: Mapping[str, Opened]
    moved: Mapping[str, Any]
    goals: tuple[Top, ...]
    tally: Tally


class _Tried(NamedTuple):
    """What one scenario did in a transaction that is rolled back, with loads by the keys of before."""

    writes: tuple[Held, ...]
    hits: tuple[Hit, ...]
    affected: Mapping[Outcome, int]
    stranded: tuple[str, ...]
    freed: tuple[Freed, ...]
    findings: Compared
    score: Fraction
    loads: Mapping[Pair, Plan]
    pairs: frozenset[Pair]
    revision: int


def compare(  # noqa: PLR0913 - each is a part of the question
    read: Ask,
    rehearsing: Ask,
    rules: Sequence[Rule],
    keys: Iterable[str],
    *,
    today: date,
    seconds: float | None = None,
    most: int | None = None,
    progress: Progress = quiet,
) -> Comparison:
    """Say what each scenario does, one short transaction a scenario; nothing is kept.

    `read` and `rehearsing` run work in a transaction of which nothing is kept, such as `store.read` and
    `store.rehearse`. Raises NotFound, and InputError for scenarios that were adopted; one that can't be made any more
    is told with what is in its way.
    """
    names = list(dict.fromkeys(keys))
    begun = read(lambda tx: _begin(tx, rules, names, today, progress))
    tried = _try_all(rehearsing, rules, begun, today, seconds, most, progress)
    there = [one for one in tried if isinstance(one, _Tried)]
    before = read(lambda tx: (read_plans(tx, {pair for one in there for pair in one.pairs}), read_revision(tx)))
    revisions = {begun.tally.revision, before[1], *(one.revision for one in there)}
    return Comparison(
        begun.goals,
        begun.tally.score(rules),
        tuple(_side(begun, name, one, before[0]) for name, one in zip(names, tried, strict=True)),
        begun.tally.revision,
        edited=len(revisions) > 1,
    )


def _begin(tx: Transaction, rules: Sequence[Rule], keys: Sequence[str], today: date, progress: Progress) -> _Begun:
    there = open_all(tx, keys)
    tops = tx.ask("reads/score/tops", live=list(LIVE))
    titles = dict(tx.ask_among("reads/names/goal", among=tops))
    return _Begun(
        there,
        read_moved(tx, there.values()),
        tuple(Top(key, titles.get(key, key)) for key in tops),
        read_tally(tx, rules, today, progress),
    )


def _try_all(  # noqa: PLR0913 - each is a part of the question
    rehearsing: Ask,
    rules: Sequence[Rule],
    begun: _Begun,
    today: date,
    seconds: float | None,
    most: int | None,
    progress: Progress,
) -> "list[_Tried | InputError]":
    """Try two at a time, more do not help; but the first alone, while Neo4j plans what is asked of all."""
    names = list(begun.opened)
    tried: list[_Tried | InputError] = []
    pool = ThreadPoolExecutor(2, "alignment-scenarios")
    try:
        for some in (names[:1], names[1:]):
            for one in pool.map(lambda key: _try(rehearsing, rules, begun, key, today, seconds, most), some):
                tried.append(one)
                progress("Comparing", len(tried), len(names))
    except BaseException as why:
        # As for audits: what was not begun is not done, and nobody who pressed Ctrl-C waits for what was.
        pool.shutdown(wait=not isinstance(why, KeyboardInterrupt), cancel_futures=True)
        raise
    pool.shutdown()
    return tried


def _try(  # noqa: PLR0913 - each is a part of the question
    rehearsing: Ask,
    rules: Sequence[Rule],
    begun: _Begun,
    key: str,
    today: date,
    seconds: float | None,
    most: int | None,
) -> "_Tried | InputError":
    opened = begun.opened[key]

    def work(tx: Transaction) -> tuple[_Tried, int]:
        found = rehearse(tx, rules, opened.changes, today=today, places=opened.places, most=most)
        pairs = _pairs(tx, found.difference)
        names = {kind.declared_by: keys for kind, keys in found.difference.inverse().renamed.items()}
        was = {pair: _pair(followed(CAPACITIES, pair, names)) for pair in pairs}
        plans = {was[pair]: plan for pair, plan in read_plans(tx, pairs).items()}
        tried = _Tried(
            tuple(writes_of(found.draft)),
            tuple(_hits(found, begun.goals)),
            Counter(one.outcome for one in found.affected),
            found.stranded,
            found.freed,
            found.findings,
            begun.tally.changed(found.difference, found.findings).score(rules),
            plans,
            frozenset(was.values()),
            found.revision,
        )
        return tried, read_revision(tx)

    try:
        for _ in range(2):
            tried, revision = rehearsing(work, seconds=seconds)
            if tried.revision == revision:
                break
    except (BadModel, NotFound) as why:
        return why
    return tried


def _hits(found: Impact, tops: Iterable[Top]) -> Iterator[Hit]:
    affected = {one.goal: one for one in found.affected}
    changes, itself = found.changes, {str(key) for (key,) in found.difference.identities(GOALS)}
    for top in tops:
        if one := affected.get(top.goal):
            yield Hit(one.goal, one.outcome, one.kept, one.days_late, tuple(one.because), top.goal in itself)
        elif top.goal in itself or top.goal in changes.goals:
            kept, late = changes.kept_of_goal.get(top.goal, 1.0), changes.slips.get(top.goal, 0)
            yield Hit(top.goal, None, kept, late, (), changed=True)


def _pairs(tx: Transaction, difference: Difference) -> set[Pair]:
    """Teams' periods whose load or capacity may be another one, by the keys that they have then."""
    left = difference.in_place()
    pairs: set[Pair] = set()
    for part in (left.created, left.changed, left.deleted):
        pairs.update(_pair(identity) for identity in part.get(CAPACITIES, {}))
        pairs.update(_pair(identity[1:]) for identity in part.get(COMMITMENTS, {}))
    turned = [str(key) for (key,), row in left.changed.get(GOALS, {}).items() if "status" in row.old]
    if turned:
        pairs.update((team, period) for _, team, period in tx.ask_among("reads/impact/pairs", among=sorted(turned)))
    return pairs


def _pair(identity: Identity) -> Pair:
    """Read team and period, with which an identity begins."""
    return str(identity[0]), str(identity[1])


def _side(begun: _Begun, key: str, tried: "_Tried | InputError", before: Mapping[Pair, Plan]) -> Side:
    opened = begun.opened[key]
    if isinstance(tried, InputError):
        return Side(opened.scenarios[-1], in_the_way(begun.moved, opened, why=tried), None)
    effect = Effect(
        tried.hits,
        tried.affected,
        tried.stranded,
        tried.freed,
        tried.findings,
        tried.score,
        tuple(_loads(tried.pairs, before, tried.loads)),
    )
    return Side(opened.scenarios[-1], in_the_way(begun.moved, opened, tried.writes), effect)


def _loads(pairs: Iterable[Pair], before: Mapping[Pair, Plan], after: Mapping[Pair, Plan]) -> Iterator[Load]:
    nothing = Plan(None, ())
    for team, period in sorted(pairs):
        one, other = ((some.get((team, period), nothing)) for some in (before, after))
        load = Load(team, period, *map(_load, (one, other)), *map(_capacity, (one, other)))
        if load.load_before != load.load_after or load.capacity_before != load.capacity_after:
            yield load


def _load(plan: Plan) -> Decimal:
    return amount(sum(promise.effort for promise in plan.promises))


def _capacity(plan: Plan) -> Decimal | None:
    return None if plan.capacity is None else amount(plan.capacity)
