"""Changes of a goal by itself, and of who and what it belongs to."""

from pydantic import Field

from analyzer.changes.draft import NODE, Draft, Reads, Refused, moved
from analyzer.changes.kinds.change import Change, GoalChange
from analyzer.graph.contents import GOALS, IN_PERIOD, LABELS, MEASURES, OWNERS, PURSUERS, Kind
from analyzer.model import Count, Day, Key, Number, Part, Status


class Drop(GoalChange):
    """Give a goal up."""

    def make(self, draft: Draft) -> None:
        """Set its status."""
        draft.node(GOALS, self.goal)
        draft.write(GOALS, (self.goal,), status=Status.DROPPED.value)


class Postpone(GoalChange):
    """Move the day by which a goal is due, and the day on which it starts by as much."""

    to: Day = Field(description="The new day.")

    def make(self, draft: Draft) -> None:
        """Set both dates."""
        goal = draft.node(GOALS, self.goal)
        old, starts = goal.get("due"), goal.get("starts")
        days = {"due": self.to}
        if old and starts:
            days["starts"] = moved(starts, self.to - old)
        draft.write(GOALS, (self.goal,), **days)


class SetStatus(GoalChange):
    """Say where a goal is in its life."""

    status: Status | None = Field(description="The new status; null is active.")

    def make(self, draft: Draft) -> None:
        """Set it."""
        draft.node(GOALS, self.goal)
        draft.write(GOALS, (self.goal,), status=self.status and self.status.value)


class SetProgress(GoalChange):
    """State how much of a goal is reached."""

    progress: Part | None = Field(description="Part reached; null: read off the measures.")

    def make(self, draft: Draft) -> None:
        """Set it."""
        draft.node(GOALS, self.goal)
        draft.write(GOALS, (self.goal,), progress=self.progress)


class SetLikelihood(GoalChange):
    """State how likely the owner thinks a goal is met."""

    likelihood: Part | None = Field(description="The forecast; null: none.")

    def make(self, draft: Draft) -> None:
        """Set it."""
        draft.node(GOALS, self.goal)
        draft.write(GOALS, (self.goal,), likelihood=self.likelihood)


class SetPriority(GoalChange):
    """Put a goal before or behind others."""

    priority: Count | None = Field(description="1 is first; null: none.")

    def make(self, draft: Draft) -> None:
        """Set it."""
        draft.node(GOALS, self.goal)
        draft.write(GOALS, (self.goal,), priority=self.priority)


class Reprioritise(Change):
    """Put goals in an order: the first gets the priority 1, the next 2, and so on."""

    goals: tuple[Key, ...] = Field(min_length=1, description="Keys of the goals, the most important first.")

    def reads(self) -> Reads:
        """See the goals."""
        return Reads().node("Goal", *self.goals)

    def make(self, draft: Draft) -> None:
        """Give each its number."""
        if len(set(self.goals)) < len(self.goals):
            twice = next(key for key in self.goals if self.goals.count(key) > 1)
            raise Refused((("goals",), f"names {twice!r} twice; keep one"))
        for place, key in enumerate(self.goals):
            draft.node(GOALS, key, "goals")
            draft.write(GOALS, (key,), priority=place + 1)


class Rescale(GoalChange):
    """Set another target for a measure of a goal."""

    measure: Key = Field(description="Name of the measure.")
    target: Number = Field(description="The new target, in the measure's unit.")

    def reads(self) -> Reads:
        """See its measures too."""
        return Reads().node("Goal", self.goal, besides=[MEASURES])

    def make(self, draft: Draft) -> None:
        """Set it."""
        draft.node(GOALS, self.goal)
        draft.row(MEASURES, (self.goal, self.measure), f"goal {self.goal!r} has no measure {self.measure!r}")
        draft.write(MEASURES, (self.goal, self.measure), target=self.target)


class AssignTeam(GoalChange):
    """Say which team pursues a goal."""

    team: Key | None = Field(description="Key of the team; null: none.")

    def reads(self) -> Reads:
        """See the team too."""
        return Reads().node("Goal", self.goal, besides=[PURSUERS]).node("Team", self.team)

    def make(self, draft: Draft) -> None:
        """Link the two."""
        _assign(draft, PURSUERS, self.goal, self.team)


class AssignOwner(GoalChange):
    """Say who is accountable for a goal."""

    owner: Key | None = Field(description="Key of the person; null: nobody.")

    def reads(self) -> Reads:
        """See the person too."""
        return Reads().node("Goal", self.goal, besides=[OWNERS]).node("Person", self.owner)

    def make(self, draft: Draft) -> None:
        """Link the two."""
        _assign(draft, OWNERS, self.goal, self.owner)


class AssignPeriod(GoalChange):
    """Say which period a goal belongs to; its dates stay."""

    period: Key | None = Field(description="Key of the period; null: none.")

    def reads(self) -> Reads:
        """See the period too."""
        return Reads().node("Goal", self.goal, besides=[IN_PERIOD]).node("Period", self.period)

    def make(self, draft: Draft) -> None:
        """Link the two."""
        _assign(draft, IN_PERIOD, self.goal, self.period)


def _assign(draft: Draft, kind: Kind, goal: str, other: str | None) -> None:
    draft.node(GOALS, goal)
    if other is not None:
        column = next(name for name in kind.identity if name != "goal")
        draft.node(NODE[LABELS[column]], other)
    draft.link_one(kind, goal, other)
