"""Where the example organisation stands, audited on a real Neo4j, with a history made up."""

import pytest
import yaml
from exchange.reports.standings import TODAY, found, known, standing_of, with_history

from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.importing import write_plan
from analyzer.exchange.reading import read_files
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store
from analyzer.rules.audit import audit
from analyzer.rules.files import built_in, read_page
from analyzer.rules.finding import Subject
from analyzer.rules.score import read_places

LISTS = {"goals": ("Goal", "title"), "teams": ("Team", "name"), "people": ("Person", "name")}


@pytest.fixture(scope="session")
def pages():
    return {rule.id: read_page(rule, None) for rule in built_in()}


@pytest.fixture(scope="session")
def plain(address):
    """Without a history."""
    document = yaml.load(EXAMPLE.read_text("utf-8"), yaml.BaseLoader)
    names = {Subject(label, node["key"]): node[name] for of, (label, name) in LISTS.items() for node in document[of]}

    def ask(tx):
        write_plan(tx, read_files([EXAMPLE], closed=True), replace=True)
        done = audit(tx, built_in(), today=TODAY)
        return standing_of(done, read_places(tx, done.findings), names)

    with Store(address) as store:
        prepare(store)
        return store.rehearse(ask)


@pytest.fixture(scope="session")
def example(plain):
    fixed = [known(found("structure/orphan_goal", "old-goal", "“Old goal” contributes to nothing"))]
    return with_history(plain, fixed=fixed, kept=8)
