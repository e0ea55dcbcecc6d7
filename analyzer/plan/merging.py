"""A plan as contents of a map: on its own, or laid over what is already there."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import TypeAlias, TypeVar

from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    MEMBERS,
    NAMES,
    OWNERS,
    PART_OF,
    PEOPLE,
    PERIODS,
    PURSUERS,
    TEAMS,
    Contents,
    Identity,
    Kind,
    Properties,
)
from analyzer.model import Measure, Record, millionths
from analyzer.plan.records import Plan, PlanGoal, PlanPerson, PlanTeam

R = TypeVar("R", PlanGoal, PlanPerson, PlanTeam)
Rows: TypeAlias = Iterator[tuple[Identity, Properties]]
Lists: TypeAlias = dict[str, tuple[Kind, Callable[[Iterable[R]], Rows]]]


def merge(current: Contents, plan: Plan) -> Contents:
    """Lay a plan over a map: a written field is set, an omitted one stays, null clears, a written list replaces.

    Laid over nothing, it gives the contents of a map that equals the plan.
    """
    after = Contents(current.effort_unit, {kind: dict(table) for kind, table in current.tables.items()})
    if "effort_unit" in plan.model_fields_set:
        after.effort_unit = plan.effort_unit
    for kind, records in ((PERIODS, plan.periods), (PEOPLE, plan.people), (TEAMS, plan.teams), (GOALS, plan.goals)):
        before, table, names = current[kind], after[kind], NAMES[kind] - {"key"}
        for record in records or ():
            written = record.__dict__
            kept = {**before.get((record.key,), {}), **{n: written[n] for n in names & record.model_fields_set}}
            table[record.key,] = {name: value for name, value in kept.items() if value is not None}
    _declare(after, PERSON_LISTS, plan.people or ())
    _declare(after, TEAM_LISTS, plan.teams or ())
    _declare(after, GOAL_LISTS, plan.goals or ())
    measured = current[MEASURES]
    for identity, measure in after[MEASURES].items():
        old = measured.get(identity)
        if measure is not old and (old or "current" in measure or "reading_days" in measure):
            _pool_readings(old or {}, measure)
    return after


def contents_of(plan: Plan) -> Contents:
    """Give the contents of a map that equals the plan."""
    return merge(Contents(), plan)


def _declare(after: Contents, lists: Lists[R], records: Iterable[R]) -> None:
    """Replace what those records that write a list declared in it before."""
    for name, (kind, rows) in lists.items():
        writing = [record for record in records if name in record.model_fields_set]
        table = after[kind]
        if writing and table:
            for identities in after.declared(kind, (record.key for record in writing)).values():
                for identity in identities:
                    del table[identity]
        table.update(rows(writing))


def _memberships(people: Iterable[PlanPerson]) -> Rows:
    return (((person.key, team), {}) for person in people for team in person.teams or ())


def _parents(teams: Iterable[PlanTeam]) -> Rows:
    return (((team.key, team.part_of), {}) for team in teams if team.part_of is not None)


def _capacities(teams: Iterable[PlanTeam]) -> Rows:
    return (
        ((team.key, period), {"amount": millionths(amount)})
        for team in teams
        for period, amount in (team.capacity or {}).items()
    )


def _pursuers(goals: Iterable[PlanGoal]) -> Rows:
    return (((goal.team, goal.key), {}) for goal in goals if goal.team is not None)


def _owners(goals: Iterable[PlanGoal]) -> Rows:
    return (((goal.owner, goal.key), {}) for goal in goals if goal.owner is not None)


def _periods(goals: Iterable[PlanGoal]) -> Rows:
    return (((goal.key, goal.period), {}) for goal in goals if goal.period is not None)


def _measures(goals: Iterable[PlanGoal]) -> Rows:
    return (((goal.key, measure.name), _measure(measure)) for goal in goals for measure in goal.measures or ())


def _contributions(goals: Iterable[PlanGoal]) -> Rows:
    return (
        ((goal.key, link.goal), _stored(link, CONTRIBUTIONS)) for goal in goals for link in goal.contributes_to or ()
    )


def _dependencies(goals: Iterable[PlanGoal]) -> Rows:
    return (((link.goal, goal.key), _stored(link, DEPENDENCIES)) for goal in goals for link in goal.depends_on or ())


def _commitments(goals: Iterable[PlanGoal]) -> Rows:
    return (
        (
            (goal.key, made.team, made.period, made.promised_to),
            {} if made.effort is None else {"effort": millionths(made.effort)},
        )
        for goal in goals
        for made in goal.commitments or ()
    )


PERSON_LISTS: Lists[PlanPerson] = {"teams": (MEMBERS, _memberships)}
TEAM_LISTS: Lists[PlanTeam] = {"part_of": (PART_OF, _parents), "capacity": (CAPACITIES, _capacities)}
GOAL_LISTS: Lists[PlanGoal] = {
    "team": (PURSUERS, _pursuers),
    "owner": (OWNERS, _owners),
    "period": (IN_PERIOD, _periods),
    "measures": (MEASURES, _measures),
    "contributes_to": (CONTRIBUTIONS, _contributions),
    "depends_on": (DEPENDENCIES, _dependencies),
    "commitments": (COMMITMENTS, _commitments),
}


def _stored(record: Record, kind: Kind) -> Properties:
    names = NAMES[kind]
    return {name: value for name, value in record.__dict__.items() if value is not None and name in names}


def _measure(measure: Measure) -> Properties:
    """Give what is written of a measure; that current or readings are written empty is told too, until pooled."""
    stored = _stored(measure, MEASURES)
    del stored["name"]
    stored.pop("readings", None)
    if "current" in measure.model_fields_set:
        stored["current"] = measure.current
    if "readings" in measure.model_fields_set:
        _put_readings(stored, ((reading.on, reading.value) for reading in measure.readings or ()))
    return stored


def _pool_readings(before: Properties, after: Properties) -> None:
    """Keep the readings there were, unless a list of them is written, which then is all; the newest is current.

    A written reading replaces what was stored for its day. A current value without a day is newer than all readings.
    """
    if "reading_days" in after:
        before = {}
    if "current" not in after and "current" in before and "measured_on" not in before:
        after["current"] = before["current"]
    written = _current_reading(after)
    days = {on for on, _ in written}
    kept = [reading for reading in (*_readings(before), *_current_reading(before)) if reading[0] not in days]
    pool = sorted((*kept, *_readings(after), *written), key=itemgetter(0))
    if written or after.get("current") is None:
        after.pop("current", None)
        if pool:
            after["measured_on"], after["current"] = pool.pop()
    after.pop("reading_days", None)
    after.pop("reading_values", None)
    if pool:
        _put_readings(after, pool)


def _current_reading(measure: Properties) -> list[tuple[date, float]]:
    """Give the current value as a reading, if it has a day."""
    on, value = measure.get("measured_on"), measure.get("current")
    return [] if on is None or value is None else [(on, value)]


def _readings(measure: Properties) -> list[tuple[date, float]]:
    return list(zip(measure.get("reading_days", ()), measure.get("reading_values", ()), strict=True))


def _put_readings(measure: Properties, readings: Iterable[tuple[date, float]]) -> None:
    """Store readings, oldest first, as the two lists that a property can hold."""
    ordered = sorted(readings, key=itemgetter(0))
    measure.update(reading_days=[on for on, _ in ordered], reading_values=[value for _, value in ordered])
