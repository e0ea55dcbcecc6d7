"""An empty answer says why it is empty."""

import pytest
from impact.documents import changes_in, facts_of, goal

from analyzer.impact.unaffected import Reason, why_unaffected

MAP = facts_of(
    {
        "goals": [
            goal("a", to={"b": {"status": "declined"}, "dead": {}, "top": {}}, due="2026-01-31"),
            goal("b", to={"c": {}}),
            goal("c"),
            goal("dead", status="missed", to={"d": {}}),
            goal("d"),
            goal("e", needs={"a": {"status": "declined"}}),
            goal("top"),
            goal("apart"),
        ]
    }
)


@pytest.mark.parametrize(
    ("key", "reason", "sentence"),
    [
        ("x", Reason.UNKNOWN, 'There is no goal "x".'),
        ("a", Reason.CHANGED, '"a" is itself changed.'),
        ("dead", Reason.NOT_LIVE, '"dead" is missed; only goals still worked towards are affected.'),
        ("b", Reason.BLOCKED, '"a" would reach "b", but "a" → "b" does not count: the contribution is declined.'),
        ("c", Reason.BLOCKED, '"a" would reach "c", but "a" → "b" does not count: the contribution is declined.'),
        ("d", Reason.BLOCKED, '"a" would reach "d", but "a" → "dead" does not count: "dead" is missed.'),
        ("e", Reason.BLOCKED, '"a" would reach "e", but "a" → "e" does not count: the dependency is declined.'),
        ("apart", Reason.UNCONNECTED, 'No chain of contributions and dependencies leads from a change to "apart".'),
    ],
)
def test_it_says_why(key, reason, sentence):
    why = why_unaffected(MAP, changes_in(MAP, ["a"]), key)
    assert (why.goal, why.reason, why.sentence) == (key, reason, sentence)


def test_an_affected_goal_has_no_such_reason():
    assert why_unaffected(MAP, changes_in(MAP, ["a"]), "top") is None


def test_a_change_that_changes_nothing_is_said_to():
    why = why_unaffected(MAP, changes_in(MAP, ["dead"], {"a": "2026-01-31"}), "d")
    assert (why.reason, why.sentence) == (Reason.NOTHING_CHANGED, "Nothing is changed.")


def test_the_chain_with_the_fewest_obstacles_is_told():
    facts = facts_of(
        {
            "goals": [
                goal("a", to={"b": {"status": "refuted"}, "c": {}}),
                goal("b", to={"z": {"status": "refuted"}}),
                goal("c", to={"d": {}}),
                goal("d", to={"z": {"status": "declined"}}),
                goal("z"),
            ]
        }
    )
    why = why_unaffected(facts, changes_in(facts, ["a"]), "z")
    assert why.chain.keys() == ["a", "c", "d", "z"]
    assert (why.obstacle.source, why.obstacle.target) == ("d", "z")
