"""The Neo4j that the tests run on: never a mock, never NEO4J_URI, whose data is somebody's."""

import gc
import os
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import neo4j
import pytest

from analyzer.graph.address import Address
from analyzer.graph.private import PrivateNeo4j
from analyzer.settings import read_settings

IMAGE = "neo4j:2026.04.0"

# A shell that runs the tests in the background has them ignore Ctrl-C, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


LONG = ("test_readme.py", "test_training.py", "test_serving.py", "test_life.py", "test_cli.py", "test_benchmarks.py")
"""Files that take minutes: begun last, one of them would leave half of the processors idle for as long."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    if uri := os.environ.get("ALIGNMENT_TEST_NEO4J_URI"):
        yield given(uri)
    elif docker_answers():
        with container() as started:
            yield started
    else:
        # If this process is killed, the server ends by itself.
        private = PrivateNeo4j(
            tmp_path_factory.mktemp("neo4j"), read_settings().alignment_cache, heap="1g", idle_minutes=10, aot=False
        )
        try:
            yield private.start()
        finally:
            private.stop()


def given(uri: str) -> Address:
    username = os.environ.get("ALIGNMENT_TEST_NEO4J_USERNAME", "neo4j")
    found = Address(uri, username, os.environ.get("ALIGNMENT_TEST_NEO4J_PASSWORD"))
    with driver_of(found) as driver:
        (nodes,) = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]
    if nodes:
        pytest.exit(f"ALIGNMENT_TEST_NEO4J_URI holds {nodes} nodes: the tests only use an empty database", 2)
    return found


def driver_of(place: Address) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(place.uri, auth=(place.username, place.password) if place.password else None)


def docker_answers() -> bool:
    import docker

    with warnings.catch_warnings():
        # Where no engine answers, the client leaves its socket open.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            client = docker.from_env(timeout=3)
            try:
                return bool(client.ping())
            finally:
                client.close()
        except (docker.errors.DockerException, OSError):
            return False
        finally:
            gc.collect()


@contextmanager
def container() -> Iterator[Address]:
    from testcontainers.core.container import DockerContainer

    password = "of-a-test-container"
    with DockerContainer(IMAGE).with_env("NEO4J_AUTH", f"neo4j/{password}").with_exposed_ports(7687) as started:
        uri = f"bolt://{started.get_container_host_ip()}:{started.get_exposed_port(7687)}"
        place = Address(uri, password=password)
        deadline = time.monotonic() + 120
        with driver_of(place) as driver:
            while True:
                try:
                    driver.verify_connectivity()
                    break
                except neo4j.exceptions.DriverError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.5)
        yield place
