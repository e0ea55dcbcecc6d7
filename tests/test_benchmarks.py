"""The benchmarks in short: they run, and what they compare is the same."""

import importlib.util
from pathlib import Path

import neo4j
import pytest

from analyzer.graph import schema
from analyzer.graph.store import Store

FOLDER = Path(__file__).parent.parent / "benchmarks"


def benchmark(name):
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def store(address):
    with Store(address) as opened:
        yield opened
        schema.clear(opened)


def test_refreshing_findings(store, capsys):
    benchmark("refresh").measure(store, 60, 8)
    told = capsys.readouterr().out
    assert "60 goals" in told
    assert "times the mean" in told


def test_beside_bare_statements(store, address, capsys):
    run = benchmark("run")
    auth = (address.username, address.password or "")
    with neo4j.GraphDatabase.driver(address.uri, auth=auth, notifications_min_severity="OFF") as driver:
        schema.clear(store)
        plan = run.measure_imports(store, driver, 60, 1)
        run.measure_answers(store, driver, plan, 1)
    assert "full audit" in capsys.readouterr().out
