"""What separates two contents of a map, and how it is written: grouped by kind, a statement for thousands of rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from analyzer.graph.contents import (
    GOALS,
    KINDS,
    NODES,
    PEOPLE,
    PERIODS,
    TEAMS,
    Contents,
    Identity,
    Kind,
    Properties,
    Table,
)
from analyzer.graph.store import Transaction
from analyzer.model import plain_title
from analyzer.progress import Progress, quiet
from analyzer.rules.reach import TITLES

T = TypeVar("T")

SLICE = 10_000
"""Rows in one statement."""

STEPS = (
    *(("delete", kind) for kind in reversed(KINDS) if not kind.is_node),
    *(("create", kind) for kind in KINDS),
    *(("change", kind) for kind in KINDS),
    *(("delete", kind) for kind in reversed(NODES)),
)
"""Links go first, so that no goal ever has two owners, even broken off in between; nodes go last."""

ENDS = {
    "team": "Team",
    "parent": "Team",
    "person": "Person",
    "goal": "Goal",
    "source": "Goal",
    "target": "Goal",
    "needed": "Goal",
}
"""Labels of the ends of links, by the column that names them; a period is changed by no link."""

LABELS = {kind.declared_by: kind for kind in (GOALS, PEOPLE, PERIODS, TEAMS)}


@dataclass
class Difference:
    """Rows to create, to change and to delete, per kind; changed properties of None are cleared."""

    created: dict[Kind, Table] = field(default_factory=dict)
    changed: dict[Kind, Table] = field(default_factory=dict)
    deleted: dict[Kind, list[Identity]] = field(default_factory=dict)
    effort_unit: tuple[str | None, str | None] | None = None
    new: dict[Kind, set[str]] = field(default_factory=dict)
    """Of a part: keys of the nodes that the whole creates, whose first version holds all that is declared there."""

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.deleted or self.effort_unit)

    def __len__(self) -> int:
        return sum(len(rows) for part in (self.created, self.changed, self.deleted) for rows in part.values())

    def touched(self) -> dict[Kind, set[str]]:
        """Keys of the nodes that were there and that changed themselves or in what they declare."""
        touched: dict[Kind, set[str]] = {kind: set() for kind in NODES}
        for part in (self.created, self.changed, self.deleted):
            for kind, rows in part.items():
                if not kind.is_node or part is self.changed:
                    touched[LABELS[kind.declared_by]].update(str(identity[kind.declarer]) for identity in rows)
        return {
            kind: keys - self._keys(kind, self.created) - self._keys(kind, self.deleted) - self.new.get(kind, set())
            for kind, keys in touched.items()
        }

    def names(self) -> frozenset[str]:
        """Labels and types of relationships of what comes and goes, properties of what changes: what rules look at."""
        kinds = (name for part in (self.created, self.deleted) for kind in part for name in kind.stored_as)
        properties = (name for rows in self.changed.values() for row in rows.values() for name in row)
        return frozenset((*kinds, *properties))

    def seeds(self) -> dict[str, set[str]]:
        """Keys of the nodes that it names, by label: itself, or both ends of a link; a period only when it changes.

        Besides the plain titles that it gives to goals.
        """
        seeds: dict[str, set[str]] = {kind.declared_by: set() for kind in NODES}
        goals = (row for part in (self.created, self.changed) for row in part.get(GOALS, {}).values())
        seeds[TITLES] = {plain_title(row["title"]) for row in goals if "title" in row}
        for part in (self.created, self.changed, self.deleted):
            for kind, rows in part.items():
                for identity in rows:
                    for name, key in zip(kind.identity, identity, strict=True):
                        label = kind.declared_by if kind.is_node else ENDS.get(name)
                        if label and key is not None:
                            seeds[label].add(key)
        return seeds

    def parts(self, rows: int) -> Iterator["Difference"]:
        """Cut it into differences of at most so many rows that can be written one after the other."""
        new = {kind: self._keys(kind, self.created) for kind in NODES}
        for step, kind in STEPS:
            if step == "delete":
                for gone in _sliced(self.deleted.get(kind, []), rows):
                    yield Difference(deleted={kind: gone}, new=new)
            elif step == "create":
                for some in _sliced(list(self.created.get(kind, {}).items()), rows):
                    yield Difference(created={kind: dict(some)}, new=new)
            else:
                for some in _sliced(list(self.changed.get(kind, {}).items()), rows):
                    yield Difference(changed={kind: dict(some)}, new=new)
        if self.effort_unit:
            yield Difference(effort_unit=self.effort_unit)

    @staticmethod
    def _keys(kind: Kind, rows: Mapping[Kind, Iterable[Identity]]) -> set[str]:
        return {str(key) for (key,) in rows.get(kind, ())}


def compare(before: Contents, after: Contents) -> Difference:
    """Find what must be written to turn one into the other."""
    found = Difference()
    for kind in KINDS:
        old, new = before[kind], after[kind]
        created = {identity: row for identity, row in new.items() if identity not in old}
        changed = {
            identity: _changed(old[identity], row)
            for identity, row in new.items()
            if identity in old and old[identity] != row
        }
        deleted = [identity for identity in old if identity not in new]
        if created:
            found.created[kind] = created
        if changed:
            found.changed[kind] = changed
        if deleted:
            found.deleted[kind] = deleted
    if before.effort_unit != after.effort_unit:
        found.effort_unit = (before.effort_unit, after.effort_unit)
    return found


def apply(tx: Transaction, difference: Difference, progress: Progress = quiet) -> None:
    """Write it, raising the version of every node that changes or whose declarations change."""
    total, done = len(difference), 0
    for step, kind in STEPS:
        for rows in _sliced(_rows(step, kind, difference), SLICE):
            tx.ask(f"writes/{step}/{kind.name}", rows=rows)
            done += len(rows)
            progress("Writing", done, total)
    for kind, keys in difference.touched().items():
        for some in _sliced(sorted(keys), SLICE):
            tx.ask(f"writes/version/{kind.name}", keys=some)
    if difference.effort_unit:
        tx.ask("writes/effort_unit", unit=difference.effort_unit[1])


def _changed(old: Properties, new: Properties) -> Properties:
    return {name: new.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}


def _rows(step: str, kind: Kind, difference: Difference) -> list[dict[str, object]]:
    if step == "delete":
        return [dict(zip(kind.identity, identity, strict=True)) for identity in difference.deleted.get(kind, ())]
    table = (difference.created if step == "create" else difference.changed).get(kind, {})
    return [
        {**dict(zip(kind.identity, identity, strict=True)), "properties": _stored(kind, properties)}
        for identity, properties in table.items()
    ]


def _stored(kind: Kind, properties: Properties) -> Properties:
    """Add to a goal's title what goals of the same title are found by."""
    if kind is GOALS and "title" in properties:
        return properties | {"plain_title": plain_title(properties["title"])}
    return properties


def _sliced(rows: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
