"""The way back from an edit past all that was edited since, or what of that is in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from analyzer.changes.difference import Difference, Row
from analyzer.changes.editing import Done, keep_edit
from analyzer.changes.kinds.keys import renaming
from analyzer.changes.making import make
from analyzer.changes.revisions import Author, Revision, read_between, span
from analyzer.changes.writing import lock
from analyzer.errors import NotFound, Stale
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    IN_PERIOD,
    KINDS,
    LABELS,
    NODES,
    OWNERS,
    PART_OF,
    PURSUERS,
    Identity,
    Kind,
    Table,
)
from analyzer.graph.schema import refuse_while_importing
from analyzer.graph.store import Transaction
from analyzer.rules.rule import Rule

ONE_EACH = (PURSUERS, OWNERS, IN_PERIOD, PART_OF)
"""A goal has one team, one owner and one period, a team one that it is part of."""

UNDO = "undo"
"""What the history says was said by those who undo an edit."""

AMOUNTS = (CAPACITIES, COMMITMENTS)


def undo(tx: Transaction, seq: int, rules: Sequence[Rule], today: date, author: Author | None = None) -> Done:
    """Undo an edit that was kept, which is an edit itself, in a transaction that the caller keeps.

    Raises NotFound when there is no such revision, Stale when a later one wrote the same field, link or node, unless
    that was undone since.
    """
    tx.ask("writes/lock/schema")
    refuse_while_importing(tx)
    back = way_back(tx, seq)
    renames = [renaming(kind, old, new) for kind, keys in back.renamed.items() for old, new in keys.items()]
    difference = make(tx, renames, today, lock=True).then(back.in_place())
    lock(tx, difference)
    author = author or Author()
    author = replace(author, why=author.why or f"undoes revision {seq}")
    return keep_edit(tx, difference, rules, today, author, [{UNDO: {"revision": seq}}])


def way_back(tx: Transaction, seq: int) -> Difference:
    """Give what undoes one edit now, by the keys that nodes have now.

    Raises NotFound, or Stale naming each later revision that wrote the same field, link or node, or needs it.
    """
    oldest, newest = span(tx)
    if not oldest < seq <= newest:
        raise NotFound(f"there is no edit {seq} to undo; `alignment history` lists those there are")
    undone, *since = read_between(tx, seq - 1)
    back, problems = undone.difference.inverse(), []
    gone = _undone(since)
    if seq in gone:
        by = max(one.seq for one in since if _undoes(one) == seq)
        raise Stale(f"revision {seq} was undone already, by revision {by}; undo that to have it back")
    for later in since:
        if later.seq not in gone:
            found = sorted(set(_in_the_way(back, later.difference)))
            problems += [f"revision {later.seq} {told} since" for told in found]
        back = back.followed(later.difference.renamed)
    if problems:
        raise Stale(f"revision {seq} can't be undone: " + "; ".join(problems) + "; undo that first")
    return back


def _undone(edits: Sequence[Revision]) -> set[int]:
    """Give the edits that were undone, and what undid them: together they wrote nothing."""
    out: set[int] = set()
    for one in reversed(edits):
        undone = _undoes(one)
        if one.seq not in out and undone is not None and undone >= edits[0].seq - 1:
            out |= {one.seq, undone}
    return out


def _undoes(edit: Revision) -> int | None:
    return next((said[UNDO]["revision"] for said in edit.changes if UNDO in said), None)


def _in_the_way(back: Difference, later: Difference) -> Iterator[str]:
    """Tell what a later edit wrote that the way back would overwrite, miss or take the ground from.

    Both are looked at by the keys that nodes had between the two.
    """
    done, undone = back.inverse().in_place(), later.inverse().in_place()
    for kind in KINDS:
        mine = {_slot(kind, identity): identity for identity in done.identities(kind)}
        for identity in undone.identities(kind):
            if _slot(kind, identity) in mine:
                yield from _same_row(
                    kind, done.row(kind, mine[_slot(kind, identity)]), undone.row(kind, identity), identity
                )
    for kind in NODES:
        made, lost = _keys(done.created, kind), _keys(undone.created, kind)
        yield from (f"needs {kind.name} {key!r}" for key in _ends(undone.deleted, kind) & made)
        yield from (f"deleted {kind.name} {key!r}" for key in _ends(done.deleted, kind) & lost)
        given, wanted = later.renamed.get(kind, {}), {*back.renamed.get(kind, {}).values()}
        taken = _keys(done.deleted, kind) | wanted
        yield from (f"renamed {old!r} to {new!r}" for old, new in given.items() if new in taken)
        yield from (f"gave another {kind.name} the key {key!r}" for key in _keys(undone.deleted, kind) & wanted)
    if back.effort_unit and (later.effort_unit or any(True for kind in AMOUNTS for _ in later.identities(kind))):
        yield "wrote amounts or what they count"


def _same_row(kind: Kind, mine: Row | None, theirs: Row | None, identity: Identity) -> Iterator[str]:
    (old, new), (was, then) = mine or (None, None), theirs or (None, None)
    if old is None or new is None or was is None or then is None:
        yield f"wrote {_named(kind, identity)}"
    elif both := sorted(old.keys() & was.keys()):
        yield f"wrote {' and '.join(name.replace('_', ' ') for name in both)} of {_named(kind, identity)}"


def _slot(kind: Kind, identity: Identity) -> Identity:
    """Give what a row is told apart by from others of which there can be one only."""
    return (identity[kind.declarer],) if kind in ONE_EACH else identity


def _keys(rows: Mapping[Kind, Table], kind: Kind) -> set[str]:
    return {str(key) for (key,) in rows.get(kind, ())}


def _ends(rows: Mapping[Kind, Table], node: Kind) -> set[str]:
    """Keys of the nodes of a kind that rows name."""
    return {
        str(key)
        for kind in rows
        if not kind.is_node
        for identity in rows[kind]
        for column, key in zip(kind.identity, identity, strict=True)
        if LABELS.get(column) == node.declared_by
    }


def _named(kind: Kind, identity: Identity) -> str:
    said = " / ".join(repr(part) for part in identity if part is not None)
    return f"{kind.name.replace('_', ' ')} {said}"
