"""What is about one goal, or about a team in a period: what types of answers have in common."""

from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel

from api.context import Info
from api.loading import End, Kind
from api.types import GOAL, PERIOD, TEAM, Goal, Period, Team


class OfGoal(BaseModel):
    """Something about a goal."""

    goal_key: strawberry.Private[str]

    @graphql.field(description="The goal.")
    def goal(self, info: Info) -> Goal:
        """Give the end of the link."""
        return info.context.loaded.node(GOAL, self.goal_key)


class InPeriod(BaseModel):
    """Something about a team in a period."""

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


def _its(kind: Kind[Any], name: str) -> End:
    return End(lambda one: [] if (key := getattr(one, name)) is None else [(kind, key)])


ITS_GOAL, ITS_TEAM, ITS_PERIOD = _its(GOAL, "goal_key"), _its(TEAM, "team_key"), _its(PERIOD, "period_key")
