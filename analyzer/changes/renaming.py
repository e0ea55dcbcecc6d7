"""What follows a node that is given another key: decisions about its findings, and what its findings are called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analyzer.changes.difference import Difference
from analyzer.graph.store import Transaction
from analyzer.rules.acceptance import Acceptance, keep, read_acceptances
from analyzer.rules.audit import Compared, compare_named
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.records import Known
from analyzer.rules.renamings import Moves


def note(tx: Transaction, difference: Difference) -> Moves:
    """Note renamings for findings of audits from before them, and take acceptances along; tells them by label."""
    moved = {kind.declared_by: keys for kind, keys in difference.renamed.items() if keys}
    rows = [
        {"label": label, "old": old, "new": new} for label, keys in moved.items() for old, new in sorted(keys.items())
    ]
    if rows:
        tx.ask("writes/rename/note", rows=rows)
    for row in rows:
        _take_acceptances_along(tx, **row)
    return moved


def called_now(before: Iterable[Finding], after: Iterable[Finding], moved: Moves) -> dict[str, str]:
    """Tell which fingerprints findings have after renamings, by those that they had; only those that are another."""
    if not moved:
        return {}
    there = {one.fingerprint for one in after}
    forms = {one.fingerprint: Known.of(one).forms(moved) for one in before}
    return {
        name: form.fingerprint
        for name, some in forms.items()
        if name not in there
        for form in some
        if form.fingerprint in there
    }


def told_of(before: Iterable[Finding], after: Sequence[Finding], difference: Difference) -> Compared:
    """Tell which findings are new and which resolved; those of a renamed node are neither."""
    moved = {kind.declared_by: keys for kind, keys in difference.renamed.items() if keys}
    before = list(before)
    called = called_now(before, after, moved)
    old = {called.get(one.fingerprint, one.fingerprint): one for one in before}
    return compare_named(old, {one.fingerprint: one for one in after})


def _take_acceptances_along(tx: Transaction, label: str, old: str, new: str) -> None:
    """Rewrite acceptances of what names the node; those of one that had the new key and is gone go too.

    A text in the identity of a finding may be the key of something else that is called so: then both readings are
    kept, since one of them is about nothing.
    """
    there = read_acceptances(tx).values()
    touched = [one for one in there if old in one.identity or one.subject in ((label, old), (label, new))]
    if not touched:
        return
    ambiguous = tx.ask("reads/named", label=label, key=old)
    tx.ask("writes/acceptance/withdraw", fingerprints=[one.fingerprint for one in touched])
    keep(tx, _renamed(touched, label, old, new, ambiguous=ambiguous))


def _renamed(touched: Iterable[Acceptance], label: str, old: str, new: str, *, ambiguous: bool) -> Iterator[Acceptance]:
    for one in touched:
        if one.subject == (label, new):
            continue
        subject = Subject(label, new) if one.subject == (label, old) else one.subject
        moved = tuple(new if value == old else value for value in one.identity)
        for identity in (moved, one.identity) if ambiguous and moved != one.identity else (moved,):
            name = fingerprint(one.rule, *subject, identity)
            yield replace(one, fingerprint=name, subject=subject, identity=identity)
