"""Maps so small that the chances can be worked out by hand; drawn ones differ by no more than their error."""

import pytest
from outlook.maps import chances, goal, outlook, top, worths

from analyzer.outlook.beliefs import Beliefs

DRAWS = 20_000
NEAR = 5 * 0.5 / DRAWS**0.5


def near(value):
    return pytest.approx(value, abs=NEAR)


def drawn(*goals, **asked):
    return chances(*goals, draws=DRAWS, **asked)["top"]


@pytest.mark.parametrize(
    ("said", "chance"),
    [
        ({"ambition": "commitment"}, 0.9),
        ({"ambition": "stretch"}, 0.65),
        ({}, 0.8),
        ({"ambition": "stretch", "likelihood": 0.3}, 0.3),
    ],
)
def test_a_goal_that_nothing_supports_is_met_as_it_is_forecast(said, chance):
    assert drawn(top(**said)) == near(chance)


def test_a_certain_forecast_is_certain():
    assert drawn(top(likelihood=1)) == 1
    assert drawn(top(likelihood=0)) == 0


def test_a_single_link():
    found = outlook(top(likelihood=0), goal("a", {"top": {"confidence": 0.5}}, likelihood=0.6), draws=DRAWS)
    assert found.goals[0].chance == near(0.3)
    assert found.goals[0].standard_error == pytest.approx((0.3 * 0.7 / DRAWS) ** 0.5, rel=0.05)
    assert worths(found) == {("a", "top"): near(0.6)}


def test_two_halves_are_both_needed():
    goals = top(), goal("a", {"top": {"confidence": 0.8}}, likelihood=1), goal("b", {"top": {"confidence": 0.5}}, likelihood=1)  # fmt: skip
    found = outlook(*goals, draws=DRAWS)
    assert found.goals[0].chance == near(0.4)
    assert worths(found) == {("b", "top"): near(0.8), ("a", "top"): near(0.5)}
    assert [one.source for one in found.assumptions] == ["b", "a"]


def test_three_links_of_which_two_are_enough():
    goals = [goal(key, {"top": {"share": 0.5, "confidence": 0.5}}, likelihood=1) for key in "abc"]
    found = outlook(top(), *goals, draws=DRAWS)
    assert found.goals[0].chance == near(0.5)
    assert worths(found) == {(key, "top"): near(0.5) for key in "abc"}


def test_shares_that_do_not_add_up_are_never_enough():
    found = outlook(top(), goal("a", {"top": {"share": 0.6}}), goal("b", {"top": {"share": 0.3}}))
    assert (found.goals[0].chance, found.goals[0].attainable, found.assumptions) == (0, False, ())


@pytest.mark.parametrize(
    "shares", [(0.7, 0.1, 0.1, 0.1), (0.1,) * 10, (0.3, 0.3, 0.4), (0.15, 0.35, 0.5), (0.01,) * 100]
)
def test_shares_add_up_as_they_are_written(shares):
    some = [goal(f"g{n}", {"top": {"share": share}}, likelihood=1) for n, share in enumerate(shares)]
    assert chances(top(), *some) == {"top": 1}
    assert chances(top(), *some[1:]) == {"top": 0}
    assert chances(top(), *some[1:], beliefs=Beliefs(enough=round(1 - shares[0], 6))) == {"top": 1}


def test_a_stretch_goal_needs_seven_tenths():
    some = goal("a", {"top": {"share": 0.4}}, likelihood=1), goal("b", {"top": {"share": 0.3, "confidence": 0.5}}, likelihood=1)  # fmt: skip
    assert drawn(top(ambition="stretch"), *some) == near(0.5)
    assert drawn(top(ambition="commitment"), *some) == 0
    assert drawn(top(ambition="stretch"), *some, beliefs=Beliefs(enough_for_stretch=0.71)) == 0


def test_a_shared_cause_counts_once():
    sides = [goal(side, {"top": {"share": 0.5}}) for side in ("left", "right")]
    found = outlook(top(), *sides, goal("cause", {"left": {}, "right": {}}, likelihood=0.6), draws=DRAWS)
    assert found.goals[0].chance == near(0.6)
    assert worths(found) == {
        (source, target): near(0.6)
        for source, target in [("cause", "left"), ("cause", "right"), ("left", "top"), ("right", "top")]
    }


def test_two_ways_from_one_cause_where_one_is_enough():
    sides = [goal(side, {"top": {"share": 1, "confidence": 0.5}}) for side in ("left", "right")]
    found = outlook(top(), *sides, goal("cause", {"left": {}, "right": {}}, likelihood=0.8), draws=DRAWS)
    assert found.goals[0].chance == near(0.8 * 0.75)
    assert worths(found)["left", "top"] == near(0.8 * 0.5)


def test_goals_that_only_support_each_other_are_not_met():
    found = outlook(top(to={"a": {}}), goal("a", {"top": {}}))
    assert (found.goals[0].chance, found.goals[0].attainable) == (0, False)


def test_a_circle_is_met_when_it_is_supported_from_outside():
    ring = top(to={"a": {"share": 1}}), goal("a", {"top": {"share": 1, "confidence": 0.5}})
    assert drawn(*ring, goal("in", {"a": {"share": 1}}, likelihood=0.6)) == near(0.3)
    both = outlook(*ring, goal("in", {"a": {"share": 1}, "top": {"share": 1, "confidence": 0.5}}, likelihood=0.6), draws=DRAWS)  # fmt: skip
    assert both.goals[0].chance == near(0.6 * 0.75)
    assert worths(both) == {
        ("in", "top"): near(0.6 * 0.5),
        ("a", "top"): near(0.6 * 0.5),
        ("in", "a"): near(0.6 * 0.5 * 0.5),
    }


def test_a_circle_falls_with_what_began_it():
    """Nobody of it is left to hold up the others."""
    ring = top(to={"a": {"share": 1}}), goal("a", {"top": {"share": 1}})
    start = goal("in", {"a": {"share": 1}}), goal("before", {"in": {}}, likelihood=0.6)
    found = outlook(*ring, *start, draws=DRAWS)
    assert found.goals[0].chance == near(0.6)
    assert worths(found) == {
        (source, target): near(0.6) for source, target in [("before", "in"), ("in", "a"), ("a", "top")]
    }


def test_of_links_worth_the_same_the_first_by_key_comes_first():
    """Also where another one might have been worth more until it was looked at closely."""
    goals = [
        top("one"),
        top("two", likelihood=1),
        goal("m", {"one": {"share": 1}, "two": {"share": 1}}),
        goal("z", {"m": {}}, likelihood=1),
        goal("other", {"two": {"share": 1}}, status="achieved"),
        top("three"),
        goal("b", {"three": {}}),
        goal("a", {"b": {}}, likelihood=1),
    ]
    assert list(worths(outlook(*goals))) == [("a", "b"), ("b", "three"), ("m", "one"), ("z", "m")]
    assert list(worths(outlook(*goals, most=1))) == [("a", "b")]


def test_what_is_achieved_is_met_and_what_is_given_up_supports_nothing():
    assert drawn(top(), goal("a", {"top": {"share": 1}}, status="achieved", likelihood=0.1)) == 1
    assert drawn(top(), goal("a", {"top": {"share": 1}}, status="achieved"), goal("b", {"a": {"share": 1, "confidence": 0}})) == 1  # fmt: skip
    assert drawn(top(likelihood=0.3), goal("a", {"top": {"share": 1}}, status="dropped")) == near(0.3)
    assert chances(top(status="dropped"), top("other", status="achieved")) == {}


def test_conflicts_and_refused_links_are_left_out_but_hold_their_part():
    assert drawn(top(), goal("a", {"top": {"share": 1}}, likelihood=1), goal("b", {"top": {"share": -1}}, likelihood=1)) == 1  # fmt: skip
    assert drawn(top(), goal("a", {"top": {}}, likelihood=1), goal("b", {"top": {"status": "refuted"}})) == 0


def test_dependencies_are_left_out():
    assert drawn(top(needs={"a": {}}, likelihood=1), goal("a", likelihood=0)) == 1


def test_a_sure_link_is_worth_what_is_lost_if_it_fails():
    found = outlook(top(), goal("a", {"top": {}}, likelihood=1))
    assert [(one.confidence, one.worth) for one in found.assumptions] == [(1, 1)]


def test_worth_is_summed_over_the_corporate_goals():
    goals = top("x"), top("y"), goal("m", {"x": {"confidence": 0.5}, "y": {}}), goal("a", {"m": {"confidence": 0.5}}, likelihood=1)  # fmt: skip
    (first, *_) = outlook(*goals, draws=DRAWS).assumptions
    assert (first.source, first.target, first.worth) == ("a", "m", near(1.5))
    assert first.by_goal == {"y": near(1), "x": near(0.5)}


def test_corporate_goals_come_with_the_least_chance_first():
    found = outlook(top("b", likelihood=0.5), top("a", likelihood=1), top("c", likelihood=0), top("0", likelihood=0))
    assert [one.goal for one in found.goals] == ["0", "c", "b", "a"]


def test_nothing_corporate_no_outlook():
    assert outlook(goal("a", {"b": {}}), goal("b")).document() == {
        "draws": 1_000, "seed": 0, "beliefs": Beliefs().model_dump(), "goals": [], "assumptions": [], "others_at_most": None,
    }  # fmt: skip
