"""Changes of contributions and dependencies."""

from typing import ClassVar

from pydantic import Field

from analyzer import model
from analyzer.changes.draft import Draft, Reads, Refused
from analyzer.changes.kinds.change import Change, GoalChange
from analyzer.graph.contents import CONTRIBUTIONS, DEPENDENCIES, GOALS, MEASURES, OWNERS, Properties
from analyzer.model import AssumptionStatus, DependencyStatus, Key
from analyzer.rules.algorithms import review_fingerprint


class ContributionChange(GoalChange):
    """A change of the assumption that one goal helps to reach another."""

    to: Key = Field(description="Key of the goal that it contributes to.")

    def reads(self) -> Reads:
        """See both goals."""
        return Reads().node("Goal", self.to).node("Goal", self.goal, besides=[CONTRIBUTIONS])

    def there(self, draft: Draft) -> Properties:
        """Give the contribution; refuses when there is none."""
        draft.node(GOALS, self.goal)
        draft.node(GOALS, self.to, "to")
        return draft.row(
            CONTRIBUTIONS, (self.goal, self.to), f"{self.goal!r} does not contribute to {self.to!r}; check both keys"
        )


class AddContribution(ContributionChange, model.Contribution):
    """Assume that reaching one goal helps to reach another."""

    def make(self, draft: Draft) -> None:
        """Add the link."""
        draft.node(GOALS, self.goal)
        draft.node(GOALS, self.to, "to")
        if self.goal == self.to:
            raise Refused((("to",), f"goal {self.goal!r} can't be linked with itself"))
        if draft.find(CONTRIBUTIONS, (self.goal, self.to)) is not None:
            raise Refused(((), f"{self.goal!r} contributes to {self.to!r} already; alter that"))
        draft.create(CONTRIBUTIONS, (self.goal, self.to), _fields(self, model.Contribution))


class AlterContribution(ContributionChange, model.Contribution):
    """Change what is written of a contribution; null clears."""

    def make(self, draft: Draft) -> None:
        """Set what is written."""
        self.there(draft)
        draft.write(CONTRIBUTIONS, (self.goal, self.to), **_fields(self, model.Contribution))


class CutContribution(ContributionChange):
    """Stop assuming that one goal helps to reach another."""

    def make(self, draft: Draft) -> None:
        """Take the link away."""
        self.there(draft)
        draft.delete(CONTRIBUTIONS, (self.goal, self.to))


class AnswerContribution(ContributionChange):
    """What the two sides say about a contribution."""

    status: ClassVar[AssumptionStatus]

    def make(self, draft: Draft) -> None:
        """Set its status."""
        self.there(draft)
        draft.write(CONTRIBUTIONS, (self.goal, self.to), status=self.status.value)


class AgreeContribution(AnswerContribution):
    """The supported side agrees with a contribution."""

    status = AssumptionStatus.AGREED


class DeclineContribution(AnswerContribution):
    """The supported side does not count on a contribution."""

    status = AssumptionStatus.DECLINED


class RefuteContribution(AnswerContribution):
    """A contribution turned out not to hold."""

    status = AssumptionStatus.REFUTED


class ReviewContribution(ContributionChange):
    """Look at a contribution today and find that it still holds for both its goals as they are."""

    def reads(self) -> Reads:
        """See how both goals are measured and who owns them."""
        ends = Reads().node("Goal", self.goal, self.to, besides=[MEASURES, OWNERS])
        return ends.node("Goal", self.goal, besides=[CONTRIBUTIONS])

    def make(self, draft: Draft) -> None:
        """Note the day, and what both goals say."""
        self.there(draft)
        ends = [
            [
                goal["title"],
                sorted([at[1], row.get("target")] for at, row in draft.rows(MEASURES, goal=key)),
                min((str(at[0]) for at, _ in draft.rows(OWNERS, goal=key)), default=None),
                *(day.isoformat() if (day := goal.get(name)) else None for name in ("starts", "due")),
            ]
            for key in (self.goal, self.to)
            for goal in [draft.node(GOALS, key)]
        ]
        noted = {"reviewed_on": draft.today, "reviewed_as": review_fingerprint(ends)}
        draft.write(CONTRIBUTIONS, (self.goal, self.to), **noted)


class DependencyChange(GoalChange):
    """A change of what one goal needs of another."""

    on: Key = Field(description="Key of the goal that it needs.")

    def reads(self) -> Reads:
        """See both goals."""
        return Reads().node("Goal", self.on).node("Goal", self.goal, besides=[DEPENDENCIES])

    def there(self, draft: Draft) -> Properties:
        """Give the dependency; refuses when there is none."""
        draft.node(GOALS, self.goal)
        draft.node(GOALS, self.on, "on")
        return draft.row(
            DEPENDENCIES, (self.on, self.goal), f"{self.goal!r} does not depend on {self.on!r}; check both keys"
        )


class AddDependency(DependencyChange, model.Dependency):
    """Say that one goal needs another to be reached first."""

    def make(self, draft: Draft) -> None:
        """Add the link."""
        draft.node(GOALS, self.goal)
        draft.node(GOALS, self.on, "on")
        if self.goal == self.on:
            raise Refused((("on",), f"goal {self.goal!r} can't be linked with itself"))
        if draft.find(DEPENDENCIES, (self.on, self.goal)) is not None:
            raise Refused(((), f"{self.goal!r} depends on {self.on!r} already; alter that"))
        draft.create(DEPENDENCIES, (self.on, self.goal), _fields(self, model.Dependency))


class AlterDependency(DependencyChange, model.Dependency):
    """Change what is written of a dependency; null clears."""

    def make(self, draft: Draft) -> None:
        """Set what is written."""
        self.there(draft)
        draft.write(DEPENDENCIES, (self.on, self.goal), **_fields(self, model.Dependency))


class CutDependency(DependencyChange):
    """One goal needs another no more."""

    def make(self, draft: Draft) -> None:
        """Take the link away."""
        self.there(draft)
        draft.delete(DEPENDENCIES, (self.on, self.goal))


class AnswerDependency(DependencyChange):
    """What the side depended on says about a dependency."""

    status: ClassVar[DependencyStatus]

    def make(self, draft: Draft) -> None:
        """Set its status."""
        self.there(draft)
        draft.write(DEPENDENCIES, (self.on, self.goal), status=self.status.value)


class AgreeDependency(AnswerDependency):
    """The side depended on agrees."""

    status = DependencyStatus.AGREED


class DeclineDependency(AnswerDependency):
    """The side depended on declines."""

    status = DependencyStatus.DECLINED


def _fields(change: Change, record: type[model.Record]) -> Properties:
    """Give what is written of a record's fields, as it is stored."""
    return {name: getattr(change, name) for name in record.model_fields if name in change.model_fields_set}
