"""Giving a goal another key: everything about it stays, and what was said about its findings goes with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from analyzer.changes.editing import Watch
from analyzer.errors import BadModel, InputError, NotFound
from analyzer.graph.schema import refuse_while_importing
from analyzer.graph.store import Transaction
from analyzer.model import key_of
from analyzer.rules.acceptance import Acceptance, keep, read_acceptances
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.records import Known
from analyzer.rules.rule import Rule
from analyzer.rules.stored import keep_fresh, rewrite

LABEL = "Goal"


def rename_goal(tx: Transaction, old: str, new: str, rules: Sequence[Rule] = (), today: date = date.min) -> int:
    """Give the goal that has a key another one, and return the revision of the map that this makes.

    Links, measures and commitments hang on the node and stay; a note of the renaming is kept for findings of audits
    from before it. The stored findings of these rules on that day are brought along, all others are stale afterwards.
    Raises BadModel, NotFound, or InputError when the new key is taken.
    """
    try:
        new = key_of(new)
    except ValueError as why:
        raise BadModel([f"the new key {new!a} {why}"]) from None
    tx.ask("writes/lock/schema")
    refuse_while_importing(tx)
    tx.ask("writes/lock/goal", keys=sorted({old, new}))
    there = tx.ask_among("reads/keys/goal", among=[old, new])
    if old not in there:
        raise NotFound(f"there is no goal {old!r}; `alignment export` shows the goals that there are")
    if new in there:
        raise InputError(f"the key {new!r} is taken: choose another, or rename the goal that has it first")
    _take_acceptances_along(tx, old, new)
    kept = keep_fresh(tx, rules, today)
    watch = Watch.begin(tx, frozenset({"key"}), {LABEL: (old, new)}, rules, today, kept)
    tx.ask("writes/rename/goal", old=old, new=new)
    after = watch.after(tx)
    rewrite(tx, watch.before, after, today, _called_now(watch.before, after, old, new))
    revision: int = tx.ask("writes/rename/revision", label=LABEL, old=old, new=new)
    return revision


def _called_now(before: Iterable[Finding], after: Iterable[Finding], old: str, new: str) -> dict[str, str]:
    there = {one.fingerprint for one in after}
    forms = {one.fingerprint: Known.of(one).forms({LABEL: {old: new}}) for one in before}
    return {
        name: form.fingerprint
        for name, some in forms.items()
        if name not in there
        for form in some
        if form.fingerprint in there
    }


def _take_acceptances_along(tx: Transaction, old: str, new: str) -> None:
    """Rewrite acceptances of what names the goal; those of a goal that had the new key and is gone go too.

    A text in the identity of a finding may be the key of something else that is called so: then both readings are
    kept, since one of them is about nothing.
    """
    there = read_acceptances(tx).values()
    touched = [one for one in there if old in one.identity or one.subject in ((LABEL, old), (LABEL, new))]
    if not touched:
        return
    ambiguous = tx.ask("reads/named", key=old)
    tx.ask("writes/acceptance/withdraw", fingerprints=[one.fingerprint for one in touched])
    keep(tx, _renamed(touched, old, new, ambiguous=ambiguous))


def _renamed(touched: Iterable[Acceptance], old: str, new: str, *, ambiguous: bool) -> Iterator[Acceptance]:
    for one in touched:
        if one.subject == (LABEL, new):
            continue
        subject = Subject(LABEL, new) if one.subject == (LABEL, old) else one.subject
        moved = tuple(new if value == old else value for value in one.identity)
        for identity in (moved, one.identity) if ambiguous and moved != one.identity else (moved,):
            name = fingerprint(one.rule, *subject, identity)
            yield replace(one, fingerprint=name, subject=subject, identity=identity)
