"""Audits in GraphQL: of now, those that were kept, what is different between them, and the score."""

from collections.abc import Mapping
from datetime import date, datetime

import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.errors import InputError
from analyzer.rules import audit as audits
from analyzer.rules import life, records
from analyzer.rules.records import read_records
from analyzer.rules.rule import Severity
from analyzer.rules.ruleset import RuleSet
from api.context import Context
from api.findings.rules import RuleType, rule_of
from api.findings.types import Finding, PastFinding, finding_of, past_finding_of
from api.limits import MAX_PAGE

LAST = 50
"""How many kept audits are listed when nobody says."""


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
    revision: int = Field(description="How often the map had been edited when the audit began.")
    edited: bool = Field(description="Whether it was edited meanwhile: findings may be of before or after that.")


@graphql.type(description="What rules find in the map, asked for this answer.")
class Audit(BaseModel):
    """All findings, all rules that were asked, and numbers."""

    findings: list[Finding] = Field(description="Worst first.")
    rules: list[AskedRule]
    summary: AuditSummary
    problems: list[str] = Field(description="What kept rules of one's own from being asked.")


@graphql.type(description="How many findings a rule had.")
class RuleCount(BaseModel):
    """By the rule's id, since there may be no such rule any more."""

    rule: str = Field(description="Id of the rule.")
    count: int = Field(description="How many findings it had.")


@graphql.type(description="An audit that was kept.")
class AuditRecord(BaseModel):
    """When, by whom, and what it found in numbers."""

    number: int = Field(description="Counted from 1.")
    at: datetime = Field(description="When it was kept.")
    by: str = Field(description="Who kept it.")
    today: date = Field(description="The day that its findings hold for.")
    revision: int = Field(description="How often the map had been edited before.")
    score: float = Field(description="The score, at most 100.")
    findings: int = Field(description="All findings.")
    error: int
    warning: int
    info: int
    by_rule: list[RuleCount] = Field(description="Of each rule that was asked, those without findings too.")


@graphql.type(description="What became of findings between two audits that were kept.")
class AuditChanges(BaseModel):
    """Findings of the later one, and those of the earlier one that it does not have."""

    new: list[PastFinding] = Field(description="Found for the first time.")
    open: list[PastFinding] = Field(description="Found in both.")
    fixed: list[PastFinding] = Field(description="Found in the earlier one, not in the later one that asked for them.")
    reappeared: list[PastFinding] = Field(description="Not found in the earlier one, but in one before it, and again.")


def audit_of(audit: audits.Audit, rules: RuleSet) -> Audit:
    """Say an audit in GraphQL."""
    return Audit(
        findings=[finding_of(one) for one in audit.findings],
        rules=[
            AskedRule(rule=rule_of(asked.rule, rules), looked_at=asked.looked_at, count=asked.count)
            for asked in audit.rules
        ],
        summary=AuditSummary(
            findings=len(audit.findings),
            **_numbers(audit.counts),
            looked_at=LookedAt(
                goals=audit.subjects["Goal"], teams=audit.subjects["Team"], people=audit.subjects["Person"]
            ),
            today=audit.today,
            revision=audit.revision,
            edited=audit.edited,
        ),
        problems=list(audit.problems),
    )


def record_of(record: records.Record) -> AuditRecord:
    """Say a kept audit in GraphQL."""
    return AuditRecord(
        number=record.number,
        at=record.at,
        by=record.by,
        today=record.today,
        revision=record.revision,
        score=float(record.score),
        findings=sum(record.counts.values()),
        **_numbers(record.counts),
        by_rule=[RuleCount(rule=rule, count=count) for rule, count in record.by_rule.items()],
    )


def records_of(context: Context, last: int | None) -> list[AuditRecord]:
    """List the last audits that were kept, oldest first; raises InputError for too many."""
    last = LAST if last is None else last
    if not 0 <= last <= MAX_PAGE:
        raise InputError(f"last is {last:,}; ask for 0 to {MAX_PAGE:,} audits")
    return [record_of(one) for one in read_records(context.tx, last)]


def changes_of(context: Context, earlier: int, later: int) -> AuditChanges:
    """Compare two audits that were kept; raises NotFound, or InputError when the later one is named first."""
    found = life.read_life(context.tx, earlier, later)
    parts = {name: [past_finding_of(one) for one in getattr(found, name)] for name in ("new", "open", "reappeared")}
    return AuditChanges(**parts, fixed=[past_finding_of(one) for one in found.fixed])


def _numbers(counts: Mapping[Severity, int]) -> dict[str, int]:
    return {severity.value: count for severity, count in counts.items()}
