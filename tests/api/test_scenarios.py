"""Scenarios by GraphQL: saved, compared, refreshed, adopted; rehearsed, versions checked."""

import pytest
from changes.graphs import everything_stored

from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.scenarios import opened
from api.scenarios import MAX_COMPARED

from .conftest import ODD

SAVE = """mutation ($key: String!, $changes: [Change!], $on: [String!], $why: String, $append: Boolean! = false, $version: Int, $dryRun: Boolean! = false) {
  saveScenario(key: $key, by: "Ada", changes: $changes, on: $on, why: $why, append: $append, version: $version, dryRun: $dryRun) {
    key version why by at on changes adopted { revision } conflicts { place severity message } } }"""
REFRESH = 'mutation ($key: String!, $version: Int, $dryRun: Boolean! = false) { refreshScenario(key: $key, by: "Bo", version: $version, dryRun: $dryRun) { version by conflicts { message } } }'
ADOPT = """mutation ($key: String!, $version: Int, $dryRun: Boolean! = false) { adoptScenario(key: $key, by: "Board", version: $version, dryRun: $dryRun) {
  scenarios { key version adopted { by revision } } changed { revision goals { key due } findings { new { rule } resolved { rule } } } } }"""
DELETE = "mutation ($key: String!, $version: Int, $dryRun: Boolean! = false) { deleteScenario(key: $key, version: $version, dryRun: $dryRun) { key conflicts { message } } }"
CHANGE = "mutation ($changes: [Change!]!) { change(changes: $changes) { revision findings { new { rule } resolved { rule } } goals { key due } } }"
COMPARE = """query ($keys: [String!]!) { compareScenarios(keys: $keys) { revision edited score corporateGoals { key } scenarios {
  scenario { key version } conflicts { severity message } effect { score corporateGoals { goal { key } outcome changed kept daysLate becauseKeys }
  affected { outcome count } stranded { key } freed { team { key } effort } findings { new { rule } resolved { rule } }
  capacity { teamKey team { name } period { key } loadBefore loadAfter capacityBefore capacityAfter } } } } }"""
PLAN = {
    "alignment": 1,
    "periods": [{"key": "sp"}],
    "teams": [{"key": "st", "capacity": {"sp": 1}}],
    "goals": [
        {"key": "sa/1", "title": "A", "level": "team", "due": "2027-01-31", "contributes_to": [{"goal": "sb"}],
         "commitments": [{"team": "st", "period": "sp", "effort": 0.3}]},
        {"key": "sb", "title": "B", "level": "corporate", "due": "2027-02-28"},
    ],
}  # fmt: skip
DROP = [{"drop": {"goal": "sa/1"}}]
LATE = [{"postpone": {"goal": "sa/1", "to": "2027-06-30"}}]

pytestmark = pytest.mark.usefixtures("some")


@pytest.fixture
def some(store):
    """A few goals beside the example, and no scenario; gone afterwards."""
    import_plan(store, [read_data(PLAN)])
    yield
    gone = "MATCH (n:Goal|Team|Period) WHERE n.key STARTS WITH 's' AND size(n.key) < 5 OPTIONAL MATCH (n)<-[:ABOUT|FOR]-(x) DETACH DELETE x, n"
    store.write(lambda tx: tx.run(gone, {}))
    store.write(lambda tx: tx.run("MATCH (any) WHERE any:Scenario OR any:Renaming DETACH DELETE any", {}))


def test_it_is_saved_found_and_compared(ask, store):
    key = ODD[2]
    made = ask(SAVE, key=key, changes=DROP, why="Less")["saveScenario"]
    assert (made["key"], made["version"], made["why"], made["by"], made["on"]) == (key, 1, "Less", "Ada", [])
    assert made["changes"] == [{"drop": {"goal": "sa/1"}}]
    assert (made["adopted"], made["conflicts"]) == (None, [])
    more = [{"setCapacity": {"team": "st", "period": "sp", "amount": "0.5"}}]
    ask(SAVE, key="two", changes=more, on=[key])
    assert ask("query ($key: String!) { scenario(key: $key) { key on changes } }", key="two")["scenario"] == {
        "key": "two", "on": [key], "changes": [{"set_capacity": {"team": "st", "period": "sp", "amount": 0.5}}],
    }  # fmt: skip
    assert [one["key"] for one in ask("{ scenarios { key conflicts { message } } }")["scenarios"]] == sorted(
        [key, "two"]
    )
    assert ask('{ scenario(key: "nope") { key } }') == {"scenario": None}
    assert store.read(lambda tx: [one.called for one in opened(tx, "two").changes]) == ["drop", "set_capacity"]

    found = ask(COMPARE, keys=["two", key])["compareScenarios"]
    two, one = found["scenarios"]
    assert {"key": "sb"} in found["corporateGoals"]
    assert two["scenario"] == {"key": "two", "version": 1}
    assert two["effect"]["corporateGoals"] == [
        {
            "goal": {"key": "sb"},
            "outcome": "BROKEN",
            "changed": False,
            "kept": 0,
            "daysLate": 0,
            "becauseKeys": ["sa/1", "sb"],
        }
    ]
    assert two["effect"]["affected"] == [{"outcome": "BROKEN", "count": 1}]
    assert two["effect"]["freed"] == [{"team": {"key": "st"}, "effort": "0.3"}]
    assert two["effect"]["capacity"] == [
        {"teamKey": "st", "team": {"name": None}, "period": {"key": "sp"}, "loadBefore": "0.3", "loadAfter": "0",
         "capacityBefore": "1", "capacityAfter": "0.5"},
    ]  # fmt: skip
    impact = (
        "query ($changes: [Change!]!) { impact(changes: $changes) { findings { new { rule } resolved { rule } } } }"
    )
    assert one["effect"]["findings"] == ask(impact, changes=DROP)["impact"]["findings"]
    assert found["score"] == ask("{ score { points } }")["score"]["points"]


def test_conflicts_are_told_and_adoption_is_refused_until_refreshed(ask, store):
    ask(SAVE, key="late", changes=LATE)
    ask(
        CHANGE,
        changes=[{"postpone": {"goal": "sa/1", "to": "2027-03-31"}}, {"renameGoal": {"key": "sa/1", "to": "sa/2"}}],
    )
    (conflict,) = ask('{ scenario(key: "late") { conflicts { place severity message } } }')["scenario"]["conflicts"]
    assert (conflict["place"], conflict["severity"]) == ("changes[0].postpone", "WARNING")
    assert conflict["message"].startswith("due of goal 'sa/2' was moved from 2027-01-31 to 2027-03-31 meanwhile")
    before = store.read(everything_stored)
    error = ask.refused(ADOPT, key="late")
    assert error["extensions"]["code"] == "stale"
    (current,) = error["extensions"]["current"]
    assert (current["key"], current["version"], len(current["conflicts"])) == ("late", 1, 1)
    assert store.read(everything_stored) == before
    unseen = 'mutation { refreshScenario(key: "late", by: "Bo", revision: 0) { version } }'
    assert ask.refused(unseen)["extensions"]["code"] == "stale"
    assert ask(REFRESH, key="late", version=1)["refreshScenario"] == {"version": 2, "by": "Bo", "conflicts": []}
    assert ask(ADOPT, key="late", version=2)["adoptScenario"]["changed"]["goals"] == [
        {"key": "sa/2", "due": "2027-06-30"}
    ]


def test_adopting_answers_as_changing_does(ask):
    ask(SAVE, key="late", changes=LATE)
    rehearsed = ask(ADOPT, key="late", dryRun=True)["adoptScenario"]
    assert ask('{ scenario(key: "late") { adopted { by } } goal(key: "sa/1") { due } }') == {
        "scenario": {"adopted": None}, "goal": {"due": "2027-01-31"},
    }  # fmt: skip
    done = ask(ADOPT, key="late")["adoptScenario"]
    assert done == rehearsed
    assert done["scenarios"] == [
        {"key": "late", "version": 2, "adopted": {"by": "Board", "revision": done["changed"]["revision"]}}
    ]
    assert done["changed"]["goals"] == [{"key": "sa/1", "due": "2027-06-30"}]
    assert "was adopted by Board" in ask.refused(ADOPT, key="late")["message"]
    assert ask('{ scenario(key: "late") { conflicts { message } } }')["scenario"]["conflicts"] == []


def test_what_is_undone_is_open_again(ask):
    """And is made once more with what stands on it."""
    ask(SAVE, key="late", changes=LATE)
    ask(
        'mutation { saveScenario(key: "above", by: "Bo", on: ["late"], changes: [{setPriority: {goal: "sa/1", priority: 3}}]) { key } }'
    )
    revision = ask(ADOPT, key="late")["adoptScenario"]["changed"]["revision"]
    ask("mutation ($seq: Int!) { undo(revision: $seq) { revision } }", seq=revision)
    there = ask('{ scenario(key: "late") { version adopted { by } conflicts { message } } }')["scenario"]
    assert there == {"version": 3, "adopted": None, "conflicts": []}
    done = ask(ADOPT, key="above")["adoptScenario"]
    assert [one["key"] for one in done["scenarios"]] == ["late", "above"]
    assert done["changed"]["goals"] == [{"key": "sa/1", "due": "2027-06-30"}]


@pytest.mark.parametrize(
    ("mutation", "given"),
    [(SAVE, {"changes": LATE, "append": True}), (REFRESH, {}), (ADOPT, {}), (DELETE, {})],
    ids=["save", "refresh", "adopt", "delete"],
)
def test_of_a_dry_run_nothing_is_kept_and_another_version_is_refused(ask, store, mutation, given):
    ask(SAVE, key="it", changes=[{"createGoal": {"key": "sn", "title": "N"}}])
    before = store.read(everything_stored)
    ask(mutation, key="it", dryRun=True, version=1, **given)
    assert store.read(everything_stored) == before
    error = ask.refused(mutation, key="it", version=2, **given)
    assert error["extensions"]["code"] == "stale"
    assert error["extensions"]["current"][0]["version"] == 1
    assert ask.refused(mutation, key="nope", version=2, **given)["extensions"]["code"] == "not_found"
    assert store.read(everything_stored) == before
    ask(mutation, key="it", version=1, **given)
    assert store.read(everything_stored) != before


REFUSED = {
    "unknown goal": (SAVE, {"key": "x", "changes": [{"drop": {"goal": "nope"}}]}, "not_found", "changes[0].drop.goal: there is no goal 'nope'"),
    "nothing": (SAVE, {"key": "x"}, "bad_input", "scenario 'x' says nothing"),
    "no name": (SAVE, {"key": "", "changes": DROP}, "bad_model", "name '': is empty"),
    "taken": (SAVE, {"key": "there", "changes": DROP}, "stale", "there is a scenario 'there' already, of version 1"),
    "itself": (SAVE, {"key": "there", "on": ["above"], "append": True}, "bad_input", "would stand on itself"),
    "unknown": (COMPARE, {"keys": ["there", "nope"]}, "not_found", "there is no scenario 'nope'"),
    "too many": (COMPARE, {"keys": [f"s{n}" for n in range(MAX_COMPARED + 1)]}, "bad_input", "compare at most 100 at once"),
    "below": (DELETE, {"key": "there"}, "bad_input", "since 'above' stand on it"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_and_nothing_written(ask, store, name):
    query, given, code, told = REFUSED[name]
    ask(SAVE, key="there", changes=DROP)
    ask(SAVE, key="above", on=["there"])
    before = store.read(everything_stored)
    error = ask.refused(query, **given)
    assert (error["extensions"]["code"], told in error["message"]) == (code, True), error
    assert store.read(everything_stored) == before


def test_of_many_who_adopt_at_once_one_does(ask):
    ask(SAVE, key="late", changes=LATE)
    answers = ask.many(8, lambda asking, _: asking.post(ADOPT, {"key": "late"}).json())
    assert sum("errors" not in one for one in answers) == 1
    assert all("was adopted by Board" in one["errors"][0]["message"] for one in answers if "errors" in one)


def test_any_change_that_graphql_can_say_is_kept(ask):
    changes = [
        {"createTeam": {"key": "sx", "capacity": [{"period": "sp", "amount": "1.5"}]}},
        {"import": {"document": "{alignment: 1, goals: [{key: si, title: I, contributes_to: [{goal: sb}]}]}"}},
        {"editGoal": {"key": "sb", "due": None, "measures": [{"name": "m", "target": 1}]}},
    ]
    made = ask(SAVE, key="it", changes=changes)["saveScenario"]
    assert made["changes"][0] == {"create_team": {"key": "sx", "capacity": {"sp": 1.5}}}
    assert made["changes"][2] == {"edit_goal": {"key": "sb", "due": None, "measures": [{"name": "m", "target": 1}]}}
    assert made["conflicts"] == []
    (side,) = ask(COMPARE, keys=["it"])["compareScenarios"]["scenarios"]
    assert side["effect"]["capacity"] == [
        {
            "teamKey": "sx",
            "team": None,
            "period": {"key": "sp"},
            "loadBefore": "0",
            "loadAfter": "0",
            "capacityBefore": None,
            "capacityAfter": "1.5",
        }
    ]
    ask(ADOPT, key="it")
    assert ask('{ goal(key: "si") { title } }')["goal"] == {"title": "I"}


def test_the_map_as_it_would_be_with_a_scenario(ask, store):
    """Answers of the view are those once it is adopted; ids lead back into it until then."""
    ask(SAVE, key="first", changes=LATE)
    ask(SAVE, key="then/2", changes=[{"editGoal": {"key": "sb", "title": "Else"}}], on=["first"])
    fields = '{ goal(key: "sa/1") { due findings { rule } contributesTo { target { title } } } score { points } }'
    before = store.read(everything_stored)
    with_more = 'view(scenario: "then/2", changes: [{setPriority: {goal: "sa/1", priority: 7}}]) { goal(key: "sa/1") { priority } }'
    found = ask(
        f'{{ view(scenario: "then/2") {fields} more: {with_more} id: view(scenario: "first") {{ goal(key: "sa/1") {{ id }} }} }}'
    )
    assert found["view"]["goal"]["due"] == "2027-06-30"
    assert found["view"]["goal"]["contributesTo"] == [{"target": {"title": "Else"}}]
    assert found["more"]["goal"]["priority"] == 7
    node = ask("query ($id: ID!) { node(id: $id) { ... on Goal { due title } } }", id=found["id"]["goal"]["id"])["node"]
    assert node == {"due": "2027-06-30", "title": "A"}
    assert store.read(everything_stored) == before
    assert "no scenario 'nope'" in ask.refused('{ view(scenario: "nope") { effortUnit } }')["message"]
    assert "no scenario ''" in ask.refused('{ view(scenario: "") { effortUnit } }')["message"]
    ask(ADOPT, key="then/2")
    assert ask(f"{fields}") == found["view"]
    assert "adopted" in ask.refused('{ view(scenario: "then/2") { effortUnit } }')["message"]


def test_ways_out_are_saved_as_they_are_answered(ask):
    """What remedies say is a scenario by sending it back."""
    ask(CHANGE, changes=[{"setCapacity": {"team": "st", "period": "sp", "amount": "0.1"}}])
    ways = ask('{ remedies(teams: ["st"]) { ways { way changes } } }')["remedies"]["ways"]
    more = next(one["changes"] for one in ways if one["way"] == "MORE_CAPACITY")
    save = """mutation ($written: JSON, $changes: [Change!]) {
      saveScenario(key: "more", by: "Ada", written: $written, changes: $changes) { changes } }"""
    assert ask(save, written=more)["saveScenario"]["changes"] == more
    said = ask(
        '{ view(scenario: "more") { findings(filter: {ofTeam: ["st"], rule: ["capacity/over_committed"]}) { totalCount } } }'
    )
    assert said["view"]["findings"]["totalCount"] == 0
    for written, told in (([{"drop": {}}], "written[0].drop.goal"), ("no", "write a list"), ([3], "write one change")):
        assert told in ask.refused(save.replace("more", "other"), written=written)["message"]
    assert "two forms" in ask.refused(save, written=more, changes=DROP)["message"]
