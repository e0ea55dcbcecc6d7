"""What breaks if: each sentence of its definition, worked by hand; the oracle must agree with every example."""

import pytest
from impact.documents import ask, changes_of, facts_of, goal

from analyzer.impact.facts import Changes
from analyzer.impact.grade import Outcome, grade

JAN = "2026-01-31"
FEB = "2026-02-28"
MAR = "2026-03-31"


# Who is affected


def test_every_live_goal_that_is_reached_is_affected_but_not_the_changed_ones():
    told = ask(
        goal("a", to={"b": {}, "dead": {}}),
        goal("b", to={"c": {}}),
        goal("c", needs={"d": {}}, to={"a": {}}),
        goal("d"),
        goal("dead", status="dropped", to={"apart": {}}),
        goal("apart"),
        drop=["a"],
    )
    assert list(told) == ["b", "c"]


@pytest.mark.parametrize("status", ["declined", "refuted"])
def test_a_refused_contribution_does_not_count(status):
    assert ask(goal("a", to={"b": {"status": status}}), goal("b"), drop=["a"]) == {}


@pytest.mark.parametrize("status", [None, "proposed", "agreed"])
def test_any_other_contribution_counts(status):
    assert list(ask(goal("a", to={"b": {"status": status}}), goal("b"), drop=["a"])) == ["b"]


def test_an_achieved_goal_supports_until_it_is_dropped():
    told = ask(goal("a", status="achieved", to={"b": {}}), goal("b", status="draft"), drop=["a"])
    assert told == {"b": ("broken", 0, 0, "a b")}


def test_an_achieved_goal_is_not_supported_itself():
    assert ask(goal("a", to={"b": {}}), goal("b", status="achieved"), drop=["a"]) == {}


def test_a_dependency_counts_unless_declined():
    told = ask(
        goal("a"),
        goal("b", needs={"a": {"status": "requested"}}),
        goal("c", needs={"a": {"status": "declined"}}),
        drop=["a"],
    )
    assert told == {"b": ("broken", 0, 0, "a b")}


def test_a_dependency_counts_whatever_the_status_of_its_ends():
    told = ask(goal("a"), goal("b", status="missed", needs={"a": {}}), goal("c", needs={"b": {}}), drop=["a"])
    assert told == {"c": ("broken", 0, 0, "a b c")}


@pytest.mark.parametrize("status", ["missed", "postponed", "dropped"])
def test_dropping_or_postponing_what_is_not_delivered_anyway_changes_nothing(status):
    goals = goal("a", status=status, due=JAN), goal("b", needs={"a": {}})
    assert ask(*goals, drop=["a"]) == {}
    assert ask(*goals, postpone={"a": MAR}) == {}


def test_affected_are_sorted_corporate_first_then_by_outcome_kept_and_key():
    told = ask(
        goal("a", due=JAN, to={key: {"share": 0.5} for key in "bcdefgh"}),
        goal("z", to={"c": {"share": 0.25}, "d": {"share": 0.5}, "e": {"share": 0.5}, "f": {"share": 0.5}}),
        goal("y", to={"h": {"share": 1}}),
        goal("b", level="corporate"),
        goal("c", level="team"),
        goal("d", level="corporate"),
        goal("e"),
        goal("f", level="corporate"),
        goal("g"),
        goal("h"),
        drop=["a"],
    )
    assert list(told) == ["b", "d", "f", "g", "c", "e", "h"]


# What is kept


def test_kept_is_what_is_left_of_the_support_believed_before():
    told = ask(
        goal("a", to={"c": {"share": 0.6, "confidence": 0.5}}),
        goal("b", to={"c": {"share": 0.9}}),
        goal("c"),
        drop=["a"],
    )
    assert told == {"c": ("weakened", 0.75, 0, "a c")}


def test_kept_is_1_when_nothing_was_believed():
    told = ask(goal("a", to={"b": {"share": 0}, "c": {"confidence": 0}}), goal("b"), goal("c"), drop=["a"])
    assert told == {"b": ("exposed", 1, 0, "a b"), "c": ("exposed", 1, 0, "a c")}


def test_an_absent_share_is_an_equal_part_of_what_all_other_links_leave_whatever_their_status():
    told = ask(
        goal("a", to={"g": {}}),
        goal("b", to={"g": {}}),
        goal("c", to={"g": {"share": 0.4, "status": "declined"}}),
        goal("d", to={"g": {"share": -0.5}}),
        goal("e", status="dropped", to={"g": {}}),
        goal("f", to={"g": {"share": 0.3}}),
        goal("g"),
        drop=["f"],
    )
    assert told == {"g": ("weakened", 0.4, 0, "f g")}  # three share 0.3, so that a and b keep 0.2 of 0.5


def test_an_absent_share_is_nothing_once_more_than_all_is_stated():
    told = ask(goal("a", to={"c": {}}), goal("b", to={"c": {"share": 1}}), goal("c"), drop=["a"])
    assert told == {"c": ("exposed", 1, 0, "a c")}


def test_links_that_did_not_support_before_are_not_part_of_what_is_kept():
    told = ask(
        goal("a", to={"d": {"share": 0.5}}),
        goal("b", to={"d": {"share": 0.5, "status": "refuted"}}),
        goal("c", status="missed", to={"d": {"share": 0.5}}),
        goal("d"),
        drop=["a"],
    )
    assert told == {"d": ("broken", 0, 0, "a d")}


def test_a_loss_is_passed_on_in_proportion():
    told = ask(
        goal("a", to={"b": {"share": 0.5}}),
        goal("x", to={"b": {"share": 0.5}, "c": {"share": 0.2}}),
        goal("b", to={"c": {"share": 0.8}}),
        goal("c"),
        drop=["a"],
    )
    assert told == {"b": ("weakened", 0.5, 0, "a b"), "c": ("weakened", 0.6, 0, "a b c")}


def test_whoever_loses_an_essential_source_wholly_keeps_nothing():
    told = ask(
        goal("a", to={"b": {"share": 0.1, "essential": True}}), goal("x", to={"b": {"share": 1}}), goal("b"), drop=["a"]
    )
    assert told == {"b": ("broken", 0, 0, "a b")}


def test_an_essential_link_is_essential_even_if_nothing_is_believed_of_it():
    told = ask(goal("a", to={"b": {"share": 0, "essential": True}}), goal("b"), drop=["a"])
    assert told == {"b": ("broken", 0, 0, "a b")}


def test_a_conflict_is_never_essential():
    told = ask(goal("a", to={"b": {"share": -0.5, "essential": True}}), goal("b"), drop=["a"])
    assert told == {"b": ("relieved", 1, 0, "a b")}


def test_a_part_of_an_essential_source_is_enough_to_go_on():
    told = ask(
        goal("a", to={"b": {"share": 0.5}}),
        goal("x", to={"b": {"share": 0.5}}),
        goal("b", to={"c": {"share": 1, "essential": True}}),
        goal("c"),
        drop=["a"],
    )
    assert told["c"] == ("weakened", 0.5, 0, "a b c")


def test_what_falls_to_nothing_takes_along_what_depends_on_it():
    told = ask(
        goal("a", to={"b": {"share": 1}}),
        goal("b", to={"c": {"share": 0.1, "essential": True}}),
        goal("x", to={"c": {"share": 0.9}}),
        goal("c"),
        goal("d", needs={"c": {}}),
        drop=["a"],
    )
    assert {key: outcome for key, (outcome, *_) in told.items()} == dict.fromkeys("bcd", "broken")


def test_a_circle_that_lost_something_and_gets_nothing_from_outside_keeps_nothing():
    told = ask(
        goal("a", to={"b": {"share": 0.1}}),
        goal("b", to={"c": {"share": 1}}),
        goal("c", to={"b": {"share": 0.9}}),
        drop=["a"],
    )
    assert told == {"b": ("broken", 0, 0, "a b"), "c": ("broken", 0, 0, "a b c")}


def test_a_circle_that_lost_nothing_keeps_all():
    told = ask(
        goal("a", to={"b": {"share": 0}}),
        goal("b", to={"c": {"share": 1}}),
        goal("c", to={"b": {"share": 1}}),
        drop=["a"],
    )
    assert told == {"b": ("exposed", 1, 0, "a b"), "c": ("exposed", 1, 0, "a b c")}


def test_a_circle_is_solved_exactly():
    told = ask(
        goal("a", to={"b": {"share": 0.25}}),
        goal("x", to={"b": {"share": 0.25}}),
        goal("b", to={"c": {"share": 0.5}}),
        goal("c", to={"b": {"share": 0.5}}),
        goal("y", to={"c": {"share": 0.5}}),
        drop=["a"],
    )
    # b = 1/4 + c/2, c = 1/2 + b/2
    assert told == {"b": ("weakened", round(2 / 3, 9), 0, "a b"), "c": ("weakened", round(5 / 6, 9), 0, "a b c")}


def test_a_circle_that_falls_takes_along_what_was_solved_with_it():
    told = ask(
        goal("a", to={"b": {"share": 0.1}}),
        goal("b", to={"c": {"share": 1}}),
        goal("c", to={"b": {"share": 0.9}, "d": {"share": 0.1, "essential": True}}),
        goal("x", to={"d": {"share": 0.9}, "e": {"share": 0.5}}),
        goal("d", to={"e": {"share": 0.5}}),
        goal("e", to={"b": {"share": 0}}),
        drop=["a"],
    )
    assert {key: kept for key, (_, kept, *_) in told.items()} == {"b": 0, "c": 0, "d": 0, "e": 0.5}


def test_under_a_billionth_is_nothing():
    told = ask(
        goal("a", to={"b": {"share": 1}}),
        goal("x", to={"b": {"share": 1, "confidence": 0.0000000005}}),
        goal("b"),
        drop=["a"],
    )
    assert told == {"b": ("broken", 0, 0, "a b")}


def test_a_dependency_on_what_is_only_weakened_loses_nothing():
    told = ask(
        goal("a", to={"b": {"share": 0.5}}),
        goal("x", to={"b": {"share": 0.5}}),
        goal("b"),
        goal("c", needs={"b": {}}),
        drop=["a"],
    )
    assert told["c"] == ("exposed", 1, 0, "a b c")


# Delay


def test_a_goal_comes_late_by_what_exceeds_its_slack():
    told = ask(goal("a", due=JAN, to={"b": {}}), goal("b", due="2026-02-10"), postpone={"a": "2026-02-20"})
    assert told == {"b": ("delayed", 1, 10, "a b")}


def test_slack_that_suffices_leaves_the_goal_exposed():
    told = ask(goal("a", due=JAN, to={"b": {}}), goal("b", due=MAR), postpone={"a": FEB})
    assert told == {"b": ("exposed", 1, 0, "a b")}


def test_nobody_slips_more_than_what_they_rest_on():
    told = ask(goal("a", due=MAR, to={"b": {}}), goal("b", due=JAN), postpone={"a": "2026-04-10"})
    assert told == {"b": ("delayed", 1, 10, "a b")}


def test_a_lag_uses_up_slack():
    told = ask(goal("a", due=JAN, to={"b": {"lag_days": 20}}), goal("b", due=FEB), postpone={"a": FEB})
    assert told == {"b": ("delayed", 1, 20, "a b")}


def test_a_dependency_has_its_own_date_and_no_lag():
    told = ask(
        goal("a", due=JAN),
        goal("b", due=MAR, needs={"a": {"by": "2026-02-10"}}),
        goal("c", due="2026-02-10", needs={"a": {}}),
        goal("d", due=JAN, needs={"a": {"by": MAR}}),
        postpone={"a": "2026-02-20"},
    )
    assert told == {
        "b": ("delayed", 1, 10, "a b"),
        "c": ("delayed", 1, 10, "a c"),
        "d": ("exposed", 1, 0, "a d"),
    }


def test_a_late_goal_slips_by_that_much_and_the_latest_source_decides():
    told = ask(
        goal("a", due=JAN, to={"b": {}, "c": {}}),
        goal("b", due=JAN, to={"d": {}}),
        goal("c", due="2026-02-10", to={"d": {}}),
        goal("d", due="2026-02-05"),
        postpone={"a": "2026-02-20"},
    )
    assert {key: days for key, (_, _, days, _) in told.items()} == {"b": 20, "c": 10, "d": 15}


def test_a_goal_without_due_stops_the_chain():
    told = ask(goal("a", due=JAN, to={"b": {}}), goal("b", to={"c": {}}), goal("c", due=JAN), postpone={"a": FEB})
    assert told == {"b": ("exposed", 1, 0, "a b"), "c": ("exposed", 1, 0, "a b c")}


def test_a_goal_without_due_is_late_for_the_date_of_a_dependency_and_stops_the_chain():
    told = ask(
        goal("a", due=JAN), goal("b", needs={"a": {"by": JAN}}, to={"c": {}}), goal("c", due=JAN), postpone={"a": FEB}
    )
    assert told == {"b": ("delayed", 1, 28, "a b"), "c": ("exposed", 1, 0, "a b c")}


def test_moving_a_goal_earlier_or_giving_it_its_first_date_makes_nobody_late():
    assert ask(goal("a", due=MAR, to={"b": {}}), goal("b", due=JAN), postpone={"a": FEB}) == {
        "b": ("exposed", 1, 0, "a b")
    }
    assert ask(goal("a", to={"b": {}}), goal("b", due=JAN), postpone={"a": FEB}) == {"b": ("exposed", 1, 0, "a b")}


def test_postponing_to_the_same_day_changes_nothing():
    assert ask(goal("a", due=JAN, to={"b": {}}), goal("b"), postpone={"a": JAN}) == {}


def test_a_delay_goes_round_a_circle_once():
    told = ask(
        goal("a", due=JAN, to={"b": {}}),
        goal("b", due=JAN, to={"c": {}}),
        goal("c", due="2026-02-03", to={"b": {}, "a": {}}),
        postpone={"a": "2026-02-10"},
    )
    assert {key: days for key, (_, _, days, _) in told.items()} == {"b": 10, "c": 7}


def test_a_postponed_goal_that_its_source_makes_later_still_slips_by_the_larger():
    told = ask(
        goal("a", due=JAN, to={"b": {}}),
        goal("b", due=JAN, to={"c": {}}),
        goal("c", due=JAN),
        postpone={"a": FEB, "b": "2026-02-03"},
    )
    assert told == {"c": ("delayed", 1, 28, "b c")}


def test_a_dropped_goal_holds_up_nobody():
    told = ask(
        goal("a", due=JAN, to={"b": {}}),
        goal("b", due=JAN, to={"c": {}}),
        goal("c", due=JAN),
        drop=["b"],
        postpone={"a": FEB},
    )
    assert told == {"c": ("broken", 0, 0, "b c")}


def test_a_conflicting_goal_that_slips_counts_as_any_link():
    told = ask(goal("a", due=JAN, to={"b": {"share": -1}}), goal("b", due=JAN), postpone={"a": FEB})
    assert told == {"b": ("delayed", 1, 28, "a b")}


# Outcome


def test_broken_comes_before_late():
    told = ask(
        goal("a", to={"c": {"essential": True}}),
        goal("b", due=JAN, to={"c": {}}),
        goal("c", due=JAN),
        drop=["a"],
        postpone={"b": FEB},
    )
    assert told == {"c": ("broken", 0, 28, "a c")}


def test_weakened_comes_before_late():
    told = ask(
        goal("a", to={"c": {}}), goal("b", due=JAN, to={"c": {}}), goal("c", due=JAN), drop=["a"], postpone={"b": FEB}
    )
    assert told == {"c": ("weakened", 0.5, 28, "a c")}


def test_late_comes_before_a_loss_that_leaves_enough():
    told = ask(
        goal("a", to={"c": {"share": 1}}),
        goal("b", due=JAN, to={"c": {"share": 1}}),
        goal("c", due=JAN),
        drop=["a"],
        postpone={"b": FEB},
    )
    assert told == {"c": ("delayed", 0.5, 28, "a c")}


def test_a_loss_that_leaves_enough_exposes():
    told = ask(goal("a", to={"c": {"share": 1}}), goal("b", to={"c": {"share": 1}}), goal("c"), drop=["a"])
    assert told == {"c": ("exposed", 0.5, 0, "a c")}


def test_what_is_left_suffices_at_1_within_a_billionth():
    told = ask(
        goal("a", to={"c": {"share": 0.5}}),
        goal("b", to={"c": {"share": 0.7}}),
        goal("x", to={"c": {"share": 0.1}}),
        goal("y", to={"c": {"share": 0.2}}),
        goal("c"),
        drop=["a"],
    )
    assert told["c"][0] == "exposed"


def test_a_goal_is_relieved_when_a_conflicting_one_goes_away():
    assert ask(goal("a", to={"b": {"share": -0.5}}), goal("b"), drop=["a"]) == {"b": ("relieved", 1, 0, "a b")}


def test_a_goal_is_relieved_when_a_conflicting_one_breaks():
    told = ask(goal("a", to={"b": {}}), goal("b", to={"c": {"share": -1}}), goal("c"), drop=["a"])
    assert told == {"b": ("broken", 0, 0, "a b"), "c": ("relieved", 1, 0, "a b c")}


def test_a_conflicting_goal_that_is_only_weakened_relieves_nobody():
    told = ask(
        goal("a", to={"b": {}}), goal("x", to={"b": {}}), goal("b", to={"c": {"share": -1}}), goal("c"), drop=["a"]
    )
    assert told["c"] == ("exposed", 1, 0, "a b c")


def test_relief_does_not_make_up_for_a_loss():
    told = ask(
        goal("a", to={"c": {"share": -0.5}}),
        goal("b", to={"c": {"share": 0.5}}),
        goal("x", to={"c": {"share": 0.5}}),
        goal("c"),
        drop=["a", "b"],
    )
    assert told == {"c": ("weakened", 0.5, 0, "a c")}


def test_a_goal_that_rests_on_something_hit_is_exposed_rather_than_relieved():
    told = ask(
        goal("a", to={"c": {"share": -0.5}}),
        goal("b", to={"d": {"share": 0.5}}),
        goal("x", to={"d": {"share": 0.5}}),
        goal("d"),
        goal("c", needs={"d": {}}),
        drop=["a", "b"],
    )
    assert told["c"][0] == "exposed"


def test_relief_is_not_passed_on():
    told = ask(
        goal("a", to={"b": {"share": -0.5}, "c": {"share": -0.5}}),
        goal("b", to={"c": {}, "d": {}}),
        goal("c"),
        goal("d"),
        drop=["a"],
    )
    assert {key: outcome for key, (outcome, *_) in told.items()} == {"b": "relieved", "c": "relieved", "d": "exposed"}


# Because


def test_the_strongest_chain_explains():
    told = ask(
        goal("a", to={"b": {"share": 0.9}, "d": {"share": 0.3}}),
        goal("b", to={"d": {"share": 0.5}}),
        goal("d"),
        drop=["a"],
    )
    assert told["d"][3] == "a b d"


def test_a_dependency_is_as_strong_as_can_be():
    told = ask(goal("a", to={"d": {"share": 0.9}}), goal("b", needs={"a": {}}), goal("d", needs={"b": {}}), drop=["a"])
    assert told["d"][3] == "a b d"


def test_of_equal_chains_the_shorter_explains_whatever_the_noise_of_floats():
    told = ask(
        goal("a", to={"b": {"share": 0.4}, "d": {"share": 0.12}}),
        goal("b", to={"d": {"share": 0.3}}),  # 0.4 * 0.3 is 0.12, but not in floats
        goal("d"),
        drop=["a"],
    )
    assert told["d"][3] == "a d"


def test_of_equal_chains_of_equal_length_the_first_in_key_order_explains():
    told = ask(
        goal("a", to={"b2": {"share": 0.3}, "b1": {"share": 0.7}}),
        goal("b1", to={"c1": {"share": 0.1}}),
        goal("b2", to={"c0": {"share": 0.7}}),
        goal("c0", to={"d": {"share": 0.1}}),
        goal("c1", to={"d": {"share": 0.3}}),
        goal("d"),
        drop=["a"],
    )
    assert told["d"][3] == "a b1 c1 d"


def test_a_chain_starts_at_the_last_changed_goal():
    told = ask(
        goal("a", to={"b": {"share": 1}}), goal("b", due=JAN, to={"c": {}}), goal("c"), drop=["a"], postpone={"b": FEB}
    )
    assert told == {"c": ("broken", 0, 0, "b c")}


def test_a_chain_that_amounts_to_nothing_is_still_told_and_is_the_shortest():
    told = ask(
        goal("a", to={"b": {"share": 1}, "c": {"share": 0}}),
        goal("b", to={"c": {"share": 0}}),
        goal("c", to={"d": {"share": 1}}),
        goal("d"),
        drop=["a"],
    )
    assert told["d"][3] == "a c d"


def test_a_conflict_is_as_strong_as_its_size():
    told = ask(
        goal("a", to={"b": {"share": -0.9}, "d": {"share": 0.3}}),
        goal("b", to={"d": {"share": -0.5}}),
        goal("d"),
        drop=["a"],
    )
    assert told["d"][3] == "a b d"


def test_the_weakest_link_of_the_chain_is_known():
    facts = facts_of(
        {
            "goals": [
                goal("a", to={"b": {"share": 0.9}}),
                goal("b", to={"c": {"share": 0.5, "confidence": 0.4}}),
                goal("c", to={"d": {"share": 0.2}}),
                goal("d"),
            ]
        }
    )
    weakest = {each.goal: each.weakest for each in grade(facts, changes_of(facts.goals, ["a"], {}))}
    assert (weakest["b"].source, weakest["b"].target, weakest["b"].weight) == ("a", "b", 0.9)
    assert (weakest["d"].source, weakest["d"].target, weakest["d"].weight) == ("b", "c", 0.2)


def told_of(changes: Changes, *goals) -> dict[str, tuple[str, float, str]]:
    return {
        each.goal: (each.outcome, each.kept, " ".join(each.because))
        for each in grade(facts_of({"goals": list(goals)}), changes)
    }


def test_a_weaker_goal_passes_on_what_is_left_of_it():
    told = told_of(Changes(kept_of_goal={"a": 0.5}), goal("a", to={"b": {}}), goal("b", to={"c": {}}), goal("c"))
    assert told == {"b": (Outcome.WEAKENED, 0.5, "a b"), "c": (Outcome.WEAKENED, 0.5, "a b c")}


def test_a_weaker_goal_keeps_no_more_than_its_support_leaves():
    goals = goal("a", to={"b": {}}), goal("b", to={"c": {}}), goal("c")
    assert told_of(Changes(kept_of_goal={"a": 0, "b": 0.5}), *goals) == {"c": (Outcome.BROKEN, 0, "b c")}


def test_a_weaker_goal_in_a_circle_is_not_weakened_again_by_itself():
    told = told_of(Changes(kept_of_goal={"a": 0.5}), goal("a", to={"b": {}}), goal("b", to={"a": {}}))
    assert told == {"b": (Outcome.WEAKENED, 0.5, "a b")}


def test_a_weaker_goal_in_a_circle_yields_when_its_support_leaves_less():
    told = told_of(
        Changes(kept_of_goal={"a": 0.9, "x": 0}),
        goal("a", to={"b": {}}),
        goal("b", to={"a": {"share": 0.5}}),
        goal("x", to={"a": {"share": 0.25}}),
        goal("y", to={"a": {"share": 0.25}}),
    )
    assert told == {"b": (Outcome.WEAKENED, 0.5, "a b")}  # a = b/2 + 1/4, b = a


def test_a_cut_link_hits_its_target_along_the_link():
    goals = goal("a", to={"b": {}, "x": {}}), goal("b", to={"c": {}, "a": {"share": 0.5}}), goal("c"), goal("x")
    assert told_of(Changes(kept_of_contribution={("a", "b"): 0}), *goals) == {
        "a": (Outcome.BROKEN, 0, "a b a"),
        "b": (Outcome.BROKEN, 0, "a b"),
        "c": (Outcome.BROKEN, 0, "a b c"),
        "x": (Outcome.BROKEN, 0, "a b a x"),
    }


def test_a_weaker_link_weakens_and_an_improved_one_exposes():
    goals = goal("a", to={"b": {}}), goal("b")
    assert told_of(Changes(kept_of_contribution={("a", "b"): 0.25}), *goals)["b"] == (Outcome.WEAKENED, 0.25, "a b")
    assert told_of(Changes(kept_of_contribution={("a", "b"): 1}), *goals)["b"] == (Outcome.EXPOSED, 1, "a b")


def test_a_cut_conflict_relieves_and_a_refused_dependency_breaks():
    goals = goal("a", to={"b": {"share": -1}}), goal("b"), goal("c", needs={"a": {}})
    changes = Changes(kept_of_contribution={("a", "b"): 0}, kept_of_dependency={("a", "c"): 0})
    assert told_of(changes, *goals) == {"b": (Outcome.RELIEVED, 1, "a b"), "c": (Outcome.BROKEN, 0, "a c")}


def test_a_weaker_link_within_a_circle_lets_it_fade_away():
    goals = goal("a", to={"b": {}}), goal("b", to={"a": {}})
    assert told_of(Changes(kept_of_contribution={("a", "b"): 0.5}), *goals)["b"] == (Outcome.BROKEN, 0, "a b")


def test_no_change_affects_nothing():
    assert told_of(Changes(), goal("a", to={"b": {}}), goal("b")) == {}
