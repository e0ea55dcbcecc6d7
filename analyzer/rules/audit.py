"""All findings of a map, with how many were looked at, and what is different between two sets of findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar, get_args

from analyzer.errors import (
    RuleError,
    StoreConflict,
    StoreError,
    StoreTimeout,
    StoreUnavailable,
)
from analyzer.graph.store import Transaction
from analyzer.progress import Progress, quiet
from analyzer.rules.check import check
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
    revision: int
    """Of the map, when the audit began."""
    edited: bool = False
    """Whether the map was edited meanwhile: then some findings may be of before that and some of after it."""
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
                "revision": self.revision,
                **({"edited": True} if self.edited else {}),
            },
            **({"problems": list(self.problems)} if self.problems else {}),
        }


@dataclass(frozen=True)
class Compared:
    """Findings that are there now and were not, and the other way round."""

    new: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()

    def document(self) -> dict[str, list[dict[str, Any]]]:
        """Give them as plain data for JSON."""
        return {
            "new": [one.document() for one in self.new],
            "resolved": [one.document() for one in self.resolved],
        }


def audit(tx: Transaction, rules: Sequence[Rule], *, today: date, progress: Progress = quiet) -> Audit:
    """Ask all rules of the whole map, one after the other, in one transaction."""
    begun = _read_begun(tx)
    answers = (check(tx, [rule], today=today) for rule in rules)
    return _audit(begun, rules, answers, today, progress, lambda: _read_revision(tx))


def audit_at_once(ask: Ask, rules: Sequence[Rule], *, today: date, progress: Progress = quiet) -> Audit:
    """Ask all rules of the whole map, two at a time; more do not help."""

    def found_by(rule: Rule) -> list[Finding]:
        return ask(lambda tx: check(tx, [rule], today=today))

    begun = ask(_read_begun)
    pool = ThreadPoolExecutor(2, "alignment-audit")
    try:
        found = _audit(begun, rules, pool.map(found_by, rules), today, progress, lambda: ask(_read_revision))
    except BaseException as why:
        # What was not begun is not done, and nobody who pressed Ctrl-C waits for what was.
        pool.shutdown(wait=not isinstance(why, KeyboardInterrupt), cancel_futures=True)
        raise
    pool.shutdown()
    return found


def audit_all(ask: Ask, rules: RuleSet, *, today: date, progress: Progress = quiet, apart: bool = False) -> Audit:
    """Ask the rules that ship, then each of one's own in a transaction that it can't spoil for others.

    `ask` runs work in a transaction of which nothing is kept, for so many seconds at most. Where it can be asked in
    several threads and every time sees the same stored map, such as `Store.read`, rules may be asked `apart`: that is
    faster, and a map that is edited meanwhile is audited once more.
    """
    if apart:
        found = audit_at_once(ask, rules.shipped, today=today, progress=progress)
        if found.edited:
            found = audit_at_once(ask, rules.shipped, today=today, progress=progress)
    else:
        found = ask(lambda tx: audit(tx, rules.shipped, today=today, progress=progress))
    findings, asked, problems = list(found.findings), list(found.rules), [str(why) for why in rules.broken.values()]
    for rule in rules.own:
        try:
            own = ask(partial(_ask_own, rule=rule, today=today), seconds=OWN_SECONDS)
        except StoreTimeout:
            problems.append(f"{rule.id}.cypher: took longer than {OWN_SECONDS:.0f} seconds; ask for less")
        except RuleError as why:
            problems.append(str(why))
        except (StoreUnavailable, StoreConflict):
            raise
        except StoreError as why:
            problems.append(f"{rule.id}.cypher: {why}")
        else:
            findings.extend(own)
            asked.append(Asked(rule, found.subjects[rule.about], len(own)))
    return replace(
        found,
        findings=tuple(sorted(findings, key=lambda one: one.order)),
        rules=tuple(sorted(asked, key=lambda one: one.rule.id)),
        problems=tuple(sorted(problems)),
    )


class _Begun(NamedTuple):
    subjects: dict[str, int]
    revision: int


def _read_begun(tx: Transaction) -> _Begun:
    counts = tx.ask("reads/labels")
    return _Begun({label: counts[label] for label in get_args(About)}, _read_revision(tx))


def _read_revision(tx: Transaction) -> int:
    return tx.ask("reads/revision") or 0


def _audit(  # noqa: PLR0913 - what was asked of what
    begun: _Begun,
    rules: Sequence[Rule],
    answers: Iterable[list[Finding]],
    today: date,
    progress: Progress,
    now: Callable[[], int],
) -> Audit:
    findings: list[Finding] = []
    asked: list[Asked] = []
    progress("Auditing", 0, len(rules))
    for rule, found in zip(rules, answers, strict=True):
        findings += found
        asked.append(Asked(rule, begun.subjects[rule.about], len(found)))
        progress("Auditing", len(asked), len(rules))
    findings.sort(key=lambda one: one.order)
    edited = now() != begun.revision
    return Audit(tuple(findings), tuple(asked), begun.subjects, today, begun.revision, edited)


def _ask_own(tx: Transaction, rule: Rule, today: date) -> list[Finding]:
    vet(tx, rule, today)
    return check(tx, [rule], today=today, at_most=OWN_ROWS)


def compare(before: Iterable[Finding], after: Iterable[Finding]) -> Compared:
    """Tell what is new and what is resolved; findings are the same when their fingerprints are."""
    return compare_named(*({one.fingerprint: one for one in findings} for findings in (before, after)))


def compare_named(old: Mapping[str, Finding], new: Mapping[str, Finding]) -> Compared:
    """Tell it of findings by what they are called now."""
    return Compared(
        tuple(sorted((one for name, one in new.items() if name not in old), key=lambda one: one.order)),
        tuple(sorted((one for name, one in old.items() if name not in new), key=lambda one: one.order)),
    )
