"""Changes of what teams can do and of what they promised."""

from pydantic import Field

from analyzer.changes.draft import NODE, Draft, Reads
from analyzer.changes.kinds.change import VERSION, Change, GoalChange, Version
from analyzer.graph.contents import CAPACITIES, COMMITMENTS, GOALS
from analyzer.model import Amount, Key, millionths


class CommitmentChange(GoalChange):
    """A change of what a team promised to a goal in a period."""

    team: Key = Field(description="Key of the team.")
    period: Key = Field(description="Key of the period.")
    promised_to: Key | None = Field(None, description="The stakeholder it is promised to.")

    def reads(self) -> Reads:
        """See all three."""
        goal = Reads().node("Goal", self.goal, besides=[COMMITMENTS])
        return goal.node("Team", self.team).node("Period", self.period)

    def identity(self, draft: Draft) -> tuple[str, str, str, str | None]:
        """Give what identifies the commitment; refuses when a key of it is not there."""
        draft.node(GOALS, self.goal)
        for label, key in (("Team", self.team), ("Period", self.period)):
            draft.node(NODE[label], key)
        return self.goal, self.team, self.period, self.promised_to


class Commit(CommitmentChange):
    """A team promises effort to a goal in a period, in place of what it had promised there."""

    effort: Amount | None = Field(description="How much, in the map's unit of effort; null: not said.")

    def make(self, draft: Draft) -> None:
        """Set the effort."""
        identity = self.identity(draft)
        effort = None if self.effort is None else millionths(self.effort)
        if draft.find(COMMITMENTS, identity) is None:
            draft.create(COMMITMENTS, identity, {"effort": effort})
        else:
            draft.write(COMMITMENTS, identity, effort=effort)


class WithdrawCommitment(CommitmentChange):
    """A team takes a promise back."""

    def make(self, draft: Draft) -> None:
        """Take it away."""
        identity = self.identity(draft)
        to = f" for {self.promised_to!r}" if self.promised_to else ""
        draft.row(
            COMMITMENTS,
            identity,
            f"team {self.team!r} promised nothing to goal {self.goal!r} in {self.period!r}{to}; check the keys",
        )
        draft.delete(COMMITMENTS, identity)


class SetCapacity(Change):
    """Say how much a team can do in a period."""

    team: Key = Field(description="Key of the team.")
    period: Key = Field(description="Key of the period.")
    amount: Amount | None = Field(description="How much, in the map's unit of effort; null: not said.")
    version: Version | None = Field(None, description=VERSION)

    def reads(self) -> Reads:
        """See both."""
        return Reads().node("Team", self.team, besides=[CAPACITIES]).node("Period", self.period)

    def based_on(self) -> tuple[str, str, int] | None:
        """Name the team."""
        return ("Team", self.team, self.version) if self.version else None

    def make(self, draft: Draft) -> None:
        """Set it."""
        for label, key in (("Team", self.team), ("Period", self.period)):
            draft.node(NODE[label], key)
        identity = (self.team, self.period)
        if self.amount is None:
            draft.row(CAPACITIES, identity, f"team {self.team!r} has no capacity in {self.period!r}")
            draft.delete(CAPACITIES, identity)
        elif draft.find(CAPACITIES, identity) is None:
            draft.create(CAPACITIES, identity, {"amount": millionths(self.amount)})
        else:
            draft.write(CAPACITIES, identity, amount=millionths(self.amount))
