"""What breaks if, in GraphQL."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.errors import BadModel
from analyzer.impact.grade import Outcome
from analyzer.impact.rehearsal import Impact as Found
from analyzer.impact.rehearsal import what_breaks
from analyzer.impact.sentences import explain
from api.context import Context, Info
from api.findings.types import Finding, finding_of
from api.loading import End
from api.stored import key_of
from api.types import GOAL, PERIOD, TEAM, Goal, Period, Team

strawberry.enum(Outcome, description="What a change does to a goal that it reaches, the worst first.")

MAX_CHANGES = 500


@strawberry.input(description="Give a goal up.")
class Drop:
    """A goal by its key."""

    goal: str = strawberry.field(description="Its key.")


@strawberry.input(description="Move the day by which a goal is due.")
class Postpone:
    """A goal by its key, and the new day."""

    goal: str = strawberry.field(description="Its key.")
    to: date = strawberry.field(description="The new day.")


@strawberry.input(one_of=True, description="A change that is tried, not made: exactly one of these.")
class Change:
    """One of its fields is given."""

    drop: strawberry.Maybe[Drop]
    postpone: strawberry.Maybe[Postpone]


@graphql.type(description="What the changes do to one goal.")
class Affected(BaseModel):
    """Outcome, how much is left, and why."""

    outcome: Outcome = Field(description="What happens to it.")
    kept: float = Field(description="Part of its support that is left.")
    days_late: int = Field(description="Days that it slips.")
    because_keys: list[str] = Field(description="Keys of the chain from a changed goal to this one.")
    sentence: str = Field(description="The same for people to read.")
    key: strawberry.Private[str]

    @graphql.field(description="The goal.")
    def goal(self, info: Info) -> Goal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.key)

    @graphql.field(description="The chain from a changed goal to this one that explains it best.")
    def because(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.because_keys]


@graphql.type(description="Effort that a team no longer owes in a period.")
class Freed(BaseModel):
    """What dropped goals were promised."""

    effort: Decimal = Field(description="How much.")
    team_key: strawberry.Private[str]
    period_key: strawberry.Private[str]

    @graphql.field(description="The team.")
    def team(self, info: Info) -> Team:
        """Give the end of the link."""
        return info.context.loaded.node(TEAM, self.team_key)

    @graphql.field(description="The period.")
    def period(self, info: Info) -> Period:
        """Give the end of the link."""
        return info.context.loaded.node(PERIOD, self.period_key)


@graphql.type(description="Findings that would be there and are not, and the other way round.")
class FindingChanges(BaseModel):
    """New ones and resolved ones."""

    new: list[Finding] = Field(description="Would be found.")
    resolved: list[Finding] = Field(description="Would no longer be found.")


@graphql.type(description="What changes would do to the map; nothing is kept of them.")
class Impact(BaseModel):
    """Who is hit and how, what gets free, who loses the way to the top, and what rules would say."""

    affected: list[Affected] = Field(description="Corporate goals first, then the worst hit.")
    freed: list[Freed]
    findings: FindingChanges
    stranded_keys: strawberry.Private[list[str]]

    @graphql.field(description="Goals that lose every chain to a live corporate goal.")
    def stranded(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.stranded_keys]


def impact_of(context: Context, changes: Iterable[Change]) -> Impact:
    """Try the changes and say what they do; raises NotFound for unknown goals, BadModel for contradictions."""
    drops, moves = _sorted(list(changes))
    found = what_breaks(
        context.store,
        context.rules.shipped,
        drops=drops,
        postponements=moves,
        today=context.today,
        seconds=context.seconds_left(),
    )
    return Impact(
        affected=[
            Affected(
                outcome=one.outcome,
                kept=one.kept,
                days_late=one.days_late,
                because_keys=one.because,
                sentence=explain(found, one),
                key=one.goal,
            )
            for one in found.affected
        ],
        freed=[Freed(effort=one.effort, team_key=one.team, period_key=one.period) for one in found.freed],
        findings=_compared(found),
        stranded_keys=list(found.stranded),
    )


def _sorted(changes: list[Change]) -> tuple[list[str], dict[str, date]]:
    if len(changes) > MAX_CHANGES:
        raise BadModel([f"changes: {len(changes):,} are given; try at most {MAX_CHANGES} at once"])
    drops: list[str] = []
    moves: dict[str, date] = {}
    for change in changes:
        if change.drop:
            drops.append(_stored(change.drop.value.goal))
        elif change.postpone:
            move = change.postpone.value
            if moves.setdefault(_stored(move.goal), move.to) != move.to:
                raise BadModel([f"{move.goal}: is postponed to two days; choose one"])
    return drops, moves


def _stored(key: str) -> str:
    """Write a key as the map does; what can't be a key stays, and is not found."""
    return key_of(key) or key


def _compared(found: Found) -> FindingChanges:
    return FindingChanges(
        new=[finding_of(one) for one in found.findings.new],
        resolved=[finding_of(one) for one in found.findings.resolved],
    )


IMPACT_STEPS = {
    ("Affected", "goal"): End(lambda one: [(GOAL, one.key)]),
    ("Affected", "because"): End(lambda one: [(GOAL, key) for key in one.because_keys]),
    ("Freed", "team"): End(lambda one: [(TEAM, one.team_key)]),
    ("Freed", "period"): End(lambda one: [(PERIOD, one.period_key)]),
    ("Impact", "stranded"): End(lambda one: [(GOAL, key) for key in one.stranded_keys]),
}
