"""The map in GraphQL: fields come from the model, where they are declared once; edges are written here."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, TypeVar

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

import api.enums  # noqa: F401 - names the choices, before the types that have them
from analyzer import model
from analyzer.graph.contents import READINGS
from analyzer.graph.store import native
from api.context import Info
from api.findings.types import Finding, about
from api.ids import opaque
from api.loading import Edge, End, Kind, Steps
from api.stored import reading

VERSION = Field(description="Raised by every change to it or to what it declares.")
M = TypeVar("M", bound=BaseModel)


HERE = strawberry.lazy("api.types")
LaterGoal: TypeAlias = Annotated["Goal", HERE]
LaterTeam: TypeAlias = Annotated["Team", HERE]
LaterPerson: TypeAlias = Annotated["Person", HERE]
LaterPeriod: TypeAlias = Annotated["Period", HERE]


@graphql.interface(description="Anything that can be asked for again by its id.")
class Node(BaseModel):
    """What all nodes and links have in common."""

    @graphql.field(description="Opaque, the same for as long as it exists; in a view another than in the live map.")
    def id(self, info: Info) -> strawberry.ID:
        """Name the type and the identity, and the view."""
        view = info.context.view
        return strawberry.ID(opaque(*([view] if view else []), type(self).__name__, *self.identity()))

    def identity(self) -> tuple[str | None, ...]:
        """Give what identifies it among those of its type."""
        raise NotImplementedError


class Keyed(Node):
    """A node identified by its key."""

    def identity(self) -> tuple[str | None, ...]:
        """Give the key."""
        return (self.key,)  # type: ignore[attr-defined]  # every model with a key has it


@graphql.type(description=model.Reading.__doc__)
class Reading(model.Reading):
    """A reading, as the model says."""


@graphql.type(description=model.Measure.__doc__)
class Measure(model.Measure, Node):
    """A measure and the goal it belongs to."""

    goal_key: strawberry.Private[str]
    readings: tuple[Reading, ...] | None = Field(None, description="Earlier readings, oldest first.")

    def identity(self) -> tuple[str | None, ...]:
        """Give goal and name."""
        return self.goal_key, self.name

    @graphql.field(description="The goal that it measures.")
    def goal(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.goal_key)


@graphql.type(description=model.Contribution.__doc__)
class Contribution(model.Contribution, Node):
    """A contribution between its two goals."""

    source_key: strawberry.Private[str]
    target_key: strawberry.Private[str]
    counts: bool = Field(
        description="Whether it counts: the target is live, the source live or achieved, nobody refused it."
    )

    def identity(self) -> tuple[str | None, ...]:
        """Give both ends."""
        return self.source_key, self.target_key

    @graphql.field(description="Whether it counts and its share is not negative.")
    def supports(self) -> bool:
        """Tell support from conflict."""
        with reading("Whether it supports"):
            return self.counts and (self.share is None or self.share >= 0)

    @graphql.field(description="The goal that contributes.")
    def source(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.source_key)

    @graphql.field(description="The goal that is contributed to.")
    def target(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.target_key)


@graphql.type(description=model.Dependency.__doc__)
class Dependency(model.Dependency, Node):
    """A dependency between its two goals."""

    goal_key: strawberry.Private[str]
    needed_key: strawberry.Private[str]

    def identity(self) -> tuple[str | None, ...]:
        """Give both ends."""
        return self.needed_key, self.goal_key

    @graphql.field(description="Whether it counts: it is not declined.")
    def counts(self) -> bool:
        """Tell whether trouble travels along it."""
        return self.status != model.DependencyStatus.DECLINED

    @graphql.field(description="The goal that needs the other.")
    def goal(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.goal_key)

    @graphql.field(description="The goal that is needed.")
    def needed_goal(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.needed_key)


@graphql.type(description=model.Commitment.__doc__)
class Commitment(model.Commitment, Node):
    """A commitment with the goal, the team and the period it is about."""

    goal_key: strawberry.Private[str]
    team_key: strawberry.Private[str]
    period_key: strawberry.Private[str]

    def identity(self) -> tuple[str | None, ...]:
        """Give goal, team, period and stakeholder."""
        return self.goal_key, self.team_key, self.period_key, self.promised_to

    @graphql.field(description="The goal that the effort is for.")
    def goal(self, info: Info) -> LaterGoal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.goal_key)

    @graphql.field(description="The team that promised it.")
    def team(self, info: Info) -> LaterTeam:
        """Give the end of the link."""
        return info.context.loaded.node(TEAM, self.team_key)

    @graphql.field(description="The period that it falls into.")
    def period(self, info: Info) -> LaterPeriod:
        """Give the end of the link."""
        return info.context.loaded.node(PERIOD, self.period_key)


@graphql.type(description="What a team has promised in a period, and what it can do.")
class TeamLoad(BaseModel):
    """Load against capacity."""

    team_key: strawberry.Private[str]
    period_key: strawberry.Private[str]
    load: Decimal = Field(description="Sum of its commitments in exactly that period to live goals.")
    capacity: Decimal | None = Field(description="What was stated for exactly that period.")

    @graphql.field(description="Whether load is more than the stated capacity.")
    def over_committed(self) -> bool:
        """Compare exactly; without a stated capacity nothing is too much."""
        return self.capacity is not None and self.load > self.capacity

    @graphql.field(description="The team.")
    def team(self, info: Info) -> LaterTeam:
        """Give the end of the link."""
        return info.context.loaded.node(TEAM, self.team_key)

    @graphql.field(description="The period.")
    def period(self, info: Info) -> LaterPeriod:
        """Give the end of the link."""
        return info.context.loaded.node(PERIOD, self.period_key)


@graphql.type(description=model.Goal.__doc__)
class Goal(model.Goal, Keyed):
    """A goal and all that it is linked with."""

    version: int = VERSION

    @graphql.field(description="The team that pursues it.")
    def team(self, info: Info) -> LaterTeam | None:
        """Follow the edge."""
        return info.context.loaded.one(GOAL_TEAM, self.key)

    @graphql.field(description="The accountable person.")
    def owner(self, info: Info) -> LaterPerson | None:
        """Follow the edge."""
        return info.context.loaded.one(GOAL_OWNER, self.key)

    @graphql.field(description="The period that it belongs to.")
    def period(self, info: Info) -> LaterPeriod | None:
        """Follow the edge."""
        return info.context.loaded.one(GOAL_PERIOD, self.key)

    @graphql.field(description="How one sees whether it is being reached.")
    def measures(self, info: Info) -> list[Measure]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_MEASURES, self.key)

    @graphql.field(description="What it contributes to other goals.")
    def contributes_to(self, info: Info) -> list[Contribution]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_CONTRIBUTES_TO, self.key)

    @graphql.field(description="What other goals contribute to it.")
    def contributed_by(self, info: Info) -> list[Contribution]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_CONTRIBUTED_BY, self.key)

    @graphql.field(description="What it needs of other goals.")
    def depends_on(self, info: Info) -> list[Dependency]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_DEPENDS_ON, self.key)

    @graphql.field(description="What other goals need of it.")
    def needed_by(self, info: Info) -> list[Dependency]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_NEEDED_BY, self.key)

    @graphql.field(description="Effort that teams promised to it.")
    def commitments(self, info: Info) -> list[Commitment]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_COMMITMENTS, self.key)

    @graphql.field(description="Sum of share times confidence over all links that support it; 1 suffices.")
    def support(self, info: Info) -> float:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_SUPPORT, self.key)[0]

    @graphql.field(description="Part that is reached: as stated, else the mean over its measures.")
    def progress_now(self, info: Info) -> float | None:
        """Read it off the measures when it is not stated."""
        measures: list[Measure] = info.context.loaded.many(GOAL_MEASURES, self.key)
        with reading("Progress"):
            return model.progress_of(self.progress, measures)

    @graphql.field(description="What the rules find about it, the worst first.")
    def findings(self, info: Info) -> list[Finding]:
        """Follow the edge."""
        return info.context.loaded.many(GOAL_FINDINGS, self.key)


@graphql.type(description=model.Team.__doc__)
class Team(model.Team, Keyed):
    """A team and all that it is linked with."""

    version: int = VERSION

    @graphql.field(description="The team that it is a part of.")
    def part_of(self, info: Info) -> LaterTeam | None:
        """Follow the edge."""
        return info.context.loaded.one(TEAM_PART_OF, self.key)

    @graphql.field(description="The teams that are directly part of it.")
    def parts(self, info: Info) -> list[LaterTeam]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_PARTS, self.key)

    @graphql.field(description="The people in it.")
    def members(self, info: Info) -> list[LaterPerson]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_MEMBERS, self.key)

    @graphql.field(description="The goals that it pursues.")
    def goals(self, info: Info) -> list[Goal]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_GOALS, self.key)

    @graphql.field(description="What it has promised, to its own goals and to others.")
    def commitments(self, info: Info) -> list[Commitment]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_COMMITMENTS, self.key)

    @graphql.field(description="What it has promised and can do, for every period with commitments or a capacity.")
    def loads(self, info: Info) -> list[TeamLoad]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_LOADS, self.key)

    @graphql.field(description="What the rules find about it, the worst first.")
    def findings(self, info: Info) -> list[Finding]:
        """Follow the edge."""
        return info.context.loaded.many(TEAM_FINDINGS, self.key)


@graphql.type(description=model.Person.__doc__)
class Person(model.Person, Keyed):
    """A person and all that is linked with it."""

    version: int = VERSION

    @graphql.field(description="The teams the person is a member of.")
    def teams(self, info: Info) -> list[Team]:
        """Follow the edge."""
        return info.context.loaded.many(PERSON_TEAMS, self.key)

    @graphql.field(description="The goals the person is accountable for.")
    def owns(self, info: Info) -> list[Goal]:
        """Follow the edge."""
        return info.context.loaded.many(PERSON_GOALS, self.key)

    @graphql.field(description="What the rules find about the person, the worst first.")
    def findings(self, info: Info) -> list[Finding]:
        """Follow the edge."""
        return info.context.loaded.many(PERSON_FINDINGS, self.key)


@graphql.type(description=model.Period.__doc__)
class Period(model.Period, Keyed):
    """A period and all that falls into it."""

    version: int = VERSION

    @graphql.field(description="The goals that belong to it.")
    def goals(self, info: Info) -> list[Goal]:
        """Follow the edge."""
        return info.context.loaded.many(PERIOD_GOALS, self.key)

    @graphql.field(description="The effort promised in it.")
    def commitments(self, info: Info) -> list[Commitment]:
        """Follow the edge."""
        return info.context.loaded.many(PERIOD_COMMITMENTS, self.key)

    @graphql.field(description="What each team has promised and can do in it.")
    def loads(self, info: Info) -> list[TeamLoad]:
        """Follow the edge."""
        return info.context.loaded.many(PERIOD_LOADS, self.key)


def _made(kind: type[M], stored: Mapping[str, Any], **more: Any) -> M:  # noqa: ANN401 - fields of any type
    """Build an object of what is stored; what a stranger stored wrongly shows as an error of that field alone."""
    return kind.model_construct(None, **{name: native(value) for name, value in stored.items()}, **more)


def _measure(row: list[Any]) -> Measure:
    goal, stored = row
    days, values = (stored.pop(name, None) for name in READINGS)
    readings = None
    if days is not None:
        with reading("Readings"):
            pairs = list(zip(days, values, strict=True))
        readings = tuple(_made(Reading, {"on": on, "value": value}) for on, value in pairs)
    return _made(Measure, stored, goal_key=goal, readings=readings)


def _contributes_to(row: list[Any]) -> Contribution:
    source, target, stored, counts = row
    return _made(Contribution, stored, source_key=source, target_key=target, counts=counts)


def _contributed_by(row: list[Any]) -> Contribution:
    target, source, stored, counts = row
    return _made(Contribution, stored, source_key=source, target_key=target, counts=counts)


def _depends_on(row: list[Any]) -> Dependency:
    goal, needed, stored = row
    return _made(Dependency, stored, goal_key=goal, needed_key=needed)


def _needed_by(row: list[Any]) -> Dependency:
    needed, goal, stored = row
    return _made(Dependency, stored, goal_key=goal, needed_key=needed)


def _commitment(row: list[Any]) -> Commitment:
    _, goal, team, period, promised_to, effort = row
    return _made(
        Commitment,
        {},
        goal_key=goal,
        team_key=team,
        period_key=period,
        promised_to=promised_to,
        effort=_amount(effort),
    )


def _load(row: list[Any]) -> TeamLoad:
    _, team, period, load, capacity = row
    with reading("A load"):
        total = model.amount(int(load))
    return TeamLoad.model_construct(team_key=team, period_key=period, load=total, capacity=_amount(capacity))


def _amount(stored: int | None) -> Decimal | None:
    with reading("An amount"):
        return None if stored is None else model.amount(stored)


def _support(row: list[Any]) -> float:
    return float(row[1])


GOAL = Kind("reads/api/nodes/goal", lambda stored: _made(Goal, stored))
TEAM = Kind("reads/api/nodes/team", lambda stored: _made(Team, stored))
PERSON = Kind("reads/api/nodes/person", lambda stored: _made(Person, stored))
PERIOD = Kind("reads/api/nodes/period", lambda stored: _made(Period, stored))
KINDS: dict[str, Kind[Any]] = {"Goal": GOAL, "Team": TEAM, "Person": PERSON, "Period": PERIOD}

GOAL_TEAM = Edge("reads/api/goal_team", TEAM)
GOAL_OWNER = Edge("reads/api/goal_owner", PERSON)
GOAL_PERIOD = Edge("reads/api/goal_period", PERIOD)
GOAL_MEASURES: Edge[Measure] = Edge("reads/api/goal_measures", read=_measure)
GOAL_CONTRIBUTES_TO = Edge("reads/api/goal_contributes_to", read=_contributes_to)
GOAL_CONTRIBUTED_BY = Edge("reads/api/goal_contributed_by", read=_contributed_by)
GOAL_DEPENDS_ON = Edge("reads/api/goal_depends_on", read=_depends_on)
GOAL_NEEDED_BY = Edge("reads/api/goal_needed_by", read=_needed_by)
GOAL_COMMITMENTS = Edge("reads/api/goal_commitments", read=_commitment)
GOAL_SUPPORT = Edge("reads/api/goal_support", read=_support)
TEAM_PART_OF = Edge("reads/api/team_part_of", TEAM)
TEAM_PARTS = Edge("reads/api/team_parts", TEAM)
TEAM_MEMBERS = Edge("reads/api/team_members", PERSON)
TEAM_GOALS = Edge("reads/api/team_goals", GOAL)
TEAM_COMMITMENTS = Edge("reads/api/team_commitments", read=_commitment)
TEAM_LOADS = Edge("reads/api/team_loads", read=_load)
PERSON_TEAMS = Edge("reads/api/person_teams", TEAM)
PERSON_GOALS = Edge("reads/api/person_goals", GOAL)
PERIOD_GOALS = Edge("reads/api/period_goals", GOAL)
PERIOD_COMMITMENTS = Edge("reads/api/period_commitments", read=_commitment)
PERIOD_LOADS = Edge("reads/api/period_loads", read=_load)
GOAL_FINDINGS = about("Goal")
TEAM_FINDINGS = about("Team")
PERSON_FINDINGS = about("Person")

STEPS: Steps = {
    ("Goal", "team"): GOAL_TEAM,
    ("Goal", "owner"): GOAL_OWNER,
    ("Goal", "period"): GOAL_PERIOD,
    ("Goal", "measures"): GOAL_MEASURES,
    ("Goal", "contributesTo"): GOAL_CONTRIBUTES_TO,
    ("Goal", "contributedBy"): GOAL_CONTRIBUTED_BY,
    ("Goal", "dependsOn"): GOAL_DEPENDS_ON,
    ("Goal", "neededBy"): GOAL_NEEDED_BY,
    ("Goal", "commitments"): GOAL_COMMITMENTS,
    ("Goal", "support"): GOAL_SUPPORT,
    ("Goal", "progressNow"): GOAL_MEASURES,
    ("Goal", "findings"): GOAL_FINDINGS,
    ("Team", "partOf"): TEAM_PART_OF,
    ("Team", "parts"): TEAM_PARTS,
    ("Team", "members"): TEAM_MEMBERS,
    ("Team", "goals"): TEAM_GOALS,
    ("Team", "commitments"): TEAM_COMMITMENTS,
    ("Team", "loads"): TEAM_LOADS,
    ("Team", "findings"): TEAM_FINDINGS,
    ("Person", "teams"): PERSON_TEAMS,
    ("Person", "owns"): PERSON_GOALS,
    ("Person", "findings"): PERSON_FINDINGS,
    ("Period", "goals"): PERIOD_GOALS,
    ("Period", "commitments"): PERIOD_COMMITMENTS,
    ("Period", "loads"): PERIOD_LOADS,
    ("Measure", "goal"): End(lambda one: [(GOAL, one.goal_key)]),
    ("Contribution", "source"): End(lambda one: [(GOAL, one.source_key)]),
    ("Contribution", "target"): End(lambda one: [(GOAL, one.target_key)]),
    ("Dependency", "goal"): End(lambda one: [(GOAL, one.goal_key)]),
    ("Dependency", "neededGoal"): End(lambda one: [(GOAL, one.needed_key)]),
    ("Commitment", "goal"): End(lambda one: [(GOAL, one.goal_key)]),
    ("Commitment", "team"): End(lambda one: [(TEAM, one.team_key)]),
    ("Commitment", "period"): End(lambda one: [(PERIOD, one.period_key)]),
    ("TeamLoad", "team"): End(lambda one: [(TEAM, one.team_key)]),
    ("TeamLoad", "period"): End(lambda one: [(PERIOD, one.period_key)]),
    ("Subject", "node"): End(lambda one: [(KINDS[one.label], one.key)]),
    ("PastSubject", "node"): End(lambda one: [(KINDS[one.label], one.key)], past=True),
}
"""Where every field that is not in the object itself leads; a test holds it against the schema."""

LINKS: dict[str, tuple[int, Edge[Any]]] = {
    "Measure": (0, GOAL_MEASURES),
    "Contribution": (0, GOAL_CONTRIBUTES_TO),
    "Dependency": (1, GOAL_DEPENDS_ON),
    "Commitment": (0, GOAL_COMMITMENTS),
}
"""Of what has no key of its own: which part of its identity is the goal it is found from, and the edge from there."""
