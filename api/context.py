"""What an operation works with."""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeAlias, TypeVar

import strawberry

from analyzer.errors import StoreError, StoreTimeout, UnknownRule
from analyzer.graph.store import Store, Transaction
from analyzer.rules.acceptance import Acceptance, read_acceptances
from analyzer.rules.audit import Audit, audit_all
from analyzer.rules.life import Seen, read_past, seen
from analyzer.rules.records import read_records, read_revision
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.stored import fresh
from api.findings.source import Asked, Audited, Joined, Source, Stored
from api.ids import ViewName, opaque
from api.limits import MAX_VIEWS, VIEW_SECONDS, TooMuch
from api.loading import LONG, Loaded

T = TypeVar("T")


class ViewMoved(Exception):
    """What was answered of the past may hold something of edits that were made meanwhile: it is to be asked anew."""


@dataclass
class Context:
    """One transaction, what was fetched in it, and the rules; made anew for every operation."""

    tx: Transaction
    store: Store
    rules: RuleSet
    now: datetime
    deadline: float
    """When the operation has to be done, by time.monotonic()."""
    wake: Callable[[], None] = lambda: None
    """Called when the findings that are stored are not those of now."""
    rehearsed: bool = False
    """Whether nothing of a mutation is to be kept."""
    day: date | None = None
    """The day to judge by, if it is not today."""
    view: ViewName | None = None
    """What the map of this context is called, if it is not the live one."""
    stored: bool = True
    """Whether the findings that are stored are of this map."""
    alone: bool = False
    """Whether editors wait while the map is looked at as it was."""
    head: int | None = None
    """The newest revision when the view of this context went back, if it did."""
    inside: "Context | None" = None
    """The view that a root field is answered in meanwhile."""
    opened: int = 0
    """Views that this operation has opened."""
    admit: Callable[[], AbstractContextManager[None]] = nullcontext
    """Waits for the turn of what is tried out; nothing where the operation has it already."""
    unheard: bool = False
    """Whether one's own rules are left out: asked beside this operation, they do not see what it has changed."""
    _leaving: ExitStack = field(default_factory=ExitStack)
    _audits: dict[frozenset[str], Audit] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day that findings and acceptances are judged by."""
        return self.day or self.now.date()

    @cached_property
    def loaded(self) -> Loaded:
        """Everything fetched for this operation."""
        return Loaded(self.tx, self)

    @cached_property
    def findings(self) -> Source:
        """What all rules find now: as it is stored, if that is so still, else by an audit; one's own are asked anew."""
        if not self.stored:
            ids = [rule.id for rule in self.rules.shipped]
            return self._with_own(Asked(self.tx, self.rules.shipped, self.today, lambda: self.audit(ids).findings))
        if not self.are_fresh():
            return Audited(self.audit().findings)
        return self._with_own(Stored(self.tx, self.rules.shipped))

    def are_fresh(self) -> bool:
        """Tell whether the findings that are stored are what rules find now, and see to it if they are not."""
        if len(fresh(self.tx, self.rules.shipped, self.today)) == len(self.rules.shipped):
            return True
        self.wake()
        return False

    def _with_own(self, shipped: Source) -> Source:
        if not self.rules.own:
            return shipped
        return Joined(shipped, Audited(self.audit(rule.id for rule in self.rules.own).findings))

    @cached_property
    def accepted(self) -> dict[str, Acceptance]:
        """The acceptances in force, by fingerprint."""
        return dict(read_acceptances(self.tx, self.today))

    @cached_property
    def seen(self) -> Seen | None:
        """What the last audit that was kept, and those before it, had found; None when none was kept."""
        last = read_records(self.tx, 1)
        if not last:
            return None
        past = read_past(self.tx, last[0].number)
        return seen(past, self.findings.fingerprints() if past.renamings else frozenset())

    def enter(
        self, view: ViewName, tx: Transaction, day: date | None, *, stored: bool, head: int | None = None
    ) -> "Context":
        """Answer the root field that is being answered in a view, whose transaction `leave` closes.

        Rules of one's own are not asked there: one that fails would spoil the transaction for all that comes after it.
        """
        rules = self.rules.only(rule.id for rule in self.rules.shipped)
        self.inside = Context(
            tx, self.store, rules, self.now, self.deadline, self.wake, day=day, view=view, stored=stored, head=head
        )
        self.inside.loaded.id_weight = len(opaque(view)) // LONG
        return self.inside

    def aside(self) -> Transaction:
        """Open a transaction beside this one for a view; raises TooMuch for more views than an operation may open."""
        self.opened += 1
        if self.opened > MAX_VIEWS:
            raise TooMuch(f"The operation opens more than {MAX_VIEWS} views; send several operations.")
        self._leaving.enter_context(self.admit())
        return self._leaving.enter_context(self.store.aside(min(VIEW_SECONDS, self.seconds_left())))

    def ask_anew(self) -> None:
        """Ask rules from now on, since what is stored of findings went with what was rehearsed here."""
        self.stored = False
        vars(self).pop("findings", None)

    def check_unmoved(self) -> None:
        """Raise ViewMoved when the map was edited while a root field looked at how it had been."""
        view = self.inside
        if view is None or view.head is None or self.alone:
            return
        try:
            newest = read_revision(view.tx)
        except StoreError:  # what ended the transaction is an error of the field already, which may be worth a retry
            return
        if newest != view.head:
            raise ViewMoved

    def leave(self) -> None:
        """Be done with a root field: nothing is left of the view that it was answered in."""
        self.inside = None
        self._leaving.close()

    def audit(self, only: Iterable[str] | None = None) -> Audit:
        """Ask all rules, or those of these ids, once however often the operation mentions it; raises UnknownRule."""
        rules = self.rules if only is None else self.rules.only(self.known(only))
        ids = frozenset(rule.id for rule in rules.rules)
        if ids not in self._audits:
            self._audits[ids] = audit_all(self._ask, rules, today=self.today)
        return self._audits[ids]

    def known(self, ids: Iterable[str]) -> list[str]:
        """Give ids of rules, in order; raises UnknownRule."""
        wanted = sorted(set(ids))
        there = {rule.id for rule in self.rules.rules}
        if unknown := [rule for rule in wanted if rule not in there]:
            raise UnknownRule(f"There is no rule {unknown[0]!r}; the field rules lists all")
        return wanted

    def forget(self) -> None:
        """Read again what people decided and which audits were kept, since this operation has changed it."""
        for name in ("accepted", "seen"):
            vars(self).pop(name, None)
        self.loaded.forget()

    def look_again(self) -> None:
        """Find anew what rules find too, since this operation has changed the map; one's own are not asked of it."""
        self.unheard = self.unheard or bool(self.rules.own)
        self.rules = self.rules.only(rule.id for rule in self.rules.shipped)
        vars(self).pop("findings", None)
        self._audits.clear()
        self.forget()

    def seconds_left(self) -> float:
        """Tell how long a transaction beside this one may take; raises StoreTimeout when no time is left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise StoreTimeout("The time limit of the operation ran out")
        return left

    def keep_time(self, what: str, done: int, total: int) -> None:  # noqa: ARG002 - as progress is told
        """Stop what tells how far it is when no time is left; raises StoreTimeout."""
        self.seconds_left()

    def _ask(self, work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:
        """Ask in this transaction what may take as long as it likes, in one of its own what may not.

        What is asked of a view is asked in its transaction, of which nothing is kept.
        """
        if seconds is None or self.view is not None:
            return work(self.tx)
        return self.store.read(work, seconds=min(seconds, self.seconds_left()))


Info: TypeAlias = strawberry.Info[Context, None]
