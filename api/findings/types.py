"""Findings in GraphQL, with what people decided about them and what became of them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.rules import acceptance as acceptances
from analyzer.rules import finding as findings
from analyzer.rules.life import State
from analyzer.rules.records import Known
from analyzer.rules.rule import Severity
from analyzer.rules.stored import Dated
from api.context import Context, Info
from api.loading import Edge

if TYPE_CHECKING:
    from api.types import Node

strawberry.enum(State, name="FindingState", description="What a finding is beside the last audit that was kept.")

LaterNode: TypeAlias = Annotated["Node", strawberry.lazy("api.types")]


@graphql.type(description="The node that a finding is about.")
class Subject(BaseModel):
    """Label and key, and the node itself."""

    label: str = Field(description="Goal, Team or Person.")
    key: str = Field(description="Its key.")

    @graphql.field(description="The node.")
    def node(self, info: Info) -> LaterNode:
        """Give the end of the link."""
        node: Node = info.context.loaded.node(_kind(self.label), self.key)
        return node


@graphql.type(description="The node that was spoken of when a decision was made or an audit kept.")
class PastSubject(BaseModel):
    """Label and key, and the node itself if it still is there."""

    label: str = Field(description="Goal, Team or Person.")
    key: str = Field(description="Its key, the present one of a goal that was renamed.")

    @graphql.field(description="The node; null when it was deleted.")
    def node(self, info: Info) -> LaterNode | None:
        """Give the end of the link."""
        return info.context.loaded.there(_kind(self.label), self.key)


@graphql.type(description="A decision to live with a finding, which still counts.")
class Acceptance(BaseModel):
    """Why, who, and until when."""

    fingerprint: str = Field(description="Of the finding.")
    rule: str = Field(description="Id of the rule that found it.")
    subject: PastSubject = Field(description="What it is about.")
    reason: str = Field(description="Why it can be lived with.")
    by: str = Field(description="Who decided it.")
    at: datetime = Field(description="When.")
    until: date | None = Field(description="The last day it holds; null: for good.")


@graphql.type(description="One answer of one rule about one subject.")
class Finding(BaseModel):
    """What was found, in words and in values."""

    rule: str = Field(description="Id of the rule.")
    severity: Severity = Field(description="How bad it is.")
    subject: Subject = Field(description="What it is about.")
    message: str = Field(description="A sentence for people.")
    evidence: JSON = Field(description="The values behind it, by name; amounts as texts, exactly.")
    fingerprint: str = Field(description="The same whenever the same is found again.")
    since: date | None = Field(
        description="The day since which it is stored in the map; null when rules were asked for this answer."
    )

    @graphql.field(description="The decision to live with it that is in force, if any.")
    def accepted(self, info: Info) -> Acceptance | None:
        """Follow the edge."""
        return info.context.loaded.one(FINDING_ACCEPTED, self.fingerprint)

    @graphql.field(description="What it is beside the last audit that was kept; null when none was.")
    def state(self, info: Info) -> State | None:
        """Compare."""
        seen = info.context.seen
        return None if seen is None else seen.state(self.fingerprint)


@graphql.type(description="As much of a finding of a kept audit as tells people which one it was.")
class PastFinding(BaseModel):
    """Its evidence was not kept."""

    rule: str = Field(description="Id of the rule.")
    severity: Severity = Field(description="How bad it was.")
    subject: PastSubject = Field(description="What it was about.")
    message: str = Field(description="A sentence for people.")
    fingerprint: str = Field(description="The same whenever the same is found again.")


def finding_of(found: findings.Finding, since: date | None = None) -> Finding:
    """Say a finding in GraphQL."""
    return Finding(
        rule=found.rule,
        severity=found.severity,
        subject=Subject(label=found.subject.label, key=found.subject.key),
        message=found.message,
        evidence=JSON({name: _exact(value) for name, value in found.evidence.items()}),
        fingerprint=found.fingerprint,
        since=since,
    )


def findings_of(found: Iterable[Dated]) -> list[Finding]:
    """Say findings in GraphQL."""
    return [finding_of(*one) for one in found]


def past_finding_of(one: findings.Finding | Known) -> PastFinding:
    """Say a finding of a kept audit in GraphQL."""
    return PastFinding(
        rule=one.rule,
        severity=one.severity,
        subject=PastSubject(label=one.subject.label, key=one.subject.key),
        message=one.message,
        fingerprint=one.fingerprint,
    )


def acceptance_of(one: acceptances.Acceptance) -> Acceptance:
    """Say an acceptance in GraphQL."""
    return Acceptance(
        fingerprint=one.fingerprint,
        rule=one.rule,
        subject=PastSubject(label=one.subject.label, key=one.subject.key),
        reason=one.reason,
        by=one.by,
        at=one.at,
        until=one.until,
    )


def about(label: str) -> Edge[Finding]:
    """Lead from nodes of a label to the findings about them."""

    def rows(context: Context, keys: list[str]) -> list[list[Any]]:
        return [[one.finding.subject.key, finding_of(*one)] for one in context.findings.about(label, keys)]

    return Edge(f"findings about {label}", rows=rows)


def _accepted(context: Context, fingerprints: list[str]) -> list[list[Any]]:
    there = context.accepted
    return [[name, acceptance_of(there[name])] for name in fingerprints if name in there]


def _kind(label: str) -> Any:  # noqa: ANN401 - of any of the nodes
    from api.types import KINDS  # which has fields of these types

    return KINDS[label]


def _exact(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


FINDING_ACCEPTED: Edge[Acceptance] = Edge("acceptances in force", rows=_accepted, by="fingerprint")
FINDING_STEPS = {("Finding", "accepted"): FINDING_ACCEPTED}
