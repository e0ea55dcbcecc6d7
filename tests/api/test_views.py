"""The map as it was and as it would be, answered as the live one is, with ids of its own; and its history."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from changes.graphs import everything_stored

from analyzer.changes.editing import carry_out
from analyzer.changes.revisions import Author, span
from analyzer.exchange.changing import change_of
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.schema import clear
from analyzer.rules.files import built_in
from analyzer.rules.ruleset import rule_set
from analyzer.rules.stored import bring_up_to_date
from api.app import create_app
from api.execution import AT_ONCE, Executor
from api.request import Operation

from .conftest import NOW, TODAY, Asking, served

PLAN = {
    "alignment": 1,
    "periods": [{"key": "p", "starts": "2026-10-01", "ends": "2026-12-31"}],
    "teams": [{"key": "t", "capacity": {"p": 10}}],
    "goals": [
        {"key": "top", "title": "Top", "level": "corporate"},
        {"key": "a/1", "title": "A", "level": "team", "team": "t", "period": "p", "due": "2026-12-31", "contributes_to": [{"goal": "top"}]},
        {"key": "b", "title": "B", "level": "team", "contributes_to": [{"goal": "a/1"}]},
        {"key": "c", "title": "C", "level": "team", "contributes_to": [{"goal": "a/1"}, {"goal": "top", "confidence": 0.5}]},
    ],
}  # fmt: skip
ALL = """goals { nodes { id key version title status due support contributesTo { id because target { key } } } }
  findings { nodes { rule subject { key } } totalCount }
  audit { findings { fingerprint } } score { points } teams { nodes { id key version } } periods { id key version } effortUnit
  impact(changes: [{drop: {goal: "c"}}]) { affected { goal { id key } outcome kept } findings { new { fingerprint } } }"""
CHANGE = 'mutation ($c: [Change!]!) { change(changes: $c, by: "Ada", why: "so") { revision } }'
EDITS = [
    {"postpone": {"goal": "a/1", "to": "2027-03-31"}},
    {"editGoal": {"key": "b", "title": "Bee", "status": "DRAFT"}},
    {"cutContribution": {"goal": "a/1", "to": "top"}},
    {"renameGoal": {"key": "b", "to": "bee"}},
    {"createGoal": {"key": "новая", "title": "N", "contributesTo": [{"goal": "top", "share": 0.25}]}},
    {"editGoal": {"key": "top", "title": "Higher still", "level": "DEPARTMENT"}},
    {"renameGoal": {"key": "a/1", "to": "d"}},
    {"setCapacity": {"team": "t", "period": "p", "amount": "12.5"}},
    {"createGoal": {"key": "n", "title": "Another one"}},
    {"renamePeriod": {"key": "p", "to": "q"}},
]  # fmt: skip


@pytest.fixture
def ours(store):
    """A small map whose history begins here."""
    clear(store)
    import_plan(store, [read_data(PLAN)], author=Author(at=NOW))
    bring_up_to_date(store, built_in(), TODAY)
    yield store
    clear(store)


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def asking(ours, settings, listening, clock):
    with served(create_app(settings, ours, now=lambda: clock[0])) as http:
        yield Asking(http, listening)


def test_every_answer_as_it_was_given_then(asking, clock, ours):
    """Revisions are made a day apart; afterwards each is asked again, by number and by day."""
    ask = f"{{ {ALL} }}"
    begin, then = ours.read(span)[1], [asking(ask)]
    for change in EDITS:
        clock[0] += timedelta(days=1)
        asking(CHANGE, c=[change])
        then.append(asking(ask))
    assert len({str(one) for one in then}) == len(then)
    before = ours.read(everything_stored)
    for number, answer in enumerate(then[1:], 1):
        day = (NOW + timedelta(days=number)).date().isoformat()
        for moment in (str(begin + number), day):
            view = asking(f'{{ view(asOf: "{moment}") {{ {ALL} }} }}')["view"]
            assert without_ids(view) == without_ids(answer), moment
    assert ours.read(everything_stored) == before


def without_ids(answer):
    if isinstance(answer, dict):
        return {name: without_ids(value) for name, value in answer.items() if name != "id" or "/" in str(value)}
    return [without_ids(one) for one in answer] if isinstance(answer, list) else answer


def test_every_answer_as_it_would_be(asking, ours):
    """A view with changes answers what is answered once they are made, and nothing of it remains.

    But for versions: a set is one edit.
    """
    asked = ALL.replace(" version", "")
    before = ours.read(everything_stored)
    views = []
    for number in range(len(EDITS)):
        changes = EDITS[: number + 1]
        said = asking(f"query ($c: [Change!]!) {{ view(changes: $c) {{ {asked} }} }}", c=changes)["view"]
        views.append(said)
    assert ours.read(everything_stored) == before
    for change, view in zip(EDITS, views, strict=True):
        asking(CHANGE, c=[change])
        assert without_ids(asking(f"{{ {asked} }}")) == without_ids(view)


def test_what_is_edited_while_the_past_is_looked_at_does_not_show(asking, ours, listening, monkeypatch):
    """Somebody edits what the way back has nothing to do with, between two statements of the view."""
    begin = ours.read(span)[1]
    then = asking("{ goals { nodes { key title } } }")
    asking(CHANGE, c=[EDITS[0]])
    tries = []

    def edit_first(statement):
        if "goal.title" in statement or ("Goal" in statement and "LIMIT" in statement):
            tries.append(statement)
            if len(tries) == 1:
                edit = [change_of("edit_goal", {"key": "c", "title": "Meanwhile"}, "it")]
                ours.write(lambda tx: carry_out(tx, edit, (), TODAY))

    monkeypatch.setattr(listening, "statements", Told(edit_first))
    found = asking(f'{{ view(asOf: "{begin}") {{ goals {{ nodes {{ key title }} }} }} }}')
    assert found["view"] == then
    assert len(tries) > 1
    assert asking('{ goal(key: "c") { title } }')["goal"]["title"] == "Meanwhile"


class Told(list):
    """Statements, each told to somebody before it is sent."""

    def __init__(self, tell):
        super().__init__()
        self.append = tell


def test_a_scenario_is_seen_as_of_before_its_goal_was_renamed(asking, ours):
    begin = ours.read(span)[1]
    asking(CHANGE, c=[{"renameGoal": {"key": "c", "to": "z"}}])
    asking('mutation { saveScenario(key: "it", by: "Ada", changes: [{drop: {goal: "z"}}]) { key } }')
    view = 'query ($as: ID!) { view(scenario: "it", asOf: $as) { goal(key: "c") { status } } }'
    assert asking(view, **{"as": str(begin)})["view"]["goal"] == {"status": "DROPPED"}
    assert asking(view.replace('"c"', '"z"'), **{"as": str(begin + 1)})["view"]["goal"] == {"status": "DROPPED"}


def test_views_do_not_mix(asking):
    """Side by side in one operation, with the live map before, between and after them."""
    said = """query ($one: [Change!]!, $two: [Change!]!) {
      before: goal(key: "a/1") { id status } one: view(changes: $one) { goal(key: "a/1") { id status } }
      between: goal(key: "a/1") { id status } two: view(changes: $two) { goal(key: "a/1") { id status title } }
      after: goal(key: "a/1") { id status title } }"""
    found = asking(
        said, one=[{"drop": {"goal": "a/1"}}], two=[{"editGoal": {"key": "a/1", "title": "Else", "status": "PROPOSED"}}]
    )
    assert found["one"]["goal"]["status"] == "DROPPED"
    assert found["two"]["goal"] | {"id": 0} == {"id": 0, "status": "PROPOSED", "title": "Else"}
    assert found["before"] == found["between"] == {name: found["after"][name] for name in ("id", "status")}
    ids = {found["before"]["id"], found["one"]["goal"]["id"], found["two"]["goal"]["id"]}
    assert len(ids) == 3


def test_ids_lead_back_into_their_view(asking):
    dropped = asking('{ view(changes: [{drop: {goal: "a/1"}}]) { goal(key: "a/1") { id contributesTo { id } } } }')
    goal = dropped["view"]["goal"]
    node = "query ($id: ID!) { node(id: $id) { id ... on Goal { status } ... on Contribution { counts } } }"
    assert asking(node, id=goal["id"])["node"] == {"id": goal["id"], "status": "DROPPED"}
    assert asking(node, id=goal["contributesTo"][0]["id"])["node"]["counts"] is False
    live = asking('{ goal(key: "a/1") { id } }')["goal"]["id"]
    assert asking(node, id=live)["node"]["status"] is None
    within = 'query ($id: ID!) { view(changes: [{drop: {goal: "b"}}]) { node(id: $id) { id } } }'
    assert "the id of another view" in asking.refused(within, id=goal["id"])["message"]
    assert "an id of the live map" in asking.refused(within, id=live)["message"]


def test_an_id_of_a_view_waits_its_turn_as_the_view_does(asking, ours):
    in_view = asking('{ view(changes: [{drop: {goal: "a/1"}}]) { goal(key: "a/1") { id } } }')["view"]["goal"]["id"]
    live = asking('{ goal(key: "a/1") { id } }')["goal"]["id"]
    executor = Executor(ours, rule_set(), lambda: NOW, seconds=0.5)

    def status(one):
        return executor.run(Operation("query ($id: ID!) { node(id: $id) { id } }", {"id": one})).status

    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(executor._tried.passed(1, "no"))
        assert status(live) == 200
        body = executor.run(Operation("query ($id: ID!) { node(id: $id) { id } }", {"id": in_view})).body
        assert b"before it was this one's turn" in body
        assert b"store_busy" in body
    assert status(in_view) == 200


def test_a_question_to_a_view_takes_the_same_statements_however_long_the_list(asking):
    view = '{ view(changes: [{drop: {goal: "b"}}]) { goals(first: %d) { nodes { key contributesTo { share } } } } }'
    assert asking.count(view % 1) == asking.count(view % 100)


REFUSED = [
    ('{ view(asOf: "99") { effortUnit } }', "not_found", "there is no revision 99"),
    ('{ view(asOf: "1999-01-01") { effortUnit } }', "not_found", "begins after 1999-01-01"),
    ('{ view(asOf: "2026-02-30") { effortUnit } }', "bad_input", "is no day"),
    ('{ view(asOf: "nope") { effortUnit } }', "not_found", "no cadence event 'nope'"),
    ('{ view(changes: [{drop: {goal: "nope"}}]) { effortUnit } }', "not_found", "there is no goal 'nope'"),
    ('{ view(changes: [{drop: {goal: "b"}}, {postpone: {goal: "b", to: "2027-01-01"}}]) { effortUnit } }', "bad_model", "contradicts"),
    ('{ node(id: "W1tudWxsLG51bGwsWzFdXSwiR29hbCIsImIiXQ") { id } }', "bad_input", "is not an id of this server"),
    ('{ node(id: "W1tudWxsXSwiR29hbCIsImIiXQ") { id } }', "bad_input", "is not an id of this server"),
    ("{ " + " ".join(f"v{n}: view {{ effortUnit }}" for n in range(11)) + " }", "too_much", "more than 10 views"),
    ("{ revisions(last: 0) { seq } }", "bad_input", "ask for 1 to 1,000"),
    ('{ churn(periods: ["nope"]) { share } }', "not_found", "no period 'nope'"),
    ('{ changed(during: "26") { told } }', "bad_input", "write 2026 or 2026-Q3"),
    ("{ changed { told } }", "not_found", "no cadence event was marked yet"),
    ("mutation { undo(revision: 99) { revision } }", "not_found", "there is no edit 99 to undo"),
    ('mutation { undo(revision: 1, why: "a\\nb") { revision } }', "bad_input", "write a line"),
    ('mutation { markCadence(name: "2026", kind: PLANNING) { name } }', "bad_model", "begins like a date"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[2])
def test_what_can_not_be_is_refused(asking, ours, case):
    query, code, told = case
    before = ours.read(everything_stored)
    error = asking.refused(query)
    assert told in error["message"]
    assert error["extensions"]["code"] == code
    assert ours.read(everything_stored) == before


def test_the_history_is_told_and_undone(asking):
    asking(CHANGE, c=[EDITS[0]])
    asking('mutation { markCadence(name: "Kick-off", kind: PLANNING, by: "Bo") { seq } }')
    revision = asking(CHANGE, c=[EDITS[2]])["change"]["revision"]
    found = asking('{ revisions(last: 1) { seq at by why changes told } all: revisions(goal: "b") { seq } }')
    assert found["revisions"] == [
        {
            "seq": revision, "at": NOW.isoformat(), "by": "Ada", "why": "so",
            "changes": [{"cut_contribution": {"goal": "a/1", "to": "top"}}], "told": ["top lost the support of a/1"],
        }
    ]  # fmt: skip
    assert len(found["all"]) == 1
    said = asking(
        "{ changed { told edits { seq } } cadenceEvents { name kind by seq } churn { share planned period { key } reprioritised { how goal { key } } } }"
    )
    assert said["changed"] == {"told": ["top lost the support of a/1"], "edits": [{"seq": revision}]}
    assert said["cadenceEvents"] == [{"name": "Kick-off", "kind": "PLANNING", "by": "Bo", "seq": revision - 1}]
    assert said["churn"] == [
        {"share": 1.0, "planned": 1, "period": {"key": "p"}, "reprioritised": [{"how": ["link cut", "moved"], "goal": {"key": "a/1"}}]}
    ]  # fmt: skip
    undo = 'mutation ($dry: Boolean!) { undo(revision: %d, by: "Bo", dryRun: $dry) { revision goals { key } findings { resolved { rule } } } }'
    rehearsed = asking(undo % revision, dry=True)["undo"]
    assert rehearsed["goals"] == [{"key": "a/1"}]
    assert "structure/orphan_goal" in {one["rule"] for one in rehearsed["findings"]["resolved"]}
    assert asking(undo % revision, dry=False)["undo"] == rehearsed
    assert asking('{ goal(key: "a/1") { contributesTo { target { key } } } }')["goal"]["contributesTo"] == [
        {"target": {"key": "top"}}
    ]
    assert "was undone already" in asking.refused(undo % revision, dry=False)["message"]
    assert asking('mutation { unmarkCadence(name: "Kick-off") { name } }')["unmarkCadence"] == {"name": "Kick-off"}


def test_what_an_impact_rehearses_in_a_view_is_gone_after_it(asking):
    """Findings of goals that the impact took away are those of the view again."""
    asked = 'goal(key: "c") { title version findings { rule } } findings { totalCount } goals { nodes { key version } }'
    said = """{ view(changes: [{setPriority: {goal: "top", priority: 1}}]) { %s
      impact(changes: [{mergeGoals: {goal: "c", into: "b"}}]) { findings { new { rule } } } %s } }"""
    alone = asking(f'{{ view(changes: [{{setPriority: {{goal: "top", priority: 1}}}}]) {{ {asked} }} }}')
    after = asking(said % ("effortUnit", asked))["view"]
    assert {name: after[name] for name in alone["view"]} == alone["view"]
    assert alone["view"]["goal"]["findings"]


def test_keys_that_go_round_have_the_versions_of_then(asking, ours):
    """One key is given up, taken by another goal, and given to a new one; views of sets can't, the past can."""
    ask = "{ goals { nodes { key version title } } }"
    begin, then = ours.read(span)[1], [asking(ask)]
    for change in [
        {"renameGoal": {"key": "b", "to": "bee"}},
        {"renameGoal": {"key": "a/1", "to": "b"}},
        {"createGoal": {"key": "a/1", "title": "Another one"}},
        {"editGoal": {"key": "b", "title": "A, once more"}},
        {"renameGoal": {"key": "b", "to": "a"}},
        {"renameGoal": {"key": "bee", "to": "b"}},
    ]:
        asking(CHANGE, c=[change])
        then.append(asking(ask))
    for number, answer in enumerate(then):
        assert asking(f'{{ view(asOf: "{begin + number}") {ask} }}')["view"] == answer, number


def test_changes_too_long_for_an_id_are_to_be_saved(asking):
    changes = [{"editGoal": {"key": "b", "description": "long " * 1_000}}]
    error = asking.refused("query ($c: [Change!]!) { view(changes: $c) { effortUnit } }", c=changes)
    assert error["extensions"]["code"] == "too_much"
    assert "scenario" in error["message"]
