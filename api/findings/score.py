"""The score in GraphQL."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.rules.records import read_records
from analyzer.rules.score import Score as Worked
from analyzer.rules.score import read_places, score
from analyzer.rules.standing import TREND
from api.context import Context, Info
from api.findings.audits import AuditRecord, record_of
from api.findings.rules import RuleType, rule_of
from api.loading import End
from api.types import GOAL, TEAM, Goal, Team


@graphql.type(description="Points that findings of a rule cost.")
class RulePoints(BaseModel):
    """A rule and points."""

    rule: RuleType = Field(description="The rule.")
    points: float = Field(description="Part of what the score lacks to 100.")


@graphql.type(description="Points that findings about a team, its goals and its members cost.")
class TeamPoints(BaseModel):
    """A team and points."""

    points: float = Field(description="Part of what the score lacks to 100.")
    key: strawberry.Private[str | None]

    @graphql.field(description="The team; null for what belongs to none.")
    def team(self, info: Info) -> Team | None:
        """Give the end of the link."""
        return None if self.key is None else info.context.loaded.node(TEAM, self.key)


@graphql.type(description="Points that findings cost whose subjects lead to a corporate goal.")
class GoalPoints(BaseModel):
    """A goal and points."""

    points: float = Field(description="Part of what the score lacks to 100.")
    key: strawberry.Private[str | None]

    @graphql.field(description="The corporate goal; null for what leads to none.")
    def goal(self, info: Info) -> Goal | None:
        """Give the end of the link."""
        return None if self.key is None else info.context.loaded.node(GOAL, self.key)


@graphql.type(description="How well the map hangs together, and where it loses points, the costliest first.")
class Score(BaseModel):
    """Every way of sharing out adds up to what the score lacks to 100."""

    points: float = Field(description="At most 100.")
    accepted: float = Field(description="What findings cost that are accepted: they still count.")
    by_rule: list[RulePoints]
    by_team: list[TeamPoints]
    by_corporate_goal: list[GoalPoints]
    trend: list[AuditRecord] = Field(description=f"The last {TREND} audits that were kept, oldest first.")
    problems: list[str] = Field(description="What kept rules of one's own from being asked.")


def worked_out(context: Context) -> Worked:
    """Work out the score of an audit of now."""
    audit = context.audit()
    return score(audit, read_places(context.tx, audit.findings), context.accepted.keys())


def score_of(context: Context) -> Score:
    """Say the score in GraphQL."""
    worked = worked_out(context)
    rules = {rule.id: rule for rule in context.rules.rules}
    return Score(
        points=float(worked.points),
        accepted=float(worked.accepted),
        by_rule=[
            RulePoints(rule=rule_of(rules[rule], context.rules), points=points)
            for rule, points in _costliest_first(worked.by_rule)
        ],
        by_team=[TeamPoints(key=team, points=points) for team, points in _costliest_first(worked.by_team)],
        by_corporate_goal=[
            GoalPoints(key=goal, points=points) for goal, points in _costliest_first(worked.by_corporate_goal)
        ],
        trend=[record_of(one) for one in read_records(context.tx, TREND)],
        problems=list(context.audit().problems),
    )


def _costliest_first(lost: Mapping[Any, Fraction]) -> Iterable[tuple[Any, float]]:
    for key, points in sorted(lost.items(), key=lambda one: (-one[1], one[0] is None, one[0] or "")):
        yield key, float(points)


SCORE_STEPS = {
    ("TeamPoints", "team"): End(lambda one: [(TEAM, one.key)] if one.key is not None else []),
    ("GoalPoints", "goal"): End(lambda one: [(GOAL, one.key)] if one.key is not None else []),
}
