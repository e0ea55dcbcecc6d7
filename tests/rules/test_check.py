"""Whole, scoped and refreshed answers agree with each other and with an independent oracle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracles.rules import every_finding
from rules.conftest import become
from rules.maps import random_document

from analyzer.changes.difference import compare as difference_of
from analyzer.errors import BadQuery, BadRow, BadSettings, UnknownRule
from analyzer.exchange.merging import contents_of
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import KINDS, NODES
from analyzer.rules import check as checking
from analyzer.rules.audit import audit, compare
from analyzer.rules.check import check
from analyzer.rules.files import built_in, parse_rule
from analyzer.rules.reach import Reach, read_reach

TODAY = date(2026, 1, 1)
RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEDS = st.integers(0, 100_000)


def everything(rules=None):
    return {(rule.reach, rule.about): None for rule in rules or built_in()}


WAYS = [None, {"structure/unreachable_goal": {"walk_up_at_most": -1}}]
"""One text holds two ways of finding unreachable goals; small maps take the second one only when told to."""


@pytest.mark.parametrize("chosen", WAYS, ids=["up", "down"])
@RANDOM
@given(seed=SEEDS)
def test_findings_are_those_of_the_oracle(on_map, chosen, seed):
    document = random_document(seed)
    found = on_map(document, lambda tx: check(tx, built_in(), today=TODAY, settings=chosen))
    answer = {rule.id: set() for rule in built_in()}
    for one in found:
        answer[one.rule].add((one.subject.key, *one.identity) if one.identity else one.subject.key)
    assert answer == every_finding(document)


@RANDOM
@given(SEEDS)
def test_whole_is_scoped(on_map, seed):
    document = random_document(seed)

    def ask(tx):
        whole = check(tx, built_in(), today=TODAY)
        keys = {
            "Goal": frozenset(goal["key"] for goal in document["goals"]) | {"nobody has this"},
            "Team": frozenset(team["key"] for team in document["teams"]),
        }
        among = {(rule.reach, rule.about): keys[rule.about] for rule in built_in()}
        halves = [{scope: frozenset(sorted(all_of)[start::2]) for scope, all_of in among.items()} for start in (0, 1)]
        parts = [one for half in halves for one in check(tx, built_in(), today=TODAY, among=half)]
        return whole, check(tx, built_in(), today=TODAY, among=among), sorted(parts, key=lambda one: one.order)

    whole, scoped, parts = on_map(document, ask)
    assert whole == scoped == parts


@RANDOM
@given(SEEDS, SEEDS, st.floats(0, 1))
def test_refreshing_what_a_change_reaches_equals_asking_anew(on_map, seed, other, kept):
    """Only subjects within reach of a change can have another answer after it."""
    before, after = random_document(seed), random_document(other)
    some = int(len(before["goals"]) * kept)
    names = {goal["key"] for goal in before["goals"]} & {goal["key"] for goal in after["goals"]}
    news = {goal["key"]: goal for goal in after["goals"][some:] if goal["key"] in names}
    teams = {team["key"] for team in before["teams"]}
    changed = {**before, "goals": [_within(news.get(g["key"], g), before, teams) for g in before["goals"]]}

    def ask(tx):
        old = check(tx, built_in(), today=TODAY)
        among = read_reach(tx, built_in(), seeds_of(before, changed))
        become(tx, changed)
        return old, among, check(tx, built_in(), today=TODAY, among=among), check(tx, built_in(), today=TODAY)

    old, among, fresh, whole = on_map(before, ask)
    scopes = {rule.id: among[rule.reach, rule.about] for rule in built_in()}
    kept_ones = [one for one in old if one.subject.key not in scopes[one.rule]]
    assert sorted([*kept_ones, *fresh], key=lambda one: one.order) == whole


def _within(goal, document, teams):
    names = {other["key"] for other in document["goals"]}
    return {
        **goal,
        "team": goal.get("team") if goal.get("team") in teams else None,
        "contributes_to": [link for link in goal["contributes_to"] if link["goal"] in names],
        "depends_on": [link for link in goal["depends_on"] if link["goal"] in names],
        "commitments": [made for made in goal["commitments"] if made["team"] in teams],
    }


LABELS = {
    "key": "",
    "team": "Team",
    "parent": "Team",
    "person": "Person",
    "goal": "Goal",
    "source": "Goal",
    "target": "Goal",
    "needed": "Goal",
}


def seeds_of(before, after):
    """What the changes name; periods only when they change themselves."""
    difference = difference_of(*(contents_of(read_data(document).plan) for document in (before, after)))
    seeds = {kind.declared_by: set() for kind in NODES}
    for part in (difference.created, difference.changed, difference.deleted):
        for kind in KINDS:
            for identity in part.get(kind, ()):
                for name, key in zip(kind.identity, identity, strict=True):
                    label = kind.declared_by if kind.is_node else LABELS.get(name)
                    if label:
                        seeds[label].add(key)
    return seeds


@RANDOM
@given(SEEDS, st.sampled_from(list(Reach)), st.sampled_from(["Goal", "Team", "Person"]))
def test_reach_is_what_its_docstring_says(on_map, seed, reach, about):
    document = random_document(seed)
    seeds = {"Goal": {document["goals"][0]["key"]}, "Team": {document["teams"][0]["key"]}, "Person": {"ada"}}
    rule = built_in()[0].model_copy(update={"reach": reach, "about": about})
    found = on_map(document, lambda tx: read_reach(tx, [rule], seeds)[reach, about])
    assert found == slow_reach(document, reach, about, {label: set(keys) for label, keys in seeds.items()})


def slow_reach(document, reach, about, held):
    if reach == "map":
        return None
    links = {
        pair
        for goal in document["goals"]
        for pair in (
            *((goal["key"], link["goal"]) for link in goal["contributes_to"]),
            *((link["goal"], goal["key"]) for link in goal["depends_on"]),
        )
    }
    owns = {(goal["owner"], goal["key"]) for goal in document["goals"] if goal.get("owner")}
    of_team = {(goal["team"], goal["key"]) for goal in document["goals"] if goal.get("team")} | {
        (made["team"], goal["key"]) for goal in document["goals"] for made in goal["commitments"]
    }
    member = {(person["key"], team) for person in document["people"] for team in person["teams"]}
    back = {(b, a) for a, b in links}
    steps = {"neighbours": links | back, "upstream": links, "downstream": back}
    if reach in steps:
        reached = set(held["Goal"])
        while True:
            more = {b for a, b in steps[reach] if a in reached} - reached
            reached |= more
            if not more or reach == "neighbours":
                break
        held["Goal"] = reached
    if reach == "team":
        held["Team"] |= {t for t, g in of_team if g in held["Goal"]} | {t for p, t in member if p in held["Person"]}
    if reach == "owner":
        held["Person"] |= {p for p, g in owns if g in held["Goal"]} | {p for p, t in member if t in held["Team"]}
    more = {
        ("team", "Goal"): {g for t, g in of_team if t in held["Team"]},
        ("team", "Person"): {p for p, t in member if t in held["Team"]},
        ("owner", "Goal"): {g for p, g in owns if p in held["Person"]},
        ("owner", "Team"): {t for p, t in member if p in held["Person"]},
        **{(way, "Team"): {t for t, g in of_team if g in held["Goal"]} for way in steps},
        **{(way, "Person"): {p for p, g in owns if g in held["Goal"]} for way in steps},
    }
    return held[about] | more.get((str(reach), about), set())


def test_a_changed_period_reaches_its_goals_and_teams(on_map):
    document = {
        "alignment": 1,
        "periods": [{"key": "q1"}],
        "teams": [{"key": "a", "capacity": {"q1": 1}}, {"key": "b"}, {"key": "c"}],
        "goals": [
            {"key": "x", "title": "X", "period": "q1"},
            {"key": "y", "title": "Y", "commitments": [{"team": "b", "period": "q1"}]},
        ],
    }
    among = on_map(document, lambda tx: read_reach(tx, built_in(), {"Period": {"q1"}}))
    assert among[Reach.TEAM, "Team"] == {"a", "b"}
    assert among[Reach.NEIGHBOURS, "Goal"] == {"x"}


OVER = {
    "alignment": 1,
    "periods": [{"key": "q1"}],
    "teams": [{"key": "t", "name": "Team {load}", "capacity": {"q1": 0.3}}],
    "goals": [{"key": "g", "title": "G", "commitments": [{"team": "t", "period": "q1", "effort": 12.25}]}],
}


def test_amounts_are_exact_and_the_audit_has_its_shape(on_map):
    answer = on_map(OVER, lambda tx: audit(tx, built_in(), today=TODAY))
    over = answer.findings[0]
    assert over.evidence == {"period": "q1", "load": Decimal("12.25"), "capacity": Decimal("0.3")}
    assert over.message == "Team {load} has promised 12.25 in q1 but can do 0.3"
    printed = answer.document()
    assert set(printed) == {"findings", "rules", "summary"}
    assert printed["findings"][0] == {
        "rule": "capacity/over_committed",
        "severity": "error",
        "subject": {"label": "Team", "key": "t"},
        "message": over.message,
        "evidence": {"period": "q1", "load": 12.25, "capacity": 0.3},
        "fingerprint": over.fingerprint,
    }
    assert [one["severity"] for one in printed["findings"]] == ["error", "warning"]
    assert printed["summary"] == {
        "findings": 2,
        "error": 1,
        "warning": 1,
        "info": 0,
        "looked_at": {"Goal": 1, "Team": 1, "Person": 0},
        "today": "2026-01-01",
    }
    counts = {rule["id"]: (rule["looked_at"], rule["count"]) for rule in printed["rules"]}
    assert counts["capacity/over_committed"] == (1, 1)
    assert counts["structure/unreachable_goal"] == (1, 0)


def test_comparing_by_fingerprint(on_map):
    before = on_map(OVER, lambda tx: check(tx, built_in(), today=TODAY))
    renamed = [replace(one, message="in other words") for one in before[1:]]
    compared = compare(before, renamed)
    assert compared.new == ()
    assert compared.resolved == (before[0],)


def test_many_keys_use_the_whole_text(on_map, monkeypatch):
    monkeypatch.setattr(checking, "WHOLE_FROM", 0)
    document = {"alignment": 1, "goals": [{"key": key, "title": key} for key in "ab"]}
    among = {**everything(), (Reach.NEIGHBOURS, "Goal"): frozenset("a")}
    found = on_map(document, lambda tx: check(tx, built_in(), today=TODAY, among=among))
    assert [one.subject.key for one in found] == ["a"]


RULE = """// title = "T"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "{title} {what}"
// settings.least = 2
// since = "0.1.0"
MATCH (goal:Goal)
RETURN goal.key AS key, goal.title AS title, %s AS what
ORDER BY key
"""
ONE = {"alignment": 1, "goals": [{"key": "g", "title": "G", "due": "2026-02-03"}]}


def asked(on_map, what, text=RULE, **chosen):
    rule = parse_rule(text % what, "own/rule.cypher")
    return on_map(ONE, lambda tx: check(tx, [rule], today=TODAY, **chosen))


@pytest.mark.parametrize(
    ("what", "words", "evidence"),
    [
        ("$least", "2", 2),
        ("goal.due", "2026-02-03", "2026-02-03"),
        ("$today", "2026-01-01", "2026-01-01"),
        ("null", "nothing", None),
        ("true", "yes", True),
        ("[1.5, 'x']", "1.5, x", [1.5, "x"]),
        ("0.1 + 0.2", "0.3", 0.1 + 0.2),
        ("1.0 / 3", "0.33", 1 / 3),
        ("0.999999", "0.999999", 0.999999),
        ("'{title} \"'", '{title} "', '{title} "'),
    ],
)
def test_values_and_words(on_map, what, words, evidence):
    (one,) = asked(on_map, what)
    assert one.message == f"G {words}"
    assert one.evidence == {"what": evidence}


def test_settings_can_be_chosen(on_map):
    assert asked(on_map, "$least", settings={"own/rule": {"least": 5}})[0].message == "G 5"


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        ({"own/other": {}}, UnknownRule),
        ({"own/rule": {"most": 1}}, BadSettings),
        ({"own/rule": {"least": "1"}}, BadSettings),
    ],
)
def test_settings_that_are_not_there(on_map, chosen, error):
    with pytest.raises(error, match="own"):
        asked(on_map, "1", settings=chosen)


@pytest.mark.parametrize("what", ["goal", "datetime('2026-01-01T00:00:00Z')", "$nothing", "no.such"])
def test_a_query_that_does_not_run_or_returns_what_is_no_value(on_map, what):
    with pytest.raises((BadQuery, BadRow), match=r"own/rule\.cypher"):
        asked(on_map, what)


def test_two_rows_with_one_identity(on_map):
    twice = RULE.replace("RETURN", "UNWIND [1, 2] AS again\nRETURN")
    with pytest.raises(BadRow, match="identity"):
        asked(on_map, "again", twice)


def test_a_key_that_is_no_text(on_map):
    with pytest.raises(BadRow, match="key"):
        asked(on_map, "1", RULE.replace("goal.key AS key", "1 AS key"))


def test_an_amount_that_is_no_whole_number(on_map):
    with pytest.raises(BadRow, match="millionths"):
        asked(on_map, "0.5", RULE.replace("// reach", '// amounts = ["what"]\n// reach'))
