"""Whose database this is, and the constraints and indexes that a goal map stands on."""

from analyzer.errors import ForeignDatabase, StoreConflict
from analyzer.graph.store import Store, Transaction
from analyzer.graph.texts import root, text
from analyzer.model import plain_title

FILES = {
    int(entry.name[1:4]): f"schema/{entry.name.removesuffix('.cypher')}"
    for entry in sorted(root.joinpath("schema").iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".cypher")
}
"""By the version of a map that has them: V003__life belongs to every map from version 3 on."""

VERSION = max(FILES)
"""Of the way a map is stored; a database marked with a later one is refused, an earlier one is read as it is."""


def check_ours(tx: Transaction) -> bool:
    """Tell whether this database is marked as ours; raises ForeignDatabase when it holds something else."""
    return _version(tx) is not None


def _version(tx: Transaction) -> int | None:
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
    version: int | None = mark["version"]
    return version


def unfinished_import(tx: Transaction) -> str | None:
    """Name the documents of the large import that was begun and not finished, if any; of any database."""
    importing: str | None = tx.ask("reads/mark")["importing"]
    return importing


def refuse_while_importing(tx: Transaction) -> None:
    """Raise StoreConflict while an import in parts is not finished: its later parts name things as they were."""
    if (unfinished := unfinished_import(tx)) is not None:
        raise StoreConflict(
            f"The import of {unfinished} is not finished: wait for it, or run it again if it was broken off."
        )


def prepare(store: Store) -> None:
    """Make a database ours, or up to date: the constraints and indexes that it lacks, the mark; refuses any other.

    Whoever writes asks for this first; whoever only reads never does, since texts read maps of any earlier version:
    only goals of one title are not told before.
    """
    version = store.read(_version) or 0
    if version == VERSION:
        return
    for number, file in FILES.items():
        if number > version:
            for statement in text(file).split(";"):
                if statement.strip():
                    store.run_schema(statement)
    store.write(_derive)
    store.write(lambda tx: tx.ask("writes/mark", version=VERSION))


def _derive(tx: Transaction) -> None:
    """Write what is stored beside what people said, for goals that earlier versions left without it."""
    rows = [{"key": key, "plain_title": plain_title(title)} for key, title in tx.ask("reads/without_plain_title")]
    tx.ask("writes/plain_titles", rows=rows)


def clear(store: Store) -> None:
    """Delete everything in a map of ours, in batches, but its mark: broken off, it still is a map of ours.

    An import that is going on is ended first, so that it writes nothing into the empty map.
    """
    prepare(store)

    def end_what_goes_on(tx: Transaction) -> None:
        tx.ask("writes/lock/schema")
        tx.ask("writes/importing", importing=None, turn=None, work=None)
        tx.ask("writes/finding/asked", asked=None)

    store.write(end_what_goes_on)
    store.run_schema(text("writes/empty"))
    store.write(lambda tx: tx.ask("writes/as_new"))
