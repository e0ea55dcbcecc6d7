"""All findings of a map, with how many were looked at, and what is different between two sets of findings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar, get_args

from analyzer.errors import RuleError, StoreTimeout, StoreTooSmall
from analyzer.graph.store import Transaction
from analyzer.progress import Progress, quiet
from analyzer.rules.check import Overrides, check, with_settings
from analyzer.rules.finding import Finding
from analyzer.rules.rule import About, Rule, Severity
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.vetting import vet

T = TypeVar("T")

OWN_SECONDS = 30.0
"""How long a rule of one's own may take."""

OWN_ROWS = 100_000
"""How many findings it may have."""


class Ask(Protocol):
    """Runs work in a transaction and keeps nothing."""

    def __call__(self, work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:
        """Give what the work gives."""


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
    problems: tuple[str, ...] = ()
    """What kept rules of one's own from being asked."""

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
            **({"problems": list(self.problems)} if self.problems else {}),
        }


@dataclass(frozen=True)
class Compared:
    """Findings that are there now and were not, and the other way round."""

    new: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()


def audit(
    tx: Transaction,
    rules: Sequence[Rule],
    *,
    today: date,
    settings: Overrides | None = None,
    progress: Progress = quiet,
) -> Audit:
    """Ask all rules of the whole map, one after the other."""
    counts_of_label = tx.ask("reads/labels")
    subjects = {label: counts_of_label[label] for label in get_args(About)}
    findings: list[Finding] = []
    chosen = with_settings(rules, settings or {})
    for number, rule in enumerate(rules):
        progress("Auditing", number, len(rules))
        findings += check(tx, [rule], today=today, settings={rule.id: chosen[rule.id]})
    findings.sort(key=lambda one: one.order)
    counts = dict.fromkeys((rule.id for rule in rules), 0)
    for one in findings:
        counts[one.rule] += 1
    return Audit(
        tuple(findings),
        tuple(Asked(rule, subjects[rule.about], counts[rule.id]) for rule in rules),
        subjects,
        today,
    )


def audit_all(ask: Ask, rules: RuleSet, *, today: date, progress: Progress = quiet) -> Audit:
    """Ask the rules that ship in one transaction, then each of one's own in one that it can't spoil for others.

    `ask` runs work in a transaction of which nothing is kept, for so many seconds at most, such as `Store.read`.
    """
    found = ask(lambda tx: audit(tx, rules.shipped, today=today, progress=progress))
    findings, asked, problems = list(found.findings), list(found.rules), [str(why) for why in rules.broken]
    for rule in rules.own:
        try:
            own = ask(partial(_ask_own, rule=rule, today=today), seconds=OWN_SECONDS)
        except StoreTimeout:
            problems.append(f"{rule.id}.cypher: took longer than {OWN_SECONDS:.0f} seconds; ask for less")
        except StoreTooSmall as why:
            problems.append(f"{rule.id}.cypher: {why}")
        except RuleError as why:
            problems.append(str(why))
        else:
            findings.extend(own)
            asked.append(Asked(rule, found.subjects[rule.about], len(own)))
    return replace(
        found,
        findings=tuple(sorted(findings, key=lambda one: one.order)),
        rules=tuple(sorted(asked, key=lambda one: one.rule.id)),
        problems=tuple(sorted(problems)),
    )


def _ask_own(tx: Transaction, rule: Rule, today: date) -> list[Finding]:
    vet(tx, rule, today)
    return check(tx, [rule], today=today, at_most=OWN_ROWS)


def compare(before: Iterable[Finding], after: Iterable[Finding]) -> Compared:
    """Tell what is new and what is resolved; findings are the same when their fingerprints are."""
    old, new = ({one.fingerprint: one for one in findings} for findings in (before, after))
    return Compared(
        tuple(sorted((one for name, one in new.items() if name not in old), key=lambda one: one.order)),
        tuple(sorted((one for name, one in old.items() if name not in new), key=lambda one: one.order)),
    )
