"""The map as it was, at a revision or at the end of a day."""

from datetime import UTC, date, datetime, time

from analyzer.changes.revisions import net
from analyzer.errors import NotFound
from analyzer.graph.contents import Contents, read_contents
from analyzer.graph.store import Transaction


def revision_on(tx: Transaction, day: date) -> int:
    """Give the revision that the map had at the end of a day, UTC; raises NotFound for a day before its history."""
    found = tx.ask("reads/revisions/on", moment=datetime.combine(day, time.max, UTC))
    if found is None:
        raise NotFound(f"the history of this map begins after {day}; ask about a later day")
    return int(found)


def contents_at(tx: Transaction, seq: int) -> Contents:
    """Read the map as it was at a revision; raises NotFound.

    What leads back is read after the contents: an edit made in between is taken back whether it was seen or not. One
    that was half seen, while it was committed, holds the lock that is waited for: so the transaction must be one that
    writes.
    """
    contents = read_contents(tx)
    tx.ask("writes/lock/schema")
    net(tx, seq).inverse().apply_to(contents)
    return contents
