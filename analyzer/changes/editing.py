"""What a change of the map changes about its findings, whether the change is kept or only rehearsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from analyzer.changes.difference import Difference
from analyzer.changes.kinds.change import Change, written
from analyzer.changes.making import make
from analyzer.changes.renaming import called_now, note
from analyzer.changes.revisions import Author, keep
from analyzer.changes.writing import apply
from analyzer.graph.schema import refuse_while_importing
from analyzer.graph.store import Transaction
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Compared, compare_named
from analyzer.rules.check import check
from analyzer.rules.finding import Finding
from analyzer.rules.reach import Among, Seeds, read_reach, read_reach_after
from analyzer.rules.records import read_revision
from analyzer.rules.rule import Rule
from analyzer.rules.stored import keep_fresh, read_stored, rewrite
from analyzer.rules.touch import looks_at

REFRESHED = 500
"""Changes of up to so many rows bring the stored findings along; after larger ones all rules are asked anew."""


def edit(  # noqa: PLR0913 - all but two have a default
    tx: Transaction,
    difference: Difference,
    rules: Sequence[Rule],
    today: date,
    progress: Progress = quiet,
    *,
    tell: bool = False,
    author: Author | None = None,
    changes: Sequence[dict[str, Any]] = (),
) -> Compared:
    """Write a difference, and what it changes about the stored findings; tells which are new and which resolved.

    The caller holds the lock on the schema's node, so that edits come one after the other: two at once could each
    miss what the other changes about a finding. Findings of rules that are stale already stay so, and those of all
    become so by a large difference. With `tell`, what becomes of findings that are not stored is told too. An edit
    that has an author is kept in the history, with the changes as they were written.
    """
    if not difference:
        return Compared()
    tx.ask("writes/revision")
    if author is not None:
        keep(tx, difference, author, changes)
    moved = note(tx, difference)
    kept = keep_fresh(tx, rules if len(difference.in_place()) <= REFRESHED else (), today)
    whole = len(kept) == len(rules) or not tell
    watch = Watch.begin(tx, difference.names(), difference.seeds(), rules, today, kept if whole else None)
    apply(tx, difference, progress)
    after = watch.after(tx)
    called = called_now(watch.before, after, moved)
    if whole:
        return rewrite(tx, watch.before, after, today, called)
    there = {rule.id for rule in kept}
    before, now = ([one for one in some if one.rule in there] for some in (watch.before, after))
    rewrite(tx, before, now, today, called)
    old = {called.get(one.fingerprint, one.fingerprint): one for one in watch.before}
    return compare_named(old, {one.fingerprint: one for one in after})


@dataclass(frozen=True)
class Done:
    """What changes came to, which revision of the map that made, and what it changed about the findings."""

    difference: Difference
    revision: int
    findings: Compared | None
    """None of more changes than findings are brought along with."""


def carry_out(  # noqa: PLR0913 - what is done, and by whom
    tx: Transaction,
    changes: Sequence[Change],
    rules: Sequence[Rule],
    today: date,
    places: Sequence[str] | None = None,
    author: Author | None = None,
) -> Done:
    """Make changes, whole or not at all, in a transaction that the caller keeps; brings stored findings along.

    Raises BadModel with all that is wrong with them, NotFound, Stale, or StoreConflict while an import is unfinished.
    """
    tx.ask("writes/lock/schema")
    refuse_while_importing(tx)
    difference = make(tx, changes, today, places, lock=True)
    return keep_edit(tx, difference, rules, today, author or Author(), [written(one) for one in changes])


def keep_edit(  # noqa: PLR0913 - what is done, and by whom
    tx: Transaction,
    difference: Difference,
    rules: Sequence[Rule],
    today: date,
    author: Author,
    said: Sequence[dict[str, Any]],
) -> Done:
    """Write a difference and keep it in the history, by a caller who holds the locks; brings stored findings along."""
    few = len(difference.in_place()) <= REFRESHED
    findings = edit(tx, difference, rules, today, tell=few, author=author, changes=said)
    return Done(difference, read_revision(tx), findings if few else None)


@dataclass(frozen=True)
class Watch:
    """The findings that a change can change, as they are before it is written, and a way to ask for them after."""

    rules: Sequence[Rule]
    touched: Sequence[Rule]
    today: date
    seeds: Seeds
    among: Among
    before: list[Finding]

    @classmethod
    def begin(  # noqa: PLR0913 - what is looked for, and where
        cls,
        tx: Transaction,
        names: frozenset[str],
        seeds: Seeds,
        rules: Sequence[Rule],
        today: date,
        stored: Sequence[Rule] | None = None,
    ) -> Self:
        """Look before it is written: at what is stored of these rules and no others, or at all rules by asking.

        Only rules that look at one of these names are asked, about the subjects within their reach from the seeds.
        """
        touched = [rule for rule in (rules if stored is None else stored) if looks_at(rule) & names]
        among = dict.fromkeys((rule.id for rule in rules), frozenset[str]()) | read_reach(tx, touched, seeds)
        if stored is None:
            tx.ask("writes/nothing")  # for Neo4j plans apart what is asked before any change and what after
            before = check(tx, rules, today=today, among=among)
        else:
            before = read_stored(tx, touched, among)
        return cls(rules, touched, today, seeds, among, before)

    def after(self, tx: Transaction) -> list[Finding]:
        """Ask again once it is written; what is reached only now had no findings before."""
        among = read_reach_after(tx, self.touched, self.seeds, self.among)
        return check(tx, self.rules, today=self.today, among=among)
