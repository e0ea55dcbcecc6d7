"""What changes did, in GraphQL."""

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.changes.editing import Done
from analyzer.graph.contents import GOALS, PEOPLE, PERIODS, TEAMS, Kind
from api.context import Info
from api.impact import FindingChanges, finding_changes
from api.loading import End
from api.types import GOAL, PERIOD, PERSON, TEAM, Goal, Period, Person, Team


@graphql.type(description="What changes did: the nodes that changed, as these are now, and what became of findings.")
class Changed(BaseModel):
    """Of a dry run too."""

    revision: int = Field(description="How often the map was edited, this edit included.")
    findings: FindingChanges | None = Field(
        description="Null when so much was changed that findings are looked for afterwards."
    )
    goal_keys: strawberry.Private[list[str]]
    team_keys: strawberry.Private[list[str]]
    person_keys: strawberry.Private[list[str]]
    period_keys: strawberry.Private[list[str]]

    @graphql.field(description="Goals that were created, or changed in themselves or in what they declare.")
    def goals(self, info: Info) -> list[Goal]:
        """Give them."""
        return [info.context.loaded.node(GOAL, key) for key in self.goal_keys]

    @graphql.field(description="The same of teams.")
    def teams(self, info: Info) -> list[Team]:
        """Give them."""
        return [info.context.loaded.node(TEAM, key) for key in self.team_keys]

    @graphql.field(description="The same of people.")
    def people(self, info: Info) -> list[Person]:
        """Give them."""
        return [info.context.loaded.node(PERSON, key) for key in self.person_keys]

    @graphql.field(description="The same of periods.")
    def periods(self, info: Info) -> list[Period]:
        """Give them."""
        return [info.context.loaded.node(PERIOD, key) for key in self.period_keys]


def changed_of(done: Done) -> Changed:
    """Say it in GraphQL."""
    touched = done.difference.touched()

    def keys(kind: Kind) -> list[str]:
        return sorted(touched[kind] | {str(key) for (key,) in done.difference.created.get(kind, ())})

    return Changed(
        revision=done.revision,
        findings=None if done.findings is None else finding_changes(done.findings),
        goal_keys=keys(GOALS),
        team_keys=keys(TEAMS),
        person_keys=keys(PEOPLE),
        period_keys=keys(PERIODS),
    )


CHANGED_STEPS = {
    ("Changed", "goals"): End(lambda one: [(GOAL, key) for key in one.goal_keys]),
    ("Changed", "teams"): End(lambda one: [(TEAM, key) for key in one.team_keys]),
    ("Changed", "people"): End(lambda one: [(PERSON, key) for key in one.person_keys]),
    ("Changed", "periods"): End(lambda one: [(PERIOD, key) for key in one.period_keys]),
}
