"""Changes applied in a transaction that is rolled back, and everything that is different because of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from analyzer.changes.difference import Difference, apply
from analyzer.changes.editing import Watch
from analyzer.errors import BadModel, NotFound
from analyzer.graph.contents import GOALS, Properties
from analyzer.graph.store import Store, Transaction
from analyzer.impact.facts import Changes, changes_of
from analyzer.impact.grade import Affected, grade
from analyzer.impact.reading import Reading, read_reached, read_support
from analyzer.impact.stranded import stranded
from analyzer.model import Status, amount
from analyzer.rules.audit import Compared, compare
from analyzer.rules.rule import Rule
from analyzer.rules.stored import fresh


class Freed(NamedTuple):
    """Effort that a team no longer owes in a period."""

    team: str
    period: str
    effort: Decimal


@dataclass(frozen=True)
class Impact:
    """What changes do to a map."""

    affected: tuple[Affected, ...]
    freed: tuple[Freed, ...]
    stranded: tuple[str, ...]
    findings: Compared
    changes: Changes
    reading: Reading

    def document(self) -> dict[str, Any]:
        """Give it as the plain data that `alignment impact --format json` prints."""
        return {
            "affected": [
                {
                    "goal": one.goal,
                    "outcome": one.outcome.value,
                    "kept": one.kept,
                    "days_late": one.days_late,
                    "because": one.because,
                }
                for one in self.affected
            ],
            "freed": [{"team": one.team, "period": one.period, "effort": one.effort} for one in self.freed],
            "stranded": list(self.stranded),
            "findings": {
                "new": [one.document() for one in self.findings.new],
                "resolved": [one.document() for one in self.findings.resolved],
            },
        }


def what_breaks(  # noqa: PLR0913 - each is a part of the question
    store: Store,
    rules: Sequence[Rule],
    *,
    drops: Iterable[str] = (),
    postponements: Mapping[str, date] | None = None,
    today: date,
    named: Iterable[str] = (),
    seconds: float | None = None,
) -> Impact:
    """Tell what breaks if goals are dropped and postponed to new due dates; nothing is kept.

    Raises NotFound for unknown keys, BadModel for contradictions. Goals named besides are read too, so that one can
    be told why they are not affected. The transaction takes no longer than so many seconds, when given.
    """
    drops, moves, named = tuple(drops), dict(postponements or {}), tuple(named)
    return store.rehearse(
        lambda tx: rehearse(tx, rules, drops=drops, postponements=moves, today=today, named=named), seconds=seconds
    )


def rehearse(  # noqa: PLR0913 - each is a part of the question
    tx: Transaction,
    rules: Sequence[Rule],
    *,
    drops: Iterable[str],
    postponements: Mapping[str, date],
    today: date,
    named: Iterable[str] = (),
) -> Impact:
    """Ask, apply, ask again, inside a transaction that the caller rolls back; locks are taken as late as possible."""
    drops, named = sorted(set(drops)), set(named)
    keys = {*drops, *postponements}
    if both := sorted(set(drops) & set(postponements)):
        raise BadModel([f"{key}: is both dropped and postponed; choose one" for key in both])
    reading = read_reached(tx, keys, named)
    if unknown := sorted((keys | named) - set(reading.facts.goals)):
        raise NotFound("\n".join(f"there is no goal {key!r}; check the key" for key in unknown))
    changes = changes_of(reading.facts.goals, drops, postponements)
    difference = Difference(changed={GOALS: _edits(reading, drops, postponements)})
    stored = fresh(tx, rules, today)
    whole = len(stored) == len(rules)
    watch = Watch.begin(tx, difference.names(), difference.seeds(), rules, today, stored if whole else None)
    gone = sorted(changes.kept_of_goal)
    freed = tx.ask_among("reads/impact/commitments", among=gone) if gone else []
    cut_off = stranded(read_support(tx, gone).facts, changes) if gone else []
    tx.ask("writes/lock/goal", keys=sorted(keys))
    apply(tx, difference)
    return Impact(
        tuple(grade(reading.facts, changes)),
        tuple(Freed(team, period, amount(effort)) for team, period, effort in freed),
        tuple(cut_off),
        compare(watch.before, watch.after(tx)),
        changes,
        reading,
    )


def _edits(
    reading: Reading, drops: Iterable[str], postponements: Mapping[str, date]
) -> dict[tuple[str | None, ...], Properties]:
    edits: dict[tuple[str | None, ...], Properties] = {(key,): {"status": Status.DROPPED.value} for key in drops}
    for key, due in postponements.items():
        old, starts = reading.facts.goals[key].due, reading.starts[key]
        moved = due - old if old else timedelta(0)
        try:
            edits[key,] = {"due": due} | ({"starts": starts + moved} if starts else {})
        except OverflowError:
            raise BadModel(
                [f"{key}: can't start {moved.days} days later than {starts}; choose an earlier date"]
            ) from None
    return edits
