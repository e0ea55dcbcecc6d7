"""A shell against the Neo4j of the tests, and the map behind it."""

import subprocess

import pytest
from cli.shell import ALIGNMENT, Shell

from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_files
from analyzer.graph.schema import clear
from analyzer.graph.store import Store


@pytest.fixture(scope="session")
def data(address, tmp_path_factory):
    """Where the scratch Neo4j lives: started once, since one that was just started takes long for its first answers."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    shell = Shell(folder, address, folder)
    alone = {name: value for name, value in shell.env.items() if not name.startswith("NEO4J_")}
    subprocess.run([ALIGNMENT, "neo4j", "stop"], env=alone, check=True, capture_output=True)


@pytest.fixture(scope="module")
def shell(address, data, tmp_path_factory):
    yield Shell(tmp_path_factory.mktemp("shell"), address, data)
    with Store(address) as store:
        clear(store)


@pytest.fixture(scope="module")
def store(address):
    with Store(address) as opened:
        yield opened


@pytest.fixture
def example(shell, store):
    import_plan(store, read_files([EXAMPLE]), replace=True)
    return shell
