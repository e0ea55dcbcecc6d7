"""From the map in Neo4j to the outlook, as it is and with changes."""

from datetime import date

import pytest
from oracles.outlook import World
from outlook.maps import document, goal, lucks, top
from rules.maps import random_document

from analyzer.changes.kinds import CHANGES
from analyzer.errors import BadModel, NotFound
from analyzer.outlook import Asked, look_ahead, look_ahead_with

TODAY = date(2026, 1, 1)
DRAWS = 100


def asking(tx):
    return lambda work, **_: work(tx)


def change(name, **fields):
    return CHANGES[name].model_validate(fields)


def with_changes(on_map, some, *changes, asked=Asked(DRAWS)):  # noqa: B008 - it is frozen
    return on_map(some, lambda tx: look_ahead_with(asking(tx), changes, asked, today=TODAY))


@pytest.mark.parametrize("seed", range(20))
def test_maps_of_any_kind(on_map, seed):
    some = random_document(seed)
    found = on_map(some, lambda tx: look_ahead(asking(tx), Asked(DRAWS, seed)))
    world, drawn = World(some), lucks(DRAWS, seed)
    met = [world.met(luck) for luck in drawn]
    assert {one.goal: one.chance for one in found.goals} == {
        top: sum(top in one for one in met) / DRAWS for top in world.tops
    }
    links = {(one["key"], link["goal"]): link for one in some["goals"] for link in one.get("contributes_to", ())}
    for one in found.assumptions:
        assert one.because == links[one.source, one.target].get("because")
        assert one.by_goal == pytest.approx(
            {top: part for top, part in world.worth((one.source, one.target), drawn).items() if part}
        )


PLAN = document(
    top("t/op", title="The top"),
    goal("a b", {"t/op": {"share": 0.5, "confidence": 0.8, "because": "It does"}}, ambition="commitment"),
    goal("目标", {"t/op": {"share": 0.5}}, likelihood=0.6),
    goal("spare", {"t/op": {"share": 0.5, "confidence": 0.5}}, status="postponed"),
)


def test_what_is_read_beside_the_goals(on_map):
    found = on_map(PLAN, lambda tx: look_ahead(asking(tx), Asked(DRAWS)))
    assert found.goals[0].title == "The top"
    assert {(one.source, one.because, one.share, one.confidence) for one in found.assumptions} == {
        ("a b", "It does", 0.5, 0.8),
        ("目标", None, 0.5, 1.0),
    }


def test_changes_are_compared_on_the_same_draws(on_map):
    both = with_changes(on_map, PLAN, change("alter_contribution", goal="a b", to="t/op", confidence=0.9))
    (before,), (then,) = both.before.goals, both.then.goals
    shift = both.shifts()["t/op"]
    assert shift.chance == pytest.approx(then.chance - before.chance)
    assert not (before.met & ~then.met).any(), "whoever was met still is: more confidence lets no link fail"
    assert shift.standard_error < (before.standard_error**2 + then.standard_error**2) ** 0.5


def test_nothing_changes_by_what_the_outlook_does_not_look_at(on_map):
    both = with_changes(
        on_map,
        PLAN,
        change("edit_goal", key="a b", title="Another title"),
        change("create_goal", key="new", title="New", contributes_to=[{"goal": "spare"}]),
    )
    assert both.before.goals[0].chance == both.then.goals[0].chance
    assert both.shifts()["t/op"] == (0, 0)


def test_another_key_is_no_other_luck(on_map):
    both = with_changes(
        on_map, PLAN, change("rename_goal", key="t/op", to="x"), change("rename_goal", key="a b", to="y")
    )
    assert both.then.goals == both.before.goals
    assert [one.source for one in both.then.assumptions] == [
        one.source for one in on_map(PLAN, lambda tx: look_ahead(asking(tx), Asked(DRAWS))).assumptions
    ]


def test_goals_that_come_and_go(on_map):
    both = with_changes(
        on_map,
        PLAN,
        change("drop", goal="t/op"),
        change("create_goal", key="second", title="Second", level="corporate", likelihood=1),
    )
    assert both.named() == ["second", "t/op"]
    told = both.document()
    assert [(one["goal"], one["before"] is None, one["then"] is None, one["shift"]) for one in told["goals"]] == [
        ("second", True, False, None),
        ("t/op", False, True, None),
    ]
    assert told["goals"][0]["then"]["chance"] == 1


def test_what_can_not_be_asked(on_map):
    def ask(tx):
        with pytest.raises(BadModel, match=r"draws: must be from 1 to 100,000, not 0\ntop: must be"):
            look_ahead(asking(tx), Asked(0, top=-1))
        with pytest.raises(BadModel, match="draws"):
            look_ahead_with(asking(tx), [change("drop", goal="a b")], Asked(0), today=TODAY)
        with pytest.raises(NotFound, match="nope"):
            look_ahead_with(asking(tx), [change("drop", goal="nope")], today=TODAY)

    on_map(PLAN, ask)


def test_a_map_that_is_edited_meanwhile_is_read_again(on_map, monkeypatch):
    """So that goals and links are of the same map."""
    revisions = iter([1, 2])
    monkeypatch.setattr("analyzer.rules.records.read_revision", lambda _: next(revisions))
    asked = []

    def ask(tx):
        listened = tx._listen
        monkeypatch.setattr(tx, "_listen", lambda query: (asked.append(query), listened(query)))
        return look_ahead(asking(tx), Asked(DRAWS))

    assert on_map(PLAN, ask).goals
    assert len(asked) == 4


def test_changes_are_rehearsed_anew_when_the_map_is_edited_meanwhile(on_map, monkeypatch):
    """In another transaction: in the same one they would be there before."""
    asked = []

    def once_edited(tx):
        revisions = iter([1, 2, 2, 2])
        monkeypatch.setattr("analyzer.outlook.rehearsal.read_revision", lambda _: next(revisions))

        def ask(work, *, seconds=None):
            asked.append(seconds)
            found = work(tx)
            tx.ask("writes/delete/goal", rows=[{"key": "made"}])
            return found

        return look_ahead_with(
            ask, [change("create_goal", key="made", title="M", level="corporate")], Asked(DRAWS), today=TODAY
        )

    both = on_map(PLAN, once_edited)
    assert len(asked) == 2
    assert "made" not in {one.goal for one in both.before.goals}
    assert "made" in {one.goal for one in both.then.goals}


def test_an_empty_map(on_map):
    assert on_map({"alignment": 1}, lambda tx: look_ahead(asking(tx))).goals == ()
    both = with_changes(on_map, {"alignment": 1}, change("create_goal", key="a", title="A"))
    assert both.named() == []
