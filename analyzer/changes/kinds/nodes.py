"""Changes of whole nodes, as documents write them."""

from typing import Any, ClassVar

from pydantic import Field, model_validator

from analyzer import model
from analyzer.changes.draft import NODE, Draft, Reads, Refused
from analyzer.changes.kinds.change import VERSION, Change, Version
from analyzer.graph.contents import KINDS, NAMES
from analyzer.model import Key, Title
from analyzer.plan.merging import contents_of
from analyzer.plan.records import Plan, PlanGoal, PlanPerson, PlanTeam
from analyzer.plan.references import references


class NodeChange(Change):
    """A change of a node as a document writes it, with all that it declares."""

    part: ClassVar[str]
    label: ClassVar[str]
    new: ClassVar[bool]
    key: Key

    def plan(self) -> Plan:
        """Give it as a document that says nothing else."""
        written: dict[str, Any] = {self.part: (self,)}
        return Plan.model_construct({self.part}, alignment=1, **written)

    def reads(self) -> Reads:
        """See the node and all that it names."""
        reads = Reads().declaring(self.label, self.key)
        for label, key, _ in references(self.plan()):
            reads.node(label, key)
        return reads

    def make(self, draft: Draft) -> None:
        """Lay it over the map."""
        kind = NODE[self.label]
        there = draft.find(kind, (self.key,)) is not None
        if self.new and there:
            raise Refused((("key",), f"the key {self.key!r} is taken: choose another, or edit what has it"))
        if not self.new and not there:
            raise Refused((("key",), f"there is no {kind.name} {self.key!r}; check the key"))
        for name in self.model_fields_set & NAMES[kind] - {"key"}:
            if not self.new:
                draft.claim(kind, (self.key,), name, getattr(self, name))
        plan = self.plan()
        try:
            draft.lay(plan)
        except Refused as why:
            raise Refused(*((path[2:], problem) for path, problem in why.problems)) from None
        said = contents_of(plan)
        for each in KINDS:  # what stays as it is was said too
            if not each.is_node:
                for identity, row in said[each].items():
                    for name, value in {"": True, **row}.items():
                        draft.claim(each, identity, name, value)


class CreateGoal(NodeChange, PlanGoal):
    """Add a goal with all that it declares."""

    part, label, new = "goals", "Goal", True


class CreateTeam(NodeChange, PlanTeam):
    """Add a team with all that it declares."""

    part, label, new = "teams", "Team", True


class CreatePerson(NodeChange, PlanPerson):
    """Add a person."""

    part, label, new = "people", "Person", True


class CreatePeriod(NodeChange, model.Period):
    """Add a period."""

    part, label, new = "periods", "Period", True


class Edit(NodeChange):
    """A change of what is written of a node: null clears, a list replaces the list that is there."""

    new: ClassVar[bool] = False
    version: Version | None = Field(None, description=VERSION)

    def based_on(self) -> tuple[str, str, int] | None:
        """Name the node."""
        return (self.label, self.key, self.version) if self.version else None


class EditGoal(Edit, PlanGoal):
    """Change whatever is written of a goal: null clears, a list replaces the list that is there."""

    part, label = "goals", "Goal"
    title: Title | None = Field(None, description="The outcome in one sentence.")  # type: ignore[assignment]

    @model_validator(mode="after")
    def _has_title(self) -> "EditGoal":
        if "title" in self.model_fields_set and self.title is None:
            raise ValueError("a goal needs a title; leave it out to keep the one that it has")
        return self


class EditTeam(Edit, PlanTeam):
    """Change whatever is written of a team: null clears, a list replaces the list that is there."""

    part, label = "teams", "Team"


class EditPerson(Edit, PlanPerson):
    """Change whatever is written of a person: null clears, a list replaces the list that is there."""

    part, label = "people", "Person"


class EditPeriod(Edit, model.Period):
    """Change whatever is written of a period; null clears."""

    part, label = "periods", "Period"
