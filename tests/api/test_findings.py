"""Findings by GraphQL: stored or audited, the answers are the same; what became of them, and what people decided."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from rules.conftest import become
from rules.maps import random_document
from strategies import examples

from analyzer.errors import BadSettings
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.rules.acceptance import accept
from analyzer.rules.audit import audit
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.life import State
from analyzer.rules.records import record
from analyzer.rules.rule import Severity
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.score import score
from analyzer.rules.stored import bring_up_to_date, fresh, store_all
from analyzer.settings import Settings
from api.app import create_app
from api.context import Context
from api.execution import Executor
from api.findings.pages import FindingFilter, findings_page, wanted_of
from api.findings.source import Audited, Stored
from api.refreshing import Refresher
from api.request import Operation

from .conftest import NOW, TODAY, Asking, served

PAGE = """query ($first: Int, $after: String, $filter: FindingFilter) {
  findings(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor }
    nodes { fingerprint rule severity message evidence since state accepted { reason by until }
      subject { label key node { id } } } } }"""
ACCEPT = """mutation ($some: [String!]!, $reason: String! = "Known", $until: Date, $by: String! = "ada") {
  acceptFindings(fingerprints: $some, reason: $reason, until: $until, by: $by) {
    fingerprint accepted { fingerprint reason by at until rule subject { key node { id } } } } }"""
WITHDRAW = """mutation ($some: [String!]!) { withdrawAcceptances(fingerprints: $some) { fingerprint reason } }"""
RECORD = 'mutation { recordAudit(by: "ada") { number at by today revision score findings byRule { rule count } } }'


@pytest.fixture(scope="module", autouse=True)
def _warm(store):
    """Rules that were never planned take longer than an operation may."""
    store.read(lambda tx: check(tx, built_in(), today=TODAY))


@pytest.fixture
def stored(store):
    """Findings are stored while a test runs, and no decision outlives it."""
    bring_up_to_date(store, built_in(), TODAY)
    yield store
    store.run_schema("MATCH (any:Acceptance|Audit) DELETE any")


def stale(store):
    store.write(lambda tx: tx.ask("writes/finding/asked", asked="{}"))


def all_pages(ask, size=1000, **which):
    found, after = [], None
    while True:
        page = ask(PAGE, first=size, after=after, filter=which)["findings"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


def without_since(found):
    return [{name: value for name, value in one.items() if name != "since"} for one in found]


def test_stored_and_audited_findings_are_the_same(ask, stored):
    kept = all_pages(ask)
    assert kept
    assert {one["since"] for one in kept} == {TODAY.isoformat()}
    assert all_pages(ask, size=37) == kept
    stale(stored)
    live = all_pages(ask)
    assert {one["since"] for one in live} == {None}
    assert without_since(kept) == without_since(live)
    want = stored.read(lambda tx: check(tx, built_in(), today=TODAY))
    assert [one["fingerprint"] for one in live] == [one.fingerprint for one in want]


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "rule": st.lists(st.sampled_from([rule.id for rule in built_in()]), max_size=40),
        "severity": st.lists(st.sampled_from(Severity), max_size=2),
        "goal": st.lists(st.sampled_from(["a/b", "c d", "目标", "nobody", "A"]), max_size=3),
        "team": st.lists(st.sampled_from(["a/b", "c d", "目标", "nobody"]), max_size=3),
        "person": st.lists(st.sampled_from(["ada", "b/c"]), max_size=2),
        "of_team": st.lists(st.sampled_from(["a/b", "c d", "it's", "zz", "目标"]), max_size=3),
        "accepted": st.booleans(),
        "state": st.lists(st.sampled_from(State), max_size=3),
    },
)


@examples(12)
@given(seed=st.integers(0, 100_000), filters=st.lists(FILTERS, min_size=6, max_size=6), size=st.integers(1, 9))
def test_every_filter_gives_the_same_from_both(store, seed, filters, size):
    """On a random map, some of whose findings are accepted, and others known from audits that were kept."""
    random = Random(seed)

    def work(tx):
        become(tx, read_data(random_document(seed)))
        found = check(tx, built_in(), today=TODAY)
        store_all(tx, built_in(), TODAY)
        accept(tx, [one for one in found if random.random() < 0.2], "Known", "ada", NOW)
        if random.random() < 0.9:
            whole = audit(tx, built_in(), today=TODAY)
            for part in (0.5, 0.5, 0.8):
                some = tuple(one for one in found if random.random() < part)
                kept = type(whole)(some, whole.rules, whole.subjects, TODAY, whole.revision)
                record(tx, kept, score(kept, {}), "ada", NOW)
        if random.random() < 0.5 and found:
            tx.ask("writes/revision")
            tx.ask("writes/rename/note", rows=[{"label": "Goal", "old": "a/b", "new": "ab"}])
        for which in [FindingFilter(), *(FindingFilter(**one) for one in filters)]:
            contexts = [Context(tx, store, RuleSet(built_in()), NOW, float("inf")) for _ in range(2)]
            contexts[0].findings = Stored(tx, built_in())
            contexts[1].findings = Audited(found)
            kept, live = (walk(context, which, size) for context in contexts)
            assert [told(one) for one in kept] == [told(one) for one in live]
            assert {one.fingerprint for one in live} == {
                one.fingerprint for one in found if matches(contexts[1], which, one)
            }

    store.rehearse(work)


def walk(context, which, size):
    found, after = [], None
    while True:
        page = findings_page(context, size, after, which)
        found += page.nodes
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page:
            assert page.count() == len(found)
            return found


def told(one):
    return one.model_dump(exclude={"since", "subject"}), one.subject.label, one.subject.key


def matches(context, which, one):
    """What a filter means, one finding at a time."""
    label, key = one.subject
    about = [keys for keys in (which.goal, which.team, which.person) if keys is not None]
    named = {"Goal": which.goal, "Team": which.team, "Person": which.person}[label] or ()
    teams = {
        "Team": lambda: [key],
        "Goal": lambda: [team for _, team in context.tx.ask_among("reads/api/goal_team", among=[key])],
        "Person": lambda: [team for _, team in context.tx.ask_among("reads/api/person_teams", among=[key])],
    }[label]
    seen = context.seen
    return (
        (which.rule is None or one.rule in which.rule)
        and (which.severity is None or one.severity in which.severity)
        and (not about or key in named)
        and (which.of_team is None or bool(set(teams()) & set(which.of_team)))
        and (which.accepted is None or (one.fingerprint in context.accepted) is which.accepted)
        and (which.state is None or (seen is not None and seen.state(one.fingerprint) in which.state))
    )


def test_neighbouring_rules_are_one_range(store):
    ranges = {
        many: len(Stored(None, built_in())._ranges(frozenset(rule.id for rule in built_in()[:many])))
        for many in (0, 1, len(built_in()))
    }
    assert ranges == {0: 0, 1: 1, len(built_in()): 1}
    context = Context(None, store, RuleSet(built_in()), NOW, 0)
    worst = wanted_of(context, FindingFilter(severity=[Severity.ERROR, Severity.WARNING]))
    assert len(Stored(None, built_in())._ranges(worst.rules)) == 1


def test_findings_of_nodes_are_those_about_them(ask, stored):
    query = """{ goals(first: 1000) { nodes { key findings { fingerprint since subject { key } } } }
      teams(first: 1000) { nodes { key findings { fingerprint } } }
      people(first: 1000) { nodes { key findings { fingerprint accepted { reason } } } } }"""
    kept = ask(query)
    found = all_pages(ask)
    for field, label in (("goals", "Goal"), ("teams", "Team"), ("people", "Person")):
        for node in kept[field]["nodes"]:
            assert [one["fingerprint"] for one in node["findings"]] == [
                one["fingerprint"] for one in found if one["subject"]["label"] == label and one["subject"]["key"] == node["key"]
            ]  # fmt: skip
    assert any(node["findings"] for node in kept["goals"]["nodes"])
    stale(stored)
    live = ask(query.replace(" since", ""))
    for node in kept["goals"]["nodes"]:
        for one in node["findings"]:
            assert one.pop("since") == TODAY.isoformat()
    assert live == kept


def test_findings_that_another_program_asks_for_are_not_ours(ask, stored, settings, tmp_path, listening):
    """Stored are those of a rule that this server was told not to ask."""
    off = built_in()[0].id
    choices = tmp_path / "rules.toml"
    choices.write_text(f'[rules."{off}"]\nenabled = false\n')
    whole = all_pages(ask)
    assert off in {one["rule"] for one in whole}
    fewer = Settings(alignment_cache=settings.alignment_cache, alignment_rule_settings=choices)
    with served(create_app(fewer, stored, now=lambda: NOW)) as http:
        asking = Asking(http, listening)
        assert all_pages(asking) == [one for one in whole if one["rule"] != off]
        refused = asking.refused("query ($r: [String!]) { findings(filter: {rule: $r}) { totalCount } }", r=[off])
        assert refused["extensions"]["code"] == "unknown_rule"


OWN = """// title = "Goal that is long"
// severity = "info"
// about = "Goal"
// reach = "self"
// since = "0.1.0"
// message = "{title} is long"
MATCH (goal:Goal)
WHERE size(goal.title) > 0
RETURN goal.key AS key, goal.title AS title
ORDER BY key
"""


def test_rules_of_ones_own_are_asked_too(stored, settings, tmp_path, listening):
    folder = tmp_path / "rules" / "own"
    folder.mkdir(parents=True)
    (folder / "long.cypher").write_text(OWN)
    (folder / "broken.cypher").write_text("MATCH")
    ours = Settings(alignment_cache=settings.alignment_cache, alignment_rules=tmp_path / "rules")
    with served(create_app(ours, stored, now=lambda: NOW)) as http:
        asking = Asking(http, listening)
        found = all_pages(asking, rule=["own/long"])
        assert found
        assert {one["since"] for one in found} == {None}
        whole = all_pages(asking, size=50)
        assert {one["since"] for one in whole if one["rule"] != "own/long"} == {TODAY.isoformat()}, "these are stored"
        audited = asking("{ audit { findings { fingerprint } } findings(first: 1) { totalCount } }")
        assert {one["fingerprint"] for one in whole} == {one["fingerprint"] for one in audited["audit"]["findings"]}
        assert len(whole) == audited["findings"]["totalCount"] == len(audited["audit"]["findings"])
        about = asking("{ goals(first: 100) { nodes { findings { fingerprint rule } } } }")["goals"]["nodes"]
        assert {one["rule"] for goal in about for one in goal["findings"]} >= {"own/long", "structure/orphan_goal"}
        said = asking('{ audit(rules: ["own/long"]) { summary { findings } problems rules { rule { id own page } } } }')
        (problem,) = said["audit"]["problems"]
        assert "own/broken.cypher" in problem
        assert said["audit"]["rules"] == [{"rule": {"id": "own/long", "own": True, "page": None}}]
        assert said["audit"]["summary"]["findings"] == len(found)
        refused = asking.refused(RECORD)
        assert refused["extensions"]["code"] == "bad_input"
        assert "own/broken.cypher" in refused["message"]
        (folder / "broken.cypher").unlink()
    with served(create_app(ours, stored, now=lambda: NOW)) as http:
        asking = Asking(http, listening)
        key = asking("{ goals(first: 1) { nodes { key } } }")["goals"]["nodes"][0]["key"]
        both = """mutation ($key: String!) { recordAudit(by: "ada") { number }
          change(changes: [{editGoal: {key: $key, title: "Else"}}]) { revision } again: recordAudit(by: "ada") { number } }"""
        assert "not asked of what the same operation changes" in asking.refused(both, key=key)["message"]
        assert asking(RECORD)["recordAudit"]["number"] == 1
    with pytest.raises(BadSettings, match="no such folder of rules"):
        create_app(Settings(alignment_rules=tmp_path / "nowhere"), stored)


def test_rules_say_their_page(ask):
    rules = ask("{ rules { id own algorithm settings finds matters remedy page } }")["rules"]
    assert [one["id"] for one in rules] == [rule.id for rule in built_in()]
    for one, rule in zip(rules, built_in(), strict=True):
        assert not one["own"]
        assert one["algorithm"] == rule.algorithm
        assert one["settings"] == dict(rule.settings)
        assert all(one[part] in one["page"] for part in ("finds", "matters", "remedy"))


@pytest.mark.usefixtures("stored")
def test_some_rules_only(ask):
    name = "capacity/over_committed"
    some = ask(
        "query ($r: [String!]) { audit(rules: $r) { findings { rule } problems rules { rule { id } } } }", r=[name]
    )
    assert some["audit"]["problems"] == []
    assert [one["rule"]["id"] for one in some["audit"]["rules"]] == [name]
    assert {one["rule"] for one in some["audit"]["findings"]} == {name}
    assert ask.refused('{ audit(rules: ["a/b"]) { problems } }')["extensions"]["code"] == "unknown_rule"
    assert ask("{ audit(rules: []) { rules { count } } }") == {"audit": {"rules": []}}


def test_an_acceptance_holds_through_its_last_day(stored, listening, settings):
    now = NOW

    with served(create_app(settings, stored, now=lambda: now)) as http:
        asking = Asking(http, listening)
        some = [one["fingerprint"] for one in all_pages(asking)[:2]]
        yesterday, today = (TODAY - timedelta(1)).isoformat(), TODAY.isoformat()
        over = asking.refused(ACCEPT, some=some, until=yesterday)
        assert over["extensions"]["code"] == "bad_input"
        assert "is over already" in over["message"]
        accepted = asking(ACCEPT, some=some, until=today)["acceptFindings"]
        assert sorted(one["fingerprint"] for one in accepted) == sorted(some)
        for one in accepted:
            told = one["accepted"]
            assert (told["reason"], told["by"], told["until"]) == ("Known", "ada", today)
            assert told["at"] == NOW.isoformat()
            assert told["subject"]["node"]
        assert [one["fingerprint"] for one in all_pages(asking, accepted=True)] == some
        assert not {one["fingerprint"] for one in all_pages(asking, accepted=False)} & set(some)
        asked = "{ score { accepted } }"
        assert asking(asked)["score"]["accepted"] > 0
        now = NOW + timedelta(days=1)
        assert all_pages(asking, accepted=True) == []
        assert asking(asked)["score"]["accepted"] == 0
        assert asking(WITHDRAW, some=some)["withdrawAcceptances"][0]["reason"] == "Known"
        short = asking.refused(WITHDRAW, some=[some[0][:8]])
        assert short["extensions"]["code"] == "not_found"
        assert "all of its 64 digits are needed" in short["message"]
        gone = asking.refused(WITHDRAW, some=some[:1])
        assert gone["extensions"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"some": ["no such"]}, "not_found", "'no such' is no whole fingerprint: all of its 64 digits are needed"),
        ({"some": ["0" * 64]}, "not_found", "nothing is found now"),
        ({"reason": " \n"}, "bad_input", "blank"),
        ({"reason": "x" * 2_001}, "bad_input", "2,001"),
        ({"by": " "}, "bad_input", "printable"),
        ({"by": "a\nb"}, "bad_input", "printable"),
        ({"some": [str(n) for n in range(1_001)]}, "bad_input", "at most 1,000"),
        ({"until": "2026-02-30"}, "bad_request", "Date"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_what_cannot_be_accepted_is_said_and_nothing_kept(ask, given, code, said):
    one = all_pages(ask)[0]["fingerprint"]
    refused = ask.refused(ACCEPT, **({"some": [one]} | given))
    assert refused["extensions"]["code"] == code
    assert said in refused["message"]
    assert all_pages(ask, accepted=True) == []


@pytest.mark.usefixtures("stored")
def test_an_operation_is_kept_whole_or_not_at_all(ask):
    one = all_pages(ask)[0]["fingerprint"]
    both = """mutation ($some: [String!]!) { acceptFindings(fingerprints: $some, reason: "Known", by: "ada") { rule }
      withdrawAcceptances(fingerprints: ["no such"]) { rule } }"""
    body = ask.post(both, {"some": [one]}).json()
    assert body["data"] is None
    assert body["errors"][0]["extensions"]["code"] == "not_found"
    assert all_pages(ask, accepted=True) == []
    there_and_back = """mutation ($some: [String!]!) {
      acceptFindings(fingerprints: $some, reason: "Known", by: "ada") { accepted { reason } }
      withdrawAcceptances(fingerprints: $some) { reason }
      again: acceptFindings(fingerprints: $some, reason: "After all", by: "ada") { accepted { reason } } }"""
    done = ask(there_and_back, some=[one, one])
    assert done["acceptFindings"] == [{"accepted": {"reason": "Known"}}]
    assert done["again"] == [{"accepted": {"reason": "After all"}}]


def test_a_stale_map_can_be_decided_about_too(ask, stored):
    stale(stored)
    one = all_pages(ask)[0]["fingerprint"]
    assert ask(ACCEPT, some=[one])["acceptFindings"][0]["accepted"]["reason"] == "Known"
    assert [found["fingerprint"] for found in all_pages(ask, accepted=True)] == [one]


def test_audits_that_were_kept(ask, stored):
    assert ask("{ audits { number } score { trend { number } } }") == {"audits": [], "score": {"trend": []}}
    assert {one["state"] for one in all_pages(ask)} == {None}
    assert all_pages(ask, state=["NEW", "OPEN", "REAPPEARED"]) == []
    assert ask.refused("{ auditChanges(earlier: 1, later: 2) { new { rule } } }")["extensions"]["code"] == "not_found"
    first = ask(RECORD)["recordAudit"]
    assert (first["number"], first["by"], first["today"], first["at"]) == (1, "ada", TODAY.isoformat(), NOW.isoformat())
    found = all_pages(ask)
    assert first["findings"] == len(found) == sum(one["count"] for one in first["byRule"])
    assert {one["state"] for one in found} == {"OPEN"}
    assert all_pages(ask, state=["OPEN"]) == found
    assert all_pages(ask, state=["NEW", "REAPPEARED"]) == []
    import_plan(stored, [read_data({"alignment": 1, "goals": [{"key": "lost", "title": "Lost"}]})])
    stale(stored)
    assert {one["subject"]["key"] for one in all_pages(ask, state=["NEW"])} == {"lost"}
    second = ask(RECORD)["recordAudit"]["number"]
    changes = """query ($a: Int!, $b: Int!) { auditChanges(earlier: $a, later: $b) {
      new { rule subject { key node { id } } } open { rule } fixed { rule } reappeared { rule } } }"""
    told = ask(changes, a=1, b=second)["auditChanges"]
    assert {one["subject"]["key"] for one in told["new"]} == {"lost"}
    assert all(one["subject"]["node"] for one in told["new"])
    assert len(told["open"]) == len(found)
    assert told["fixed"] == told["reappeared"] == []
    stored.run_schema("MATCH (goal:Goal {key: 'lost'}) DETACH DELETE goal")
    stale(stored)
    assert {one["subject"]["node"] for one in ask(changes, a=1, b=second)["auditChanges"]["new"]} == {None}
    backwards = ask.refused(changes, a=second, b=1)
    assert backwards["extensions"]["code"] == "bad_input"
    assert [one["number"] for one in ask("{ audits(last: 1) { number } }")["audits"]] == [second]
    assert [one["number"] for one in ask("{ audits { number } }")["audits"]] == [1, second]
    for last in (-1, 1_001):
        assert ask.refused(f"{{ audits(last: {last}) {{ number }} }}")["extensions"]["code"] == "bad_input"


@pytest.mark.usefixtures("stored")
def test_the_score_is_shared_out(ask):
    told = ask("""{ score { points accepted problems byRule { points rule { id } } byTeam { points team { key } }
      byCorporateGoal { points goal { key level } } } }""")["score"]
    assert 0 < told["points"] < 100
    assert told["problems"] == []
    for part in ("byRule", "byTeam", "byCorporateGoal"):
        points = [one["points"] for one in told[part]]
        assert points == sorted(points, reverse=True)
        assert sum(points) == pytest.approx(100 - told["points"])
    assert {one["goal"]["level"] for one in told["byCorporateGoal"] if one["goal"]} == {"CORPORATE"}


@pytest.mark.usefixtures("stored")
def test_audits_recorded_at_once_get_numbers_of_their_own(ask):
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda _: ask(RECORD)["recordAudit"]["number"], range(6)))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("stored")
def test_findings_accepted_at_once_are_all_accepted(ask):
    some = [one["fingerprint"] for one in all_pages(ask)[:8]]
    with ThreadPoolExecutor(8) as threads:
        parts = [some[at:] + some[:at] for at in range(8)]
        assert all(len(done["acceptFindings"]) == 8 for done in threads.map(lambda part: ask(ACCEPT, some=part), parts))
    assert {one["fingerprint"] for one in all_pages(ask, accepted=True)} == set(some)


def test_mutations_are_guarded_as_queries_are(ask, stored, listening):
    token = "t" * 32
    one = all_pages(ask)[0]["fingerprint"]
    variables = {"some": [one]}
    assert ask.http.get("/graphql", params={"query": ACCEPT}).status_code == 405
    assert (
        "acceptFindings" not in ask.http.get("/graphql", params={"query": RECORD}, headers={"accept": "text/html"}).text
    )
    assert ask.post(ACCEPT, variables, headers={"host": "example.org"}).status_code == 403
    plain = ask.http.post("/graphql", content="{}", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    with served(create_app(Settings(alignment_token=SecretStr(token)), stored, now=lambda: NOW)) as http:
        guarded = Asking(http, listening)
        assert guarded.post(ACCEPT, variables).status_code == 401
        assert all_pages(ask, accepted=True) == []
        done = guarded.post(ACCEPT, variables, headers={"authorization": f"Bearer {token}"}).json()
    assert done["data"]["acceptFindings"][0]["fingerprint"] == one


@pytest.mark.usefixtures("stored")
def test_bad_cursors_and_unknown_keys(ask):
    from api.ids import opaque

    for after in ("x", opaque("findings", 1), opaque("goals", "KEY", "ASC", "k", None), opaque("findings")):
        assert "cursor" in ask.refused(PAGE, first=1, after=after)["message"]
    assert ask.refused(PAGE, first=1_001)["extensions"]["code"] == "bad_input"
    nobody = ["nobody", "", "\x00"]
    assert all_pages(ask, ofTeam=nobody) == all_pages(ask, team=nobody) == all_pages(ask, person=nobody, goal=[]) == []


@pytest.mark.usefixtures("stored")
def test_findings_count_for_what_an_answer_may_hold(ask, monkeypatch):
    from api import loading

    monkeypatch.setattr(loading, "MAX_VALUES", 200)
    for query in (
        "{ findings(first: 500) { nodes { rule message } } }",
        "{ goals(first: 1000) { nodes { findings { message } } } }",
    ):
        assert ask.refused(query)["extensions"]["code"] == "too_much"


QUERIES = (
    "rules { id }",
    "goals(first: 10) { nodes { findings { rule state accepted { reason } subject { node { id } } } } }",
    "findings(first: 10) { totalCount nodes { since state accepted { by } subject { node { id } } } }",
    *(
        f"findings(first: 10, filter: {which}) {{ totalCount nodes {{ rule state }} }}"
        for which in (
            "{severity: ERROR}",
            '{ofTeam: ["platform"]}',
            "{accepted: true}",
            "{state: OPEN}",
            "{state: NEW}",
        )
    ),
    "audits { number }",
    "auditChanges(earlier: 1, later: 1) { open { subject { node { id } } } }",
)


def test_as_many_statements_for_ten_as_for_a_thousand(ask, stored):
    def measured(first):
        return [ask.count(f"{{ {query} }}".replace("first: 10", f"first: {first}")) for query in QUERIES]

    ask(RECORD)
    few = measured(10)
    import_plan(stored, [read_data(generate(1_000, seed=1))])
    stale(stored)
    bring_up_to_date(stored, built_in(), TODAY)
    many = measured(1_000)
    assert all(fewer <= more <= fewer + 2 for fewer, more in zip(few, many, strict=True)), "kinds of subjects"
    assert max(many) <= 12
    assert ask.count("{ findings(first: 1000) { nodes { rule since } } }") == 2


def test_the_refresher_stores_what_is_found_once(store):
    """Woken by a start, by a request that found something stale, never twice at once; stopped between two rules."""
    stale(store)
    refresher = Refresher(store, built_in(), lambda: NOW)
    operation = Operation("{ findings(first: 1) { nodes { since } } }")
    executor = Executor(store, RuleSet(built_in()), lambda: NOW, wake=refresher.wake)
    assert b'"since":null' in executor.run(operation).body
    refresher.start()
    for _ in itertools.takewhile(lambda _: len(is_fresh(store)) < len(built_in()), range(6_000)):
        refresher._ended.wait(0.01)
    assert TODAY.isoformat().encode() in executor.run(operation).body
    stale(store)
    assert b'"since":null' in executor.run(operation).body
    for _ in itertools.takewhile(lambda _: len(is_fresh(store)) < len(built_in()), range(6_000)):
        refresher._ended.wait(0.01)
    refresher.stop()
    assert not refresher._thread.is_alive()
    assert TODAY.isoformat().encode() in executor.run(operation).body


def is_fresh(store):
    return store.read(lambda tx: fresh(tx, built_in(), TODAY))


def test_a_refresher_that_fails_says_so_and_ends(store, caplog):
    broken = built_in()[0].model_copy(update={"query": "MATCH (goal:Goal)\nRETURN nothing"})
    refresher = Refresher(store, [broken], lambda: NOW)
    refresher.start()
    for _ in itertools.takewhile(lambda _: "could not be stored" not in caplog.text, range(6_000)):
        refresher._ended.wait(0.01)
    refresher.stop(60)
    assert not refresher._thread.is_alive()
    assert "could not be stored" in caplog.text


def test_a_stopped_refresher_leaves_the_rest(store):
    stale(store)
    refresher = Refresher(store, built_in(), lambda: NOW)
    refresher.start()
    refresher.stop(60)
    assert not refresher._thread.is_alive()
    assert len(is_fresh(store)) < len(built_in())
