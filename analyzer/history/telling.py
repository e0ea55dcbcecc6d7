"""A difference in the language of those who plan: goals dropped and postponed, links cut, support lost."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from analyzer.changes.difference import Difference
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    MEMBERS,
    NODES,
    OWNERS,
    PART_OF,
    PEOPLE,
    PERIODS,
    PURSUERS,
    TEAMS,
    Identity,
    Kind,
)
from analyzer.model import Status, amount
from analyzer.rules.finding import in_words

NAMED = 5
"""Of more of a sort only so many are named."""

SHORT = 40
"""Of a longer value only so many characters are told."""

NOUNS = {
    GOALS: ("goal", "goals"),
    TEAMS: ("team", "teams"),
    PEOPLE: ("person", "people"),
    PERIODS: ("period", "periods"),
    CONTRIBUTIONS: ("link", "links"),
    DEPENDENCIES: ("dependency", "dependencies"),
    CAPACITIES: ("capacity", "capacities"),
    COMMITMENTS: ("commitment", "commitments"),
    MEASURES: ("measure", "measures"),
}

FIRST: tuple[str, ...] = (Status.DROPPED, Status.MISSED, Status.POSTPONED, Status.ACHIEVED)
"""The statuses that matter most, in the order in which they are told."""


def told(difference: Difference) -> list[str]:
    """Say what a difference did, one sentence a sort of change, the weightiest first; nodes go by their keys."""
    rows = difference.in_place()
    return [
        *_statuses(rows),
        *_days(rows),
        *_nodes(rows, difference),
        *_links(rows),
        *_effort(rows),
        *_belonging(rows),
        *_fields(rows),
        *_unit(difference),
    ]


def _statuses(rows: Difference) -> Iterator[str]:
    for kind in (GOALS, CONTRIBUTIONS, DEPENDENCIES):
        by_status: dict[str, list[str]] = defaultdict(list)
        for identity, row in rows.changed.get(kind, {}).items():
            if "status" in row.old:
                status = row.new["status"] or (Status.ACTIVE if kind is GOALS else "undecided")
                by_status[status].append(_name(kind, identity))
        for status in (*FIRST, *sorted(by_status.keys() - {*FIRST})):
            yield from _if_any(kind, by_status[status], status)


def _days(rows: Difference) -> Iterator[str]:
    moved = {
        _name(GOALS, identity): (row.new["due"] - row.old["due"]).days
        for identity, row in rows.changed.get(GOALS, {}).items()
        if row.old.get("due") and row.new.get("due")
    }
    if later := [f"{key} by {_days_of(days)}" for key, days in moved.items() if days > 0]:
        yield _some(GOALS, later, "postponed")
    if earlier := [f"{key} by {_days_of(-days)}" for key, days in moved.items() if days < 0]:
        yield _some(GOALS, earlier, "brought forward")


def _nodes(rows: Difference, difference: Difference) -> Iterator[str]:
    for kind in reversed(NODES):
        merged = difference.merged if kind is GOALS else {}
        yield from _if_any(kind, (str(key) for (key,) in rows.created.get(kind, {})), "created")
        yield from _if_any(kind, (str(key) for (key,) in rows.deleted.get(kind, {}) if key not in merged), "deleted")
        yield from _if_any(kind, (f"{old} into {new}" for old, new in merged.items()), "merged")
        renamed = difference.renamed.get(kind, {})
        yield from _if_any(kind, (f"{old} to {new}" for old, new in renamed.items()), "renamed")


def _links(rows: Difference) -> Iterator[str]:
    """Tell what each goal gained and lost."""
    for part, said, verb in (
        (rows.deleted, "lost the support of", "cut"),
        (rows.created, "gained the support of", "added"),
    ):
        yield from _each(CONTRIBUTIONS, part, lambda one: (str(one[1]), str(one[0])), said, verb)
    for part, said, verb in ((rows.deleted, "no longer needs", "cut"), (rows.created, "needs", "added")):
        yield from _each(DEPENDENCIES, part, lambda one: (str(one[1]), str(one[0])), said, verb)


def _effort(rows: Difference) -> Iterator[str]:
    """Tell what teams can do and promise; the capacity of a team that came or went goes without saying."""
    came = {key for part in (rows.created, rows.deleted) for (key,) in part.get(TEAMS, {})}
    said = {identity: f"{amount(row['amount'])}" for identity, row in rows.created.get(CAPACITIES, {}).items()}
    said |= dict.fromkeys(rows.deleted.get(CAPACITIES, {}), "no longer said")
    said |= {
        identity: f"{amount(row.new['amount'])} instead of {amount(row.old['amount'])}"
        for identity, row in rows.changed.get(CAPACITIES, {}).items()
    }
    capacities = (f"{one[0]} in {one[1]} {now}" for one, now in said.items() if one[0] not in came)
    yield from _if_any(CAPACITIES, capacities, "changed")
    made, taken = rows.created.get(COMMITMENTS, {}), rows.deleted.get(COMMITMENTS, {})
    changed = {identity: row.new for identity, row in rows.changed.get(COMMITMENTS, {}).items()}
    for some, verb in ((made, "made"), (taken, "withdrawn"), (changed, "changed")):
        yield from _if_any(COMMITMENTS, (_promise(identity, row) for identity, row in some.items()), verb)


def _belonging(rows: Difference) -> Iterator[str]:
    """Tell whose goals are whose, and who belongs where, of nodes that stay."""
    came = {
        kind.declared_by: {key for part in (rows.created, rows.deleted) for (key,) in part.get(kind, {})}
        for kind in NODES
    }
    for kind, noun in ((PURSUERS, "team"), (OWNERS, "owner"), (IN_PERIOD, "period")):
        at = kind.declarer
        now = {one[at]: one[1 - at] for one in rows.created.get(kind, {})}
        gone = dict.fromkeys(one[at] for one in rows.deleted.get(kind, {}))
        if moved := [f"{key} to {other or 'none'}" for key, other in (gone | now).items() if key not in came["Goal"]]:
            yield f"{noun} of {_some(GOALS, moved, 'changed')}"
    for kind, said, noun in ((MEMBERS, "in", "membership"), (PART_OF, "under", "place of a team")):
        for part, verb in ((rows.created, "added"), (rows.deleted, "removed")):
            some = [f"{one[0]} {said} {one[1]}" for one in part.get(kind, {}) if one[0] not in came[kind.declared_by]]
            if some:
                yield f"{noun} {verb}: {_listed(some)}"
    for part, verb in ((rows.created, "added"), (rows.deleted, "removed")):
        measures = (_name(MEASURES, one) for one in part.get(MEASURES, {}) if one[0] not in came["Goal"])
        yield from _if_any(MEASURES, measures, verb)


def _fields(rows: Difference) -> Iterator[str]:
    """Say which other fields were written; a day that was moved is told already, and the first with the last."""
    for kind in (kind for kind in NOUNS if kind not in {COMMITMENTS, CAPACITIES}):
        by_field: dict[str, list[str]] = defaultdict(list)
        for identity, row in rows.changed.get(kind, {}).items():
            moved = row.old.get("due") and row.new.get("due")
            told_already = {"status", "due", "starts"} if moved else {"status"}
            for name in row.old.keys() - told_already:
                values = f" from {_value(row.old[name])} to {_value(row.new[name])}"
                by_field[name].append(_name(kind, identity) + values)
        for name, some in sorted(by_field.items()):
            yield f"{name.replace('_', ' ')} of {_some(kind, some, 'changed')}"


def _unit(difference: Difference) -> Iterator[str]:
    if difference.effort_unit:
        was, now = difference.effort_unit
        yield f"effort counts {now or 'nothing that is said'} instead of {was or 'nothing that is said'}"


def _each(
    kind: Kind,
    part: Mapping[Kind, Mapping[Identity, Any]],
    ends: Callable[[Identity], tuple[str, str]],
    said: str,
    verb: str,
) -> Iterator[str]:
    """Tell links by the goal that is concerned, or count them when these are many."""
    by_goal: dict[str, list[str]] = defaultdict(list)
    for identity in part.get(kind, {}):
        goal, other = ends(identity)
        by_goal[goal].append(other)
    if len(by_goal) > NAMED:
        yield _some(kind, [_name(kind, identity) for identity in part[kind]], verb)
    else:
        yield from (f"{goal} {said} {_listed(others)}" for goal, others in sorted(by_goal.items()))


def _if_any(kind: Kind, names: Iterable[str], verb: str) -> Iterator[str]:
    if some := list(names):
        yield _some(kind, some, verb)


def _some(kind: Kind, names: list[str], verb: str) -> str:
    one, many = NOUNS[kind]
    if len(names) == 1:
        return f"{one} {verb}: {names[0]}"
    return f"{len(names):,} {many} {verb}: {_listed(names)}"


def _listed(names: Iterable[str]) -> str:
    some = sorted(names)
    if len(some) > NAMED:
        return f"{', '.join(some[:NAMED])} and {len(some) - NAMED:,} more"
    return " and ".join(filter(None, (", ".join(some[:-1]), some[-1])))


def _name(kind: Kind, identity: Identity) -> str:
    between = " → " if kind in {CONTRIBUTIONS, DEPENDENCIES} else " / "
    return between.join(str(part) for part in identity if part is not None)


def _promise(identity: Identity, row: Mapping[str, Any]) -> str:
    goal, team, period, _ = identity
    effort = "" if row.get("effort") is None else f" {amount(row['effort'])}"
    return f"{team}{effort} to {goal} in {period}"


def _value(value: Any) -> str:  # noqa: ANN401 - any property
    """Say a value in a few characters."""
    said = in_words(value)
    return said if len(said) <= SHORT else f"{said[: SHORT - 1]}…"


def _days_of(days: int) -> str:
    return f"{days:,} day{'s' if days != 1 else ''}"
