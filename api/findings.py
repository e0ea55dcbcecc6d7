"""Rules, what they find, and the audit, in GraphQL."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.errors import UnknownRule
from analyzer.graph.texts import root
from analyzer.rules import audit as audits
from analyzer.rules import finding as findings
from analyzer.rules.rule import Reach, Rule, Severity
from api.context import Info
from api.loading import End
from api.stored import keys_of
from api.types import KINDS, Node

strawberry.enum(Severity, description="How bad it is.")
strawberry.enum(Reach, description="Whose answers an edit can change.")


@graphql.type(name="Rule", description="A question that is asked of the map, and whose answers are findings.")
class RuleType(BaseModel):
    """What its file says."""

    id: str = Field(description="Family and name, such as support/unsupported_goal.")
    title: str = Field(description="What is wrong where it finds something.")
    severity: Severity = Field(description="How bad that is.")
    about: str = Field(description="What its findings are about: Goal, Team or Person.")
    family: str = Field(description="Rules of one subject.")
    reach: Reach = Field(description="Whose answers an edit can change.")
    since: str = Field(description="Version of the program that brought it.")

    @graphql.field(description="Its page in Markdown: what it finds, why it matters, what to do.")
    def page(self) -> str | None:
        """Read the page beside the rule."""
        page = root.joinpath("rules", f"{self.id}.md")
        return page.read_text("utf-8") if page.is_file() else None


@graphql.type(description="The node that a finding is about.")
class Subject(BaseModel):
    """Label and key, and the node itself."""

    label: str = Field(description="Goal, Team or Person.")
    key: str = Field(description="Its key.")

    @graphql.field(description="The node.")
    def node(self, info: Info) -> Node:
        """Give the end of the link."""
        node: Node = info.context.loaded.node(KINDS[self.label], self.key)
        return node


@graphql.type(description="One answer of one rule about one subject.")
class Finding(BaseModel):
    """What was found, in words and in values."""

    rule: str = Field(description="Id of the rule.")
    severity: Severity = Field(description="How bad it is.")
    subject: Subject = Field(description="What it is about.")
    message: str = Field(description="A sentence for people.")
    evidence: JSON = Field(description="The values behind it, by name; amounts as texts, exactly.")
    fingerprint: str = Field(description="The same whenever the same is found again.")


@graphql.type(description="A rule that was asked, how many it looked at, and how many findings it has.")
class AskedRule(BaseModel):
    """The denominator of what was found."""

    rule: RuleType = Field(description="The rule.")
    looked_at: int = Field(description="How many subjects there are.")
    count: int = Field(description="How many findings it has.")


@graphql.type(description="How many nodes there are that rules can be about.")
class LookedAt(BaseModel):
    """By label."""

    goals: int
    teams: int
    people: int


@graphql.type(description="An audit in numbers.")
class AuditSummary(BaseModel):
    """Findings by severity."""

    findings: int = Field(description="All findings.")
    error: int
    warning: int
    info: int
    looked_at: LookedAt
    today: date = Field(description="The day that the findings hold for.")


@graphql.type(description="What all rules find in the map.")
class Audit(BaseModel):
    """All findings, all rules, and numbers."""

    findings: list[Finding] = Field(description="Worst first.")
    rules: list[AskedRule]
    summary: AuditSummary


@strawberry.input(description="Which findings: those that match everything given; of a list, any of its values.")
class FindingFilter:
    """Each field narrows the findings down."""

    rule: list[str] | None = strawberry.field(default=None, description="Ids of rules.")
    severity: list[Severity] | None = strawberry.field(default=None, description="How bad they are.")
    goal: list[str] | None = strawberry.field(default=None, description="Keys of the goals they are about.")
    team: list[str] | None = strawberry.field(default=None, description="Keys of the teams they are about.")


def rule_of(rule: Rule) -> RuleType:
    """Say a rule in GraphQL."""
    return RuleType(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        about=rule.about,
        family=rule.family,
        reach=rule.reach,
        since=rule.since,
    )


def finding_of(found: findings.Finding) -> Finding:
    """Say a finding in GraphQL."""
    return Finding(
        rule=found.rule,
        severity=found.severity,
        subject=Subject(label=found.subject.label, key=found.subject.key),
        message=found.message,
        evidence=JSON({name: _exact(value) for name, value in found.evidence.items()}),
        fingerprint=found.fingerprint,
    )


def audit_of(audit: audits.Audit) -> Audit:
    """Say an audit in GraphQL."""
    counts = {severity.value: count for severity, count in audit.counts.items()}
    return Audit(
        findings=[finding_of(one) for one in audit.findings],
        rules=[
            AskedRule(rule=rule_of(asked.rule), looked_at=asked.looked_at, count=asked.count) for asked in audit.rules
        ],
        summary=AuditSummary(
            findings=len(audit.findings),
            **counts,
            looked_at=LookedAt(
                goals=audit.subjects["Goal"], teams=audit.subjects["Team"], people=audit.subjects["Person"]
            ),
            today=audit.today,
        ),
    )


def narrowed(audit: audits.Audit, which: FindingFilter | None, rules: Iterable[Rule]) -> list[Finding]:
    """Pick the findings that match; raises UnknownRule."""
    which = which or FindingFilter()
    if unknown := sorted(set(which.rule or ()) - {rule.id for rule in rules}):
        raise UnknownRule(f"There is no rule {unknown[0]!r}; the field rules lists all")
    subjects = None
    if which.goal is not None or which.team is not None:
        subjects = {("Goal", key) for key in keys_of(which.goal or ())}
        subjects |= {("Team", key) for key in keys_of(which.team or ())}
    return [
        finding_of(one)
        for one in audit.findings
        if (which.rule is None or one.rule in which.rule)
        and (which.severity is None or one.severity in which.severity)
        and (subjects is None or tuple(one.subject) in subjects)
    ]


def place(found: Finding) -> list[Any]:
    """Give the place of a finding in its order, which tells any two apart."""
    return [list(Severity).index(found.severity), found.rule, found.subject.key, found.fingerprint]


def _exact(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


FINDING_STEPS = {("Subject", "node"): End(lambda one: [(KINDS[one.label], one.key)])}
