"""Answers and errors: their form, their limits, and what happens when things fail."""

import json
import logging
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from analyzer.errors import BadQuery, BadRow, StoreError, StoreTimeout
from analyzer.exchange.changing import change_of
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import store as stores
from analyzer.graph.address import Address
from analyzer.graph.store import Store
from analyzer.impact import what_breaks, why_not
from analyzer.rules.audit import audit
from analyzer.rules.files import built_in
from analyzer.rules.ruleset import RuleSet
from api import asking, impact
from api.app import create_app
from api.execution import Executor
from api.request import Operation

from .conftest import NOW, TODAY, served

IMPACT = """query ($changes: [Change!]!) { impact(changes: $changes) {
  affected { goal { key title } outcome kept daysLate because { key } becauseKeys sentence }
  freed { team { key } period { key } effort } stranded { key }
  findings { new { rule fingerprint subject { key } } resolved { fingerprint } } } }"""
CHANGES = [
    [{"drop": {"goal": "cloud-infrastructure"}}],
    [{"postpone": {"goal": "cloud-infrastructure", "to": "2027-06-30"}}],
    [{"drop": {"goal": "us-sales-team"}}, {"postpone": {"goal": "saas-model", "to": "2028-01-01"}}],
    [],
]


@pytest.mark.parametrize("changes", CHANGES)
def test_impact_is_what_the_library_says(ask, store, changes):
    found = ask(IMPACT, changes=changes)["impact"]
    made = [change_of(name, fields, name) for one in changes for name, fields in one.items()]
    want = what_breaks(store.rehearse, built_in(), made, today=TODAY).document()
    assert [
        {
            "goal": one["goal"]["key"],
            "outcome": one["outcome"].lower(),
            "kept": one["kept"],
            "days_late": one["daysLate"],
            "because": one["becauseKeys"],
        }
        for one in found["affected"]
    ] == want["affected"]
    assert all([goal["key"] for goal in one["because"]] == one["becauseKeys"] for one in found["affected"])
    assert [(f["team"]["key"], f["period"]["key"], f["effort"]) for f in found["freed"]] == [
        (f["team"], f["period"], str(f["effort"])) for f in want["freed"]
    ]
    assert [goal["key"] for goal in found["stranded"]] == want["stranded"]
    for name in ("new", "resolved"):
        prints = [one["fingerprint"] for one in want["findings"][name]]
        assert [one["fingerprint"] for one in found["findings"][name]] == prints
    assert changes == [] or found["affected"]


def test_impact_says_why_a_goal_is_hit_or_is_not(ask, store):
    dropped = [change_of("drop", {"goal": "cloud-infrastructure"}, "it")]
    named = ["us-market", "cloud-infrastructure", "language-models"]
    found = what_breaks(store.rehearse, built_in(), dropped, today=TODAY, named=named)
    said = ask(
        'query ($why: [String!]) { impact(changes: [{drop: {goal: "cloud-infrastructure"}}], why: $why) { why { goal { key } sentence } } }',
        why=named,
    )["impact"]["why"]
    assert said == [{"goal": {"key": key}, "sentence": why_not(found, key)} for key in named]
    error = ask.refused('{ impact(changes: [], why: ["nope"]) { why { sentence } } }')
    assert (error["extensions"]["code"], error["message"]) == ("not_found", "there is no goal 'nope'; check the key")


def test_what_writes_too_much_is_not_rehearsed_in_the_live_map(ask):
    """Nobody could edit it meanwhile."""
    plan = {"alignment": 1, "periods": [{"key": f"many/{n}"} for n in range(5_001)]}
    error = ask.refused(IMPACT, changes=[{"import": {"document": json.dumps(plan)}}])
    assert error["extensions"]["code"] == "bad_input"
    assert "write 5,001 rows of the live map, and at most 5,000" in error["message"]


def test_impact_keeps_nothing(ask):
    query = '{ goal(key: "cloud-infrastructure") { status due version } }'
    before = ask(query)
    ask(IMPACT, changes=CHANGES[0])
    assert ask(query) == before


def test_impact_of_what_is_not_there(ask):
    error = ask.refused(IMPACT, changes=[{"drop": {"goal": "nothing"}}])
    assert error["extensions"]["code"] == "not_found"
    assert error["path"] == ["impact"]
    twice = [{"postpone": {"goal": "saas-model", "to": f"2027-0{n}-01"}} for n in (1, 2)]
    assert ask.refused(IMPACT, changes=twice)["extensions"]["code"] == "bad_model"
    both = [CHANGES[0][0], CHANGES[1][0]]
    assert ask.refused(IMPACT, changes=both)["extensions"]["code"] == "bad_model"
    many = [{"drop": {"goal": f"g{n}"}} for n in range(501)]
    assert ask.refused(IMPACT, changes=many)["extensions"]["code"] == "bad_model"


def test_findings_page_by_page_are_the_audit(ask, store):
    want = store.read(lambda tx: audit(tx, built_in(), today=TODAY))
    query = """query ($after: String, $filter: FindingFilter) { findings(first: 40, after: $after, filter: $filter) {
      totalCount nodes { rule severity message evidence fingerprint subject { label key node { id
        ... on Goal { key } ... on Team { key } ... on Person { key } } } } pageInfo { hasNextPage endCursor } } }"""

    def all_of(**which):
        found, after = [], None
        while True:
            page = ask(query, after=after, filter=which)["findings"]
            found += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                assert page["totalCount"] == len(found)
                return found

    found = all_of()
    assert sorted(one["fingerprint"] for one in found) == sorted(one.fingerprint for one in want.findings)
    assert [one["severity"].lower() for one in found] == [one.severity.value for one in want.findings]
    assert all(one["subject"]["node"]["key"] == one["subject"]["key"] for one in found)
    whole = ask(
        "{ audit { findings { fingerprint } rules { rule { id } lookedAt count } summary { findings today } } }"
    )
    assert [one["fingerprint"] for one in whole["audit"]["findings"]] == [one.fingerprint for one in want.findings]
    assert whole["audit"]["summary"] == {"findings": len(found), "today": TODAY.isoformat()}
    assert {one["rule"]["id"]: one["count"] for one in whole["audit"]["rules"]} == {
        one.rule.id: one.count for one in want.rules
    }
    over = all_of(rule="capacity/over_committed", team=["platform"])
    assert {one["subject"]["key"] for one in over} == {"platform"}
    assert {one["evidence"]["period"] for one in over} == {"2026-Q4", "2027-Q1"}
    assert all(isinstance(one["evidence"]["load"], str) for one in over)
    assert {one["severity"] for one in all_of(severity="ERROR")} == {"ERROR"}
    assert {one["subject"]["key"] for one in all_of(goal="cost-reduction")} == {"cost-reduction"}
    assert ask.refused(query, filter={"rule": "no/rule"})["extensions"]["code"] == "unknown_rule"
    for after in ("x", "WyJsaXN0IiwgbnVsbF0", "WyJsaXN0IiwgIngiXQ"):
        assert "cursor" in ask.refused(query, after=after)["message"]


def test_rules_have_their_pages(ask):
    rules = ask("{ rules { id title severity about family reach since page } }")["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in built_in()]
    assert all(rule["page"].startswith(f"# {rule['title']}\n") for rule in rules)


def test_an_error_of_one_field_leaves_the_others(ask):
    answer = ask.post('{ effortUnit node(id: "x") { id } }')
    assert answer.status_code == 200
    body = answer.json()
    assert body["data"] == {"effortUnit": "person-days", "node": None}
    assert body["errors"][0]["path"] == ["node"]
    assert set(body["errors"][0]) == {"message", "locations", "path", "extensions"}
    assert body["errors"][0]["extensions"] == {"code": "bad_input"}


def test_what_explodes_is_refused_before_it_does(ask):
    query = "key"
    for _ in range(8):
        query = f"contributedBy {{ source {{ {query} }} }}"
    start = time.perf_counter()
    error = ask.refused(f'{{ goal(key: "crowd-0") {{ {query} }} }}')
    assert error["extensions"]["code"] == "too_much"
    assert time.perf_counter() - start < 5, "39 to the 8th are never built"
    query = "key"
    for _ in range(14):
        query = f"contributesTo {{ target {{ {query} }} }}"
    error = ask.refused(f'{{ goal(key: "a/b") {{ {query} }} }}')
    assert error["extensions"]["code"] in ("too_much", "bad_request")


def test_fragments_that_double_at_every_level_cost_nothing(ask):
    fragments = " ".join(
        f"fragment F{n} on Goal {{ contributesTo {{ target {{ ...F{n + 1} ...F{n + 1} }} target {{ ...F{n + 1} }} }} }}"
        for n in range(9)
    )
    ask(f'{{ goal(key: "a/b") {{ ...F0 ...F0 }} }} {fragments} fragment F9 on Goal {{ key }}')


def test_many_at_once(ask):
    query = "query ($key: String!) { goal(key: $key) { key team { name } contributesTo { target { key } } } }"
    keys = [node["key"] for node in ask("{ goals(first: 200) { nodes { key } } }")["goals"]["nodes"]]
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda key: ask(query, key=key)["goal"]["key"], keys))
    assert found == keys


def test_one_operation_is_one_transaction(store, app, monkeypatch):
    begun = []
    read = store.read
    monkeypatch.setattr(store, "read", lambda work, **more: begun.append(1) or read(work, **more))
    with served(app) as http:
        body = {"query": '{ periods { key goals { key } } goals { totalCount } a: team(key: "platform") { key } }'}
        assert http.post("/graphql", json=body).status_code == 200
    assert len(begun) == 1


def test_no_map_no_answer_but_a_sentence(settings, monkeypatch):
    monkeypatch.setattr(stores, "RETRY_SECONDS", 0.1)
    with Store(Address("bolt://127.0.0.1:9", password="none")) as gone, served(create_app(settings, gone)) as http:
        answer = http.post("/graphql", json={"query": "{ goals { totalCount } }"})
        assert answer.status_code == 503
        error = answer.json()["errors"][0]
        assert error["extensions"]["code"] == "store_unavailable"
        assert "does not answer" in error["message"]
        assert "bolt" not in answer.text, "where Neo4j is, clients need not know"
        assert http.post("/graphql", json={"query": "{ nothing }"}).status_code == 400
        assert http.post("/graphql", json={"query": "{ __schema { queryType { name } } }"}).status_code == 200
        assert http.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (StoreTimeout("secret: Neo4j says: java.lang"), 503, "store_timeout"),
        (StoreError("secret: Neo4j could not do it"), 503, "store"),
        (BadRow("a rule is wrong, secret"), 500, "bad_row"),
        (BadQuery("secret"), 500, "bad_query"),
        (ZeroDivisionError("secret detail"), 500, "internal"),
    ],
)
def test_failures_inside(ask, monkeypatch, caplog, raised, status, code):
    def fails(*_):
        raise raised

    monkeypatch.setattr(asking, "rule_of", fails)
    with caplog.at_level(logging.ERROR, "alignment.api"):
        answer = ask.post("{ effortUnit rules { id } }")
    assert answer.status_code == status
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == code
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert error["extensions"]["requestId"] in error["message"]
    assert error["extensions"]["requestId"] in caplog.text
    assert str(raised) in caplog.text


def test_a_value_that_a_stranger_stored_wrongly_is_an_error_of_that_field(ask, monkeypatch):
    from api.loading import Loaded
    from api.types import GOAL

    put = Loaded.put
    monkeypatch.setattr(
        Loaded,
        "put",
        lambda self, kind, stored: put(self, kind, {**stored, "level": "board"} if kind is GOAL else stored),
    )
    answer = ask.post('{ goal(key: "a/b") { key level } }')
    assert answer.status_code == 200
    assert answer.json()["data"] == {"goal": {"key": "a/b", "level": None}}
    assert answer.json()["errors"][0]["extensions"]["code"] == "bad_data"


WRONG = {
    "due": "MATCH (goal:Goal {key: $key}) SET goal.due = 'soon'",
    "measures { readings { on value } }": "MATCH (:Goal {key: $key})-->(m:Measure) SET m.reading_days = ['soon'], m.reading_values = [1, 2]",
    "progressNow": "MATCH (:Goal {key: $key})-->(m:Measure) SET m.current = 'much'",
    "commitments { effort }": "MATCH (:Goal {key: $key})<--(c:Commitment) SET c.effort = 'much'",
    "contributesTo { supports }": "MATCH (:Goal {key: $key})-[c:CONTRIBUTES_TO]->() SET c.share = 'all'",
    "contributesTo { share }": "MATCH (:Goal {key: $key})-[c:CONTRIBUTES_TO]->() SET c.share = 'all'",
    "contributesTo { reviewedOn }": "MATCH (:Goal {key: $key})-[c:CONTRIBUTES_TO]->() SET c.reviewed_on = 1",
}


@pytest.fixture
def passing(store):
    """A goal that is gone afterwards, in a map that is otherwise as before."""
    key = "passing"
    goal = {
        "key": key,
        "title": key,
        "status": "active",
        "measures": [{"name": "m", "baseline": 0, "target": 1, "current": 0}],
        "contributes_to": [{"goal": "cloud-infrastructure", "status": "agreed"}],
        "commitments": [{"team": "platform", "period": "2026-Q4", "effort": 1, "promised_to": key}],
    }
    import_plan(store, [read_data({"alignment": 1, "goals": [goal]})])
    yield key
    gone = "MATCH (goal:Goal {key: $key}) OPTIONAL MATCH (goal)--(own:Measure|Commitment) DETACH DELETE own, goal"
    store.write(lambda tx: tx.run(gone, {"key": key}))


@pytest.mark.parametrize("selected", WRONG)
def test_what_a_stranger_stored_wrongly_is_bad_data(ask, store, passing, selected):
    store.write(lambda tx: tx.run(WRONG[selected], {"key": passing}))
    answer = ask.post(f'{{ effortUnit goal(key: "{passing}") {{ key {selected} }} }}')
    assert answer.status_code == 200, answer.text
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"bad_data"}
    assert answer.json()["data"]["effortUnit"] == "person-days"


def test_a_goal_that_goes_while_its_impact_is_told_is_said(ask, store, passing, monkeypatch):
    def then_gone(*given, **more):
        found = what_breaks(*given, **more)
        store.write(lambda tx: tx.run("MATCH (goal:Goal {key: 'cloud-infrastructure'}) SET goal.key = 'away'", {}))
        return found

    monkeypatch.setattr(impact, "what_breaks", then_gone)
    try:
        error = ask.refused(IMPACT, changes=[{"drop": {"goal": passing}}])
    finally:
        store.write(lambda tx: tx.run("MATCH (goal:Goal {key: 'away'}) SET goal.key = 'cloud-infrastructure'", {}))
    assert error["extensions"]["code"] == "stale"
    assert error["path"] == ["impact"]


def test_impact_has_what_is_left_of_the_time(store, monkeypatch):
    given = []
    rehearse = store.rehearse
    monkeypatch.setattr(store, "rehearse", lambda work, *, seconds: given.append(seconds) or rehearse(work))
    operation = Operation("{ a: impact(changes: []) { stranded { key } } b: impact(changes: []) { stranded { key } } }")
    assert Executor(store, RuleSet(()), lambda: NOW, 20).run(operation).status == 200
    assert 20 > given[0] > given[1] > 0
    answer = Executor(store, RuleSet(()), lambda: NOW, 1e-9).run(operation)
    assert answer.status == 503
    assert b"store_timeout" in answer.body
    assert len(given) == 2, "none is begun past the time limit"


IMPACTS = {
    "aliases": " ".join(f"a{n}: impact(changes: []) {{ stranded {{ key }} }}" for n in range(6)),
    "inline": "... on Query { "
    + " ".join(f"a{n}: impact(changes: []) {{ freed {{ effort }} }}" for n in range(6))
    + "}",
    "fragments": "...A ...B a0: impact(changes: []) { stranded { key } }",
}


@pytest.mark.parametrize("name", IMPACTS)
def test_few_impacts_at_once(ask, name):
    more = " ".join(
        f"fragment {f} on Query {{ {' '.join(f'{f}{n}: impact(changes: []) {{ freed {{ effort }} }}' for n in range(3))} }}"
        for f in ("A", "B")
    )
    answer = ask.post(f"{{ {IMPACTS[name]} }} {more if name == 'fragments' else ''}")
    assert answer.status_code == 400
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["too_much"]
    assert len(ask("{" + IMPACTS["aliases"].rpartition("a5")[0] + "}")) == 5


def test_keys_are_taken_in_any_form(ask, store):
    key = unicodedata.normalize("NFD", "Zürich Ånd")
    stored = unicodedata.normalize("NFC", key)
    nodes = {
        "periods": [{"key": stored}],
        "people": [{"key": stored}],
        "teams": [{"key": stored}],
        "goals": [{"key": stored, "title": "T", "status": "active", "team": stored, "owner": stored, "period": stored}],
    }
    import_plan(store, [read_data({"alignment": 1, **nodes})])
    try:
        data = ask(
            """query ($k: String!) { goal(key: $k) { key } team(key: $k) { key } person(key: $k) { key }
            period(key: $k) { key } a: goals(filter: {keys: [$k]}) { totalCount }
            b: goals(filter: {team: [$k], owner: [$k], period: [$k]}) { totalCount }
            c: findings(filter: {goal: [$k]}) { nodes { subject { key } } }
            impact(changes: [{drop: {goal: $k}}]) { stranded { key } } }""",
            k=key,
        )
        moved = [{"postpone": {"goal": key, "to": "2027-01-01"}}, {"drop": {"goal": stored}}]
        assert ask.refused(IMPACT, changes=moved)["extensions"]["code"] == "bad_model", "the same goal twice"
    finally:
        gone = "MATCH (n:Goal|Team|Person|Period {key: $key}) DETACH DELETE n"
        store.write(lambda tx: tx.run(gone, {"key": stored}))
    assert [data[name]["key"] for name in ("goal", "team", "person", "period")] == [stored] * 4
    assert (data["a"]["totalCount"], data["b"]["totalCount"]) == (1, 1)
    assert {one["subject"]["key"] for one in data["c"]["nodes"]} == {stored}
    assert data["impact"] == {"stranded": []}


@pytest.mark.parametrize("key", ["", "\n", "x" * 201])
def test_what_can_not_be_a_key_finds_nothing(ask, key):
    found = ask("query ($k: String!) { goal(key: $k) { key } goals(filter: {keys: [$k]}) { totalCount } }", k=key)
    assert found == {"goal": None, "goals": {"totalCount": 0}}
    assert ask.refused(IMPACT, changes=[{"drop": {"goal": key}}])["extensions"]["code"] == "bad_model"


def test_search_in_a_database_that_is_not_marked_yet(ask, store, monkeypatch):
    from api import pages

    monkeypatch.setattr(pages, "check_ours", lambda _: False)
    index = "alignment_goal_text"
    shown = store.read(
        lambda tx: tx.rows("SHOW INDEXES YIELD name, createStatement WHERE name = $name", {"name": index})
    )
    store.run_schema(f"DROP INDEX {index}")
    try:
        found = ask('{ goals(filter: {text: "cloud"}) { totalCount nodes { key } } }')
    finally:
        store.run_schema(shown[0]["createStatement"])
        store.run_schema("CALL db.awaitIndexes()")
    assert found == {"goals": {"totalCount": 0, "nodes": []}}
