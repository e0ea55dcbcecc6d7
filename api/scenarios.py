"""Scenarios in GraphQL: what they say, what is in their way, what they do side by side."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.changes.kinds.change import written
from analyzer.errors import InputError
from analyzer.exchange import changing
from analyzer.graph.store import Transaction
from analyzer.history.views import ROWS
from analyzer.impact.grade import Outcome
from analyzer.rules.rule import Severity
from analyzer.scenarios import comparing, scenario
from analyzer.scenarios.conflicts import Conflict as FoundConflict
from analyzer.scenarios.conflicts import read_conflicts
from analyzer.scenarios.editing import Adopted as MadeAdopted
from analyzer.scenarios.editing import Decision, Saying, adopt, delete, refresh, save
from analyzer.scenarios.kept import find_named, read_all
from api.about import ITS_GOAL, OfGoal
from api.changed import Changed, changed_of
from api.changes import changes_of, check_count
from api.context import Context, Info
from api.impact import FindingChanges, Freed, finding_changes
from api.loading import Edge, End, Steps
from api.stored import key_of
from api.types import GOAL, PERIOD, TEAM, Goal, Period, Team

T = TypeVar("T")

MAX_COMPARED = 100
"""Scenarios that are compared at once: each takes a transaction of its own."""


@graphql.type(description="What happened to the map since a scenario was saved that concerns it.")
class ScenarioConflict(BaseModel):
    """Where, and how bad."""

    scenario: str = Field(description="The scenario, or one that it stands on.")
    place: str = Field(description="The change that it concerns, such as changes[0].postpone.goal.")
    severity: Severity = Field(description="An error is a change that can't be made any more.")
    message: str = Field(description="A sentence for people.")


@graphql.type(description="When the changes of a scenario were made.")
class ScenarioAdoption(BaseModel):
    """When, by whom, and what that made of the map."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who decided it.")
    revision: int | None = Field(description="Revision of the map that it made; null when the map was so already.")


@graphql.type(description="Changes that are kept under a name, beside the map.")
class Scenario(BaseModel):
    """What it says, by the keys that nodes had when it was saved; conflicts speak by those of now."""

    key: str = Field(description="Its name.")
    version: int = Field(description="Raised whenever it is saved, refreshed or adopted.")
    why: str | None = Field(description="What it is for.")
    by: str = Field(description="Who saved it last.")
    at: datetime = Field(description="When.")
    on: list[str] = Field(description="Names of the scenarios after whose changes its own come, in this order.")
    changes: JSON = Field(description="Its own changes, as a document of changes lists them.")
    adopted: ScenarioAdoption | None = Field(description="Null while it is only a scenario.")

    @graphql.field(description="What is in its way; empty once it was adopted.")
    def conflicts(self, info: Info) -> list[ScenarioConflict]:
        """Follow the edge."""
        return info.context.loaded.many(CONFLICTS, self.key)


@graphql.type(description="What a scenario does to a live corporate goal.")
class ScenarioOutcome(OfGoal):
    """Outcome, how much is left, and why."""

    outcome: Outcome | None = Field(description="What happens to it; null when the scenario only changes it itself.")
    changed: bool = Field(description="Whether the scenario changes it itself.")
    kept: float = Field(description="Part of its support that is left.")
    days_late: int = Field(description="Days that it slips.")
    because_keys: list[str] = Field(description="Keys of the chain from a changed goal to this one.")


@graphql.type(description="How many goals have an outcome.")
class OutcomeCount(BaseModel):
    """An outcome and a number."""

    outcome: Outcome = Field(description="What happens to them.")
    count: int = Field(description="How many.")


@graphql.type(
    description="What a team promised in a period and what it can do there, where that is another amount then."
)
class CapacityChange(BaseModel):
    """Before and after."""

    team_key: str = Field(description="Key of the team.")
    period_key: str = Field(description="Key of the period.")
    load_before: Decimal = Field(description="What it promised to live goals.")
    load_after: Decimal = Field(description="What it promises then.")
    capacity_before: Decimal | None = Field(description="What it can do; null: not said.")
    capacity_after: Decimal | None = Field(description="What it can do then; null: not said.")

    @graphql.field(description="The team; null when the scenario creates it.")
    def team(self, info: Info) -> Team | None:
        """Give the end of the link."""
        return info.context.loaded.there(TEAM, self.team_key)

    @graphql.field(description="The period; null when the scenario creates it.")
    def period(self, info: Info) -> Period | None:
        """Give the end of the link."""
        return info.context.loaded.there(PERIOD, self.period_key)


@graphql.type(description="What becomes of the map if a scenario is adopted.")
class ScenarioEffect(BaseModel):
    """What differs."""

    corporate_goals: list[ScenarioOutcome] = Field(description="Those that it reaches or changes.")
    affected: list[OutcomeCount] = Field(description="All live goals that it reaches, the worst outcome first.")
    freed: list[Freed]
    findings: FindingChanges
    score: float = Field(description="At most 100; of the rules that ship.")
    capacity: list[CapacityChange]
    stranded_keys: strawberry.Private[list[str]]

    @graphql.field(description="Goals that lose every chain to a live corporate goal.")
    def stranded(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.stranded_keys]


@graphql.type(description="One scenario beside others.")
class ScenarioSide(BaseModel):
    """The scenario and what it does."""

    scenario: Scenario = Field(description="By the keys of now.")
    conflicts: list[ScenarioConflict] = Field(description="What is in its way.")
    effect: ScenarioEffect | None = Field(description="Null when its changes can't be made any more.")


@graphql.type(description="Scenarios side by side, each beside the map as it is.")
class ScenarioComparison(BaseModel):
    """What they have in common, and each."""

    revision: int = Field(description="Of the map.")
    edited: bool = Field(description="Whether the map was edited meanwhile: then ask again.")
    score: float = Field(description="Of the map as it is, by the rules that ship.")
    scenarios: list[ScenarioSide]
    top_keys: strawberry.Private[list[str]]

    @graphql.field(description="All live corporate goals.")
    def corporate_goals(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.top_keys]


@graphql.type(description="What adopting a scenario did.")
class AdoptedScenario(BaseModel):
    """The scenarios and the map."""

    scenarios: list[Scenario] = Field(description="Those whose changes were made, the one that was asked for last.")
    changed: Changed = Field(description="What that changed, and what became of findings.")


def found_scenario(context: Context, key: str) -> Scenario | None:
    """Find a scenario by its name."""
    name = key_of(key)
    found = None if name is None else find_named(context.tx, [name]).get(name)
    return None if found is None else scenario_of(found)


def all_scenarios(context: Context) -> list[Scenario]:
    """Read all, by name."""
    return [scenario_of(one) for one in read_all(context.tx)]


def saved(context: Context, key: str, saying: Saying, by: str, *, append: bool, version: int | None) -> Scenario:  # noqa: PLR0913 - as the mutation
    """Save a scenario."""
    return _done(context, save(context.tx, key, saying, _decision(context, by), append=append, version=version))


def saying_of(changes: list[Any] | None, written: object, on: list[str] | None, why: str | None) -> Saying:
    """Read what a scenario is to say; raises BadModel, and InputError for changes in both forms."""
    if changes is not None and written is not None:
        raise InputError("changes and written are two forms of the same; give one of them")
    if isinstance(written, list):
        check_count("written", written)
    said = changes_of(changes or ()) if written is None else changing.changes_of(written, "written")
    return Saying(said, None, None if on is None else [key_of(one) or one for one in on], why)


def refreshed(context: Context, key: str, by: str, version: int | None, revision: int | None) -> Scenario:
    """Let a scenario rest on the map as it is."""
    name, decision = key_of(key) or key, _decision(context, by)
    return _done(context, refresh(context.tx, name, decision, version=version, revision=revision)[0])


def deleted(context: Context, key: str, version: int | None) -> Scenario:
    """Delete a scenario."""
    return _done(context, delete(context.tx, key_of(key) or key, version=version))


def adopted(context: Context, key: str, by: str, version: int | None) -> AdoptedScenario:
    """Make the changes of a scenario."""
    done: MadeAdopted = adopt(
        context.tx, key_of(key) or key, context.rules.shipped, _decision(context, by), version=version
    )
    context.look_again()
    return AdoptedScenario(scenarios=[scenario_of(one) for one in done.scenarios], changed=changed_of(done.done))


def compared(context: Context, keys: Iterable[str]) -> ScenarioComparison:
    """Compare scenarios; raises NotFound, and InputError for too many."""
    names = list(dict.fromkeys(key_of(key) or key for key in keys))
    if len(names) > MAX_COMPARED:
        raise InputError(f"{len(names):,} scenarios are named; compare at most {MAX_COMPARED} at once")
    context.are_fresh()  # else all of the map is audited for its score, now and the next time

    def read(work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:  # noqa: ARG001 - as it is asked
        return work(context.tx)

    def rehearse(work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:  # noqa: ARG001
        return context.store.rehearse(work, seconds=context.seconds_left())

    found = comparing.compare(read, rehearse, context.rules.shipped, names, today=context.today, most=ROWS)
    return ScenarioComparison(
        revision=found.revision,
        edited=found.edited,
        score=float(found.score),
        scenarios=[
            ScenarioSide(
                scenario=scenario_of(side.scenario),
                conflicts=[_conflict(one) for one in side.conflicts],
                effect=None if side.effect is None else _effect(side.effect),
            )
            for side in found.sides
        ],
        top_keys=[one.goal for one in found.goals],
    )


def scenario_of(one: scenario.Scenario) -> Scenario:
    """Say a scenario in GraphQL."""
    return Scenario(
        key=one.key,
        version=one.version,
        why=one.why,
        by=one.by,
        at=one.at,
        on=list(one.on),
        changes=JSON([written(change) for change in one.changes]),
        adopted=one.adopted and ScenarioAdoption(**one.adopted._asdict()),
    )


def _effect(one: comparing.Effect) -> ScenarioEffect:
    return ScenarioEffect(
        corporate_goals=[
            ScenarioOutcome(
                outcome=hit.outcome,
                changed=hit.changed,
                kept=hit.kept,
                days_late=hit.days_late,
                because_keys=list(hit.because),
                goal_key=hit.goal,
            )
            for hit in one.goals
        ],
        affected=[
            OutcomeCount(outcome=outcome, count=one.affected[outcome]) for outcome in Outcome if outcome in one.affected
        ],
        freed=[Freed(effort=freed.effort, team_key=freed.team, period_key=freed.period) for freed in one.freed],
        findings=finding_changes(one.findings),
        score=float(one.score),
        capacity=[
            CapacityChange(
                team_key=load.team,
                period_key=load.period,
                load_before=load.load_before,
                load_after=load.load_after,
                capacity_before=load.capacity_before,
                capacity_after=load.capacity_after,
            )
            for load in one.loads
        ],
        stranded_keys=list(one.stranded),
    )


def _conflict(one: FoundConflict) -> ScenarioConflict:
    return ScenarioConflict(**vars(one))


def _decision(context: Context, by: str) -> Decision:
    return Decision(by, context.now, context.today)


def _done(context: Context, kept: scenario.Scenario) -> Scenario:
    context.forget()
    return scenario_of(kept)


def _conflicts(context: Context, keys: list[str]) -> list[list[Any]]:
    there = find_named(context.tx, keys)  # this operation may have deleted some
    found = read_conflicts(context.tx, [key for key in keys if key in there], context.today)
    return [[key, _conflict(one)] for key, (_, conflicts) in found.items() for one in conflicts]


CONFLICTS: Edge[ScenarioConflict] = Edge("conflicts of scenarios", rows=_conflicts, read=lambda row: row[1])

SCENARIO_STEPS: Steps = {
    ("Scenario", "conflicts"): CONFLICTS,
    ("ScenarioOutcome", "goal"): ITS_GOAL,
    ("CapacityChange", "team"): End(lambda one: [(TEAM, one.team_key)], past=True),
    ("CapacityChange", "period"): End(lambda one: [(PERIOD, one.period_key)], past=True),
    ("ScenarioEffect", "stranded"): End(lambda one: [(GOAL, key) for key in one.stranded_keys]),
    ("ScenarioComparison", "corporateGoals"): End(lambda one: [(GOAL, key) for key in one.top_keys]),
}
