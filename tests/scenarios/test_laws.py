"""What holds of all scenarios: what is saved is opened, put together they come one after the other, adopted is made."""

import re
from collections import Counter
from random import Random

import pytest
from changes.graphs import everything_stored
from changes.some import some_change, some_map
from oracles.changes import DO, changed
from scenarios.some import ADA, NOW, PLAN, RULES, TODAY, in_the_way, keep, made, the_map
from strategies import PROVE

from analyzer.changes.editing import carry_out
from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import written
from analyzer.changes.making import make
from analyzer.changes.writing import apply
from analyzer.errors import BadModel, InputError, NotFound, Stale
from analyzer.exchange.changing import change_of
from analyzer.graph.contents import KINDS, LABELS, NODES, read_contents
from analyzer.model import MAX_KEY
from analyzer.scenarios.editing import Saying, adopt, delete, refresh, save
from analyzer.scenarios.kept import read_all, read_named
from analyzer.scenarios.mentions import FIELDS, followed, mentions
from analyzer.scenarios.opening import opened
from analyzer.scenarios.scenario import named_by

MAPS = 6 * PROVE
DEPENDING = {"measure", "from_measure", "to_measure", "key", "to"}
"""Fields that hold keys and name no node, or one that depends on the change."""


def some_sets(draw, document, many):
    """Lists of one to three changes that can be made one after the other, and one by one."""
    for _ in range(many):
        now, changes = document, []
        for _ in range(draw.randint(1, 3)):
            name = draw.choice([*DO])
            said = some_change(now, draw, name)
            after = changed(now, name, said)
            if after is not None:
                changes.append(change_of(name, said, name))
                now = after
        if changes:
            yield changes


def can_be_made(tx, changes):
    try:
        make(tx, changes, TODAY)
    except (BadModel, NotFound):
        return False
    return True


@pytest.mark.parametrize("seed", range(MAPS))
def test_what_is_saved_is_opened_without_conflicts_and_deleted_without_a_trace(on_map, seed):
    draw, document = Random(seed), some_map(seed)

    def work(tx):
        before, seen = everything_stored(tx), Counter()
        for number, changes in enumerate(some_sets(draw, document, 40)):
            if not can_be_made(tx, changes):
                continue
            key = f"{number} / 'so'"
            save(tx, key, Saying(changes), ADA)
            found = opened(tx, key)
            assert [written(one) for one in found.changes] == [written(one) for one in changes]
            assert found.places == [f"scenario {key!r}: changes[{at}].{one.called}" for at, one in enumerate(changes)]
            assert in_the_way(tx, key) == []
            delete(tx, key)
            assert everything_stored(tx) == before
            seen.update(one.called for one in changes)
        return seen

    assert len(on_map(document, work)) > len(DO) / 2


@pytest.mark.parametrize("seed", range(MAPS))
def test_adopting_is_making_the_changes_by_hand(on_map, seed):
    draw, document = Random(seed), some_map(seed)
    for changes in some_sets(draw, document, 3):

        def by_hand(tx, changes=changes):
            if not can_be_made(tx, changes):
                return None
            carry_out(tx, changes, RULES, TODAY)
            return the_map(tx)

        def adopted(tx, changes=changes):
            half = len(changes) // 2
            if not can_be_made(tx, changes) or not can_be_made(tx, changes[:half]):
                return None
            save(tx, "below", Saying(changes[:half] or changes), ADA)
            save(tx, "it", Saying(changes[half:] if half else (), on=["below"]), ADA)
            done = adopt(tx, "it", RULES, ADA)
            assert [one.key for one in done.scenarios] == ["below", "it"]
            return the_map(tx)

        expected = on_map(document, by_hand)
        found = on_map(document, adopted)
        assert found is None or found == expected, changes


@pytest.mark.parametrize("seed", range(MAPS))
def test_keys_follow_renamings(on_map, seed):
    """Renamed first and then changed is changed first and then renamed, for every field that names a node."""
    draw, document = Random(seed), some_map(seed)
    sets = [one for one in some_sets(draw, document, 40) if all(each.called != "copy_plan" for each in one)]

    def work(tx):
        start, compared = read_contents(tx), 0
        for number, changes in enumerate(sets):
            kind = draw.choice(NODES)
            old = draw.choice(sorted(key for (key,) in start[kind]))
            rename = made((f"rename_{kind.name}", {"key": old, "to": f"{old} → {number}"}))
            if not can_be_made(tx, changes):
                continue
            first = make(tx, changes, TODAY)
            apply(tx, first)
            expected = None
            if can_be_made(tx, rename):
                second = make(tx, rename, TODAY)
                apply(tx, second)
                expected = read_contents(tx).tables
                apply(tx, second.inverse())
            apply(tx, first.inverse())

            save(tx, f"s{number}", Saying(changes), ADA)
            back = carry_out(tx, rename, (), TODAY).difference.inverse()
            assert in_the_way(tx, f"s{number}") == [], (changes, rename)
            if expected is not None:
                then = make(tx, opened(tx, f"s{number}").changes, TODAY)
                apply(tx, then)
                assert read_contents(tx).tables == expected, (changes, rename)
                apply(tx, then.inverse())
                compared += 1
            apply(tx, back)
            delete(tx, f"s{number}")
            tx.run("MATCH (renaming:Renaming) DELETE renaming", {})
            assert read_contents(tx).tables == start.tables
        return compared

    assert on_map(document, work) > 5


def writes_what_was_there(difference, then):
    deleted = [(kind, identity, row) for kind in KINDS for identity, row in difference.deleted.get(kind, {}).items()]
    changed = [
        (kind, identity, row.old) for kind in KINDS for identity, row in difference.changed.get(kind, {}).items()
    ]
    whole = all(then[kind].get(identity) == row for kind, identity, row in deleted)
    return whole and all(
        {name: then[kind].get(identity, {}).get(name) for name in old} == old for kind, identity, old in changed
    )


@pytest.mark.parametrize("seed", range(MAPS))
def test_nothing_is_written_over_unseen(on_map, seed):
    """Whatever happens meanwhile: all that a scenario without conflicts writes over is as it was when it was saved."""
    draw, document = Random(seed), some_map(seed)
    sets = [
        one
        for one in some_sets(draw, document, 160)
        if not any(each.called.startswith(("rename_", "merge_")) for each in one)
    ]

    def work(tx):
        start, seen = read_contents(tx), Counter()
        for changes in sets[:60]:
            if not can_be_made(tx, changes):
                continue
            save(tx, "it", Saying(changes), ADA)
            meanwhile = draw.sample(sets, 6)
            edits = []
            for some in meanwhile:
                if can_be_made(tx, some):
                    edits.append(make(tx, some, TODAY))
                    apply(tx, edits[-1])
            if in_the_way(tx, "it"):
                seen["told"] += 1
            else:
                assert writes_what_was_there(make(tx, changes, TODAY), start), (changes, meanwhile)
                seen["silent"] += 1
            for edit in reversed(edits):
                apply(tx, edit.inverse())
            delete(tx, "it")
        return seen

    seen = on_map(document, work)
    assert min(seen["told"], seen["silent"]) > 3, seen


def test_every_field_that_holds_a_key_is_known():
    """A field that is added to a change is either one that names a node, or said here not to be."""
    fields = {
        name
        for kind in CHANGES.values()
        for name, said in kind.model_json_schema()["properties"].items()
        if re.search(rf"'maxLength': {MAX_KEY}\b", str(said))
    }
    within_documents = {"part_of", "teams", "capacity"}
    assert fields - within_documents == FIELDS.keys() | DEPENDING | {"goals"}


def test_put_together_they_come_one_after_the_other_each_once(on_map):
    """A diamond, and a chain of one hundred."""

    def work(tx):
        keep(tx, "root", ("drop", {"goal": "apart"}))
        keep(tx, "left", ("set_priority", {"goal": "a/b", "priority": 1}), on=["root"])
        keep(tx, "right", ("set_priority", {"goal": "目标", "priority": 2}), on=["root"])
        keep(tx, "both", ("cut_dependency", {"goal": 'say "so"', "on": "a/b"}), on=["right", "left"])
        found = opened(tx, "both")
        assert [one.called for one in found.changes] == ["drop", "set_priority", "set_priority", "cut_dependency"]
        assert [one.key for one in found.scenarios] == ["root", "right", "left", "both"]
        assert found.places[-2:] == [
            "scenario 'left': changes[0].set_priority",
            "scenario 'both': changes[0].cut_dependency",
        ]
        last = "both"
        for number in range(100):
            keep(tx, f"c{number}", on=[last])
            last = f"c{number}"
        assert len(opened(tx, last).scenarios) == 104
        assert [one.key for one in named_by(read_named(tx, [last]), last)][-1] == last

    on_map(PLAN, work)


def test_what_contradicts_can_not_be_put_together(on_map):
    def work(tx):
        keep(tx, "one", ("postpone", {"goal": "a/b", "to": "2026-06-30"}))
        with pytest.raises(
            BadModel, match=r"^changes\[0\].postpone: contradicts scenario 'one': changes\[0\].postpone"
        ):
            keep(tx, "two", ("postpone", {"goal": "a/b", "to": "2026-07-31"}), on=["one"])
        assert [one.key for one in read_all(tx)] == ["one"]

    on_map(PLAN, work)


def test_more_is_put_behind_or_all_is_written_anew(on_map):
    def work(tx):
        first = keep(tx, "it", ("drop", {"goal": "apart"}), why="Focus")
        more = keep(tx, "it", ("set_priority", {"goal": "a/b", "priority": 1}), append=True)
        assert (first.version, more.version, more.why) == (1, 2, "Focus")
        assert [one.called for one in opened(tx, "it").changes] == ["drop", "set_priority"]
        anew = keep(tx, "it", ("set_priority", {"goal": "a/b", "priority": 3}), version=2)
        assert [one.called for one in opened(tx, "it").changes] == ["set_priority"]
        assert read_all(tx) == (anew,)

    on_map(PLAN, work)


def test_a_version_that_a_change_is_based_on_is_checked_once(on_map):
    """Afterwards the scenario knows better what it rests on: an edit of another field is no conflict."""

    def work(tx):
        ((_, version),) = tx.ask_among("reads/versions/goal", among=["a/b"])
        with pytest.raises(Stale):
            keep(tx, "it", ("drop", {"goal": "a/b", "version": version + 1}))
        keep(tx, "it", ("drop", {"goal": "a/b", "version": version}))
        carry_out(tx, made(("set_priority", {"goal": "a/b", "priority": 1})), (), TODAY)
        assert in_the_way(tx, "it") == []

    on_map(PLAN, work)


REFUSED = {
    "nothing said": (lambda tx: keep(tx, "it"), InputError, "says nothing: give changes"),
    "no name": (lambda tx: keep(tx, ""), BadModel, "name '': is empty"),
    "blank": (lambda tx: keep(tx, "  ", ("drop", {"goal": "top"})), BadModel, "name '  ': begins or ends with a space"),
    "unknown goal": (lambda tx: keep(tx, "it", ("drop", {"goal": "x"})), NotFound, "changes[0].drop.goal: there is no goal 'x'"),
    "unknown below": (lambda tx: keep(tx, "it", on=["y"]), NotFound, "there is no scenario 'y'; `alignment scenario` lists all"),
    "on itself": (lambda tx: keep(tx, "there", on=["above"], append=True), InputError, "'there' would stand on itself"),
    "taken": (lambda tx: keep(tx, "there", ("drop", {"goal": "top"})), Stale, "there is a scenario 'there' already, of version 1"),
    "moved": (lambda tx: keep(tx, "there", ("drop", {"goal": "top"}), version=7), Stale, "based on version 7 of scenario 'there', which has version 1"),
    "append to none": (lambda tx: keep(tx, "it", ("drop", {"goal": "top"}), append=True), NotFound, "there is no scenario 'it'"),
    "refresh none": (lambda tx: refresh(tx, "it", ADA), NotFound, "there is no scenario 'it'"),
    "refresh moved": (lambda tx: refresh(tx, "there", ADA, version=2), Stale, "based on version 2"),
    "refresh what was not looked at": (lambda tx: refresh(tx, "there", ADA, revision=-1), Stale, "looked at as of revision -1, and has revision"),
    "adopt none": (lambda tx: adopt(tx, "it", RULES, ADA), NotFound, "there is no scenario 'it'"),
    "adopt moved": (lambda tx: adopt(tx, "there", RULES, ADA, version=2), Stale, "based on version 2"),
    "delete none": (lambda tx: delete(tx, "it"), NotFound, "there is no scenario 'it'"),
    "delete moved": (lambda tx: delete(tx, "above", version=2), Stale, "based on version 2"),
    "delete below": (lambda tx: delete(tx, "there"), InputError, "can't be deleted, since 'above' stand on it"),
    "long why": (lambda tx: keep(tx, "it", ("drop", {"goal": "top"}), why="w" * 3_000), InputError, "why is 3,000 characters long"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_and_nothing_written(on_map, name):
    do, kind, told = REFUSED[name]

    def work(tx):
        keep(tx, "there", ("drop", {"goal": "apart"}))
        keep(tx, "above", on=["there"])
        before = everything_stored(tx)
        with pytest.raises(kind) as why:
            do(tx)
        assert told in str(why.value)
        assert everything_stored(tx) == before
        if kind is Stale:
            assert why.value.current[0]["version"] == 1

    on_map(PLAN, work)


def test_adopted_it_is_kept_and_not_adopted_again(on_map):
    def work(tx):
        keep(tx, "below", ("drop", {"goal": "apart"}))
        keep(tx, "it", ("postpone", {"goal": "a/b", "to": "2026-06-30"}), on=["below"])
        keep(tx, "above", ("add_contribution", {"goal": "a/b", "to": "apart"}), on=["it"])
        adopt(tx, "it", RULES, ADA)
        there = {one.key: one for one in read_all(tx)}
        assert {name: one.adopted and one.adopted.by for name, one in there.items()} == {
            "above": None,
            "below": "Ada",
            "it": "Ada",
        }
        assert there["it"].adopted.at == NOW
        before = everything_stored(tx)
        for again in (
            lambda: adopt(tx, "it", RULES, ADA),
            lambda: refresh(tx, "it", ADA),
            lambda: opened(tx, "below"),
            lambda: keep(tx, "it", ("drop", {"goal": "top"}), append=True),
            lambda: keep(tx, "it", ("drop", {"goal": "top"}), version=2),
            lambda: keep(tx, "it", ("drop", {"goal": "top"})),
        ):
            with pytest.raises(InputError, match=r"was adopted by Ada on 2026-01-01, as revision \d+: the map has its"):
                again()
        assert everything_stored(tx) == before
        # What stood on it stands on the map now.
        assert [one.called for one in opened(tx, "above").changes] == ["add_contribution"]
        assert in_the_way(tx, "above") == []

    on_map(PLAN, work)


def test_what_changes_nothing_is_adopted_as_no_revision(on_map):
    def work(tx):
        keep(tx, "it", ("drop", {"goal": "apart"}))
        carry_out(tx, [change_of("drop", {"goal": "apart"}, "it")], RULES, ADA.today)
        refresh(tx, "it", ADA)
        before = read_contents(tx).tables
        adopt(tx, "it", RULES, ADA)
        (there,) = read_all(tx)
        assert there.adopted == (NOW, "Ada", None)
        assert read_contents(tx).tables == before
        with pytest.raises(InputError, match=r"was adopted by Ada on 2026-01-01: the map has its changes"):
            adopt(tx, "it", RULES, ADA)

    on_map(PLAN, work)


def test_replacing_the_map_leaves_scenarios(on_map):
    def work(tx):
        keep(tx, "it", ("drop", {"goal": "apart"}))
        document = {"alignment": 1, "goals": [{"key": "apart", "title": "D"}]}
        carry_out(tx, made(("import", {"plan": document, "replace": True})), (), TODAY)
        assert in_the_way(tx, "it") == []
        assert [one.key for one in read_all(tx)] == ["it"]

    on_map(PLAN, work)


def test_a_scenario_may_hold_any_change(on_map):
    """The ones that other tests do not draw: whole documents, reviews."""

    def work(tx):
        plan = {"alignment": 1, "teams": [{"key": "u", "capacity": {"p/1": 0.4}}], "goals": [
            {"key": "n", "title": "N", "due": "2026-05-05", "commitments": [{"team": "u", "period": "p/1", "effort": 0.1, "promised_to": "t"}]}]}  # fmt: skip
        changes = made(("import", {"plan": plan}), ("review_contribution", {"goal": "a/b", "to": "top"}))
        save(tx, "it", Saying(changes), ADA)
        carry_out(
            tx,
            made(
                ("rename_team", {"key": "u", "to": "u2"}),
                ("rename_period", {"key": "p/1", "to": "q"}),
                ("rename_team", {"key": "t", "to": "t2"}),
            ),
            (),
            TODAY,
        )
        found = written(opened(tx, "it").changes[0])["import"]["plan"]
        assert found["teams"][0]["key"] == "u2"
        assert list(found["teams"][0]["capacity"]) == ["q"]
        assert {name: found["goals"][0]["commitments"][0][name] for name in ("team", "period", "promised_to")} == {
            "team": "u2",
            "period": "q",
            "promised_to": "t2",
        }
        assert in_the_way(tx, "it") == []
        adopt(tx, "it", RULES, ADA)
        assert ("n",) in read_contents(tx)[NODES[-1]]

    on_map(PLAN, work)


def test_what_names_nothing_that_moved_stays_as_it_is():
    (change,) = made(("drop", {"goal": "a"}))
    assert followed(change, {"Goal": {"b": "c"}, "Team": {"a": "d"}}) is change
    assert [one.key for one in mentions(change)] == ["a"]
    assert set(LABELS.values()) >= set(FIELDS.values())
