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


def test_ways_out_of_over_commitments(store, capsys):
    remedies = benchmark("remedies")
    schema.prepare(store)
    remedies.measure(store, remedies.overburdened(120, 6, seed=1), 20)
    told = capsys.readouterr().out
    assert "120 goals, 6 teams, 8 periods" in told
    assert told.count("by hand") == 3


def test_what_ifs_and_looks_back(store, capsys):
    benchmark("views").measure(store, store, 60, 10, editors=5)
    told = capsys.readouterr().out
    assert "times as long" in told
    assert "an impact as of 10 edits back" in told
    assert "looks back" in told


def test_comparing_scenarios(store, capsys):
    benchmark("scenarios").measure(store, 60, 8)
    told = capsys.readouterr().out
    assert "8 scenarios of one change saved" in told
    assert "times a scenario" in told


def test_beside_bare_statements(store, address, capsys):
    run = benchmark("run")
    auth = (address.username, address.password or "")
    with neo4j.GraphDatabase.driver(address.uri, auth=auth, notifications_min_severity="OFF") as driver:
        schema.clear(store)
        plan = run.measure_imports(store, driver, 60, 1)
        run.measure_answers(store, driver, plan, 1)
    assert "full audit" in capsys.readouterr().out


def test_the_outlook_beside_a_naive_simulation(store, capsys):
    benchmark("outlook").measure(store, 300, [100], 1)
    told = capsys.readouterr().out
    assert "with 0.3 enough, 100 draws" in told
    assert "in doubt" in told
