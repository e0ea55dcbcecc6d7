"""Which periods come after which: effort is moved among periods that are as long, one after the other."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

ALIKE = 1.15
"""Months have 28 to 31 days, quarters 90 to 92: so many times the shortest is still as long."""


class Period(NamedTuple):
    """A period that has both dates."""

    key: str
    starts: date
    ends: date

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.ends - self.starts).days + 1


class Calendar:
    """Rows of periods, each as long as the others of its row; nothing is nested, and what overlaps has no place."""

    def __init__(self, periods: Iterable[Period]) -> None:
        self._row: dict[str, tuple[Period, ...]] = {}
        self._place: dict[str, int] = {}
        alike: list[Period] = []
        for period in sorted(periods, key=lambda one: (one.days, one.key)):
            if alike and period.days > ALIKE * alike[0].days:
                self._arrange(alike)
                alike = []
            if period.days > 0:
                alike.append(period)
        self._arrange(alike)

    def _arrange(self, alike: list[Period]) -> None:
        row = _apart(sorted(alike, key=lambda one: (one.starts, one.key)))
        for place, period in enumerate(row):
            self._row[period.key] = row
            self._place[period.key] = place

    def row(self, key: str) -> tuple[Period, ...]:
        """All periods among which effort of this one can be moved, in order; empty for one without a place."""
        return self._row.get(key, ())

    def later(self, key: str, steps: int) -> Period | None:
        """Give the period so many steps later in its row."""
        row, place = self.row(key), self._place.get(key, 0) + steps
        return row[place] if place < len(row) else None


def _apart(ordered: Sequence[Period]) -> tuple[Period, ...]:
    """Keep those that overlap with no other."""
    crossed: set[str] = set()
    last: Period | None = None
    for period in ordered:
        if last and period.starts <= last.ends:
            crossed |= {last.key, period.key}
        if last is None or period.ends > last.ends:
            last = period
    return tuple(period for period in ordered if period.key not in crossed)
