"""What changed between two moments, in the language of those who plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analyzer.changes.difference import Difference
from analyzer.changes.revisions import Revision, put_together, read_between, span
from analyzer.errors import InputError, NotFound
from analyzer.graph.store import Transaction
from analyzer.history.cadence import last_event
from analyzer.history.kinds import CadenceKind
from analyzer.history.moments import days_of, moment_of
from analyzer.history.past import revision_on
from analyzer.history.telling import told


@dataclass(frozen=True)
class Since:
    """The edits between two revisions, and what they come to."""

    since: int
    until: int
    called: str
    """How the time between is named to people."""
    edits: tuple[Revision, ...]
    difference: Difference
    sentences: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "since": self.since,
            "until": self.until,
            "edits": len(self.edits),
            "told": list(self.sentences),
        }


def between(tx: Transaction, since: str, until: str | None, today: date) -> Since:
    """Compare two moments, written as people write them; raises NotFound or InputError."""
    first = moment_of(tx, since, today)
    last = None if until is None else moment_of(tx, until, today)
    return changed_since(tx, first.seq, None if last is None else last.seq, f"from {since} to {until or 'now'}")


def since_last(tx: Transaction, kind: CadenceKind | None = None) -> Since:
    """Tell what changed since the last cadence event, or the last of a kind; raises NotFound."""
    event = last_event(tx, kind)
    return changed_since(tx, event.seq, None, f"since {event.name} on {event.on}")


def during_days(tx: Transaction, text: str) -> Since:
    """Tell what changed in a year or a quarter, as far as the history goes; raises InputError, NotFound."""
    first, last = days_of(text)
    until = revision_on(tx, last)
    try:
        since = revision_on(tx, first - timedelta(days=1))
    except (NotFound, OverflowError):
        since = span(tx)[0]
    return changed_since(tx, since, until, f"in {text}")


def changed_since(tx: Transaction, since: int, until: int | None, called: str) -> Since:
    """Put the edits after one revision and up to another together; raises InputError for a later and an earlier one."""
    newest = span(tx)[1] if until is None else until
    if newest < since:
        raise InputError(f"{called}: the second moment is before the first; write them the other way round")
    edits = read_between(tx, since, newest)
    difference = put_together(edits)
    return Since(since, newest, called, edits, difference, tuple(told(difference)))
