"""Who is cut off from every corporate goal; the oracle must agree with every example."""

from impact.documents import answer, changes_in, expected, facts_of, goal
from oracles.impact import impact_of

from analyzer.impact.facts import Changes
from analyzer.impact.stranded import stranded


def cut_off(*goals, drop=()):
    document = {"goals": list(goals)}
    told = answer(document, drop)["stranded"]
    assert told == expected(document, drop)["stranded"]
    return told


def test_live_goals_whose_only_way_up_went_are_stranded():
    told = cut_off(
        goal("top", level="corporate"),
        goal("a", to={"top": {}}),
        goal("b", to={"a": {}}),
        goal("c", to={"b": {}}),
        goal("d", to={"a": {}, "top": {}}),
        goal("e", status="achieved", to={"a": {}}),
        goal("f", to={"c": {"status": "declined"}}),
        goal("g", to={"a": {"share": -0.5}}),
        goal("h"),
        drop=["a"],
    )
    assert told == ["b", "c"]


def test_a_dropped_corporate_goal_strands_what_is_below():
    told = cut_off(
        goal("top", level="corporate"),
        goal("other", level="corporate"),
        goal("a", to={"top": {}}),
        goal("b", to={"top": {}, "other": {}}),
        goal("c", needs={"a": {}}, to={"a": {}}),
        drop=["top"],
    )
    assert told == ["a", "c"]


def test_a_circle_holds_nobody_up():
    told = cut_off(
        goal("top", level="corporate"),
        goal("a", to={"top": {}, "b": {}}),
        goal("b", to={"c": {}}),
        goal("c", to={"b": {}, "a": {}}),
        drop=["a"],
    )
    assert told == ["b", "c"]


def test_a_dead_corporate_goal_is_no_end():
    assert cut_off(goal("top", level="corporate", status="missed"), goal("a", to={"top": {}}), drop=["top"]) == []


def test_a_cut_link_strands_but_a_weaker_one_and_a_postponement_do_not():
    facts = facts_of({"goals": [goal("top", level="corporate", due="2026-01-31"), goal("a", to={"top": {}})]})
    assert stranded(facts, Changes(kept_of_contribution={("a", "top"): 0})) == ["a"]
    assert stranded(facts, Changes(kept_of_contribution={("a", "top"): 0.5})) == []
    assert stranded(facts, changes_in(facts, postpone={"top": "2026-03-31"})) == []


def test_the_oracle_frees_the_commitments_of_dropped_goals():
    made = [
        {"team": "t", "period": "q2", "effort": 0.1, "promised_to": "a"},
        {"team": "t", "period": "q2", "effort": "0.2"},
        {"team": "s", "period": "q2", "effort": 30},
        {"team": "s", "period": "q1"},
    ]
    document = {"goals": [goal("a", commitments=made), goal("b", commitments=made)]}
    assert impact_of(document, {"a"}, {})["freed"] == [
        {"team": "s", "period": "q2", "effort": 30},
        {"team": "t", "period": "q2", "effort": 0.3},
    ]
