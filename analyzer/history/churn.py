"""How much was reprioritised inside a period: the more of it, the less a plan means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from analyzer.changes.difference import Difference
from analyzer.changes.revisions import Revision, read_between, span
from analyzer.errors import NotFound
from analyzer.graph.contents import (
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    PERIODS,
    PURSUERS,
    Kind,
    read_rows,
)
from analyzer.graph.store import Transaction
from analyzer.model import Status

GIVEN_UP = {Status.DROPPED, Status.MISSED, Status.POSTPONED}
LINKS: tuple[tuple[Kind, str], ...] = ((CONTRIBUTIONS, "link"), (DEPENDENCIES, "dependency"))


@dataclass(frozen=True)
class Churn:
    """What became of a period's goals between its first and its last day."""

    period: str
    starts: date
    ends: date
    goals: int
    """Goals that were planned in the period at any time of it."""
    reprioritised: dict[str, tuple[str, ...]]
    """Of these, those that were moved, given up, reordered or relinked after it had begun, and how."""

    @property
    def share(self) -> float:
        """The part of its goals that were reprioritised, in [0, 1]; 0 of a period without goals."""
        return len(self.reprioritised) / self.goals if self.goals else 0.0

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "period": self.period,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "goals": self.goals,
            "share": self.share,
            "reprioritised": {goal: list(how) for goal, how in self.reprioritised.items()},
        }


def churn(tx: Transaction, today: date, only: Iterable[str] = ()) -> list[Churn]:
    """Tell it of the periods that have begun by a day, or only of some of these, in order of their first days.

    Raises NotFound for a period that is not there. What was edited before the history began is not counted.
    """
    wanted = list(dict.fromkeys(only))
    rows = read_rows(tx, {PERIODS: wanted or None, IN_PERIOD: None})
    if unknown := [key for key in wanted if (key,) not in rows[PERIODS]]:
        raise NotFound("\n".join(f"there is no period {key!r}; check the key" for key in unknown))
    now: dict[str, set[str]] = defaultdict(set)
    for goal, period in rows[IN_PERIOD]:
        now[str(period)].add(str(goal))
    begun = {
        str(key): (row["starts"], row["ends"])
        for (key,), row in rows[PERIODS].items()
        if row.get("starts") and row.get("ends") and row["starts"] <= today
    }
    edits = _edits_since(tx, min(starts for starts, _ in begun.values())) if begun else ()
    found = [_churn(key, *days, now[key], edits) for key, days in begun.items()]
    return sorted(found, key=lambda one: (one.starts, one.ends, one.period))


def _edits_since(tx: Transaction, first: date) -> tuple[Revision, ...]:
    last_before = tx.ask("reads/revisions/on", moment=datetime.combine(first, time.min, UTC) - timedelta.resolution)
    return read_between(tx, span(tx)[0] if last_before is None else last_before)


def _churn(period: str, starts: date, ends: date, now: set[str], edits: Iterable[Revision]) -> Churn:
    """Walk back from the newest edit, by the keys that goals have now."""
    begin, end = (datetime.combine(day, at, UTC) for day, at in ((starts, time.min), (ends, time.max)))
    there, planned = set(now), None
    moved: dict[str, set[str]] = defaultdict(set)
    called: dict[str, str] = {}
    where = period
    for one in sorted(edits, key=lambda one: -one.seq):
        if one.at < begin:
            break
        rows = one.difference.in_place()
        came, left = (
            {called.get(str(goal), str(goal)) for goal, there_in in part.get(IN_PERIOD, {}) if there_in == where}
            for part in (rows.created, rows.deleted)
        )
        if one.at <= end:
            planned = (there if planned is None else planned) | left
            for goal, how in _reprioritised(rows, where):
                moved[called.get(goal, goal)].add(how)
        there = (there - came) | left
        for old, new in one.difference.renamed.get(GOALS, {}).items():
            called[old] = called.get(new, new)
        where = next((old for old, new in one.difference.renamed.get(PERIODS, {}).items() if new == where), where)
    planned = there if planned is None else planned
    return Churn(
        period,
        starts,
        ends,
        len(planned),
        {goal: tuple(sorted(moved[goal])) for goal in sorted(moved.keys() & planned)},
    )


def _reprioritised(rows: Difference, period: str) -> Iterator[tuple[str, str]]:
    """Tell which goals an edit moved, gave up, reordered or relinked, and how; not those that it made."""
    created = {goal for (goal,) in rows.created.get(GOALS, {})}
    for goal, how in (*_moved(rows), *_relinked(rows), *_replanned(rows, period)):
        if goal not in created:
            yield goal, how


def _moved(rows: Difference) -> Iterator[tuple[str, str]]:
    for (goal,), row in rows.changed.get(GOALS, {}).items():
        if row.new.get("status") in GIVEN_UP:
            yield str(goal), str(row.new["status"])
        if row.old.keys() & {"due", "starts"}:
            yield str(goal), "moved"
        if "priority" in row.old:
            yield str(goal), "reordered"


def _relinked(rows: Difference) -> Iterator[tuple[str, str]]:
    for kind, said in LINKS:
        for part, verb in ((rows.deleted, "cut"), (rows.created, "added")):
            yield from ((str(identity[kind.declarer]), f"{said} {verb}") for identity in part.get(kind, {}))


def _replanned(rows: Difference, period: str) -> Iterator[tuple[str, str]]:
    for part, how in ((rows.deleted, "taken out"), (rows.created, "put in")):
        yield from ((str(goal), how) for goal, where in part.get(IN_PERIOD, {}) if where == period)
        yield from ((str(goal), "another team") for _, goal in part.get(PURSUERS, {}))
    yield from ((str(goal), "effort changed") for goal, _, where, _ in rows.identities(COMMITMENTS) if where == period)
