"""How likely the corporate goals are met, in GraphQL."""

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.errors import Stale
from analyzer.outlook import Asked, Beliefs, look_ahead
from analyzer.outlook.asked import TOP
from analyzer.outlook.chances import Assumption, Prospect
from api.about import ITS_GOAL, OfGoal
from api.context import Context, Info
from api.loading import Edge, Steps
from api.types import GOAL_CONTRIBUTES_TO, Contribution

DRAWS = 1_000
MOST_DRAWS = 10_000

CONTRIBUTIONS: Edge[Contribution] = Edge(GOAL_CONTRIBUTES_TO.text, read=GOAL_CONTRIBUTES_TO.read, by="source_key")
"""What a goal contributes to, from an object that names the goal otherwise."""

BeliefsInput = graphql.input(Beliefs, name="BeliefsInput", description=Beliefs.__doc__)


@graphql.type(description="How likely a live corporate goal is met.")
class GoalOutlook(OfGoal):
    """A goal and its chance."""

    chance: float = Field(description="Part of the draws in which it is met.")
    standard_error: float = Field(description="What the chance may be off by, since it is drawn.")
    attainable: bool = Field(description="Whether it is met at least if every assumption holds.")
    supported: bool = Field(description="Whether anything supports it; else its chance is a forecast.")


@graphql.type(description="What testing an assumption is worth for one corporate goal.")
class GoalWorth(OfGoal):
    """A goal and its part of the worth."""

    worth: float = Field(description="P(goal | the assumption holds) - P(goal | it fails).")


@graphql.type(description="An assumption and what testing it is worth.")
class AssumptionWorth(BaseModel):
    """A contribution and the corporate goals that it decides about."""

    worth: float = Field(description="Sum of what it is worth for each corporate goal.")
    by_goal: list[GoalWorth] = Field(description="Corporate goals about which it ever decides, most often first.")
    source_key: strawberry.Private[str]
    target_key: strawberry.Private[str]

    @graphql.field(description="The assumption.")
    def contribution(self, info: Info) -> Contribution:
        """Find it among all that its source contributes to."""
        for one in info.context.loaded.many(CONTRIBUTIONS, self.source_key):
            if one.target_key == self.target_key:
                return one
        ends = f"{self.source_key!r} to {self.target_key!r}"
        raise Stale(f"the contribution of {ends} was deleted while this was answered; ask again")


@graphql.type(description="How likely the corporate goals are met, and which assumptions are most worth testing next.")
class Outlook(BaseModel):
    """Drawn many times."""

    draws: int = Field(description="How often the map was drawn.")
    seed: int = Field(description="With which luck.")
    goals: list[GoalOutlook] = Field(description="Live corporate goals, the least likely first.")
    assumptions: list[AssumptionWorth] = Field(description="Contributions that decide most often, the first first.")
    others_at_most: float | None = Field(
        description="Null when no other assumption is worth more; else there was too much to try, and others are worth "
        "no more than this."
    )


def outlook_of(
    context: Context, draws: int | None, seed: int | None, top: int | None, beliefs: Beliefs | None
) -> Outlook:
    """Look ahead in this transaction; raises BadModel for what can't be asked."""
    asked = Asked(DRAWS if draws is None else draws, seed or 0, TOP if top is None else top, beliefs or Beliefs())
    asked.check(MOST_DRAWS)
    found = look_ahead(lambda work, **_: work(context.tx), asked, context.keep_time)
    return Outlook(
        draws=found.asked.draws,
        seed=found.asked.seed,
        goals=[_goal(one) for one in found.goals],
        assumptions=[_assumption(one) for one in found.assumptions],
        others_at_most=found.others_at_most,
    )


def _goal(one: Prospect) -> GoalOutlook:
    return GoalOutlook(
        chance=one.chance,
        standard_error=one.standard_error,
        attainable=one.attainable,
        supported=one.supported,
        goal_key=one.goal,
    )


def _assumption(one: Assumption) -> AssumptionWorth:
    return AssumptionWorth(
        worth=one.worth,
        by_goal=[GoalWorth(worth=worth, goal_key=goal) for goal, worth in one.by_goal.items()],
        source_key=one.source,
        target_key=one.target,
    )


OUTLOOK_STEPS: Steps = {
    ("GoalOutlook", "goal"): ITS_GOAL,
    ("GoalWorth", "goal"): ITS_GOAL,
    ("AssumptionWorth", "contribution"): CONTRIBUTIONS,
}
