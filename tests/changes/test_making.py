"""Every kind of change does what its name says, beside an oracle that edits the plan document by hand."""

import contextlib
from collections import Counter
from copy import deepcopy
from datetime import date
from random import Random

import pytest
from changes.graphs import everything_stored
from changes.some import some_change, some_map
from oracles.changes import DO, changed
from strategies import PROVE

from analyzer.changes.difference import Difference
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds import CHANGES
from analyzer.changes.making import make
from analyzer.changes.writing import apply
from analyzer.errors import BadModel, NotFound, Stale
from analyzer.exchange.changing import change_of
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import read_contents
from analyzer.plan.merging import contents_of

TODAY = date(2026, 1, 1)
MAPS = 6 * PROVE
AT_ONCE = 3
BESIDES = {"review_contribution", "import"}
"""Tested for themselves."""


def tables(document):
    return contents_of(read_data(deepcopy(document)).plan).tables


def test_the_oracle_knows_every_change():
    assert DO.keys() | BESIDES == CHANGES.keys()


@pytest.mark.parametrize("seed", range(MAPS))
def test_changes_do_what_they_say(on_map, seed):
    """One after the other on one map; each is inverted at once and made again, to the last property."""
    draw, document = Random(seed), some_map(seed)
    names = [*DO, *DO]
    draw.shuffle(names)

    def work(tx):
        now, outcomes, net = document, Counter(), Difference()
        start = read_contents(tx)
        for name in names:
            said = some_change(now, draw, name)
            after = changed(now, name, said)
            change = change_of(name, said, name)
            if after is None:
                with pytest.raises((BadModel, NotFound)):
                    make(tx, [change], TODAY)
                outcomes["refused"] += 1
                continue
            before = everything_stored(tx)
            difference = make(tx, [change], TODAY)
            apply(tx, difference)
            assert read_contents(tx).tables == tables(after), (name, said)
            changed_now = everything_stored(tx)
            apply(tx, difference.inverse())
            assert everything_stored(tx) == before, (name, said)
            apply(tx, difference)
            assert everything_stored(tx) == changed_now
            net, now = net.then(difference), after
            outcomes[name] += 1
        apply(tx, net.inverse())
        assert read_contents(tx).tables == start.tables
        apply(tx, net)
        assert read_contents(tx).tables == tables(now)
        return outcomes

    assert len(on_map(document, work)) > len(DO) / 2


def test_each_can_be_made_and_some_are_refused():
    """What the other tests draw from."""
    outcomes = Counter()
    for seed in range(40):
        draw, document = Random(seed), some_map(seed)
        for name in DO:
            outcomes[name, changed(document, name, some_change(document, draw, name)) is not None] += 1
    assert {name for name, made in outcomes if made} == DO.keys()
    assert sum(count for (_, made), count in outcomes.items() if not made) > len(DO)


@pytest.mark.parametrize("seed", range(MAPS))
def test_a_set_does_what_its_changes_do_in_turn(on_map, seed):
    """Unless two of them contradict each other: that is refused, and named."""
    draw, document = Random(seed), some_map(seed)

    def work(tx):
        made = refused = 0
        for _ in range(12):
            now, set_ = document, []
            while len(set_) < AT_ONCE:
                name = draw.choice(list(DO))
                said = some_change(now, draw, name)
                after = changed(now, name, said)
                if after is not None:
                    set_.append(change_of(name, said, name))
                    now = after
            with contextlib.suppress(BadModel):
                difference = make(tx, set_, TODAY)
                apply(tx, difference)
                assert read_contents(tx).tables == tables(now), set_
                apply(tx, difference.inverse())
                assert read_contents(tx).tables == tables(document), set_
                made += 1
                continue
            with pytest.raises(
                BadModel, match=r"contradicts changes\[|is given up in the same set|copies what changes\["
            ):
                make(tx, set_, TODAY)
            refused += 1
        return made, refused

    made, refused = on_map(document, work)
    assert made > refused


PLAN = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "p"}],
    "teams": [{"key": "t", "capacity": {"p": 1}}],
    "goals": [
        {"key": "a", "title": "A", "due": "2026-01-01", "measures": [{"name": "m", "target": 1}], "contributes_to": [{"goal": "b"}]},
        {"key": "b", "title": "B"},
        {"key": "c", "title": "C", "starts": "9999-01-01", "due": "2026-01-01"},
    ],
}  # fmt: skip
REFUSED = {
    "unknown goal": ([("drop", {"goal": "x"})], NotFound, "changes[0].drop.goal: there is no goal 'x'"),
    "all of them": ([("drop", {"goal": "x"}), ("assign_team", {"goal": "a", "team": "y"})], NotFound, "changes[1].assign_team.team: there is no team 'y'"),
    "unknown link": ([("cut_contribution", {"goal": "b", "to": "a"})], NotFound, "'b' does not contribute to 'a'"),
    "unknown measure": ([("rescale", {"goal": "a", "measure": "n", "target": 2})], NotFound, "goal 'a' has no measure 'n'"),
    "link there": ([("add_contribution", {"goal": "a", "to": "b"})], BadModel, "contributes to 'b' already"),
    "link with itself": ([("add_dependency", {"goal": "a", "on": "a"})], BadModel, "can't be linked with itself"),
    "key taken": ([("create_goal", {"key": "a", "title": "A"})], BadModel, "changes[0].create_goal.key: the key 'a' is taken"),
    "unknown in a list": (
        [("create_goal", {"key": "n", "title": "N", "contributes_to": [{"goal": "x"}]})],
        BadModel, "changes[0].create_goal.contributes_to[0].goal: there is no goal 'x'"),
    "twice in a list": (
        [("edit_goal", {"key": "b", "measures": [{"name": "m"}, {"name": "m"}]})],
        BadModel, "changes[0].edit_goal.measures[1]: is written twice"),
    "referred to": ([("delete_goal", {"key": "b"})], BadModel, "goal 'b' is referred to by goal 'a'; take that away first, or drop"),
    "impossible date": ([("postpone", {"goal": "c", "to": "9999-12-31"})], BadModel, "can't move 9999-01-01"),
    "dropped and postponed": (
        [("drop", {"goal": "a"}), ("postpone", {"goal": "a", "to": "2027-01-01"})],
        BadModel, "changes[1].postpone: contradicts changes[0].drop about its status; keep one of the two"),
    "two days": (
        [("postpone", {"goal": "a", "to": "2027-01-01"}), ("postpone", {"goal": "a", "to": "2027-01-02"})],
        BadModel, "changes[1].postpone: contradicts changes[0].postpone about its due; keep one"),
    "cut and altered": (
        [("alter_contribution", {"goal": "a", "to": "b", "share": 0.1}), ("cut_contribution", {"goal": "a", "to": "b"})],
        BadModel, "contradicts changes[0].alter_contribution"),
    "renamed and dropped and postponed": (
        [("drop", {"goal": "a"}), ("rename_goal", {"key": "a", "to": "d"}), ("postpone", {"goal": "d", "to": "2027-01-01"})],
        BadModel, "changes[2].postpone: contradicts changes[0].drop about its status"),
    "copies of copies": (
        [("copy_plan", {"period": "p", "to": "q"}), ("copy_plan", {"period": "q", "to": "r"})],
        BadModel, "changes[1].copy_plan: copies what changes[0].copy_plan copies; make it in a set of its own"),
    "a key given up": (
        [("rename_goal", {"key": "b", "to": "z"}), ("rename_goal", {"key": "c", "to": "b"})],
        BadModel, "changes[1].rename_goal.to: the key 'b' is given up in the same set"),
    "a key given up for a new goal": (
        [("rename_goal", {"key": "b", "to": "z"}), ("create_goal", {"key": "b", "title": "B"})],
        BadModel, "changes[1].create_goal: the key 'b' is given up in the same set"),
    "said as it is and otherwise": (
        [("edit_goal", {"key": "c", "title": "C"}), ("edit_goal", {"key": "c", "title": "D"})],
        BadModel, "contradicts changes[0].edit_goal about its title"),
    "replaced by what names others": (
        [("import", {"replace": True, "plan": {"alignment": 1, "goals": [{"key": "n", "title": "N", "contributes_to": [{"goal": "a"}]}]}})],
        BadModel, "changes[0].import.plan.goals[0].contributes_to[0].goal: there is no goal 'a'"),
    "replaced by what is linked with itself": (
        [("import", {"replace": True, "plan": {"alignment": 1, "goals": [{"key": "n", "title": "N", "contributes_to": [{"goal": "n"}]}]}})],
        BadModel, "can't be linked with itself"),
    "another unit": (
        [("import", {"plan": {"alignment": 1, "effort_unit": "hours"}})],
        BadModel, "changes[0].import.plan.effort_unit: 'hours', but the map counts 'days'"),
    "two teams": (
        [("edit_goal", {"key": "a", "team": "t"}), ("assign_team", {"goal": "a", "team": None})],
        BadModel, "contradicts changes[0].edit_goal"),
    "a link listed as it is and cut": (
        [("edit_goal", {"key": "a", "contributes_to": [{"goal": "b"}]}), ("cut_contribution", {"goal": "a", "to": "b"})],
        BadModel, "changes[1].cut_contribution: contradicts changes[0].edit_goal"),
    "a capacity listed as it is and another": (
        [("edit_team", {"key": "t", "capacity": {"p": 1}}), ("set_capacity", {"team": "t", "period": "p", "amount": 2})],
        BadModel, "changes[1].set_capacity: contradicts changes[0].edit_team about its amount"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_and_nothing_written(on_map, name):
    set_, kind, told = REFUSED[name]

    def work(tx):
        before = everything_stored(tx)
        with pytest.raises(kind) as why:
            carry_out(tx, [change_of(one, said, one) for one, said in set_], (), TODAY)
        return str(why.value), before == everything_stored(tx)

    message, untouched = on_map(PLAN, work)
    assert told in message
    assert len(message.splitlines()) == (2 if name == "all of them" else 1)
    assert untouched


def test_what_is_said_twice_alike_is_no_contradiction(on_map):
    twice = [change_of("postpone", {"goal": "a", "to": "2027-01-01"}, "it")] * 2
    assert len(on_map(PLAN, lambda tx: make(tx, twice, TODAY))) == 1


def test_a_change_based_on_another_version_is_stale(on_map):
    def work(tx):
        version = tx.ask_among("reads/versions/goal", among=["a"])[0][1]
        carry_out(tx, [change_of("drop", {"goal": "a", "version": version}, "it")], (), TODAY)
        with pytest.raises(
            Stale, match=f"based on version {version} of goal 'a', which has version {version + 1} by now"
        ):
            make(tx, [change_of("set_status", {"goal": "a", "status": None, "version": version}, "it")], TODAY)

    on_map(PLAN, work)


SEQUENCES = {
    "created, then dropped": [("create_goal", {"key": "n", "title": "N"}), ("drop", {"goal": "n"})],
    "into a period, then copied": [("assign_period", {"goal": "a", "period": "p"}), ("copy_plan", {"period": "p", "to": "q"})],
    "copied, then edited": [
        ("assign_period", {"goal": "c", "period": "p"}), ("copy_plan", {"period": "p", "to": "q"}),
        ("edit_goal", {"key": "c q", "title": "Again", "due": None}),
    ],
    "renamed, then copied": [
        ("assign_period", {"goal": "a", "period": "p"}), ("rename_goal", {"key": "a", "to": "z"}),
        ("rename_period", {"key": "p", "to": "r"}), ("copy_plan", {"period": "r", "to": "q"}),
    ],
    "merged twice": [("merge_goals", {"goal": "a", "into": "c"}), ("merge_goals", {"goal": "c", "into": "d"})],
    "renamed and back": [("rename_goal", {"key": "a", "to": "z"}), ("rename_goal", {"key": "z", "to": "a"}), ("drop", {"goal": "a"})],
}  # fmt: skip


@pytest.mark.parametrize("name", SEQUENCES)
def test_later_changes_speak_of_what_earlier_ones_made(on_map, name):
    document = {**PLAN, "periods": [{"key": "p"}, {"key": "q"}], "goals": [*PLAN["goals"], {"key": "d", "title": "D"}]}
    now = document
    for one, said in SEQUENCES[name]:
        now = changed(now, one, said)
    set_ = [change_of(one, said, one) for one, said in SEQUENCES[name]]

    def work(tx):
        difference = make(tx, set_, TODAY)
        apply(tx, difference)
        after = read_contents(tx).tables
        apply(tx, difference.inverse())
        return after, read_contents(tx).tables

    after, back = on_map(document, work)
    assert after == tables(now)
    assert back == tables(document)


def test_the_version_of_a_goal_that_is_renamed_is_that_of_before(on_map):
    def work(tx):
        set_ = [
            change_of("rename_goal", {"key": "a", "to": "z"}, "it"),
            change_of("edit_goal", {"key": "z", "title": "Z", "version": 99}, "it"),
        ]
        with pytest.raises(Stale, match="of goal 'a'"):
            make(tx, set_, TODAY)

    on_map(PLAN, work)


@pytest.mark.parametrize("replace", [True, False])
def test_an_import_is_one_change(on_map, replace):
    document = {
        "alignment": 1,
        "goals": [{"key": "b", "title": "Other"}, {"key": "n", "title": "N", "contributes_to": [{"goal": "b"}]}],
    }
    change = change_of("import", {"plan": document, "replace": replace}, "it")

    def work(tx):
        before = everything_stored(tx)
        difference = make(tx, [change], TODAY)
        apply(tx, difference)
        after = read_contents(tx).tables
        apply(tx, difference.inverse())
        return after, before == everything_stored(tx)

    after, back = on_map(PLAN, work)
    goals = [*document["goals"], *([] if replace else [PLAN["goals"][0], PLAN["goals"][2]])]
    rest = {} if replace else {name: PLAN[name] for name in ("periods", "teams")}
    assert after == tables({"alignment": 1, **rest, "goals": goals})
    assert back
