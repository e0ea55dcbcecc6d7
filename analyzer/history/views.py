"""The map as it was, or as it would be: changes put on top in a transaction that keeps nothing."""

from collections.abc import Sequence
from datetime import date

from analyzer.changes.difference import Difference
from analyzer.changes.editing import REFRESHED, Watch
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import make
from analyzer.changes.renaming import called_now, note
from analyzer.changes.revisions import net
from analyzer.changes.writing import apply, lock
from analyzer.errors import InputError, StoreConflict
from analyzer.graph.store import Transaction
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule
from analyzer.rules.stored import fresh, rewrite

ROWS = 5_000
"""Rows that a view may put on top of the live map, whose editors wait for them meanwhile."""

TRIES = 20


def go_back(tx: Transaction, seq: int) -> None:
    """Let a transaction that is rolled back see the map as it was at a revision.

    Raises NotFound for a revision that is not known, InputError when too much was changed since, StoreConflict when
    editors do not let it come to be.
    """
    for _ in range(TRIES):
        head = read_revision(tx)
        back = net(tx, seq).inverse()
        _check_rows(back, seq)
        lock(tx, back)
        if read_revision(tx) == head:  # else something of it may have been edited before it was locked
            apply(tx, back)
            return
    raise StoreConflict("The map was edited again and again while a view of it was opened; try again.")


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
