"""What of the map the changes of a scenario rest on: the nodes that they name, the rows that they write."""

from collections.abc import Iterator, Sequence

from analyzer.changes.difference import Changed, Difference, followed
from analyzer.changes.draft import Draft
from analyzer.changes.kinds.change import Change
from analyzer.graph.contents import KINDS, Identity, Kind, Properties, read_rows
from analyzer.graph.store import Transaction
from analyzer.rules.records import read_revision
from analyzer.scenarios.kept import kept_form
from analyzer.scenarios.mentions import mentions
from analyzer.scenarios.scenario import KIND, Base, Held, Named


def read_base(tx: Transaction, draft: Draft, changes: Sequence[Change], begin: int) -> Base:
    """Read it for the last changes that a draft was made with, which begin at this number."""
    return Base(read_revision(tx), tuple(_named(tx, changes)), tuple(writes_of(draft, begin)))


def _named(tx: Transaction, changes: Sequence[Change]) -> Iterator[Named]:
    all_ = [(number, one) for number, change in enumerate(changes) for one in mentions(change)]
    keys = {kind: {one.key for _, one in all_ if one.label == label} for label, kind in KIND.items()}
    there = read_rows(tx, keys)
    for number, one in all_:
        row = there[KIND[one.label]].get((one.key,))
        if row is not None:
            yield Named(number, one.label, one.key, one.path, row.get("status") if one.label == "Goal" else None)


def writes_of(draft: Draft, begin: int = 0) -> Iterator[Held]:
    """Give the rows that changes from this number on write or take away, as they were, by the keys of before.

    Those that a renaming only takes along are not written.
    """
    whole = draft.difference()
    left = whole.in_place()
    was = {kind.declared_by: {new: old for old, new in keys.items()} for kind, keys in whole.renamed.items()}
    for kind in KINDS:
        for identity, writes, row, taken_away in _written(left, draft, kind):
            if writes is not None and writes >= begin:
                yield Held(writes - begin, kind, followed(kind, identity, was), row and kept_form(row), taken_away)


def _written(
    left: Difference, draft: Draft, kind: Kind
) -> Iterator[tuple[Identity, int | None, Properties | None, bool]]:
    for identity, row in left.deleted.get(kind, {}).items():
        yield identity, draft.writer(kind, identity), row, True
    for identity, changed in left.changed.get(kind, {}).items():
        for number, fields in _by_writer(draft, kind, identity, changed).items():
            yield identity, number, fields, False
    for identity in left.created.get(kind, {}):
        yield identity, draft.writer(kind, identity), None, False


def _by_writer(draft: Draft, kind: Kind, identity: Identity, changed: Changed) -> dict[int | None, Properties]:
    fields: dict[int | None, Properties] = {}
    for name, value in changed.old.items():
        fields.setdefault(draft.writer(kind, identity, name), {})[name] = value
    return fields
