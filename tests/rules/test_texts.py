"""What Neo4j says about each rule's text before it runs it."""

from datetime import date

import neo4j
import pytest

from analyzer.graph.texts import root, scoped, text
from analyzer.rules.check import parameters
from analyzer.rules.files import built_in
from analyzer.rules.vetting import READING, operators

TODAY = date(2026, 1, 1)
EVERYTHING = {
    "alignment": 1,
    "periods": [{"key": "q1", "starts": "2026-01-01", "ends": "2026-03-31"}],
    "people": [{"key": "ada", "name": "Ada", "email": "ada@example.org", "teams": ["t"]}],
    "teams": [{"key": "u"}, {"key": "t", "name": "T", "function": "market", "part_of": "u", "capacity": {"q1": 1}}],
    "goals": [
        {"key": "top", "title": "Top", "level": "corporate"},
        {
            "key": "g",
            "title": "G",
            "level": "team",
            "status": "active",
            "standalone": "Why",
            "team": "t",
            "owner": "ada",
            "period": "q1",
            "ambition": "stretch",
            "origin": "bottom_up",
            "starts": "2026-01-01",
            "due": "2026-03-31",
            "priority": 1,
            "progress": 0.5,
            "likelihood": 0.5,
            "measures": [
                {
                    "name": "m",
                    "unit": "users",
                    "baseline": 0,
                    "target": 2,
                    "current": 1,
                    "measured_on": "2026-01-01",
                    "kind": "leading",
                    "automatic": True,
                    "every_days": 1,
                }
            ],
            "contributes_to": [
                {
                    "goal": "top",
                    "because": "Why",
                    "share": 0.5,
                    "confidence": 0.5,
                    "essential": True,
                    "route": "direct",
                    "lag_days": 1,
                    "status": "agreed",
                    "evidence": "How",
                    "from_measure": "m",
                    "to_measure": "m",
                    "reviewed_on": "2026-01-01",
                    "reviewed_as": "so",
                }
            ],
            "depends_on": [{"goal": "top", "needs": "it", "by": "2026-01-01", "status": "agreed"}],
            "commitments": [{"team": "t", "period": "q1", "effort": 1, "promised_to": "u"}],
        },
    ],
}

TEXTS = [
    pytest.param(form(rule.query), rule.settings, id=f"{rule.id}-{name}")
    for rule in built_in()
    for name, form in (("whole", str), ("scoped", scoped))
] + [
    pytest.param(form(text(f"reads/reach/{file.name.removesuffix('.cypher')}")), {}, id=f"reach/{file.name}-{name}")
    for file in sorted(root.joinpath("reads/reach").iterdir(), key=lambda file: file.name)
    for name, form in (("whole", str), ("scoped", scoped))
]


@pytest.fixture(scope="module")
def plain(address, store):
    """A driver that hears every notification, on a database that knows every name."""
    from rules.conftest import become

    store.rehearse(lambda tx: become(tx, EVERYTHING))
    auth = (address.username, address.password) if address.password else None
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        yield driver


@pytest.mark.parametrize("language", ["CYPHER 5", "CYPHER 25"])
@pytest.mark.parametrize(("query", "settings"), TEXTS)
def test_neo4j_has_nothing_to_remark(plain, address, query, settings, language):
    given = {**parameters(TODAY), **settings, "among": []}
    summary = plain.execute_query(f"EXPLAIN {language} {query}", given, database_=address.database).summary
    assert [status.gql_status for status in summary.gql_status_objects if status.is_notification] == []
    assert summary.query_type == "r"
    found = set(operators(summary.plan))
    assert found <= READING
    assert "CartesianProduct" not in found
    if query.startswith("UNWIND $among"):
        assert "NodeUniqueIndexSeek" in found


GROWING = {
    "nothing": {"alignment": 1},
    "one goal": {"alignment": 1, "goals": [{"key": "g", "title": "G"}]},
    "everything once": EVERYTHING,
    "300 goals without level": {"alignment": 1, "goals": [{"key": f"g{n}", "title": "G"} for n in range(300)]},
    "300 corporate goals": {
        "alignment": 1,
        "goals": [{"key": f"g{n}", "title": "G", "level": "corporate", "due": "2026-01-01"} for n in range(300)],
    },
}


@pytest.mark.parametrize("known", GROWING)
def test_scoped_texts_start_from_their_keys_whatever_the_planner_knows(store, known):
    """A plan made for a small map is kept while the map grows, and a rehearsal's map is never counted."""
    from rules.conftest import become

    given = {**parameters(TODAY), "among": [], "walk_up_at_most": 1}
    store.write(lambda tx: become(tx, GROWING[known]))
    try:
        store.run_schema("CALL db.prepareForReplanning()")  # samples the indexes and forgets the plans
        leaves = store.read(
            lambda tx: {
                (case.id, *leaf)
                for case in TEXTS
                if case.values[0].startswith("UNWIND $among")
                for leaf in leaves_of(tx._tx.run(f"EXPLAIN {case.values[0]}", given).consume().plan)
            }
        )
    finally:
        store.write(lambda tx: become(tx, {"alignment": 1}))
    assert len({name for name, *_ in leaves}) > 10
    elsewhere = {leaf for leaf in leaves if leaf[1] not in {"Unwind", "Argument", "NodeUniqueIndexSeek"}}
    assert {(name, operator, details.split()[2]) for name, operator, details in elsewhere} == {
        ("capacity/unaligned_effort-scoped", "NodeIndexSeek", "top:Goal(level)"),
        ("structure/unreachable_goal-scoped", "NodeIndexSeek", "top:Goal(level)"),
        ("reach/goal_namesakes.cypher-scoped", "NodeIndexSeek", "same:Goal(plain_title)"),
    }


def leaves_of(plan):
    if not plan.get("children"):
        yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from leaves_of(child)
