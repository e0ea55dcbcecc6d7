"""The history of the map: each edit with who made it, when and why, what was said, and what leads back."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from analyzer.changes.difference import Difference
from analyzer.changes.packing import packed, unpacked
from analyzer.errors import NotFound
from analyzer.graph.contents import NODES
from analyzer.graph.store import Transaction, native

PAGE = 200
"""Edits that are read at once when those of a node are looked for."""


GLANCES = 50
GLANCE = 0.02
"""Seconds between looks at an edit that is just being committed."""


@dataclass(frozen=True)
class Author:
    """Who makes an edit, when and why."""

    by: str = "unknown"
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    why: str | None = None
    token: str | None = None
    """Told to nobody else: by it an author whose edit was broken off asks whether it was kept."""


@dataclass(frozen=True)
class Revision:
    """An edit that was kept, under the number of the revision that it made of the one before it."""

    seq: int
    at: datetime
    by: str
    why: str | None
    changes: tuple[dict[str, Any], ...]
    """As they were written, none of an import; of an undo which edit it undoes."""
    difference: Difference


def keep(tx: Transaction, difference: Difference, author: Author, changes: Sequence[dict[str, Any]] = ()) -> None:
    """Keep an edit under the newest number."""
    row = {
        "at": author.at.astimezone(UTC),
        "by": author.by,
        "why": author.why,
        "token": author.token,
        "changes": orjson.dumps(list(changes)).decode(),
        "inverse": packed(difference.inverse()),
        "merged": orjson.dumps(difference.merged).decode(),
        "names": sorted(_concerned(difference)),
    }
    tx.ask("writes/revisions/keep", revision=row)


def read_between(tx: Transaction, since: int, until: int | None = None) -> tuple[Revision, ...]:
    """Read the edits after one revision up to another, or to the newest, oldest first; raises NotFound if one lacks."""
    for _ in range(GLANCES):
        oldest, newest = span(tx)
        for seq in (since,) if until is None else (since, until):
            if not oldest <= seq <= newest:
                raise NotFound(f"there is no revision {seq}: the history of this map goes from {oldest} to {newest}")
        found = tuple(_revisions(tx.ask("reads/revisions/between", since=since, until=until)))
        expected = range(since + 1, (newest if until is None else until) + 1)
        missing = sorted({*expected} - {one.seq for one in found})
        if not missing:
            return found
        if missing != [newest]:
            break
        time.sleep(GLANCE)  # Neo4j shows a commit bit by bit: the number may be there before what made it
    raise NotFound(f"the edit that made revision {missing[0]} was not kept: ask about later revisions")


def read_revisions(tx: Transaction, last: int, before: int | None = None) -> tuple[Revision, ...]:
    """Read the last edits that were kept, or the last before a revision, newest first."""
    return tuple(_revisions(tx.ask("reads/revisions/list", names=None, last=last, before=before)))


def kept_by(tx: Transaction, author: Author) -> int | None:
    """Give the number of the edit that was kept with this author's token, once no other is being made; else None."""
    tx.ask("writes/lock/schema")
    seq: int | None = tx.ask("reads/revisions/kept_by", token=author.token)
    return seq


def net(tx: Transaction, since: int, until: int | None = None) -> Difference:
    """Give what all edits after one revision up to another, or the newest, come to; raises NotFound."""
    return put_together(read_between(tx, since, until))


def put_together(edits: Iterable[Revision]) -> Difference:
    """Give what edits come to, each of which begins where the one before it ends."""
    together = Difference()
    for one in edits:
        together.add(one.difference)
    return together


def span(tx: Transaction) -> tuple[int, int]:
    """Give the oldest revision that the history can tell of, and the newest there is."""
    first, newest = tx.ask("reads/revisions/first") or (None, 0)  # of a database that is empty yet
    return (newest if first is None else first - 1), newest


def history(tx: Transaction, label: str, key: str, last: int = 1_000, before: int | None = None) -> list[Revision]:
    """Read the last edits that concern a node, newest first, under whatever keys it had, back to its creation.

    With `before`, those before that revision.
    """
    found: list[Revision] = []
    names, upto = _all_names(tx, label, key), None
    while some := tuple(_revisions(tx.ask("reads/revisions/list", names=names, last=PAGE, before=upto))):
        for one in some:
            if f"{label}:{key}" in _concerned(one.difference) and (before is None or one.seq < before):
                found.append(one)
                if len(found) == last:
                    return found
            for kind, keys in one.difference.renamed.items():
                if kind.declared_by == label:
                    key = next((old for old, new in keys.items() if new == key), key)
            created = one.difference.in_place().created.items()
            if any(kind.declared_by == label and (key,) in rows for kind, rows in created):
                return found
        upto = some[-1].seq
    return found


def _all_names(tx: Transaction, label: str, key: str) -> list[str]:
    """Every key that the node may have had: those that led to this one."""
    names, waiting = {key}, [key]
    renamings = [(old, new) for there, old, new, _ in tx.ask("reads/renamings") if there == label]
    while waiting:
        now = waiting.pop()
        for old, new in renamings:
            if new == now and old not in names:
                names.add(old)
                waiting.append(old)
    return [f"{label}:{name}" for name in sorted(names)]


def _concerned(difference: Difference) -> set[str]:
    """Name the nodes that came, went or changed in themselves, or in a link to or from them; renamed ones twice."""
    seeds = difference.in_place().seeds()
    names = {f"{kind.declared_by}:{key}" for kind in NODES for key in seeds[kind.declared_by]}
    return names.union(
        f"{kind.declared_by}:{key}"
        for kind, keys in difference.renamed.items()
        for pair in keys.items()
        for key in pair
    )


def _revisions(rows: Iterable[Sequence[Any]]) -> Iterator[Revision]:
    for seq, at, by, why, changes, inverse, merged in rows:
        difference = replace(unpacked(inverse).inverse(), merged=orjson.loads(merged))
        yield Revision(seq, native(at).astimezone(UTC), by, why, tuple(orjson.loads(changes)), difference)
