"""A plan into the map: whole or not at all, and nothing that is there already is written again."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import uuid4

from analyzer.changes.difference import Difference, compare
from analyzer.changes.editing import edit
from analyzer.changes.revisions import Author, keep
from analyzer.changes.writing import apply
from analyzer.errors import StoreConflict
from analyzer.exchange.flaws import dangling, flaws
from analyzer.exchange.pause import collector_paused
from analyzer.exchange.source import Flaw, Source, refuse
from analyzer.graph.contents import read_contents
from analyzer.graph.schema import check_ours, prepare, unfinished_import
from analyzer.graph.store import Store, Transaction
from analyzer.plan.merging import contents_of, merge
from analyzer.plan.records import Plan
from analyzer.plan.references import declared
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Compared
from analyzer.rules.rule import Rule
from analyzer.rules.stored import keep_fresh

WHOLE = 100_000
"""Plans of up to so many goals are written in one transaction."""

BATCH = 20_000
"""Rows a transaction beyond that."""


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: rows per kind, and findings that are new or resolved by it.

    These are of the rules whose stored findings were true before and are now; after a large import there are none.
    """

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    batches: int = 1
    findings: Compared = field(default_factory=Compared)

    @property
    def nothing(self) -> bool:
        """Whether the map already was as the plan says."""
        return not (self.created or self.changed or self.deleted)


@collector_paused()
def import_plan(  # noqa: PLR0913 - all but two have a default
    store: Store,
    sources: Sequence[Source],
    *,
    replace: bool = False,
    dry_run: bool = False,
    rules: Sequence[Rule] = (),
    today: date = date.min,
    author: Author | None = None,
    progress: Progress = quiet,
    whole: int = WHOLE,
    rows: int = BATCH,
) -> Imported:
    """Bring plan documents into the map of a store, merging or replacing what is there.

    The stored findings of these rules on that day are brought along by a small plan; all others are stale afterwards.
    Raises BadModel with everything that contradicts itself or the map, ForeignDatabase, StoreTooSmall; StoreConflict
    while another import is not finished. A plan of up to `whole` goals is written whole or not at all; a larger one
    `rows` at a time, in an order in which every link finds its ends, and the same import again continues where it was
    broken off. The history says that its author did it, a part at a time.
    """
    plan, author = combined(sources), author or Author(why=f"import of {_names(sources)}")
    if dry_run:
        return _counts(store.read(lambda tx: (check_ours(tx), _difference(tx, sources, plan, replace=replace))[1]))
    if not store.read(check_ours):
        store.read(lambda tx: _check(sources, None if replace else tx))  # before the database becomes ours
    prepare(store)
    if len(plan.goals or ()) <= whole:
        return store.write(
            lambda tx: write_plan(
                tx, sources, replace=replace, rules=rules, today=today, author=author, progress=progress
            )
        )
    return _write_parts(store, sources, plan, replace=replace, author=author, progress=progress, rows=rows)


def write_plan(  # noqa: PLR0913 - all but two have a default
    tx: Transaction,
    sources: Sequence[Source],
    *,
    replace: bool = False,
    rules: Sequence[Rule] = (),
    today: date = date.min,
    author: Author | None = None,
    progress: Progress = quiet,
) -> Imported:
    """Bring plan documents into the map within one transaction, which the caller keeps, as the author's, or not."""
    plan = combined(sources)
    unfinished = _take_turn(tx, sources, replace=replace)
    difference = _difference(tx, sources, plan, replace=replace, lock=True)
    findings = edit(tx, difference, rules, today, progress, author=author)
    if unfinished is not None:
        tx.ask("writes/importing", importing=None, turn=None, work=None)
    return _counts(difference, findings=findings)


def _write_parts(  # noqa: PLR0913
    store: Store,
    sources: Sequence[Source],
    plan: Plan,
    *,
    replace: bool,
    author: Author,
    progress: Progress,
    rows: int,
) -> Imported:
    """Write a plan in many transactions, between which no other import may write."""
    turn = uuid4().hex

    def begin(tx: Transaction) -> Difference:
        _take_turn(tx, sources, replace=replace)
        difference = _difference(tx, sources, plan, replace=replace)
        tx.ask("writes/importing", importing=_names(sources), turn=turn, work=_work(sources, replace=replace))
        keep_fresh(tx, (), date.min)
        return difference

    def go_on(tx: Transaction, part: Difference) -> None:
        _keep_turn(tx, sources, turn)
        tx.ask("writes/revision")
        keep(tx, part, author)
        keep_fresh(tx, (), date.min)  # somebody may have stored what was found between two parts
        apply(tx, part)

    def end(tx: Transaction) -> None:
        _keep_turn(tx, sources, turn)
        tx.ask("writes/importing", importing=None, turn=None, work=None)

    difference = store.write(begin)
    done, batches, total = 0, 0, len(difference)
    for part in difference.parts(rows):
        store.write(partial(go_on, part=part))
        done, batches = done + len(part), batches + 1
        progress("Writing", done, total)
    store.write(end)
    return _counts(difference, batches)


def _take_turn(tx: Transaction, sources: Sequence[Source], *, replace: bool) -> str | None:
    """Wait for other imports, and name the one left unfinished; raises StoreConflict unless this one may go over it."""
    tx.ask("writes/lock/schema")
    unfinished = unfinished_import(tx)
    if unfinished is not None and not replace and tx.ask("reads/mark")["work"] != _work(sources, replace=replace):
        raise StoreConflict(
            f"The import of {unfinished} is not finished: wait for it, or run it again, the same documents in the same "
            f"way, to finish it if it was broken off; an import with --replace or `alignment reset` gives it up."
        )
    return unfinished


def _keep_turn(tx: Transaction, sources: Sequence[Source], turn: str) -> None:
    """Raise StoreConflict when another import or a reset came between two parts of this one."""
    tx.ask("writes/lock/schema")
    if tx.ask("reads/turn") != turn:
        raise StoreConflict(
            f"The import of {_names(sources)} was ended by another import or a reset before it was finished; "
            f"look at what is in the map now, and run it again if it is still wanted."
        )


def _work(sources: Sequence[Source], *, replace: bool) -> str:
    """Name what an import does: which documents, by what they say, and whether it replaces."""
    said = (source.text or source.plan.model_dump_json(exclude_unset=True) for source in sources)
    return hashlib.sha256("\0".join((str(replace), *said)).encode("utf-8", "surrogatepass")).hexdigest()


def _names(sources: Sequence[Source]) -> str:
    return " ".join(source.name for source in sources)


def combined(sources: Sequence[Source]) -> Plan:
    """Read several documents as one."""
    if len(sources) == 1:
        return sources[0].plan
    written = {name for source in sources for name in source.plan.model_fields_set}
    return Plan.model_construct(
        written,
        alignment=1,
        effort_unit=next((s.plan.effort_unit for s in sources if s.plan.effort_unit is not None), None),
        **{
            name: tuple(record for source in sources for record in getattr(source.plan, name) or ())
            for name in ("periods", "people", "teams", "goals")
        },
    )


def _difference(
    tx: Transaction, sources: Sequence[Source], plan: Plan, *, replace: bool, lock: bool = False
) -> Difference:
    """Find what a plan changes; what is there of its nodes is locked before it is read, if it is to be written."""
    _check(sources, None if replace else tx)
    there: dict[str, list[str]] = {}
    for label, keys in declared(plan).items():
        there[label] = sorted(_known(tx, label, keys))
        if lock and there[label]:
            tx.ask(f"writes/lock/{label.lower()}", keys=there[label])
    if replace:
        return compare(read_contents(tx), contents_of(plan))
    current = read_contents(tx, there)
    return compare(current, merge(current, plan))


def _known(tx: Transaction, label: str, keys: set[str]) -> list[str]:
    """Which of these keys are in the map; a map without any node of the label is not asked for each."""
    if not keys or not tx.ask("reads/labels")[label]:
        return []
    return list(tx.ask_among(f"reads/keys/{label.lower()}", among=sorted(keys)))


def _check(sources: Sequence[Source], tx: Transaction | None) -> None:
    """Raise BadModel with all that contradicts itself, or the map when there is one to merge into."""
    found = flaws(sources)
    if tx is None:
        found.extend(dangling(sources))
    else:
        found.extend((*dangling(sources, partial(_known, tx)), *_other_unit(sources, tx)))
    refuse(sources, found)


def _other_unit(sources: Sequence[Source], tx: Transaction) -> Iterator[Flaw]:
    """Find documents that would silently give the amounts of the map another meaning."""
    there = tx.ask("reads/effort_unit")
    for number, source in enumerate(sources):
        unit = source.plan.effort_unit
        if there is not None and unit is not None and unit != there and tx.ask("reads/amounts"):
            problem = (
                f"{unit!r} here, but the amounts in the map count {there!r}; write them in {there!r}, or --replace"
            )
            yield Flaw(number, ("effort_unit",), problem)


def _counts(difference: Difference, batches: int = 1, findings: Compared | None = None) -> Imported:
    return Imported(
        {kind.name: len(rows) for kind, rows in difference.created.items()},
        {kind.name: len(rows) for kind, rows in difference.changed.items()}
        | ({"effort_unit": 1} if difference.effort_unit else {}),
        {kind.name: len(rows) for kind, rows in difference.deleted.items()},
        batches,
        findings or Compared(),
    )
