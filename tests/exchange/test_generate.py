"""The generator makes valid, repeatable maps that have the problems of real ones."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import rules

from analyzer.errors import BadSettings
from analyzer.exchange.generate import generate

maps = st.builds(
    generate,
    st.integers(1, 200),
    seed=st.integers(0, 2**32),
    teams=st.none() | st.integers(1, 80),
    periods=st.integers(1, 12),
)
few = settings(max_examples=60, deadline=None)
LEVELS = ["corporate", "department", "team", "individual"]


@pytest.fixture(scope="module")
def large():
    return generate(6000, seed=7)


def keys(document, of):
    return [node["key"] for node in document[of]]


def nested(document, field):
    """Every goal with each of what it declares in that field."""
    return [(goal, part) for goal in document["goals"] for part in goal.get(field, [])]


@few
@given(st.integers(1, 150), st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_map(goals, seed):
    assert repr(generate(goals, seed=seed)) == repr(generate(goals, seed=seed))


def test_another_seed_gives_another_map():
    assert generate(50, seed=1) != generate(50, seed=2)


def test_the_map_of_a_seed_stays_the_same_from_release_to_release():
    """Figures measured on a generated map can be compared with older ones; a change here is a decision."""
    document = generate(40, seed=3)
    assert document["goals"][0]["title"] == "Ten per cent more people work with our software"
    assert Counter(goal["level"] for goal in document["goals"]) == {
        "corporate": 4,
        "department": 2,
        "team": 19,
        "individual": 15,
    }


@few
@given(maps)
def test_keys_are_unique(document):
    for kind in ("periods", "people", "teams", "goals"):
        assert len(set(keys(document, kind))) == len(document[kind]), kind


@few
@given(maps)
def test_references_resolve(document):
    goals, teams, people, periods = (set(keys(document, kind)) for kind in ("goals", "teams", "people", "periods"))
    assert teams >= {team["part_of"] for team in document["teams"] if "part_of" in team}
    assert periods >= set(chain.from_iterable(team.get("capacity", {}) for team in document["teams"]))
    assert teams >= set(chain.from_iterable(person["teams"] for person in document["people"]))
    assert teams >= {goal["team"] for goal in document["goals"]}
    assert people >= {goal["owner"] for goal in document["goals"] if "owner" in goal}
    assert periods >= {goal["period"] for goal in document["goals"]}
    assert goals >= {link["goal"] for field in ("contributes_to", "depends_on") for _, link in nested(document, field)}
    for _, commitment in nested(document, "commitments"):
        assert commitment["team"] in teams
        assert commitment["period"] in periods


@few
@given(maps)
def test_measures_of_links_exist(document):
    names = {goal["key"]: {measure["name"] for measure in goal.get("measures", [])} for goal in document["goals"]}
    for goal, link in nested(document, "contributes_to"):
        if "from_measure" in link:
            assert link["from_measure"] in names[goal["key"]]
            assert link["to_measure"] in names[link["goal"]]


@few
@given(maps)
def test_what_may_occur_only_once_does(document):
    for goal in document["goals"]:
        for field in ("contributes_to", "depends_on"):
            targets = [link["goal"] for link in goal.get(field, [])]
            assert len(set(targets)) == len(targets)
            assert goal["key"] not in targets
        names = [measure["name"] for measure in goal.get("measures", [])]
        assert len(set(names)) == len(names)
        promises = [(c["team"], c["period"], c["promised_to"]) for c in goal.get("commitments", [])]
        assert len(set(promises)) == len(promises)


@few
@given(maps)
def test_numbers_keep_their_limits(document):
    for goal in document["goals"]:
        assert 0 <= goal.get("progress", 0) <= 1
        assert 0 <= goal.get("likelihood", 0) <= 1
        assert goal.get("priority", 1) >= 1
    for _, link in nested(document, "contributes_to"):
        assert -1 <= link.get("share", 0) <= 1
        assert 0 <= link.get("confidence", 0) <= 1
    for _, measure in nested(document, "measures"):
        assert measure["target"] != measure["baseline"]
        assert measure["baseline"] >= 0
    amounts = [c["effort"] for _, c in nested(document, "commitments") if "effort" in c]
    amounts += chain.from_iterable(team.get("capacity", {}).values() for team in document["teams"])
    for amount in amounts:
        assert type(amount) in (int, Decimal)
        assert 0 <= amount < 10**9
        assert amount == round(Decimal(amount), 6)


@few
@given(maps)
def test_days_are_dates_in_order(document):
    for goal in document["goals"]:
        assert date.fromisoformat(goal["starts"]) <= date.fromisoformat(goal["due"])
    ends = [date.fromisoformat(period["ends"]) for period in document["periods"]]
    starts = [date.fromisoformat(period["starts"]) for period in document["periods"]]
    assert all((start - end).days == 1 for end, start in zip(ends, starts[1:], strict=False))


@few
@given(maps)
def test_teams_form_one_tree(document):
    part_of = {team["key"]: team.get("part_of") for team in document["teams"]}
    above = set(part_of)
    for _ in part_of:
        above = {part_of[team] or team for team in above}
    assert above == {"board"}
    assert [team for team, boss in part_of.items() if boss is None] == ["board"]


@few
@given(maps)
def test_it_is_made_of_what_documents_are_made_of(document):
    json.dumps(document, default=float)  # only Decimals are not JSON already
    assert document["alignment"] == 1


@pytest.mark.parametrize("goals", [1, 2, 3, 5, 40, 1000])
def test_there_are_as_many_goals_as_asked_for(goals):
    document = generate(goals)
    assert len(document["goals"]) == goals
    assert document["goals"][0]["level"] == "corporate"


def test_teams_and_periods_are_as_asked_for():
    document = generate(30, teams=9, periods=5, first_year=2030)
    assert len(document["teams"]) == 9
    assert keys(document, "periods") == ["2030-Q1", "2030-Q2", "2030-Q3", "2030-Q4", "2031-Q1"]


@pytest.mark.parametrize("wrong", [{"goals": 0}, {"goals": 5, "teams": 0}, {"goals": 5, "periods": 0}])
def test_too_few_is_refused(wrong):
    with pytest.raises(BadSettings, match="is too few; give 1 or more"):
        generate(**wrong)


def test_levels_have_realistic_proportions(large):
    counts = Counter(goal["level"] for goal in large["goals"])
    assert 3 <= counts["corporate"] <= 20
    assert 0.05 < counts["department"] / 6000 < 0.12
    assert 0.45 < counts["team"] / 6000 < 0.65
    assert 0.3 < counts["individual"] / 6000 < 0.45


def test_corporate_goals_stay_few_however_large_the_map():
    assert Counter(goal["level"] for goal in generate(80_000)["goals"])["corporate"] == 20


def test_contributions_mostly_go_one_level_up(large):
    level = {goal["key"]: LEVELS.index(goal["level"]) for goal in large["goals"]}
    steps = Counter(level[goal["key"]] - level[link["goal"]] for goal, link in nested(large, "contributes_to"))
    assert steps[1] / steps.total() > 0.6
    assert steps[0] > 0
    assert steps[2] > 0
    assert max(Counter(goal["key"] for goal, _ in nested(large, "contributes_to")).values()) <= 4


def test_titles_are_readable_and_seldom_the_same(large):
    titles = {goal["title"] for goal in large["goals"]}
    assert len(titles) > 0.95 * 6000
    assert max(map(len, titles)) < 100


def test_most_stated_shares_leave_room(large):
    stated = Counter()
    for _, link in nested(large, "contributes_to"):
        stated[link["goal"]] += max(0, link.get("share", 0))
    assert 0.8 < sum(total <= 1 for total in stated.values()) / len(stated) < 1


def test_everything_that_may_occur_does(large):
    goals, links = large["goals"], [link for _, link in nested(large, "contributes_to")]
    assert {goal.get("status") for goal in goals} == {
        *("draft", "proposed", "active", "achieved", "missed", "postponed", "dropped", None)
    }
    assert {goal.get("ambition") for goal in goals} == {"commitment", "stretch", None}
    assert 0.5 < sum(goal.get("origin") == "bottom_up" for goal in goals) / 6000 < 0.65
    assert {link.get("status") for link in links} == {"proposed", "agreed", "declined", "refuted", None}
    assert {link.get("route") for link in links} == {"direct", "indirect", None}
    assert {link.get("status") for _, link in nested(large, "depends_on")} == {"requested", "agreed", "declined", None}
    assert {measure["kind"] for _, measure in nested(large, "measures")} == {"leading", "lagging", "binary"}
    assert {team["function"] for team in large["teams"]} == {"corporate", "market", "product", "support", "community"}
    assert any(link.get("share", 0) < 0 for link in links)
    assert any("share" not in link for link in links)
    assert any("confidence" not in link for link in links)
    assert any("owner" not in goal for goal in goals)
    assert any("standalone" in goal for goal in goals)
    assert any("effort" not in commitment for _, commitment in nested(large, "commitments"))


def test_dependencies_cross_teams(large):
    team = {goal["key"]: goal["team"] for goal in large["goals"]}
    crossing = [goal["team"] != team[link["goal"]] for goal, link in nested(large, "depends_on")]
    assert sum(crossing) / len(crossing) > 0.7


def test_cycles_are_there_but_rare(large):
    pairs = {(goal["key"], link["goal"]) for goal, link in nested(large, "contributes_to")}
    mutual = sum((target, source) in pairs for source, target in pairs) / 2
    assert 1 <= mutual < 0.01 * len(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_most_rules_find_something_and_leave_most_alone(seed):
    document = generate(600, seed=seed)
    found = rules.every_finding(document, date(2026, 11, 16))
    assert sum(map(bool, found.values())) > 40, found
    for rule in ("structure/orphan_goal", "structure/unreachable_goal"):
        assert len(found[rule]) < 150
    loaded = len(rules.loads(document))
    assert len(found["capacity/over_committed"]) < 0.3 * loaded
    assert len(found["capacity/no_capacity_stated"]) < 0.3 * loaded
    supported = {target for _, target, _ in rules.supporting_links(document)}
    assert len(found["support/insufficient_support"]) < 0.9 * len(supported)
