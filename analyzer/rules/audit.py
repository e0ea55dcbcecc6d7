"""All findings of a map, with how many were looked at, and what is different between two sets of findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from analyzer.graph.store import Transaction
from analyzer.rules.check import Overrides, check
from analyzer.rules.finding import Finding
from analyzer.rules.rule import About, Rule, Severity


@dataclass(frozen=True)
class Asked:
    """A rule that was asked: how many subjects it looked at and how many findings it has."""

    rule: Rule
    looked_at: int
    count: int

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "id": self.rule.id,
            "title": self.rule.title,
            "severity": self.rule.severity.value,
            "about": self.rule.about,
            "family": self.rule.family,
            "reach": self.rule.reach.value,
            "looked_at": self.looked_at,
            "count": self.count,
        }


@dataclass(frozen=True)
class Audit:
    """What all rules found in a map on a day."""

    findings: tuple[Finding, ...]
    rules: tuple[Asked, ...]
    subjects: dict[str, int]
    today: date

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, worst first."""
        return {severity: sum(one.severity is severity for one in self.findings) for severity in Severity}

    def document(self) -> dict[str, Any]:
        """Give it as the plain data that `alignment audit --format json` prints."""
        return {
            "findings": [one.document() for one in self.findings],
            "rules": [asked.document() for asked in self.rules],
            "summary": {
                "findings": len(self.findings),
                **{severity.value: count for severity, count in self.counts.items()},
                "looked_at": self.subjects,
                "today": self.today.isoformat(),
            },
        }


@dataclass(frozen=True)
class Compared:
    """Findings that are there now and were not, and the other way round."""

    new: tuple[Finding, ...]
    resolved: tuple[Finding, ...]


def audit(tx: Transaction, rules: Sequence[Rule], *, today: date, settings: Overrides | None = None) -> Audit:
    """Ask all rules of the whole map."""
    counts_of_label = tx.ask("reads/labels")
    subjects = {label: counts_of_label[label] for label in get_args(About)}
    findings = check(tx, rules, today=today, settings=settings)
    counts = dict.fromkeys((rule.id for rule in rules), 0)
    for one in findings:
        counts[one.rule] += 1
    return Audit(
        tuple(findings),
        tuple(Asked(rule, subjects[rule.about], counts[rule.id]) for rule in rules),
        subjects,
        today,
    )


def compare(before: Iterable[Finding], after: Iterable[Finding]) -> Compared:
    """Tell what is new and what is resolved; findings are the same when their fingerprints are."""
    old, new = ({one.fingerprint: one for one in findings} for findings in (before, after))
    return Compared(
        tuple(sorted((one for name, one in new.items() if name not in old), key=lambda one: one.order)),
        tuple(sorted((one for name, one in old.items() if name not in new), key=lambda one: one.order)),
    )
