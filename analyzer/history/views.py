"""The map as it was, or as it would be: changes put on top in a transaction that keeps nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from analyzer.changes.difference import Difference
from analyzer.changes.editing import REFRESHED, Watch
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import make
from analyzer.changes.renaming import called_now, note
from analyzer.changes.revisions import put_together, read_between
from analyzer.changes.writing import apply, lock, raised, read_versions, set_versions
from analyzer.errors import InputError, StoreConflict
from analyzer.graph.contents import NODES, Kind
from analyzer.graph.store import Transaction
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule
from analyzer.rules.stored import fresh, rewrite

ROWS = 5_000
"""Rows that a view may put on top of the live map, whose editors wait for them meanwhile."""

TRIES = 20


def go_back(tx: Transaction, seq: int, *, alone: bool = False) -> int:
    """Let a transaction that is rolled back see the map as it was at a revision; gives the newest that there is.

    What is edited afterwards shows: whoever asks looks whether the newest revision is still that one, or goes back
    `alone`, so that editors wait until the transaction is over. Raises NotFound for a revision that is not known,
    InputError when too much was changed since, StoreConflict when editors do not let it come to be.
    """
    if alone:
        tx.ask("writes/lock/schema")
    for _ in range(TRIES):
        head = read_revision(tx)
        edits = read_between(tx, seq)
        back = put_together(edits).inverse()
        _check_rows(back, seq)
        lock(tx, back)
        if read_revision(tx) == head:  # else something of it may have been edited before it was locked
            versions = _versions_then(tx, [one.difference for one in edits], back)
            apply(tx, back)
            set_versions(tx, versions)
            return head
    raise StoreConflict("The map was edited again and again while a view of it was opened; try again.")


def _versions_then(tx: Transaction, edits: Sequence[Difference], back: Difference) -> dict[Kind, dict[str, int]]:
    """Work out which versions nodes had before edits, by the keys of then; nobody knows those of what is deleted: 1."""
    then: dict[Kind, dict[str, str | None]] = {kind: {} for kind in NODES}
    less: dict[Kind, Counter[str]] = {kind: Counter() for kind in NODES}
    for edit in edits:
        left, ups = edit.in_place(), raised(edit)
        for kind, known in then.items():
            renamed = edit.renamed.get(kind, {})
            moved = {new: known.get(old, old) for old, new in renamed.items()}
            for old in renamed:
                known[old] = None
            known.update(moved)
            known.update((str(key), None) for rows in (left.created, left.deleted) for (key,) in rows.get(kind, {}))
            for key, by in ups[kind].items():
                if (was := known.get(key, key)) is not None:
                    less[kind][was] += by
    anew = back.in_place().created
    wanted = {
        kind: less[kind].keys() | ups.keys() | {str(key) for (key,) in anew.get(kind, {})}
        for kind, ups in raised(back).items()
    }
    now = {kind: {was: key for key, was in known.items() if was is not None} for kind, known in then.items()}
    called = {
        kind: {key: now[kind].get(key, key) for key in keys if key in now[kind] or key not in then[kind]}
        for kind, keys in wanted.items()
    }
    live = read_versions(tx, {kind: keys.values() for kind, keys in called.items()})
    return {
        kind: {
            key: live[kind].get(called[kind][key], 1) - less[kind][key] if key in called[kind] else 1 for key in keys
        }
        for kind, keys in wanted.items()
    }


def _check_rows(back: Difference, seq: int) -> None:
    if len(back.in_place()) > ROWS:
        raise InputError(
            f"{len(back.in_place()):,} rows were changed since revision {seq}, more than {ROWS:,}: "
            f"ask by `alignment audit --as-of`, `impact --as-of` or `export --as-of`, which do it beside the live map"
        )


def change(  # noqa: PLR0913 - what is changed, and whose findings follow
    tx: Transaction,
    changes: Sequence[Change],
    rules: Sequence[Rule],
    today: date,
    places: Sequence[str] | None = None,
    *,
    stored: bool,
) -> bool:
    """Let a transaction that is rolled back see the map as it is after changes; tells whether stored findings follow.

    They do when they were those of the map before and the changes are few. Raises what `make` does.
    """
    difference = make(tx, changes, today, places)
    if len(difference.in_place()) > ROWS:
        raise InputError(
            f"the changes write {len(difference):,} rows, more than the {ROWS:,} of a view; rehearse fewer"
        )
    few = len(difference.in_place()) <= REFRESHED
    if not (stored and few and len(fresh(tx, rules, today)) == len(rules)):
        _put(tx, difference)
        return False
    watch = Watch.begin(tx, difference.names(), difference.seeds(), rules, today, rules)
    lock(tx, difference)
    moved = note(tx, difference)
    apply(tx, difference)
    after = watch.after(tx)
    rewrite(tx, watch.before, after, today, called_now(watch.before, after, moved))
    return True


def _put(tx: Transaction, difference: Difference) -> None:
    lock(tx, difference)
    apply(tx, difference)
