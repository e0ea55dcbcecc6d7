"""Whole, scoped and refreshed answers agree with each other and with an independent oracle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracles.rules import every_finding, is_corporate, is_live
from oracles.structure import links_between_live
from rules.conftest import become
from rules.maps import WHOLE, random_document

from analyzer.changes.difference import compare as difference_of
from analyzer.errors import BadQuery, BadRow
from analyzer.exchange.reading import read_data
from analyzer.plan.merging import contents_of
from analyzer.rules import check as checking
from analyzer.rules.audit import audit, compare
from analyzer.rules.check import check
from analyzer.rules.choices import choose
from analyzer.rules.files import built_in, parse_rule
from analyzer.rules.reach import read_reach, read_reach_after
from analyzer.rules.rule import Reach

TODAY = date(2026, 1, 1)
RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEDS = st.integers(0, 100_000)


TWO_WAYS = ("structure/unreachable_goal", "capacity/unaligned_effort")
WAYS = [{}, {rule: {"walk_up_at_most": 0} for rule in TWO_WAYS}]
"""One text holds two ways of finding the same; small maps take the second one only when told to."""


@pytest.mark.parametrize("chosen", WAYS, ids=["up", "down"])
@RANDOM
@given(seed=SEEDS)
def test_findings_are_those_of_the_oracle(on_map, chosen, seed):
    document = random_document(seed)
    found = on_map(document, lambda tx: check(tx, choose(built_in(), chosen, "here"), today=TODAY))
    answer = {rule.id: set() for rule in built_in()}
    for one in found:
        answer[one.rule].add((one.subject.key, *one.identity) if one.identity else one.subject.key)
    assert answer == every_finding(document)


IN_PARTS = [rule for rule in built_in() if rule.algorithm is None and rule.reach not in WHOLE]
"""The others are asked about sets that are closed under their reach, such as the whole map."""


@RANDOM
@given(SEEDS)
def test_whole_is_scoped(on_map, seed):
    document = random_document(seed)

    def ask(tx):
        whole = check(tx, built_in(), today=TODAY)
        keys = {
            "Goal": frozenset(goal["key"] for goal in document["goals"]) | {"nobody has this"},
            "Team": frozenset(team["key"] for team in document["teams"]),
            "Person": frozenset(person["key"] for person in document["people"]),
        }
        among = {rule.id: keys[rule.about] for rule in built_in()}
        halves = [{rule: frozenset(sorted(some)[start::2]) for rule, some in among.items()} for start in (0, 1)]
        parts = [one for half in halves for one in check(tx, IN_PARTS, today=TODAY, among=half)]
        return whole, check(tx, built_in(), today=TODAY, among=among), sorted(parts, key=lambda one: one.order)

    whole, scoped, parts = on_map(document, ask)
    assert whole == scoped
    assert [one for one in whole if one.rule in {rule.id for rule in IN_PARTS}] == parts


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
    if some % 2:
        new_teams = {team["key"]: team for team in after["teams"]}
        changed["periods"] = after["periods"]
        changed["teams"] = [new_teams.get(team["key"], team) for team in before["teams"]]
        for team in changed["teams"]:
            if team.get("part_of") not in teams:
                team.pop("part_of", None)
        changed["people"] = [
            {**person, "teams": [team for team in person["teams"] if team in teams]} for person in after["people"]
        ]

    def ask(tx):
        old = check(tx, built_in(), today=TODAY)
        seeds = difference_of(*(contents_of(read_data(one).plan) for one in (before, changed))).seeds()
        among = read_reach(tx, built_in(), seeds)
        become(tx, changed)
        among = read_reach_after(tx, built_in(), seeds, among)
        return old, among, check(tx, built_in(), today=TODAY, among=among), check(tx, built_in(), today=TODAY)

    old, among, fresh, whole = on_map(before, ask)
    kept_ones = [one for one in old if among[one.rule] is not None and one.subject.key not in among[one.rule]]
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


@RANDOM
@given(SEEDS, st.sampled_from(list(Reach)), st.sampled_from(["Goal", "Team", "Person"]))
def test_reach_is_what_its_docstring_says(on_map, seed, reach, about):
    document = random_document(seed)
    seeds = {
        "Goal": {document["goals"][0]["key"]},
        "Team": {document["teams"][0]["key"]},
        "Person": {"ada"},
        "title": {plain(document["goals"][-1])},
    }
    rule = built_in()[0].model_copy(update={"reach": reach, "about": about})
    found = on_map(document, lambda tx: read_reach(tx, [rule], seeds)[rule.id])
    assert found == slow_reach(document, reach, about, {label: set(keys) for label, keys in seeds.items()})


def slow_reach(document, reach, about, held):
    if reach == "map":
        return None
    if reach == "neighbours" and about == "Team":
        held["Goal"] |= {
            goal["key"]
            for goal in document["goals"]
            if {goal.get("team"), *(made["team"] for made in goal["commitments"])} & held["Team"]
        }
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
    if reach in ("namesakes", "corporate"):
        held["Goal"] |= alike(document, reach, held)
    if reach == "cluster":
        held["Goal"] |= {b for a, b in links | back if a in held["Goal"]}
        groups = {key: group_of(key, links_between_live(document)) for key in held["Goal"]}
        nodes = {goal["key"]: goal for goal in document["goals"]}
        held["Goal"] |= {
            other
            for key, group in groups.items()
            if is_live(nodes[key]) and not any(is_corporate(nodes[one]) for one in group)
            for other in group
        }
    if reach == "team":
        held["Team"] |= {t for t, g in of_team if g in held["Goal"]} | {t for p, t in member if p in held["Person"]}
    if reach == "owner":
        held["Person"] |= {p for p, g in owns if g in held["Goal"]} | {p for p, t in member if t in held["Team"]}
    more = {
        ("team", "Goal"): {g for t, g in of_team if t in held["Team"]},
        ("team", "Person"): {p for p, t in member if t in held["Team"]},
        ("owner", "Goal"): {g for p, g in owns if p in held["Person"]},
        ("owner", "Team"): {t for p, t in member if p in held["Person"]},
        **{
            (way, "Team"): {t for t, g in of_team if g in held["Goal"]}
            for way in (*steps, "cluster", "namesakes", "corporate")
        },
        **{
            (way, "Person"): {p for p, g in owns if g in held["Goal"]}
            for way in (*steps, "cluster", "namesakes", "corporate")
        },
    }
    return held[about] | more.get((str(reach), about), set())


def alike(document, reach, held):
    titles = {plain(goal) for goal in document["goals"] if goal["key"] in held["Goal"]} | held["title"]
    return {
        goal["key"]
        for goal in document["goals"]
        if (is_corporate(goal) if reach == "corporate" else plain(goal) in titles)
    }


def plain(goal):
    return " ".join(goal["title"].split()).lower()


def group_of(key, links):
    group = {key}
    while more := {b for a, b in links if a in group} - group:
        group |= more
    return group


def test_a_changed_period_reaches_its_goals_and_teams(on_map):
    document = {
        "alignment": 1,
        "periods": [{"key": "q1"}],
        "teams": [{"key": "a", "capacity": {"q1": 1}}, {"key": "b"}, {"key": "c"}],
        "goals": [
            {"key": "x", "title": "X", "period": "q1"},
            {"key": "y", "title": "Y", "commitments": [{"team": "b", "period": "q1"}]},
            {"key": "z", "title": "Z"},
        ],
    }
    among = on_map(document, lambda tx: read_reach(tx, built_in(), {"Period": {"q1"}}))
    assert among["ownership/too_many_goals"] == {"a", "b"}
    assert among["structure/orphan_goal"] == {"x", "y"}


OVER = {
    "alignment": 1,
    "periods": [{"key": "q1"}],
    "teams": [{"key": "t", "name": "Team {load}", "capacity": {"q1": 0.3}}],
    "goals": [{"key": "g", "title": "G", "commitments": [{"team": "t", "period": "q1", "effort": 12.25}]}],
}


def test_amounts_are_exact_and_the_audit_has_its_shape(on_map):
    few = ("capacity/over_committed", "structure/orphan_goal", "structure/unreachable_goal")
    rules = [rule for rule in built_in() if rule.id in few]
    answer = on_map(OVER, lambda tx: audit(tx, rules, today=TODAY))
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
        "revision": answer.revision,
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
    among = {rule.id: frozenset("a") for rule in built_in()}
    rules = [rule for rule in built_in() if (rule.reach, rule.about) == (Reach.NEIGHBOURS, "Goal")]
    found = on_map(document, lambda tx: check(tx, rules, today=TODAY, among=among))
    assert {one.subject.key for one in found} == {"a"}
    assert "structure/orphan_goal" in {one.rule for one in found}


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
    rules = choose([parse_rule(text % what, "own/rule.cypher")], {"own/rule": chosen}, "here")
    return on_map(ONE, lambda tx: check(tx, rules, today=TODAY))


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
    assert asked(on_map, "$least", least=5)[0].message == "G 5"


def some_goals(**fields):
    return [{"key": f"g{n}", "title": "G", "team": "t", **fields} for n in range(3)]


BY = {
    ("ownership/too_many_goals", "at_most"): ({"at_most_by_team": {"t": 2}}, some_goals()),
    ("capacity/idle_capacity", "least"): ({"least_by_team": {"t": 2.5}}, []),
    ("ownership/mostly_top_down", "bottom_up_at_least"): (
        {"bottom_up_at_least_by_team": {"t": 1.5}},
        some_goals(origin="bottom_up"),
    ),
    ("time/slipping", "behind"): (
        {"behind_by_level": {"team": 0.1}},
        [{"key": "t", "title": "G", "level": "team", "starts": "2025-12-01", "due": "2026-03-31", "progress": 0.1}],
    ),
    ("capacity/unaligned_effort", "at_least"): (
        {"at_least_by_team": {"t": 1.5}},
        [
            {
                "key": "g",
                "title": "G",
                "level": "corporate",
                "commitments": [{"team": "t", "period": "q", "effort": 1.5}],
            }
        ],
    ),
}


def test_all_settings_by_team_or_level_are_tried():
    known = {
        (rule.id, name)
        for rule in built_in()
        for name in rule.settings
        if any(other.startswith(f"{name}_by_") for other in rule.settings)
    }
    assert known == BY.keys()


@pytest.mark.parametrize("tried", BY, ids=str)
def test_a_setting_for_some_teams_or_levels(on_map, tried):
    """The rule is silent by its default, speaks by the setting for this one, and is silent by that for another."""
    (name, plain), (chosen, goals) = tried, BY[tried]
    document = {
        "alignment": 1,
        "periods": [{"key": "q"}],
        "teams": [{"key": "t", "capacity": {"q": 1.5}}],
        "goals": goals,
    }
    if not goals:
        document["goals"] = [{"key": "g", "title": "G", "commitments": [{"team": "t", "period": "q", "effort": 1.5}]}]
    rule = next(rule for rule in built_in() if rule.id == name)
    ((by, values),) = chosen.items()
    elsewhere = {by: {"individual" if by.endswith("_level") else "somebody else": next(iter(values.values()))}}

    def ask(tx):
        return [check(tx, choose([rule], {name: some}, "here"), today=TODAY) for some in ({}, chosen, elsewhere)]

    default, spoken, other = on_map(document, ask)
    assert default == other == []
    assert [one.subject.key for one in spoken] == ["t"]
    assert plain in rule.settings


@pytest.mark.parametrize("what", ["goal", "datetime('2026-01-01T00:00:00Z')", "no.such"])
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
