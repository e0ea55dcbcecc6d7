"""What teams can do that promised more than they can do, in GraphQL."""

from collections.abc import Sequence
from decimal import Decimal

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.capacity.options import Way
from analyzer.capacity.remedies import SECONDS, find_remedies
from analyzer.capacity.remedies import Move as FoundMove
from analyzer.capacity.remedies import Remedy as FoundRemedy
from analyzer.changes.kinds.change import written
from analyzer.impact.grade import Outcome
from analyzer.model import amount
from api.about import ITS_GOAL, ITS_PERIOD, ITS_TEAM, InPeriod, OfGoal
from api.context import Context, Info
from api.limits import VIEW_SEARCH
from api.stored import key_of
from api.types import GOAL, PERIOD, TEAM, Goal, Period, Team

PART = 0.7
"""What part of an operation's time the search may take, so that its answer can be told."""

strawberry.enum(Way, description="A way out for a team that promised more than it can do.")


@graphql.type(description="A team that promised more than it can do in a period.")
class OverCommitted(InPeriod):
    """What it promised and what it can do."""

    load: Decimal = Field(description="What is promised to live goals.")
    capacity: Decimal = Field(description="What can be done.")


@graphql.type(description="A team that still promised too much, when all is done that can be done in a way.")
class StillOver(InPeriod):
    """By how much, and why."""

    excess: Decimal = Field(description="How much too much.")
    sentence: str = Field(description="Why nothing more can be done.")


@graphql.type(description="One thing that is done: a goal postponed or given up, or capacity added.")
class Move(BaseModel):
    """What, how much, and what that costs by itself."""

    what: str = Field(description="postpone, give_up or add_capacity.")
    days: int = Field(description="Days by which a goal is postponed.")
    effort: Decimal = Field(description="Effort that is moved, taken back or added.")
    support: float = Field(description="What corporate goals lose by it alone; a whole one counts 1.")
    promises: int = Field(description="Promises to others that it breaks.")
    sentence: str = Field(description="The same for people to read.")
    goal_key: strawberry.Private[str | None]
    team_key: strawberry.Private[str | None]
    period_key: strawberry.Private[str | None]

    @graphql.field(description="The goal that is postponed or given up.")
    def goal(self, info: Info) -> Goal | None:
        """Give the end of the link."""
        return None if self.goal_key is None else info.context.loaded.node(GOAL, self.goal_key)

    @graphql.field(description="The team that gets more capacity.")
    def team(self, info: Info) -> Team | None:
        """Give the end of the link."""
        return None if self.team_key is None else info.context.loaded.node(TEAM, self.team_key)

    @graphql.field(description="The period in which it gets it.")
    def period(self, info: Info) -> Period | None:
        """Give the end of the link."""
        return None if self.period_key is None else info.context.loaded.node(PERIOD, self.period_key)


@graphql.type(description="What an impact says of a corporate goal, when all of a way is done.")
class Lost(OfGoal):
    """How it is hit."""

    outcome: Outcome = Field(description="What happens to it.")
    kept: float = Field(description="Part of its support that is left.")
    days_late: int = Field(description="Days that it slips.")


@graphql.type(description="What is not proven: a cost that may be bettered, while those before it can't be.")
class Gap(BaseModel):
    """Which cost, and by how much at most."""

    cost: str = Field(description="excess, support, promises, moves or steps.")
    at_most: float = Field(description="By how much at most.")
    sentence: str = Field(description="The same for people to read.")


@graphql.type(description="One way out, with all that it does and costs.")
class Remedy(BaseModel):
    """What to change, and what comes of it."""

    way: Way = Field(description="Which.")
    title: str = Field(description="What is done in this way.")
    enough: bool = Field(description="Whether nobody asked about is over-committed any more.")
    still_over: list[StillOver] = Field(description="Who is nevertheless, and why.")
    moves: list[Move] = Field(description="What is done, by goal.")
    support: float = Field(description="What corporate goals lose by all moves; a whole one counts 1.")
    broken: int = Field(description="Promises to others that are broken.")
    capacity: Decimal = Field(description="Capacity that is added in all.")
    lost: list[Lost] = Field(description="How corporate goals are hit.")
    proven: bool = Field(description="Whether no other answer in this way costs less.")
    gap: Gap | None = Field(description="What is open, when it is not proven.")
    changes: JSON = Field(description="The changes, as documents of changes hold them.")


@graphql.type(description="Teams that promised more than they can do, and the ways out.")
class Remedies(BaseModel):
    """Nothing is changed by asking."""

    over_committed: list[OverCommitted] = Field(description="Who, in order of time.")
    ways: list[Remedy] = Field(description="None when nobody is.")
    revision: int = Field(description="Of the map that was looked at; saveScenario takes it, so that it is still that.")


def remedies_of(
    context: Context, teams: Sequence[str] | None, periods: Sequence[str] | None, seconds: float | None
) -> Remedies:
    """Look for the best ways out for as long as is asked, and the operation has; raises NotFound, BadModel."""
    most = context.seconds_left() * PART if context.view is None else VIEW_SEARCH
    found = find_remedies(
        lambda work: work(context.tx),
        today=context.today,
        teams=_keys(teams),
        periods=_keys(periods),
        seconds=min(SECONDS if seconds is None else seconds, most),
        progress=context.keep_time,
    )
    return Remedies(
        over_committed=[
            OverCommitted(
                load=amount(one.load), capacity=amount(one.capacity), team_key=one.team, period_key=one.period
            )
            for one in found.over
        ],
        ways=[_remedy(one) for one in found.ways],
        revision=found.situation.revision,
    )


def _keys(written_: Sequence[str] | None) -> list[str] | None:
    """Read keys as they are kept; one that can't be a key names nothing that is there."""
    return None if written_ is None else [key_of(key) or key for key in written_]


def _remedy(one: FoundRemedy) -> Remedy:
    return Remedy(
        way=one.way,
        title=one.title,
        enough=one.enough,
        still_over=[
            StillOver(excess=left.excess, sentence=left.sentence, team_key=left.team, period_key=left.period)
            for left in one.left
        ],
        moves=[_move(move) for move in one.moves],
        support=one.support,
        broken=one.promises,
        capacity=one.capacity,
        lost=[Lost(outcome=hit.outcome, kept=hit.kept, days_late=hit.days_late, goal_key=hit.goal) for hit in one.hits],
        proven=one.gap is None,
        gap=one.gap and Gap(cost=one.gap.cost, at_most=float(one.gap.at_most), sentence=one.gap.sentence),
        changes=[written(change) for change in one.changes],
    )


def _move(one: FoundMove) -> Move:
    return Move(
        what=one.what,
        days=one.days,
        effort=one.effort,
        support=one.support,
        promises=one.promises,
        sentence=one.sentence,
        goal_key=one.goal,
        team_key=one.team,
        period_key=one.period,
    )


REMEDY_STEPS = {
    **{(owner, "team"): ITS_TEAM for owner in ("OverCommitted", "StillOver", "Move")},
    **{(owner, "period"): ITS_PERIOD for owner in ("OverCommitted", "StillOver", "Move")},
    **{(owner, "goal"): ITS_GOAL for owner in ("Lost", "Move")},
}
