"""Keys that were given up for others, so that what was found under the old one is known again under the new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from analyzer.graph.store import Transaction

Moves: TypeAlias = Mapping[str, Mapping[str, str]]
"""Per label: the key that a node has in the end, by the one that it had; those that kept theirs are left out."""


@dataclass(frozen=True)
class Renaming:
    """The edit that made one revision of the map of the one before it."""

    label: str
    old: str
    new: str
    revision: int


def read_renamings(tx: Transaction) -> tuple[Renaming, ...]:
    """Read all, oldest first."""
    return tuple(Renaming(*row) for row in tx.ask("reads/renamings"))


def moves(renamings: Iterable[Renaming], since: int, until: int | None = None) -> Moves:
    """Tell what became of the keys of one revision at a later one, or now: chains, swaps and keys taken again too."""
    held: dict[str, dict[str, set[str]]] = {}
    for one in sorted(renamings, key=lambda one: one.revision):
        if since < one.revision and (until is None or one.revision <= until):
            by_key = held.setdefault(one.label, {})
            moved = by_key.get(one.old, {one.old})
            by_key[one.old] = set()
            by_key[one.new] = by_key.get(one.new, {one.new}) | moved
    return {
        label: {key: now for now, keys in by_key.items() for key in keys if key != now}
        for label, by_key in held.items()
    }
