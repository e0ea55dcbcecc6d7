"""Maps that are there for one question and gone after it."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

import pytest

from analyzer.changes.difference import compare
from analyzer.changes.writing import apply
from analyzer.exchange.importing import write_plan
from analyzer.exchange.reading import read_data
from analyzer.exchange.source import Source
from analyzer.graph.address import Address
from analyzer.graph.contents import Contents, read_contents
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store, Transaction

T = TypeVar("T")
SECONDS = 120.0


class OnMap(Protocol):
    def __call__(self, plan: Source | Contents | dict[str, Any], work: Callable[[Transaction], T]) -> T: ...


@pytest.fixture(scope="session")
def store(address: Address) -> Iterator[Store]:
    with Store(address) as opened:
        prepare(opened)
        yield opened


@pytest.fixture
def on_map(store: Store) -> OnMap:
    """Ask in a transaction in which the map is exactly this one; rolled back."""

    def ask(plan: Source | Contents | dict[str, Any], work: Callable[[Transaction], T]) -> T:
        def loaded(tx: Transaction) -> T:
            become(tx, plan)
            return work(tx)

        return store.rehearse(loaded, seconds=SECONDS)

    return ask


def become(tx: Transaction, plan: Source | Contents | dict[str, Any]) -> None:
    if isinstance(plan, Contents):
        apply(tx, compare(read_contents(tx), plan))
    else:
        write_plan(tx, [plan if isinstance(plan, Source) else read_data(plan)], replace=True)
