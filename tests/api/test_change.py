"""Changing the map by GraphQL: whole or not at all, rehearsed, versions checked, findings told."""

import pytest
from changes.graphs import everything_stored

from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import CAPACITIES, read_contents
from analyzer.rules.files import built_in
from analyzer.rules.stored import bring_up_to_date

from .conftest import TODAY

CHANGE = """mutation ($changes: [Change!]!, $dryRun: Boolean! = false) { change(changes: $changes, dryRun: $dryRun) {
  revision goals { key version title due status contributesTo { target { key } share } } teams { key } people { key }
  periods { key } findings { new { rule subject { key } } resolved { rule subject { key } } } } }"""
PLAN = {
    "alignment": 1,
    "periods": [{"key": "cp"}],
    "teams": [{"key": "ct"}],
    "goals": [
        {"key": "ca/1", "title": "A", "level": "team", "contributes_to": [{"goal": "cb"}]},
        {"key": "cb", "title": "B", "level": "corporate"},
        {"key": "cc", "title": "C"},
    ],
}


pytestmark = pytest.mark.usefixtures("some")


@pytest.fixture
def some(store):
    """A few goals beside the example, gone afterwards."""
    import_plan(store, [read_data(PLAN)])
    yield PLAN
    gone = "MATCH (n:Goal|Team|Period) WHERE n.key STARTS WITH 'c' AND size(n.key) < 5 OPTIONAL MATCH (n)<-[:ABOUT|FOR]-(x) DETACH DELETE x, n"
    store.write(lambda tx: tx.run(gone, {}))
    store.write(lambda tx: tx.run("MATCH (r:Renaming) DELETE r", {}))


def versions(ask):
    found = ask('{ goals(filter: {keys: ["ca/1", "cb", "cc"]}) { nodes { key version } } }')["goals"]["nodes"]
    return {one["key"]: one["version"] for one in found}


def test_changes_answer_with_what_changed_and_what_became_of_findings(ask):
    was = versions(ask)
    done = ask(CHANGE, changes=[
        {"cutContribution": {"goal": "ca/1", "to": "cb"}},
        {"addContribution": {"goal": "cc", "to": "cb", "share": 0.5}},
        {"setCapacity": {"team": "ct", "period": "cp", "amount": "0.3"}},
        {"createGoal": {"key": "cd", "title": "D", "measures": [{"name": "m", "target": 1}], "contributesTo": [{"goal": "cc"}]}},
    ])["change"]  # fmt: skip
    assert [one["key"] for one in done["goals"]] == ["ca/1", "cc", "cd"]
    assert {one["key"]: one["version"] for one in done["goals"]} == {
        "ca/1": was["ca/1"] + 1,
        "cc": was["cc"] + 1,
        "cd": 1,
    }
    assert done["goals"][1]["contributesTo"] == [{"target": {"key": "cb"}, "share": 0.5}]
    assert [one["key"] for one in done["teams"]] == ["ct"]
    assert (done["people"], done["periods"]) == ([], [])
    new = {(one["rule"], one["subject"]["key"]) for one in done["findings"]["new"]}
    gone = {(one["rule"], one["subject"]["key"]) for one in done["findings"]["resolved"]}
    assert ("structure/orphan_goal", "ca/1") in new
    assert ("structure/orphan_goal", "cc") in gone


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "asked"])
def test_findings_are_told_whether_they_are_stored_or_not(ask, store, stored):
    if stored:
        bring_up_to_date(store, built_in(), TODAY)
    else:
        store.write(lambda tx: tx.ask("writes/finding/asked", asked=None))
    done = ask(CHANGE, changes=[{"cutContribution": {"goal": "ca/1", "to": "cb"}}])["change"]
    assert {"rule": "structure/orphan_goal", "subject": {"key": "ca/1"}} in done["findings"]["new"]


def test_of_a_dry_run_nothing_is_kept(ask, store):
    before = store.read(everything_stored)
    drop = [{"drop": {"goal": "ca/1"}}, {"createGoal": {"key": "ce", "title": "E"}}]
    rehearsed = ask(CHANGE, changes=drop, dryRun=True)["change"]
    assert store.read(everything_stored) == before
    assert ask(CHANGE, changes=drop)["change"] == rehearsed
    assert store.read(everything_stored) != before


def test_what_is_left_out_stays_and_null_clears(ask):
    set_ = {"editGoal": {"key": "cc", "due": "2027-01-01", "description": "Why"}}
    clear = {"editGoal": {"key": "cc", "due": None, "title": "Other"}}
    assert ask(CHANGE, changes=[set_])["change"]["goals"][0]["due"] == "2027-01-01"
    (goal,) = ask(CHANGE, changes=[clear])["change"]["goals"]
    assert (goal["due"], goal["title"]) == (None, "Other")
    assert ask('{ goal(key: "cc") { description } }')["goal"]["description"] == "Why"


def test_documents_and_capacities_come_as_graphql_can_say_them(ask, store):
    team = {"createTeam": {"key": "cx", "capacity": [{"period": "cp", "amount": "1.5"}]}}
    document = {"import": {"document": "{alignment: 1, goals: [{key: ci, title: I, contributes_to: [{goal: cb}]}]}"}}
    done = ask(CHANGE, changes=[team, document])["change"]
    assert ([one["key"] for one in done["goals"]], [one["key"] for one in done["teams"]]) == (["ci"], ["cx"])
    assert store.read(read_contents)[CAPACITIES]["cx", "cp"] == {"amount": 1_500_000}


def test_a_stale_change_is_refused_with_what_is_there(ask, store):
    version = versions(ask)["cc"]
    change = {"editGoal": {"key": "cc", "title": "First", "version": version}}
    ask(CHANGE, changes=[change])
    before = store.read(everything_stored)
    error = ask.refused(CHANGE, changes=[{"drop": {"goal": "ca/1"}}, change])
    assert error["extensions"]["code"] == "stale"
    (current,) = error["extensions"]["current"]
    assert (current["label"], current["key"]) == ("Goal", "cc")
    assert (current["version"], current["title"]) == (version + 1, "First")
    assert store.read(everything_stored) == before


REFUSED = {
    "unknown": ([{"drop": {"goal": "nope"}}], "not_found", "changes[0].drop.goal: there is no goal 'nope'"),
    "contradiction": (
        [{"drop": {"goal": "cc"}}, {"postpone": {"goal": "cc", "to": "2027-01-01"}}],
        "bad_model", "changes[1].postpone: contradicts changes[0].drop",
    ),
    "not a key": ([{"drop": {"goal": ""}}], "bad_model", "changes.0.drop.goal: is empty"),
    "capacity twice": (
        [{"editTeam": {"key": "ct", "capacity": [{"period": "cp", "amount": "1"}, {"period": "cp", "amount": "2"}]}}],
        "bad_model", "names a period twice",
    ),
    "no document": ([{"import": {"document": "{"}}], "bad_model", "changes[0].import.document:1"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_and_nothing_written(ask, store, name):
    changes, code, told = REFUSED[name]
    before = store.read(everything_stored)
    error = ask.refused(CHANGE, changes=changes)
    assert error["extensions"]["code"] == code
    assert told in error["message"]
    assert store.read(everything_stored) == before


def test_edits_of_many_at_once_lose_none(ask):
    """64 at once on three goals: each reads the version, adds its mark and tries again when somebody was faster."""
    keys, many = ("ca/1", "cb", "cc"), 64
    answers = []

    def edit(asking, number):
        key = keys[number % len(keys)]
        while True:
            goal = asking("query ($key: String!) { goal(key: $key) { version description } }", key=key)["goal"]
            text = f"{goal['description'] or ''} {number}".strip()
            change = {"editGoal": {"key": key, "description": text, "version": goal["version"]}}
            answer = asking.post(CHANGE, {"changes": [change]}).json()
            answers.append(answer)
            if "errors" not in answer or answer["errors"][0]["extensions"]["code"] != "stale":
                return

    ask.many(many, edit)
    assert sum("errors" not in answer for answer in answers) == many
    assert len(answers) > many
    found = ask('{ goals(filter: {keys: ["ca/1", "cb", "cc"]}) { nodes { key description } } }')["goals"]["nodes"]
    for one in found:
        expected = range(keys.index(one["key"]), many, len(keys))
        assert sorted(one["description"].split()) == sorted(map(str, expected))


def test_one_change_after_the_other_in_one_request(ask):
    """Each answers with the goals as it left them."""
    one = '%s: change(changes: [{editGoal: {key: "cc", title: "%s"}}]) { goals { title version } }'
    was = versions(ask)["cc"]
    done = ask(f"mutation {{ {one % ('a', 'First')} {one % ('b', 'Second')} }}")
    assert done == {
        "a": {"goals": [{"title": "First", "version": was + 1}]},
        "b": {"goals": [{"title": "Second", "version": was + 2}]},
    }
