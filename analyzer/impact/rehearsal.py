"""Changes applied in a transaction that is rolled back, and everything that is different because of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from analyzer.changes.difference import Difference
from analyzer.changes.draft import Draft
from analyzer.changes.editing import Watch
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import draft_of
from analyzer.changes.renaming import told_of
from analyzer.changes.writing import apply, lock
from analyzer.errors import InputError, NotFound
from analyzer.graph.store import Transaction
from analyzer.impact.concerned import Concerned
from analyzer.impact.effects import effects
from analyzer.impact.facts import Changes
from analyzer.impact.filling import Place, Slot, fill, read_plans
from analyzer.impact.grade import Affected, grade
from analyzer.impact.reading import Reading, read_reached, read_support
from analyzer.impact.stranded import stranded
from analyzer.model import amount
from analyzer.rules.audit import Ask, Compared
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule
from analyzer.rules.stored import fresh


class Freed(NamedTuple):
    """Effort that a team no longer owes in a period."""

    team: str
    period: str
    effort: Decimal


class Fit(NamedTuple):
    """What was promised to a goal and how much of it a team can do in a period, by priority, before and after."""

    goal: str
    team: str
    period: str
    effort: Decimal
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Impact:
    """What changes do to a map."""

    affected: tuple[Affected, ...]
    freed: tuple[Freed, ...]
    stranded: tuple[str, ...]
    findings: Compared
    squeezed: tuple[Fit, ...]
    """What no longer fits, where others go first now or there is less capacity."""
    fitting: tuple[Fit, ...]
    """What fits whole now and did not before."""
    changes: Changes
    reading: Reading
    draft: Draft
    """What the changes write, and which of them does."""
    difference: Difference
    revision: int
    """Of the map that was looked at."""

    def document(self, *, fits: bool = False) -> dict[str, Any]:
        """Give it as the plain data that `alignment impact --format json` prints, with who fits where that is asked."""
        squeezed, fitting = ([one._asdict() for one in some] for some in (self.squeezed, self.fitting))
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
            "findings": self.findings.document(),
            **({"squeezed": squeezed, "fitting": fitting} if fits else {}),
        }


def what_breaks(  # noqa: PLR0913 - each is a part of the question
    ask: Ask,
    rules: Sequence[Rule],
    changes: Sequence[Change],
    *,
    today: date,
    named: Iterable[str] = (),
    places: Sequence[str] | None = None,
    seconds: float | None = None,
    stored: bool = True,
    most: int | None = None,
) -> Impact:
    """Tell what breaks if changes are made; nothing is kept. Once more, if somebody edits the map meanwhile.

    `ask` runs work in a transaction that is rolled back, such as `store.rehearse`; `stored` says whether the findings
    that are stored are of the map that is asked there.

    Raises NotFound for unknown keys, BadModel for contradictions, InputError for changes that write more than `most`
    rows, which nobody else could edit meanwhile. Goals named besides are read too, so that one can be told why they are
    not affected. The transaction takes no longer than so many seconds, when given.
    """
    named = tuple(named)

    def work(tx: Transaction) -> tuple[Impact, int]:
        found = rehearse(tx, rules, changes, today=today, named=named, places=places, stored=stored, most=most)
        return found, read_revision(tx)

    for _ in range(2):
        found, revision = ask(work, seconds=seconds)
        if found.revision == revision:
            break
    return found


def rehearse(  # noqa: PLR0913 - each is a part of the question
    tx: Transaction,
    rules: Sequence[Rule],
    changes: Sequence[Change],
    *,
    today: date,
    named: Iterable[str] = (),
    places: Sequence[str] | None = None,
    stored: bool = True,
    most: int | None = None,
) -> Impact:
    """Ask, apply, ask again, inside a transaction that the caller rolls back; locks are taken as late as possible."""
    revision = read_revision(tx)
    draft = draft_of(tx, changes, today, places)
    difference = draft.difference()
    if most is not None and (rows := len(difference.in_place())) > most:
        raise InputError(
            f"the changes write {rows:,} rows of the live map, and at most {most:,} are rehearsed in it: "
            "rehearse fewer, or ask `alignment impact --plan` about documents"
        )
    about, named = Concerned(difference), set(named)
    crowded = about.crowded(tx)
    plans = read_plans(tx, crowded | about.promised(tx, about.gone))
    planned = {promise.goal for pair in crowded & plans.keys() for promise in plans[pair].promises}
    reading = read_reached(tx, about.goals | planned, named)
    if unknown := sorted(named - set(reading.facts.goals)):
        raise NotFound("\n".join(f"there is no goal {key!r}; check the key" for key in unknown))
    measures = about.measures(tx)
    whole = stored and len(fresh(tx, rules, today)) == len(rules)
    watch = Watch.begin(tx, difference.names(), difference.seeds(), rules, today, rules if whole else None)
    gone = [key for key in about.gone if key in reading.facts.goals and reading.facts.goals[key].supplies]
    freed = tx.ask_among("reads/impact/commitments", among=gone) if gone else []
    sources = sorted(about.sources & reading.facts.goals.keys())
    support = read_support(tx, sources).facts if sources else None
    lock(tx, difference)
    apply(tx, difference)
    filled = fill(plans), fill(about.before(read_plans(tx, about.after(plans))))
    squeezed = tuple(one for one in _fits(*filled) if (one.team, one.period) in crowded and one.after < one.before)
    parts = _least((one.goal, float(one.after / one.before)) for one in squeezed)
    found = effects(difference, reading.facts, measures, parts)
    ways = about.ways(tx, sources) if support and about.turns else None
    after = watch.after(tx)
    return Impact(
        tuple(one for one in grade(reading.facts, found) if one.goal not in difference.merged),
        tuple(Freed(team, period, amount(effort)) for team, period, effort in freed),
        tuple(stranded(support, found, ways)) if support else (),
        told_of(watch.before, after, difference),
        squeezed,
        tuple(one for one in _fits(*filled) if one.before < one.effort <= one.after),
        found,
        reading,
        draft,
        difference,
        revision,
    )


def _fits(before: Mapping[Slot, Place], after: Mapping[Slot, Place]) -> Iterator[Fit]:
    """Compare what each goal gets, where it is promised something before and after."""
    for slot in sorted(before.keys() & after.keys()):
        was, now = before[slot], after[slot]
        yield Fit(now.goal, now.team, now.period, amount(now.effort), amount(was.got), amount(now.got))


def _least(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    least: dict[str, float] = {}
    for key, part in parts:
        least[key] = min(part, least.get(key, 1.0))
    return least
