"""How people name points and spans of time in the history of a map."""

import re
from calendar import monthrange
from datetime import UTC, date
from typing import NamedTuple

from analyzer.changes.revisions import span
from analyzer.errors import InputError, NotFound
from analyzer.graph.store import Transaction, native
from analyzer.history.cadence import read_event
from analyzer.history.past import revision_on
from analyzer.model import DAY

QUARTER = re.compile(r"(\d{4})(?:-?Q([1-4]))?")


class Moment(NamedTuple):
    """A revision of the map, and the day to judge it by."""

    seq: int
    day: date


def moment_of(tx: Transaction, text: str, today: date) -> Moment:
    """Read a moment: a day as YYYY-MM-DD, the number of a revision, or the name of a cadence event.

    A revision is judged by the day on which it was made. Raises NotFound, or InputError for what is none of these.
    """
    if DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise InputError(f"{text!r} is no day; write it as YYYY-MM-DD") from None
        if day > today:
            raise InputError(f"{day} is still to come; name a day up to {today}")
        if day == today:
            return Moment(span(tx)[1], day)
        return Moment(revision_on(tx, day), day)
    if text.isascii() and text.isdecimal():
        seq = int(text[:18])
        oldest, newest = span(tx)
        if not oldest <= seq <= newest:
            raise NotFound(f"there is no revision {text}: the history of this map goes from {oldest} to {newest}")
        made = tx.ask("reads/revisions/at", seq=seq) or tx.ask("reads/revisions/at", seq=seq + 1)
        return Moment(seq, native(made).astimezone(UTC).date() if made else today)
    try:
        event = read_event(tx, text)
    except NotFound as why:
        raise NotFound(f"{text!r} is neither a day nor the number of a revision, and {why}") from None
    return Moment(event.seq, event.on)


def days_of(text: str) -> tuple[date, date]:
    """Read a year or a quarter, such as 2026 or 2026-Q3: its first and last day; raises InputError."""
    found = QUARTER.fullmatch(text)
    if not found or found[1] == "0000":
        raise InputError(f"{text!r} is neither a year nor a quarter; write 2026 or 2026-Q3")
    year, quarter = int(found[1]), int(found[2] or 0)
    last = 3 * quarter or 12
    return date(year, last - 2 if quarter else 1, 1), date(year, last, monthrange(year, last)[1])
