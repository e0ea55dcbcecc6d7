"""What separates two contents of a map, row by row: it can be turned round, and put together with what follows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

from analyzer.graph.contents import (
    GOALS,
    KINDS,
    LABELS,
    NODES,
    Contents,
    Identity,
    Kind,
    Properties,
    Table,
)
from analyzer.model import plain_title
from analyzer.rules.reach import TITLES

T = TypeVar("T")

STEPS = (
    *(("delete", kind) for kind in reversed(KINDS) if not kind.is_node),
    *(("create", kind) for kind in KINDS),
    *(("change", kind) for kind in KINDS),
    *(("delete", kind) for kind in reversed(NODES)),
)
"""Links go first, so that no goal ever has two owners, even broken off in between; nodes go last."""

DECLARERS = {kind.declared_by: kind for kind in NODES}


class Changed(NamedTuple):
    """Properties of a row that stays, before and after; None is absent."""

    old: Properties
    new: Properties


Row: TypeAlias = tuple[Properties | None, Properties | None]
"""What becomes of a row, None being no row: created, deleted, or changed as far as the two differ."""


@dataclass
class Difference:
    """Rows to create, to change and to delete, per kind, with all that they held: nothing else is needed to go back.

    A node that was given another key is deleted under the old one and created under the new one, and so is all that
    names it; that it is the same node is said besides, in `renamed`: the new key by the old one.
    """

    created: dict[Kind, Table] = field(default_factory=dict)
    changed: dict[Kind, dict[Identity, Changed]] = field(default_factory=dict)
    deleted: dict[Kind, Table] = field(default_factory=dict)
    effort_unit: tuple[str | None, str | None] | None = None
    renamed: dict[Kind, dict[str, str]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    """Goals that are deleted as duplicates, with the goal that has all that they had."""
    new: dict[Kind, set[str]] = field(default_factory=dict)
    """Of a part: keys of the nodes that the whole creates, whose first version holds all that is declared there."""

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.deleted or self.effort_unit)

    def __len__(self) -> int:
        return sum(len(rows) for part in (self.created, self.changed, self.deleted) for rows in part.values())

    def inverse(self) -> "Difference":
        """Give what leads back."""
        return Difference(
            created=self.deleted,
            changed={
                kind: {identity: Changed(row.new, row.old) for identity, row in rows.items()}
                for kind, rows in self.changed.items()
            },
            deleted=self.created,
            effort_unit=self.effort_unit and self.effort_unit[::-1],
            renamed={kind: {new: old for old, new in keys.items()} for kind, keys in self.renamed.items()},
        )

    def then(self, later: "Difference") -> "Difference":
        """Give what this and then another one do together; the later one begins where this one ends."""
        both = Difference(
            created={kind: dict(rows) for kind, rows in self.created.items()},
            changed={kind: dict(rows) for kind, rows in self.changed.items()},
            deleted={kind: dict(rows) for kind, rows in self.deleted.items()},
            effort_unit=self.effort_unit,
            renamed=self.renamed,
            merged=self.merged,
        )
        both.add(later)
        return both

    def add(self, later: "Difference") -> None:
        """Do a later one too, at the cost of the later one's rows only; this one's rows are changed in place."""
        for kind in KINDS:
            for identity in dict.fromkeys(later.identities(kind)):
                row = _joined(self.row(kind, identity), later.row(kind, identity))
                self._leave_out(kind, identity)
                self.put(kind, identity, *row)
        units = [one.effort_unit for one in (self, later) if one.effort_unit]
        self.effort_unit = (units[0][0], units[-1][1]) if units and units[0][0] != units[-1][1] else None
        self.merged = _chained_merges(self, later)
        self.renamed = _still_renamed(self, _chained(self.renamed, later.renamed))
        gone = self.deleted.get(GOALS, {})
        self.merged = {old: new for old, new in self.merged.items() if (old,) in gone}

    def _leave_out(self, kind: Kind, identity: Identity) -> None:
        parts: tuple[dict[Kind, Any], ...] = (self.created, self.changed, self.deleted)
        for part in parts:
            if part.get(kind, {}).pop(identity, None) is not None and not part[kind]:
                del part[kind]

    def put(self, kind: Kind, identity: Identity, old: Properties | None, new: Properties | None) -> None:
        """Say what becomes of a row, None being no row; of one that stays, properties that differ."""
        if old is None and new is not None:
            self.created.setdefault(kind, {})[identity] = new
        elif new is None and old is not None:
            self.deleted.setdefault(kind, {})[identity] = old
        elif old is not None and new is not None:
            row = changed(old, new)
            if row.old:
                self.changed.setdefault(kind, {})[identity] = row

    def row(self, kind: Kind, identity: Identity) -> Row | None:
        """Give what a row held and what it holds then, or None when nothing becomes of it."""
        if (new := self.created.get(kind, {}).get(identity)) is not None:
            return None, new
        if (old := self.deleted.get(kind, {}).get(identity)) is not None:
            return old, None
        return self.changed.get(kind, {}).get(identity)

    def identities(self, kind: Kind) -> Iterator[Identity]:
        """Give all rows of a kind that something becomes of."""
        for part in (self.deleted, self.changed, self.created):
            yield from part.get(kind, ())

    def apply_to(self, contents: Contents) -> None:
        """Turn contents into those that it leads to; rows may be so already."""
        for kind in KINDS:
            table = contents[kind]
            for identity in self.deleted.get(kind, ()):
                table.pop(identity, None)
            table.update(self.created.get(kind, {}))
            for identity, row in self.changed.get(kind, {}).items():
                table[identity] = _stated({**table.get(identity, {}), **row.new})
        if self.effort_unit:
            contents.effort_unit = self.effort_unit[1]

    def followed(self, renamed: Mapping[Kind, Mapping[str, str]]) -> "Difference":
        """Give the same about nodes that have other keys meanwhile, and about all that names them."""
        moved = {kind.declared_by: keys for kind, keys in renamed.items()}
        if not any(moved.values()):
            return self
        return Difference(
            created={
                k: {followed(k, one, moved): row for one, row in rows.items()} for k, rows in self.created.items()
            },
            changed={
                k: {followed(k, one, moved): row for one, row in rows.items()} for k, rows in self.changed.items()
            },
            deleted={
                k: {followed(k, one, moved): row for one, row in rows.items()} for k, rows in self.deleted.items()
            },
            effort_unit=self.effort_unit,
            renamed={
                kind: {moved.get(kind.declared_by, {}).get(old, old): new for old, new in keys.items()}
                for kind, keys in self.renamed.items()
            },
            merged=self.merged,
        )

    def in_place(self) -> "Difference":
        """Give what is left to write once its nodes have their new keys, which all that names them follows."""
        if not any(self.renamed.values()):
            return self
        moved = {kind.declared_by: keys for kind, keys in self.renamed.items()}
        left = Difference(
            effort_unit=self.effort_unit, changed={kind: dict(rows) for kind, rows in self.changed.items()}
        )
        for kind in KINDS:
            deleted = {followed(kind, one, moved): row for one, row in self.deleted.get(kind, {}).items()}
            created = self.created.get(kind, {})
            for identity in dict.fromkeys((*deleted, *created)):
                left.put(kind, identity, deleted.get(identity), created.get(identity))
        return left

    def touched(self) -> dict[Kind, set[str]]:
        """Keys of the nodes that were there and that changed themselves or in what they declare."""
        touched: dict[Kind, set[str]] = {kind: set() for kind in NODES}
        for part in (self.created, self.changed, self.deleted):
            for kind, rows in part.items():
                if not kind.is_node or part is self.changed:
                    touched[DECLARERS[kind.declared_by]].update(str(identity[kind.declarer]) for identity in rows)
        return {
            kind: keys - self._keys(kind, self.created) - self._keys(kind, self.deleted) - self.new.get(kind, set())
            for kind, keys in touched.items()
        }

    def names(self) -> frozenset[str]:
        """Labels and types of relationships of what comes and goes, properties of what changes: what rules look at."""
        kinds = (name for part in (self.created, self.deleted) for kind in part for name in kind.stored_as)
        properties = (name for rows in self.changed.values() for row in rows.values() for name in row.old)
        return frozenset((*kinds, *properties, *(("key",) if any(self.renamed.values()) else ())))

    def seeds(self) -> dict[str, set[str]]:
        """Keys of the nodes that it names, by label: itself, or both ends of a link; a period only when it changes.

        Besides the plain titles that it gives to goals.
        """
        seeds: dict[str, set[str]] = {kind.declared_by: set() for kind in NODES}
        given = [*self.created.get(GOALS, {}).values(), *(row.new for row in self.changed.get(GOALS, {}).values())]
        seeds[TITLES] = {plain_title(row["title"]) for row in given if "title" in row}
        for part in (self.created, self.changed, self.deleted):
            for kind, rows in part.items():
                for identity in rows:
                    for name, key in zip(kind.identity, identity, strict=True):
                        label = kind.declared_by if kind.is_node else LABELS.get(name)
                        if label and key is not None and (kind.is_node or label != "Period"):
                            seeds[label].add(key)
        return seeds

    def parts(self, rows: int) -> Iterator["Difference"]:
        """Cut it into differences of at most so many rows that can be written one after the other."""
        new = {kind: self._keys(kind, self.created) for kind in NODES}
        for step, kind in STEPS:
            if step == "delete":
                for gone in sliced(self.deleted.get(kind, {}), rows):
                    yield Difference(deleted={kind: gone}, new=new)
            elif step == "create":
                for some in sliced(self.created.get(kind, {}), rows):
                    yield Difference(created={kind: some}, new=new)
            else:
                for part in sliced(self.changed.get(kind, {}), rows):
                    yield Difference(changed={kind: part}, new=new)
        if self.effort_unit:
            yield Difference(effort_unit=self.effort_unit)

    @staticmethod
    def _keys(kind: Kind, rows: Mapping[Kind, Iterable[Identity]]) -> set[str]:
        return {str(key) for (key,) in rows.get(kind, ())}


def compare(
    before: Contents,
    after: Contents,
    renamed: Mapping[Kind, Mapping[str, str]] | None = None,
    merged: Mapping[str, str] | None = None,
) -> Difference:
    """Find what must be written to turn one into the other, some of whose nodes were given other keys, or merged."""
    found = Difference(merged=dict(merged or {}))
    for kind in KINDS:
        old, new = before[kind], after[kind]
        created = {identity: row for identity, row in new.items() if identity not in old}
        rows = {
            identity: changed(old[identity], row)
            for identity, row in new.items()
            if identity in old and old[identity] != row
        }
        deleted = {identity: row for identity, row in old.items() if identity not in new}
        if created:
            found.created[kind] = created
        if rows:
            found.changed[kind] = rows
        if deleted:
            found.deleted[kind] = deleted
    if before.effort_unit != after.effort_unit:
        found.effort_unit = (before.effort_unit, after.effort_unit)
    found.renamed = _still_renamed(found, renamed or {})
    return found


def changed(old: Properties, new: Properties) -> Changed:
    """Give what differs between two rows."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return Changed({name: old.get(name) for name in names}, {name: new.get(name) for name in names})


def followed(kind: Kind, identity: Identity, moved: Mapping[str, Mapping[str, str]]) -> Identity:
    """Give the identity that a row has once nodes have other keys, per label the new one by the old one."""
    if kind.is_node:
        (key,) = identity
        return (moved.get(kind.declared_by, {}).get(str(key), key),)
    return tuple(
        moved.get(LABELS.get(name, ""), {}).get(key, key) if key is not None else None
        for name, key in zip(kind.identity, identity, strict=True)
    )


def sliced(rows: Mapping[Identity, T], size: int) -> Iterator[dict[Identity, T]]:
    """Cut a table into tables of at most so many rows."""
    items = list(rows.items())
    for start in range(0, len(items), size):
        yield dict(items[start : start + size])


def _joined(first: Row | None, second: Row | None) -> Row:
    """Give what a row held before the first and what it holds after the second."""
    if first is None or second is None:
        return first or second or (None, None)
    (before, left), (found, after) = first, second
    if before is None:
        return None, None if after is None else _stated({**(left or {}), **after})
    if left is None:
        return before, after
    if after is None:
        return _stated({**(found or {}), **before}), None
    return {**(found or {}), **before}, {**left, **after}


def _stated(row: Properties) -> Properties:
    return {name: value for name, value in row.items() if value is not None}


def _chained(
    first: Mapping[Kind, Mapping[str, str]], second: Mapping[Kind, Mapping[str, str]]
) -> dict[Kind, dict[str, str]]:
    """Follow keys through two renamings."""
    chained: dict[Kind, dict[str, str]] = {}
    for kind in NODES:
        one, two = first.get(kind, {}), second.get(kind, {})
        ends = {old: two.get(new, new) for old, new in one.items()}
        given = set(one.values())
        chained[kind] = {**{old: new for old, new in two.items() if old not in given}, **ends}
    return chained


def _chained_merges(first: Difference, second: Difference) -> dict[str, str]:
    """Follow duplicates, and what they were merged into, by the keys before the first and after the second."""
    before = {new: old for old, new in first.renamed.get(GOALS, {}).items()}
    after = second.renamed.get(GOALS, {})
    moved = {old: after.get(new, new) for old, new in first.merged.items()}
    into = {old: second.merged.get(new, new) for old, new in moved.items()}
    return {**into, **{before.get(old, old): new for old, new in second.merged.items()}}


def _still_renamed(difference: Difference, renamed: Mapping[Kind, Mapping[str, str]]) -> dict[Kind, dict[str, str]]:
    """Keep those that say more than the rows do: the node was there under the one key and is there under the other."""
    kept = {
        kind: {
            old: new
            for old, new in keys.items()
            if (old,) in difference.deleted.get(kind, {}) and (new,) in difference.created.get(kind, {})
        }
        for kind, keys in renamed.items()
    }
    return {kind: keys for kind, keys in kept.items() if keys}
