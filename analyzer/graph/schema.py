"""Whose database this is, and the constraints and indexes that a goal map stands on."""

from analyzer.errors import ForeignDatabase
from analyzer.graph.store import Store, Transaction
from analyzer.graph.texts import root, text

VERSION = 1
"""Of the way a map is stored; a database marked with a later one is refused."""


def check_ours(tx: Transaction) -> bool:
    """Tell whether this database is marked as ours; raises ForeignDatabase when it holds something else."""
    mark = tx.ask("reads/mark")
    if mark["version"] is None and not mark["empty"]:
        raise ForeignDatabase(
            "This database holds something that is not a goal map, so it is left alone: "
            "name an empty database by NEO4J_URI and NEO4J_DATABASE, or unset NEO4J_URI to use the private Neo4j."
        )
    if mark["version"] is not None and mark["version"] > VERSION:
        raise ForeignDatabase(
            f"This map was written by a newer version of the Alignment Analyzer (map version {mark['version']}, "
            f"this program knows {VERSION}): install the newer version."
        )
    return mark["version"] is not None


def unfinished_import(tx: Transaction) -> str | None:
    """Name the documents of the large import that was begun and not finished, if any; of any database."""
    importing: str | None = tx.ask("reads/mark")["importing"]
    return importing


def prepare(store: Store) -> None:
    """Make an empty database ours: constraints, indexes, the mark. Does nothing to one that is; refuses any other."""
    if store.read(check_ours):
        return
    for file in sorted(entry.name for entry in root.joinpath("schema").iterdir() if entry.name.endswith(".cypher")):
        for statement in text(f"schema/{file.removesuffix('.cypher')}").split(";"):
            if statement.strip():
                store.run_schema(statement)
    store.write(lambda tx: tx.ask("writes/mark", version=VERSION))


def clear(store: Store) -> None:
    """Delete everything in a map of ours, in batches, but its mark: broken off, it still is a map of ours.

    An import that is going on is ended first, so that it writes nothing into the empty map.
    """
    prepare(store)
    store.write(
        lambda tx: (tx.ask("writes/lock/schema"), tx.ask("writes/importing", importing=None, turn=None, work=None))
    )
    store.run_schema(text("writes/empty"))
    store.write(lambda tx: tx.ask("writes/effort_unit", unit=None))
