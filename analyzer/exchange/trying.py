"""Trying a rule on the cases of its page: what the page says it finds, and what it does find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.exchange.importing import write_plan
from analyzer.exchange.reading import read_text
from analyzer.graph.store import Store, Transaction
from analyzer.rules.check import check
from analyzer.rules.page import Case, Page
from analyzer.rules.rule import Rule
from analyzer.rules.vetting import vet

SECONDS = 30.0


@dataclass(frozen=True)
class Tried:
    """A case and what was found in its plan, each as `key: message`."""

    rule: Rule
    case: Case
    found: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule finds exactly what its page says."""
        return self.found == self.case.expected


def try_rule(store: Store, rule: Rule, page: Page) -> Iterator[Tried]:
    """Load the plan of each case, ask the rule, and keep nothing; raises RuleError or BadModel naming the page."""
    store.read(lambda tx: vet(tx, rule, date.min))
    for case in page.cases:
        yield store.rehearse(lambda tx, case=case: try_case(tx, rule, case), seconds=SECONDS)  # type: ignore[misc]


def try_case(tx: Transaction, rule: Rule, case: Case) -> Tried:
    """Make the map equal a case's plan, and ask."""
    write_plan(tx, [read_text(f"alignment: 1\n{case.plan}", f"{rule.id}.md")], replace=True)
    found = check(tx, [rule], today=case.today)
    return Tried(rule, case, tuple(f"{one.subject.key}: {one.message}" for one in found))
