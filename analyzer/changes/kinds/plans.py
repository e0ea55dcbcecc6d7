"""Changes of many nodes at once."""

from datetime import timedelta

from pydantic import Field

from analyzer import model
from analyzer.changes.draft import Draft, Reads, Refused, moved
from analyzer.changes.kinds.change import Change
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    OWNERS,
    PERIODS,
    PURSUERS,
    Properties,
)
from analyzer.model import Key, Status, key_of
from analyzer.plan.records import Plan
from analyzer.plan.references import declared, references


class CopyPlan(Change):
    """Copy what is planned in a period into another: live goals with their links, commitments, capacities.

    A copy has the key of its original with that of the period behind it, is a draft, and its dates move by the days
    between the beginnings of the periods; its measures begin where those of the original are. A link between two
    copied goals is copied between the copies; one to another goal leads there as well.
    """

    period: Key = Field(description="Key of the period to copy.")
    to: Key = Field(description="Key of the period to copy into.")

    def reads(self) -> Reads:
        """See all that is planned in the period."""
        reads = Reads().with_all("Period", self.period, self.to)
        reads.copied.add((self.period, self.to))
        return reads

    def make(self, draft: Draft) -> None:
        """Create the copies."""
        first, second = draft.node(PERIODS, self.period), draft.node(PERIODS, self.to, "to")
        if self.period == self.to:
            raise Refused((("to",), f"{self.period!r} can't be copied into itself"))
        begin, then = first.get("starts"), second.get("starts")
        shift = then - begin if begin and then else None
        copies = self._copies(draft)
        for old, new in copies.items():
            self._copy_goal(draft, old, new, shift)
        for old, new in copies.items():
            self._copy_links(draft, old, new, copies)
        for (team, _), row in draft.rows(CAPACITIES, period=self.period):
            if draft.find(CAPACITIES, (team, self.to)) is None:
                draft.create(CAPACITIES, (team, self.to), row, carried=True)

    def _copies(self, draft: Draft) -> dict[str, str]:
        copies: dict[str, str] = {}
        problems = []
        for (goal, _), _row in sorted(draft.rows(IN_PERIOD, period=self.period)):
            old = str(goal)
            row = draft.node(GOALS, old)
            if row.get("status") not in (None, *model.LIVE):
                continue
            try:
                copies[old] = key_of(copy_of(old, self.to))
            except ValueError as why:
                problems.append((("to",), f"a copy of goal {old!r} would have a key that {why}; rename the goal first"))
                continue
            if draft.find(GOALS, (copies[old],)) is not None:
                problems.append((("to",), f"goal {copies[old]!r} is there already; the plan was copied before"))
        if problems:
            raise Refused(*problems)
        return copies

    def _copy_goal(self, draft: Draft, old: str, new: str, shift: timedelta | None) -> None:
        row = dict(draft.node(GOALS, old))
        for name in ("progress", "likelihood"):
            row.pop(name, None)
        for name in ("starts", "due"):
            if name in row and shift is not None:
                row[name] = moved(row[name], shift)
        draft.create(GOALS, (new,), {**row, "status": Status.DRAFT.value}, carried=True)
        draft.create(IN_PERIOD, (new, self.to), carried=True)
        for kind in (PURSUERS, OWNERS):
            for (other, _), _row in draft.rows(kind, goal=old):
                draft.create(kind, (other, new), carried=True)
        for (_, measure), row in draft.rows(MEASURES, goal=old):
            kept: Properties = {
                name: row[name] for name in ("unit", "target", "kind", "automatic", "every_days") if name in row
            }
            kept["baseline"] = row.get("current", row.get("baseline"))
            draft.create(MEASURES, (new, measure), kept, carried=True)

    def _copy_links(self, draft: Draft, old: str, new: str, copies: dict[str, str]) -> None:
        for (_, end), row in draft.rows(CONTRIBUTIONS, source=old):
            kept = {name: value for name, value in row.items() if name not in ("status", "reviewed_on", "reviewed_as")}
            draft.create(CONTRIBUTIONS, (new, copies.get(str(end), end)), kept, carried=True)
        for (needed, _), row in draft.rows(DEPENDENCIES, goal=old):
            kept = {name: value for name, value in row.items() if name == "needs"}
            draft.create(DEPENDENCIES, (copies.get(str(needed), needed), new), kept, carried=True)
        for (_, team, period, promised_to), row in draft.rows(COMMITMENTS, goal=old):
            if period == self.period:
                draft.create(COMMITMENTS, (new, team, self.to, promised_to), row, carried=True)


def copy_of(key: str, period: str) -> str:
    """Spell the key of a copy."""
    return f"{key} {period}"


class Import(Change):
    """Bring a plan document into the map, merging it with what is there or replacing it."""

    plan: Plan = Field(description="The document.")
    replace: model.Flag = Field(default=False, description="Make the map equal the document; delete the rest.")

    def reads(self) -> Reads:
        """See the nodes that it declares or names, or all."""
        reads = Reads(whole=self.replace)
        for label, keys in declared(self.plan).items():
            reads.declaring(label, *keys)
        for label, key, _ in references(self.plan):
            reads.node(label, key)
        return reads

    def make(self, draft: Draft) -> None:
        """Lay it over the map."""
        try:
            if self.replace:
                draft.replace(self.plan)
            else:
                draft.lay(self.plan)
        except Refused as why:
            raise Refused(*((("plan", *path), problem) for path, problem in why.problems)) from None
