"""How a difference is written: grouped by kind, a statement for thousands of rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from analyzer.changes.difference import STEPS, Difference
from analyzer.graph.contents import GOALS, NODES, Kind, Properties
from analyzer.graph.store import Transaction
from analyzer.model import plain_title
from analyzer.progress import Progress, quiet
from analyzer.rules.reach import TITLES

T = TypeVar("T")

SLICE = 10_000
"""Rows in one statement."""


def lock(tx: Transaction, difference: Difference) -> None:
    """Take the locks on all nodes that it names, in the one order in which everybody takes them."""
    for label, keys in sorted(difference.seeds().items()):
        if keys and label != TITLES:
            tx.ask(f"writes/lock/{label.lower()}", keys=sorted(keys))


def apply(tx: Transaction, difference: Difference, progress: Progress = quiet) -> None:
    """Write it, raising the version of every node that changes or whose declarations change."""
    _rename(tx, difference)
    left = difference.in_place()
    total, done = len(left), 0
    for step, kind in STEPS:
        for rows in _sliced(_rows(step, kind, left)):
            tx.ask(f"writes/{step}/{kind.name}", rows=rows)
            done += len(rows)
            progress("Writing", done, total)
    for kind, keys in difference.touched().items():
        for some in _sliced(sorted(keys)):
            tx.ask(f"writes/version/{kind.name}", keys=some)
    if difference.effort_unit:
        tx.ask("writes/effort_unit", unit=difference.effort_unit[1])


def raised(difference: Difference) -> dict[Kind, Counter[str]]:
    """Tell by how much writing it raises versions, by the keys that nodes have then."""
    touched = difference.touched()
    return {kind: Counter([*difference.renamed.get(kind, {}).values(), *touched[kind]]) for kind in NODES}


def read_versions(tx: Transaction, keys: Mapping[Kind, Iterable[str]]) -> dict[Kind, dict[str, int]]:
    """Read the versions of nodes; those that are not there are left out."""
    return {
        kind: dict(tx.ask_among(f"reads/versions/{kind.name}", among=sorted(some)))
        for kind, some in keys.items()
        if some
    }


def set_versions(tx: Transaction, versions: Mapping[Kind, Mapping[str, int]]) -> None:
    """Give nodes the versions that they had, in a transaction that went back."""
    for kind, some in versions.items():
        if some:
            rows = [{"key": key, "version": version} for key, version in sorted(some.items())]
            tx.ask(f"writes/version_set/{kind.name}", rows=rows)


def _rename(tx: Transaction, difference: Difference) -> None:
    for kind in NODES:
        rows = [{"old": old, "new": new} for old, new in sorted(difference.renamed.get(kind, {}).items())]
        if rows:
            tx.ask(f"writes/rename/{kind.name}", rows=rows)


def _rows(step: str, kind: Kind, difference: Difference) -> list[dict[str, Any]]:
    if step == "delete":
        return [dict(zip(kind.identity, identity, strict=True)) for identity in difference.deleted.get(kind, ())]
    if step == "create":
        table = difference.created.get(kind, {})
    else:
        table = {identity: row.new for identity, row in difference.changed.get(kind, {}).items()}
    return [
        {**dict(zip(kind.identity, identity, strict=True)), "properties": _stored(kind, properties)}
        for identity, properties in table.items()
    ]


def _stored(kind: Kind, properties: Properties) -> Properties:
    """Add to a goal's title what goals of the same title are found by."""
    if kind is GOALS and "title" in properties:
        return properties | {"plain_title": plain_title(properties["title"])}
    return properties


def _sliced(rows: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(rows), SLICE):
        yield rows[start : start + SLICE]
