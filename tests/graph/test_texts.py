"""Every text that is asked by name can be planned in both versions of Cypher that Neo4j speaks."""

import neo4j
import pytest

from analyzer.graph.texts import root, text


def names(folder):
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from (f"{entry.name}/{name}" for name in names(entry))
        elif entry.name.endswith(".cypher"):
            yield entry.name.removesuffix(".cypher")


NAMES = [f"{folder}/{name}" for folder in ("reads", "writes") for name in names(root.joinpath(folder))]


@pytest.fixture(scope="module")
def session(address):
    auth = (address.username, address.password) if address.password else None
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database=address.database) as opened,
    ):
        yield opened


@pytest.mark.parametrize("language", ["CYPHER 5", "CYPHER 25"])
@pytest.mark.parametrize("name", NAMES)
def test_neo4j_can_plan_it(session, name, language):
    plan = session.run(f"EXPLAIN {language} {text(name)}").consume().plan
    assert plan["operatorType"].startswith("ProduceResults")
