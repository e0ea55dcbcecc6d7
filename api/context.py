"""What an operation works with."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import strawberry

from analyzer.graph.store import Store, Transaction
from analyzer.rules.audit import Audit, audit
from analyzer.rules.rule import Rule
from api.loading import Loaded


@dataclass
class Context:
    """One transaction, what was fetched in it, and the rules; made anew for every operation."""

    tx: Transaction
    store: Store
    rules: tuple[Rule, ...]
    today: date

    @cached_property
    def loaded(self) -> Loaded:
        """Everything fetched for this operation."""
        return Loaded(self.tx)

    @cached_property
    def audit(self) -> Audit:
        """What all rules find now, asked once however often the operation mentions it."""
        return audit(self.tx, self.rules, today=self.today)


Info: TypeAlias = strawberry.Info[Context, None]
