"""What happened meanwhile is told when it concerns a scenario, in the words of the domain, and else left alone."""

import pytest
from scenarios.some import ADA, PLAN, RULES, edit, in_the_way, keep, the_map

from analyzer.changes.kinds.change import written
from analyzer.errors import BadModel, NotFound, Stale
from analyzer.scenarios.editing import adopt, refresh
from analyzer.scenarios.kept import read_named
from analyzer.scenarios.opening import opened

POSTPONE = ("postpone", {"goal": "a/b", "to": "2026-06-30"})

FOUND = {
    "dropped": (
        [POSTPONE], [("drop", {"goal": "a/b"})],
        ["changes[0].postpone.goal: goal 'a/b' was dropped meanwhile"]),
    "dropped, as it would": (
        [("drop", {"goal": "a/b"})], [("drop", {"goal": "a/b"})],
        ["changes[0].drop.goal: goal 'a/b' was dropped meanwhile"]),
    "achieved": (
        [("add_contribution", {"goal": "apart", "to": "top"})], [("set_status", {"goal": "apart", "status": "achieved"})],
        ["changes[0].add_contribution.goal: goal 'apart' was achieved meanwhile"]),
    "moved too": (
        [POSTPONE], [("postpone", {"goal": "a/b", "to": "2026-05-31"})],
        ["changes[0].postpone: due of goal 'a/b' was moved from 2026-02-28 to 2026-05-31 meanwhile, and the scenario moves it too"]),
    "no day any more": (
        [POSTPONE], [("edit_goal", {"key": "a/b", "due": None})],
        ["changes[0].postpone: due of goal 'a/b' was moved from 2026-02-28 to nothing meanwhile, and the scenario moves it too"]),
    "changed too": (
        [("alter_contribution", {"goal": "a/b", "to": "top", "share": 0.2})], [("alter_contribution", {"goal": "a/b", "to": "top", "share": 0.9})],
        ["changes[0].alter_contribution: share of the contribution of 'a/b' to 'top' was changed from 0.6 to 0.9 meanwhile, and the scenario changes it too"]),
    "changed and taken away": (
        [("cut_contribution", {"goal": "a/b", "to": "top"})], [("alter_contribution", {"goal": "a/b", "to": "top", "because": "So"})],
        ["changes[0].cut_contribution: because of the contribution of 'a/b' to 'top' was changed from nothing to So meanwhile, and the scenario takes it away"]),
    "amounts": (
        [("set_capacity", {"team": "u", "period": "p/1", "amount": 2})], [("set_capacity", {"team": "u", "period": "p/1", "amount": 0.4})],
        ["changes[0].set_capacity: the capacity of team 'u' in 'p/1' was changed from 0.3 to 0.4 meanwhile, and the scenario changes it too"]),
    "promises": (
        [("withdraw_commitment", {"goal": "a/b", "team": "t", "period": "p/1", "promised_to": "u"})],
        [("commit", {"goal": "a/b", "team": "t", "period": "p/1", "promised_to": "u", "effort": 0.1})],
        ["changes[0].withdraw_commitment: the promise of team 't' to goal 'a/b' in 'p/1' for 'u' was changed from 2.5 to 0.1 meanwhile, and the scenario takes it away"]),
    "measures": (
        [("rescale", {"goal": "a/b", "measure": "m", "target": 5})], [("rescale", {"goal": "a/b", "measure": "m", "target": 7})],
        ["changes[0].rescale: target of measure 'm' of goal 'a/b' was changed from 10 to 7 meanwhile, and the scenario changes it too"]),
    "cut already": (
        [("cut_contribution", {"goal": "a/b", "to": "top"})], [("cut_contribution", {"goal": "a/b", "to": "top"})],
        ["! changes[0].cut_contribution: the contribution of 'a/b' to 'top' is not there any more"]),
    "added already": (
        [("add_contribution", {"goal": "apart", "to": "top"})], [("add_contribution", {"goal": "apart", "to": "top", "share": 0.5})],
        ["! changes[0].add_contribution: the contribution of 'apart' to 'top' was added meanwhile"]),
    "promised already": (
        [("commit", {"goal": "apart", "team": "u", "period": "p 2", "effort": 1})], [("commit", {"goal": "apart", "team": "u", "period": "p 2", "effort": 2})],
        ["changes[0].commit: the promise of team 'u' to goal 'apart' in 'p 2' was added meanwhile"]),
    "created already": (
        [("create_goal", {"key": "n", "title": "N"})], [("create_goal", {"key": "n", "title": "Other"})],
        ["! changes[0].create_goal: goal 'n' was added meanwhile"]),
    "another team": (
        [("assign_team", {"goal": "a/b", "team": None})], [("assign_team", {"goal": "a/b", "team": "u"})],
        ["changes[0].assign_team: team 't' does not pursue goal 'a/b' any more",
         "changes[0].assign_team: team 'u' pursues goal 'a/b' by now, and the scenario would take that away"]),
    "a team where there was none": (
        [("assign_team", {"goal": "apart", "team": "u"})], [("assign_team", {"goal": "apart", "team": "t"})],
        ["changes[0].assign_team: team 't' pursues goal 'apart' by now, and the scenario would take that away"]),
    "written as it was": (
        [POSTPONE, ("edit_goal", {"key": "apart", "title": "D", "priority": 2})], [("edit_goal", {"key": "apart", "title": "Z"})],
        ["changes[1].edit_goal: title of goal 'apart' is Z by now, and the scenario would write it over"]),
    "dropped, and pursued as it was": (
        [("set_status", {"goal": "apart", "status": "active"})], [("drop", {"goal": "apart"})],
        ["changes[0].set_status.goal: goal 'apart' was dropped meanwhile"]),
    "not in the list": (
        [("edit_goal", {"key": "a/b", "contributes_to": [{"goal": "top", "share": 0.6, "confidence": 0.5}]})],
        [("add_contribution", {"goal": "a/b", "to": "other top"})],
        ["changes[0].edit_goal: the contribution of 'a/b' to 'other top' was added meanwhile, and the scenario would take that away"]),
    "said of a duplicate": (
        [("merge_goals", {"goal": "apart", "into": "a/b"})], [("add_contribution", {"goal": "apart", "to": "other top"})],
        ["changes[0].merge_goals: the contribution of 'apart' to 'other top' was added meanwhile, and the scenario would move it"]),
    "moved along": (
        [POSTPONE], [("edit_goal", {"key": "a/b", "starts": "2026-01-15"})],
        ["changes[0].postpone: starts of goal 'a/b' is 2026-01-15 by now, and the scenario would write it over"]),
    "the same team": (
        [("assign_team", {"goal": "apart", "team": "u"})], [("assign_team", {"goal": "apart", "team": "u"})],
        ["changes[0].assign_team: team 'u' pursues goal 'apart' by now"]),
    "gone": (
        [("set_priority", {"goal": "apart", "priority": 1})], [("delete_goal", {"key": "apart"})],
        ["! changes[0].set_priority.goal: goal 'apart' does not exist any more"]),
    "team gone": (
        [("edit_goal", {"key": "apart", "commitments": [{"team": "x", "period": "p 2"}]})], [("delete_team", {"key": "x"})],
        ["! changes[0].edit_goal.commitments[0].team: team 'x' does not exist any more"]),
    "referred to": (
        [("delete_goal", {"key": "apart"})], [("add_contribution", {"goal": "a/b", "to": "apart"})],
        ["! changes[0].delete_goal.key: goal 'apart' is referred to by goal 'a/b'; take that away first, or drop the goal"]),
    "only the one that it concerns": (
        [("drop", {"goal": "apart"}), POSTPONE], [("postpone", {"goal": "a/b", "to": "2026-05-31"})],
        ["changes[1].postpone: due of goal 'a/b' was moved from 2026-02-28 to 2026-05-31 meanwhile, and the scenario moves it too"]),
    "of a goal with another key": (
        [POSTPONE], [("postpone", {"goal": "a/b", "to": "2026-05-31"}), ("rename_goal", {"key": "a/b", "to": "z"})],
        ["changes[0].postpone: due of goal 'z' was moved from 2026-02-28 to 2026-05-31 meanwhile, and the scenario moves it too"]),
}  # fmt: skip

LEFT_ALONE = {
    "another goal": ([POSTPONE], [("drop", {"goal": "apart"})]),
    "another field": ([POSTPONE], [("edit_goal", {"key": "a/b", "title": "Again", "owner": "bo"})]),
    "still pursued": ([POSTPONE], [("set_status", {"goal": "a/b", "status": "draft"})]),
    "another link": ([("cut_contribution", {"goal": "a/b", "to": "top"})], [("cut_dependency", {"goal": 'say "so"', "on": "a/b"})]),
    "another end of a link": ([("cut_contribution", {"goal": "a/b", "to": "top"})], [("edit_goal", {"key": "top", "description": "So"})]),
    "another period": (
        [("set_capacity", {"team": "u", "period": "p/1", "amount": 2})], [("set_capacity", {"team": "u", "period": "p 2", "amount": 0.4})]),
    "another key": (
        [POSTPONE, ("commit", {"goal": "a/b", "team": "u", "period": "p 2", "effort": 1}), ("assign_owner", {"goal": "apart", "owner": "bo"})],
        [("rename_goal", {"key": "a/b", "to": "z"}), ("rename_team", {"key": "u", "to": "v"}), ("rename_period", {"key": "p 2", "to": "q"}), ("rename_person", {"key": "bo", "to": "bob"})]),
    "changed and changed back": ([POSTPONE], [("postpone", {"goal": "a/b", "to": "2026-05-31"})], [("postpone", {"goal": "a/b", "to": "2026-02-28"})]),
    "a key of its own that others had for a while": (
        [("create_goal", {"key": "n", "title": "N"}), ("set_priority", {"goal": "n", "priority": 1})],
        [("create_goal", {"key": "n", "title": "Other"})], [("rename_goal", {"key": "n", "to": "other n"})]),
}  # fmt: skip


def with_spare(tx):
    edit(tx, ("create_team", {"key": "x"}))


@pytest.mark.parametrize("name", FOUND)
def test_what_concerns_it_is_told(on_map, name):
    changes, meanwhile, told = FOUND[name]

    def work(tx):
        with_spare(tx)
        keep(tx, "it", *changes)
        edit(tx, *meanwhile)
        return in_the_way(tx, "it")

    assert on_map(PLAN, work) == told


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_does_not_is_left_alone(on_map, name):
    changes, *meanwhile = LEFT_ALONE[name]

    def work(tx):
        keep(tx, "it", *changes)
        for one in meanwhile:
            edit(tx, *one)
        assert in_the_way(tx, "it") == []
        adopt(tx, "it", RULES, ADA)

    on_map(PLAN, work)


def test_while_there_are_conflicts_it_is_not_adopted_until_somebody_looked(on_map):
    def work(tx):
        keep(tx, "below", POSTPONE)
        keep(tx, "it", ("drop", {"goal": "apart"}), on=["below"])
        edit(tx, ("postpone", {"goal": "a/b", "to": "2026-05-31"}))
        before = the_map(tx)
        with pytest.raises(Stale) as why:
            adopt(tx, "it", RULES, ADA)
        told = str(why.value).splitlines()
        assert told[0].startswith("scenario 'below': changes[0].postpone: due of goal 'a/b' was moved")
        assert told[1].endswith("let the scenario rest on it: alignment scenario refresh below")
        (current,) = why.value.current
        assert (current["key"], current["version"]) == ("it", 1)
        assert [one["scenario"] for one in current["conflicts"]] == ["below"]
        assert the_map(tx) == before
        assert refresh(tx, "below", ADA)[0].version == 2
        assert in_the_way(tx, "it") == []
        adopt(tx, "it", RULES, ADA)
        assert the_map(tx) != before

    on_map(PLAN, work)


def test_what_can_not_be_made_any_more_is_not_refreshed(on_map):
    def work(tx):
        keep(
            tx,
            "it",
            ("cut_contribution", {"goal": "a/b", "to": "top"}),
            ("set_priority", {"goal": "apart", "priority": 1}),
        )
        edit(tx, ("cut_contribution", {"goal": "a/b", "to": "top"}))
        edit(tx, ("delete_goal", {"key": "apart"}))
        with pytest.raises((BadModel, NotFound), match="does not contribute"):
            refresh(tx, "it", ADA)
        with pytest.raises(Stale) as why:
            adopt(tx, "it", RULES, ADA)
        assert "refresh" not in str(why.value)
        assert str(why.value).endswith("can't be made any more: alignment scenario save --replace it …")
        assert read_named(tx, ["it"])["it"].version == 1
        assert len(in_the_way(tx, "it")) == 2

    on_map(PLAN, work)


def test_more_changes_do_not_hide_what_happened_to_those_before(on_map):
    def work(tx):
        keep(tx, "it", POSTPONE)
        edit(tx, ("postpone", {"goal": "a/b", "to": "2026-05-31"}), ("rename_goal", {"key": "apart", "to": "z"}))
        keep(tx, "it", ("drop", {"goal": "z"}), append=True)
        assert len(in_the_way(tx, "it")) == 1
        edit(tx, ("rename_goal", {"key": "z", "to": "y"}))
        assert [written(one) for one in opened(tx, "it").changes][1] == {"drop": {"goal": "y"}}
        edit(tx, ("drop", {"goal": "y"}))
        assert in_the_way(tx, "it")[1] == "changes[1].drop.goal: goal 'y' was dropped meanwhile"

    on_map(PLAN, work)


def test_what_it_stands_on_may_come_to_contradict_it(on_map):
    def work(tx):
        keep(tx, "below", ("drop", {"goal": "apart"}))
        keep(tx, "it", POSTPONE, on=["below"])
        keep(tx, "below", ("postpone", {"goal": "a/b", "to": "2026-07-31"}), append=True)
        (found,) = in_the_way(tx, "it")
        assert found.startswith("! changes[0].postpone: contradicts scenario 'below': changes[1].postpone about its")

    on_map(PLAN, work)
