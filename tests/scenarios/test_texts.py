"""Neo4j has nothing to remark about the texts that scenarios are kept and read by, in either version of Cypher."""

import neo4j
import pytest
from scenarios.some import TODAY, keep

from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.schema import clear
from analyzer.graph.texts import root, text
from analyzer.rules.files import built_in
from analyzer.rules.stored import bring_up_to_date

NAMES = [
    *(
        f"{folder}/scenario/{file.name.removesuffix('.cypher')}"
        for folder in ("reads", "writes")
        for file in sorted(root.joinpath(f"{folder}/scenario").iterdir(), key=lambda file: file.name)
    ),
    "reads/findings/severities",
]


@pytest.fixture(scope="module")
def driver(address, store):
    """On a map that has all that they name."""
    clear(store)
    import_plan(store, [read_data({"alignment": 1, "goals": [{"key": "a", "title": "A"}]})])
    bring_up_to_date(store, built_in(), TODAY)
    store.write(lambda tx: keep(tx, "below", ("drop", {"goal": "a"}), why="So"))
    store.write(lambda tx: keep(tx, "it", on=["below"]))
    auth = (address.username, address.password) if address.password else None
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as opened:
        yield opened
    clear(store)


@pytest.mark.parametrize("language", ["CYPHER 5", "CYPHER 25"])
@pytest.mark.parametrize("name", NAMES)
def test_neo4j_has_nothing_to_remark(driver, address, name, language):
    given = {"keys": [], "key": "", "on": [], "properties": {"key": ""}, "rules": []}
    summary = driver.execute_query(f"EXPLAIN {language} {text(name)}", given, database_=address.database).summary
    assert [status.gql_status for status in summary.gql_status_objects if status.is_notification] == []
