"""Which periods come after which."""

from datetime import date

import pytest

from analyzer.capacity.calendar import Calendar, Period


def period(key, starts, ends):
    return Period(key, date.fromisoformat(starts), date.fromisoformat(ends))


QUARTERS = [
    period("Q3", "2026-07-01", "2026-09-30"),
    period("Q1", "2026-01-01", "2026-03-31"),
    period("Q2", "2026-04-01", "2026-06-30"),
]
MONTHS = [period("Feb", "2026-02-01", "2026-02-28"), period("Jan", "2026-01-01", "2026-01-31")]
YEARS = [period("2027", "2027-01-01", "2027-12-31"), period("2028", "2028-01-01", "2028-12-31")]


def test_quarters_follow_quarters_and_months_months():
    calendar = Calendar([*QUARTERS, *MONTHS, *YEARS])
    assert [one.key for one in calendar.row("Q2")] == ["Q1", "Q2", "Q3"]
    assert [one.key for one in calendar.row("Jan")] == ["Jan", "Feb"]
    assert calendar.later("Q1", 2).key == "Q3"
    assert calendar.later("2027", 1).key == "2028"
    assert calendar.later("Q3", 1) is None


def test_what_overlaps_or_is_not_there_has_no_place():
    calendar = Calendar([*QUARTERS, period("FQ1", "2026-02-01", "2026-04-30")])
    assert [one.key for one in calendar.row("Q3")] == ["Q3"]
    for key in ("Q1", "Q2", "FQ1", "nowhere"):
        assert (calendar.row(key), calendar.later(key, 1)) == ((), None)


@pytest.mark.parametrize("ends", ["2025-12-31", "2025-01-01"])
def test_a_period_that_ends_before_it_begins_has_no_place(ends):
    calendar = Calendar([period("odd", "2026-01-01", ends), *QUARTERS])
    assert calendar.row("odd") == ()
    assert len(calendar.row("Q1")) == 3
