"""Changes of what nodes are called, and of whether they are there at all."""

from typing import ClassVar

from pydantic import Field

from analyzer.changes.draft import NODE, Draft, Reads, Refused
from analyzer.changes.kinds.change import VERSION, Change, GoalChange, Version
from analyzer.graph.contents import (
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    OWNERS,
    PURSUERS,
    Identity,
    Kind,
    naming,
)
from analyzer.model import Key

NAMED = 3
"""So many of those that refer to a node are named."""


class KeyChange(Change):
    """A change of a node by its key alone."""

    label: ClassVar[str]
    key: Key = Field(description="Its key.")
    version: Version | None = Field(None, description=VERSION)

    def reads(self) -> Reads:
        """See the node and all that names it."""
        return Reads().with_all(self.label, self.key)

    def based_on(self) -> tuple[str, str, int] | None:
        """Name the node."""
        return (self.label, self.key, self.version) if self.version else None


class Delete(KeyChange):
    """A deletion of what nothing refers to."""

    def make(self, draft: Draft) -> None:
        """Take it away with all that it declares."""
        kind = NODE[self.label]
        draft.node(kind, self.key, "key")
        rows = [(each, one) for each, column in naming(self.label) for one, _ in draft.rows(each, **{column: self.key})]
        if others := [
            f"{NODE[each.declared_by].name} {one[each.declarer]!r}"
            for each, one in rows
            if not self._declares(each, one)
        ]:
            told = ", ".join(others[:NAMED]) + (", …" if len(others) > NAMED else "")
            remedy = "take that away first" + (", or drop the goal" if self.label == "Goal" else "")
            raise Refused((("key",), f"{kind.name} {self.key!r} is referred to by {told}; {remedy}"))
        for each, one in dict.fromkeys(rows):
            draft.delete(each, one)
        draft.delete(kind, (self.key,))

    def _declares(self, kind: Kind, identity: Identity) -> bool:
        return kind.declared_by == self.label and identity[kind.declarer] == self.key


class DeleteGoal(Delete):
    """Delete a goal that nothing refers to, as if it had never been; what was pursued is dropped rather."""

    label = "Goal"


class DeleteTeam(Delete):
    """Delete a team that nothing refers to."""

    label = "Team"


class DeletePerson(Delete):
    """Delete a person that nothing refers to."""

    label = "Person"


class DeletePeriod(Delete):
    """Delete a period that nothing refers to."""

    label = "Period"


class Rename(KeyChange):
    """A change of a key: links, history and what is known of findings follow."""

    to: Key = Field(description="The new key.")

    def reads(self) -> Reads:
        """See who has the new key."""
        return super().reads().node(self.label, self.to)

    def make(self, draft: Draft) -> None:
        """Give it the key."""
        kind = NODE[self.label]
        draft.node(kind, self.key, "key")
        if draft.find(kind, (self.to,)) is not None:
            raise Refused((("to",), f"the key {self.to!r} is taken: choose another, or rename what has it first"))
        draft.rename(kind, self.key, self.to)


class RenameGoal(Rename):
    """Give a goal another key; links, history and what is known of its findings follow."""

    label = "Goal"


class RenameTeam(Rename):
    """Give a team another key; links, promises to it, history and what is known of its findings follow."""

    label = "Team"


class RenamePerson(Rename):
    """Give a person another key; links, history and what is known of findings follow."""

    label = "Person"


class RenamePeriod(Rename):
    """Give a period another key; links, history and what is known of findings follow."""

    label = "Period"


def renaming(kind: Kind, old: str, new: str) -> Rename:
    """Give the change that renames a node of a kind."""
    by_label = {one.label: one for one in (RenameGoal, RenameTeam, RenamePerson, RenamePeriod)}
    return by_label[kind.declared_by](key=old, to=new)


class MergeGoals(GoalChange):
    """Make one goal of two that say the same: all that names the duplicate names the other one then."""

    into: Key = Field(description="Key of the goal that stays as it is.")

    def reads(self) -> Reads:
        """See both with all that names them."""
        return Reads().with_all("Goal", self.goal, self.into)

    def make(self, draft: Draft) -> None:
        """Move every row that the other one does not have; what is left of the duplicate goes."""
        draft.node(GOALS, self.goal)
        draft.node(GOALS, self.into, "into")
        if self.goal == self.into:
            raise Refused((("into",), f"{self.goal!r} can't be merged with itself"))
        for kind, column in naming("Goal"):
            at = kind.identity.index(column)
            for identity, row in draft.rows(kind, **{column: self.goal}):
                moved = (*identity[:at], self.into, *identity[at + 1 :])
                draft.delete(kind, identity)
                itself = kind in (CONTRIBUTIONS, DEPENDENCIES) and moved[0] == moved[1]
                one_of = kind in (PURSUERS, OWNERS, IN_PERIOD) and any(draft.rows(kind, goal=self.into))
                if not itself and not one_of and draft.find(kind, moved) is None:
                    draft.create(kind, moved, row, carried=True)
        draft.delete(GOALS, (self.goal,))
        draft.merge(self.goal, self.into)
