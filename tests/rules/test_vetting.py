"""A rule of one's own reads the map and does nothing else: refused before it runs, whatever it tries."""

from datetime import date

import pytest

from analyzer.errors import BadQuery
from analyzer.graph.texts import scoped
from analyzer.rules.files import built_in, parse_rule
from analyzer.rules.vetting import READING, operators, vet

TODAY = date(2026, 1, 1)
HEAD = """// title = "T"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "{title}"
// since = "0.1.0"
"""
RETURN = "RETURN goal.key AS key, goal.title AS title\nORDER BY key\n"


def rule_of(body):
    return parse_rule(f"{HEAD}MATCH (goal:Goal)\n{body}\n{RETURN}", "own/rule.cypher")


@pytest.mark.parametrize(
    "body",
    [
        "SET goal.title = 'x'",
        "SET goal:Other",
        "REMOVE goal.title",
        "DETACH DELETE goal WITH 1 AS x MATCH (goal:Goal)",
        "CREATE (:Goal {key: 'x'})",
        "MERGE (:Goal {key: 'x'})",
        "CREATE (goal)-[:CONTRIBUTES_TO]->(goal)",
        "FOREACH (x IN [1] | SET goal.title = 'x')",
        "CALL (goal) { SET goal.title = 'x' }",
        "CALL db.labels() YIELD label",
        "CALL dbms.components() YIELD name",
        "CALL db.clearQueryCaches() YIELD value",
        "LOAD CSV FROM 'http://127.0.0.1:1/' AS line",
        "LOAD CSV FROM 'file:///etc/passwd' AS line",
        "WITH goal, apoc.util.sleep(1) AS slept",
        "WITH goal, apoc . load . json('x') AS read",
        "WITH goal, graph.names() AS names",
        "WITH goal, graph . names () AS names",
        "WITH goal, `graph`.`names`() AS names",
        "WITH goal, `graph.names`() AS names",
        "WITH goal /* ' */, graph.names() AS names /* ' */",
        "WITH goal, graph\\u002enames() AS names",
        "WITH goal, '\\u0027 + graph.names()[0] + \\u0027' AS names",
        "CALL { MATCH (x:Goal) SET x.title = 'y' } IN TRANSACTIONS",
        "USE system",
        "SHOW TRANSACTIONS",
        "TERMINATE TRANSACTIONS 'x'",
        "RETURN goal NEXT",
        "WHERE goal.title = 'it is not closed",
    ],
)
def test_what_does_more_than_reading_is_refused(on_map, body):
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "G"}]}
    with pytest.raises(BadQuery, match=r"own/rule\.cypher"):
        on_map(plan, lambda tx: vet(tx, rule_of(body), TODAY))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "WHERE goal.due < $today - duration({days: 3}) AND goal.title <> 'CALL x.y()' // SET goal.x = 1",
        "WHERE EXISTS { (goal)-[:CONTRIBUTES_TO*1..]->(:Goal {level: 'corporate'}) }",
        "OPTIONAL MATCH (goal)<-[:OWNS]-(person) WITH goal, collect(person) AS people",
        "MATCH p = ANY SHORTEST (goal)-[:CONTRIBUTES_TO]->+(top:Goal) WITH DISTINCT goal",
        "CALL (goal) { MATCH (goal)-->(x) RETURN count(x) AS n UNION MATCH (goal)<--(x) RETURN count(x) AS n } WITH DISTINCT goal",
        "WITH goal, duration.inDays($today, goal.due).days AS days, date.truncate('month', goal.due) AS month",
        "MATCH (a:Team), (b:Period) WITH DISTINCT goal",
        "WITH goal /* it's graph.names(), and $more */ WHERE goal.due > $today",
        "MATCH (goal) WHERE goal.title STARTS WITH 'a' OR goal.title CONTAINS 'b' WITH goal ORDER BY goal.due LIMIT 3",
        "WITH goal, COUNT { (goal)--() } AS n, COLLECT { MATCH (goal)--(x) RETURN x.key } AS keys WHERE n > 1",
    ],
)
def test_what_reads_is_let_through(on_map, body):
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "G"}]}
    on_map(plan, lambda tx: vet(tx, rule_of(body), TODAY))


def test_the_rules_that_ship_pass(on_map):
    on_map({"alignment": 1}, lambda tx: [vet(tx, rule, TODAY) for rule in built_in()])


def test_every_operator_on_the_list_is_one_of_neo4j(on_map):
    """Nothing on the list can have come there by a slip: no writing word is in it."""
    writing = ("Create", "Delete", "Set", "Remove", "Merge", "Foreach", "Procedure", "Load", "Command", "Transaction")
    assert not [name for name in READING if any(word in name for word in writing)]
    found = on_map({"alignment": 1}, lambda tx: set(operators(tx.plan(scoped(built_in()[0].query), given()))))
    assert found <= READING


def given():
    from analyzer.rules.check import parameters

    return {**parameters(TODAY), **built_in()[0].settings, "among": []}
