"""The history of the map in GraphQL."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.changes.revisions import Revision as Kept
from analyzer.history.cadence import CadenceEvent as Event
from analyzer.history.kinds import CadenceKind
from analyzer.history.telling import told
from api.context import Context, Info
from api.loading import End
from api.types import GOAL, PERIOD, Goal, Period

A_VALUE = 20
"""Characters of changes that count as one value of an answer."""

strawberry.enum(CadenceKind, description="What a cadence event is for.")


@graphql.type(description="An edit of the map that was kept.")
class Revision(BaseModel):
    """Who made it, when, why, and what it did."""

    seq: int = Field(description="Its number: how often the map had been edited, this edit included.")
    at: datetime = Field(description="When it was made, UTC.")
    by: str = Field(description="Who made it.")
    why: str | None = Field(description="Why, as its author said.")
    changes: JSON = Field(description="The changes as they are written in a document; none of an import or an undo.")
    told: list[str] = Field(description="What it did, in the language of those who plan.")


@graphql.type(description="What changed between two moments.")
class Since(BaseModel):
    """The edits between, and what they come to."""

    since: int = Field(description="The earlier revision.")
    until: int = Field(description="The later revision.")
    told: list[str] = Field(description="What the edits come to, in the language of those who plan.")
    edits: list[Revision] = Field(description="The edits between, the newest first; at most 1,000.")


@graphql.type(description="A named event of planning, as a mark on the time line.")
class CadenceEvent(BaseModel):
    """When it was, and the revision that the map had then."""

    name: str = Field(description="Given once; asOf, since and until understand it.")
    kind: CadenceKind = Field(description="What it was for.")
    on: date = Field(description="The day on which it was.")
    seq: int = Field(description="The revision that the map had at it.")
    by: str = Field(description="Who marked it.")
    why: str | None = Field(description="Why.")


@graphql.type(description="A goal that was reprioritised inside a period.")
class Reprioritised(BaseModel):
    """The goal, and how."""

    how: list[str] = Field(description="What was done to it, such as moved, dropped, reordered, link cut.")
    key: strawberry.Private[str]

    @graphql.field(description="The goal; null when it is gone.")
    def goal(self, info: Info) -> Goal | None:
        """Give the end of the link."""
        return info.context.loaded.there(GOAL, self.key)


@graphql.type(description="How much was reprioritised inside a period.")
class Churn(BaseModel):
    """The more of it, the less the plan meant."""

    share: float = Field(description="The part of its goals that were reprioritised.")
    planned: int = Field(description="Goals that were planned in it at any time between its first and last day.")
    reprioritised: list[Reprioritised] = Field(description="Those that were moved, given up, reordered or relinked.")
    key: strawberry.Private[str]

    @graphql.field(description="The period.")
    def period(self, info: Info) -> Period:
        """Give the end of the link."""
        return info.context.loaded.node(PERIOD, self.key)


def revisions_of(context: Context, edits: Iterable[Kept]) -> list[Revision]:
    """Say edits in GraphQL; raises TooMuch for changes longer than an answer may be."""
    said = []
    for one in edits:
        context.seconds_left()
        changes: Any = list(one.changes)
        context.loaded.count(len(str(changes)) // A_VALUE)
        said.append(
            Revision(seq=one.seq, at=one.at, by=one.by, why=one.why, changes=changes, told=told(one.difference))
        )
    return said


def event_of(one: Event) -> CadenceEvent:
    """Say it in GraphQL."""
    return CadenceEvent(**vars(one))


HISTORY_STEPS = {
    ("Reprioritised", "goal"): End(lambda one: [(GOAL, one.key)], past=True),
    ("Churn", "period"): End(lambda one: [(PERIOD, one.key)]),
}
