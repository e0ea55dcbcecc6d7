"""A store on the tests' Neo4j, and what is in it, to the last property."""

import pytest

from analyzer.graph.schema import clear
from analyzer.graph.store import Store


@pytest.fixture(scope="module")
def store(address):
    with Store(address) as opened:
        clear(opened)
        yield opened
        clear(opened)


@pytest.fixture
def empty(store):
    clear(store)
    return store
