"""What a score is made of, so that it can be told of a changed map without another audit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from analyzer.changes.difference import Difference
from analyzer.graph.contents import GOALS, PEOPLE, TEAMS
from analyzer.graph.store import Transaction
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Compared, audit
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule, Severity
from analyzer.rules.score import WEIGHTS
from analyzer.rules.stored import fresh

ABOUT = (GOALS, TEAMS, PEOPLE)


@dataclass(frozen=True)
class Tally:
    """How many findings of each severity a map has, and how many subjects rules look at, by label."""

    findings: Mapping[Severity, int]
    subjects: Mapping[str, int]
    revision: int

    def score(self, rules: Sequence[Rule]) -> Fraction:
        """Work out the score, as an audit by these rules does."""
        whole = sum(WEIGHTS[rule.severity] * self.subjects[rule.about] for rule in rules)
        lost = sum(WEIGHTS[severity] * count for severity, count in self.findings.items())
        return 100 - Fraction(100 * lost, whole) if whole else Fraction(100)

    def changed(self, difference: Difference, findings: Compared) -> "Tally":
        """Give that of the map as a difference makes it, which does this to its findings."""
        now = Counter(self.findings)
        now.update(one.severity for one in findings.new)
        now.subtract(one.severity for one in findings.resolved)
        left = difference.in_place()
        subjects = {
            kind.declared_by: self.subjects[kind.declared_by]
            + len(left.created.get(kind, ()))
            - len(left.deleted.get(kind, ()))
            for kind in ABOUT
        }
        return Tally(now, subjects, self.revision)


def read_tally(tx: Transaction, rules: Sequence[Rule], today: date, progress: Progress = quiet) -> Tally:
    """Count what is stored, if that is what the rules find now; else audit the map."""
    revision = read_revision(tx)
    if len(fresh(tx, rules, today)) < len(rules):
        found = audit(tx, rules, today=today, progress=progress)
        return Tally(found.counts, found.subjects, found.revision)
    counts = tx.ask("reads/findings/severities", rules=[rule.id for rule in rules])
    subjects = tx.ask("reads/labels")
    return Tally(
        {Severity(name): count for name, count in counts},
        {kind.declared_by: subjects[kind.declared_by] for kind in ABOUT},
        revision,
    )
