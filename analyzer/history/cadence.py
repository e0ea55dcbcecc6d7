"""Named events of planning, as marks on the time line: what changed is asked from one to the next."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from unicodedata import normalize

from analyzer.changes.revisions import Author
from analyzer.errors import BadModel, NotFound
from analyzer.graph.store import Transaction, native
from analyzer.history.kinds import CadenceKind
from analyzer.history.past import revision_on
from analyzer.model import key_of
from analyzer.rules.records import read_revision


@dataclass(frozen=True)
class CadenceEvent:
    """One event, with the revision that the map had at it."""

    name: str
    kind: CadenceKind
    on: date
    seq: int
    by: str
    why: str | None = None

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "on": self.on.isoformat(),
            "revision": self.seq,
            "by": self.by,
            "why": self.why,
        }


def mark(tx: Transaction, name: str, kind: CadenceKind, author: Author, on: date | None = None) -> CadenceEvent:
    """Put a mark on the time line: at the map as it is now, or as it was at the end of a day that is past.

    Raises BadModel for a name that can't be one or is taken, or a day to come; NotFound for a day before the history.
    """
    tx.ask("writes/lock/schema")
    today = author.at.astimezone(UTC).date()
    day = on or today
    problems = []
    try:
        name = key_of(name)
    except ValueError as why:
        problems.append(f"name {name[:80]!a}: {why}")
    if name.isdecimal() or name[:4].isdecimal():
        problems.append(f"name {name!r}: begins like a date or a revision; begin it with a word")
    if any(one.name == name for one in read_events(tx)):
        problems.append(f"name {name!r}: there is an event of that name already; choose another, or take that one back")
    if day > today:
        problems.append(f"on {day}: that day is still to come; mark the event when it takes place")
    if problems:
        raise BadModel(problems)
    seq = read_revision(tx) if day == today else revision_on(tx, day)
    event = CadenceEvent(name, kind, day, seq, author.by, author.why)
    tx.ask("writes/cadence/mark", event={**vars(event), "kind": kind.value, "at": author.at.astimezone(UTC)})
    return event


def unmark(tx: Transaction, name: str) -> None:
    """Take a mark back; raises NotFound."""
    name = normalize("NFC", name)
    if not tx.ask("writes/cadence/unmark", name=name):
        raise _missing(tx, name)


def read_events(tx: Transaction) -> tuple[CadenceEvent, ...]:
    """Read all, the last first."""
    return tuple(
        CadenceEvent(name, CadenceKind(kind), native(on), seq, by, why)
        for name, kind, on, seq, by, _, why in tx.ask("reads/cadence/all")
    )


def read_event(tx: Transaction, name: str) -> CadenceEvent:
    """Read one; raises NotFound."""
    name = normalize("NFC", name)
    for one in read_events(tx):
        if one.name == name:
            return one
    raise _missing(tx, name)


def last_event(tx: Transaction, kind: CadenceKind | None = None) -> CadenceEvent:
    """Read the last, or the last of a kind; raises NotFound."""
    for one in read_events(tx):
        if kind is None or one.kind == kind:
            return one
    raise NotFound(f"no {kind or 'cadence event'} was marked yet; `alignment cadence mark NAME` marks one")


def _missing(tx: Transaction, name: str) -> NotFound:
    names = [one.name for one in read_events(tx)]
    there = f"there are {', '.join(names)}" if names else "none was marked yet; `alignment cadence mark NAME` marks one"
    return NotFound(f"there is no cadence event {name!r}: {there}")
