"""What an operation works with."""

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import strawberry

from analyzer.errors import StoreTimeout
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
    deadline: float
    """When the operation has to be done, by time.monotonic()."""

    @cached_property
    def loaded(self) -> Loaded:
        """Everything fetched for this operation."""
        return Loaded(self.tx)

    @cached_property
    def audit(self) -> Audit:
        """What all rules find now, asked once however often the operation mentions it."""
        return audit(self.tx, self.rules, today=self.today)

    def seconds_left(self) -> float:
        """Tell how long a transaction beside this one may take; raises StoreTimeout when no time is left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise StoreTimeout("The time limit of the operation ran out")
        return left


Info: TypeAlias = strawberry.Info[Context, None]
