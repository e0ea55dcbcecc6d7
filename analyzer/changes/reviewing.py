"""Looking at an assumption again: when it was, and what both its goals said then."""

from collections.abc import Sequence
from datetime import date

from analyzer.changes.difference import Difference
from analyzer.changes.editing import edit
from analyzer.errors import NotFound
from analyzer.graph.contents import CONTRIBUTIONS
from analyzer.graph.schema import refuse_while_importing
from analyzer.graph.store import Transaction
from analyzer.rules.algorithms import review_fingerprint
from analyzer.rules.audit import Compared
from analyzer.rules.rule import Rule


def review(tx: Transaction, goal: str, target: str, rules: Sequence[Rule], today: date) -> Compared:
    """Note that a contribution was reviewed today, as both its goals are now; tells which findings that changes.

    Whoever changes the title, a target, the owner or the dates of either goal afterwards makes it suspect. Raises
    NotFound when there is no such contribution.
    """
    tx.ask("writes/lock/schema")
    refuse_while_importing(tx)
    tx.ask("writes/lock/goal", keys=sorted({goal, target}))
    ends = tx.ask("reads/review", goal=goal, target=target)
    if ends is None:
        raise NotFound(f"{goal!r} does not contribute to {target!r}; `alignment export` shows what contributes to what")
    noted = {"reviewed_on": today, "reviewed_as": review_fingerprint(ends)}
    return edit(tx, Difference(changed={CONTRIBUTIONS: {(goal, target): noted}}), rules, today)
