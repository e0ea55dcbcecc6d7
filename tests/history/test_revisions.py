"""Every edit is kept, the map can be looked at as it was before any of them, and edits are undone."""

import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from changes.some import some_change, some_map
from oracles.changes import DO, changed
from strategies import PROVE

from analyzer.changes.difference import Difference
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds.change import written
from analyzer.changes.packing import packed, unpacked
from analyzer.changes.revisions import Author, history, keep, kept_by, net, read_between, read_revisions, span
from analyzer.errors import NotFound, Stale
from analyzer.exchange.changing import change_of
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import GOALS, read_contents
from analyzer.graph.schema import clear
from analyzer.history.past import contents_at, revision_on
from analyzer.history.undoing import undo
from analyzer.plan.merging import contents_of

TODAY = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
MAPS = 4 * PROVE


def tables(document):
    return contents_of(read_data(deepcopy(document)).plan).tables


def edits(document, draw, names):
    """Changes of these kinds that can be made one after the other, each with the document that it leads to."""
    for name in names:
        said = some_change(document, draw, name)
        after = changed(document, name, said)
        if after is not None and tables(after) != tables(document):
            document = after
            yield change_of(name, said, name), after


@pytest.mark.parametrize("seed", range(MAPS))
def test_the_map_as_it_was_at_every_revision(on_map, seed):
    draw, document = Random(seed), some_map(seed)
    names = [*DO]
    draw.shuffle(names)

    def work(tx):
        states, said = [read_contents(tx)], []
        begin = span(tx)[1]
        for number, (change, after) in enumerate(edits(document, draw, names)):
            carry_out(tx, [change], (), TODAY, author=Author(f"µ {number}", AT + timedelta(days=number), "so"))
            assert read_contents(tx).tables == tables(after)
            states.append(read_contents(tx))
            said.append(written(change))
        kept = read_between(tx, begin)
        assert [one.seq for one in kept] == list(range(begin + 1, begin + len(states)))
        assert [one.changes for one in kept] == [(one,) for one in said]
        assert [one.by for one in kept] == [f"µ {number}" for number in range(len(said))]
        for number, state in enumerate(states):
            was = contents_at(tx, begin + number)
            assert (was.tables, was.effort_unit) == (state.tables, state.effort_unit)
        for number in range(len(said)):
            assert revision_on(tx, AT.date() + timedelta(days=number)) == begin + number + 1
        with pytest.raises(NotFound, match="begins after"):
            revision_on(tx, AT.date() - timedelta(days=1))
        for one in kept:
            assert unpacked(packed(one.difference)) == one.difference or one.difference.merged
        return len(said)

    assert on_map(document, work) > len(DO) / 2


def undone(tx, seq):
    """What undoing did, or what is in the way."""
    try:
        return undo(tx, seq, (), TODAY), None
    except Stale as why:
        return None, str(why)


@pytest.mark.parametrize("seed", range(2 * MAPS))
def test_undoing_is_editing_as_if_it_had_not_been_said(on_map, seed):
    """Any edit of several is undone, or what is in the way is named; the last one always is."""
    draw, document = Random(seed), some_map(seed)
    names = draw.choices([*DO], k=12)

    def work(tx):
        begin = span(tx)[1]
        made = [change for change, _ in edits(document, draw, names)]
        for change in made:
            carry_out(tx, [change], (), TODAY)
        full = read_contents(tx)
        chosen = begin + 1 + draw.randrange(len(made))
        differences = {one.seq: one.difference for one in read_between(tx, begin)}
        done, told = undone(tx, chosen)
        if done is None:
            assert f"revision {chosen} can't be undone: revision " in told
            assert chosen < begin + len(made)
            assert read_contents(tx).tables == full.tables
            return
        after = read_contents(tx)
        assert done.revision == begin + len(made) + 1
        if chosen == begin + len(made):
            assert after.tables == contents_at(tx, chosen - 1).tables
        # Whatever the others wrote is there still, and what was undone is gone.
        others = differences.pop(chosen).inverse().in_place()
        for kind, rows in others.changed.items():
            for identity, row in rows.items():
                now = after[kind].get(identity)
                assert now is None or all(now.get(name) == value for name, value in row.new.items())
        undo(tx, done.revision, (), TODAY)
        assert read_contents(tx).tables == full.tables

    on_map(document, work)


PLAN = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "p"}],
    "people": [{"key": "ada"}, {"key": "bo"}],
    "teams": [{"key": "t", "capacity": {"p": 1}, "part_of": "u"}, {"key": "u"}, {"key": "v"}],
    "goals": [
        {"key": "a/1", "title": "A", "due": "2026-01-01", "owner": "ada", "contributes_to": [{"goal": "b"}]},
        {"key": "b", "title": "B"},
        {"key": "c", "title": "C"},
    ],
}  # fmt: skip
IN_THE_WAY = {
    "the same field": ([("postpone", {"goal": "a/1", "to": "2026-02-01"}), ("postpone", {"goal": "a/1", "to": "2026-03-01"})], "wrote due of goal 'a/1'"),
    "the link": ([("alter_contribution", {"goal": "a/1", "to": "b", "share": 0.5}), ("cut_contribution", {"goal": "a/1", "to": "b"})], "wrote contributes to 'a/1' / 'b'"),
    "another owner": ([("assign_owner", {"goal": "a/1", "owner": None}), ("assign_owner", {"goal": "a/1", "owner": "bo"})], "wrote owns"),
    "what needs it": ([("create_goal", {"key": "n", "title": "N"}), ("add_contribution", {"goal": "c", "to": "n"})], "needs goal 'n'"),
    "its end is gone": ([("cut_contribution", {"goal": "a/1", "to": "b"}), ("delete_goal", {"key": "b"})], "deleted goal 'b'"),
    "its key is given": ([("delete_goal", {"key": "c"}), ("create_goal", {"key": "c", "title": "Another"})], "wrote goal 'c'"),
    "the key it had is given": ([("rename_goal", {"key": "c", "to": "z"}), ("create_goal", {"key": "c", "title": "Another"})], "gave another goal the key 'c'"),
    "the key it had is taken over": ([("rename_goal", {"key": "c", "to": "z"}), ("rename_goal", {"key": "b", "to": "c"})], "renamed 'b' to 'c'"),
    "another parent": ([("edit_team", {"key": "t", "part_of": None}), ("edit_team", {"key": "t", "part_of": "v"})], "wrote part of"),
    "its key is taken over": ([("delete_goal", {"key": "c"}), ("rename_goal", {"key": "b", "to": "c"})], "renamed 'b' to 'c'"),
    "under another key": ([("postpone", {"goal": "a/1", "to": "2026-02-01"}), ("rename_goal", {"key": "a/1", "to": "z"}), ("postpone", {"goal": "z", "to": "2026-03-01"})], "wrote due of goal 'z'"),
}  # fmt: skip
PAST = {
    "another field": ([("postpone", {"goal": "a/1", "to": "2026-02-01"}), ("edit_goal", {"key": "a/1", "title": "Else"})]),
    "renamed since": ([("postpone", {"goal": "a/1", "to": "2026-02-01"}), ("rename_goal", {"key": "a/1", "to": "z"})]),
    "a link of a goal edited since": ([("cut_contribution", {"goal": "a/1", "to": "b"}), ("edit_goal", {"key": "b", "title": "Else"})]),
    "the renaming itself": ([("rename_goal", {"key": "a/1", "to": "z"}), ("edit_goal", {"key": "z", "title": "Else"})]),
    "a merge": ([("merge_goals", {"goal": "c", "into": "b"}), ("postpone", {"goal": "a/1", "to": "2026-02-01"})]),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_what_is_in_the_way_is_named(on_map, name):
    set_, told = IN_THE_WAY[name]

    def work(tx):
        begin = span(tx)[1]
        for one, said in set_:
            carry_out(tx, [change_of(one, said, one)], (), TODAY)
        before = read_contents(tx)
        with pytest.raises(Stale) as why:
            undo(tx, begin + 1, (), TODAY)
        assert read_contents(tx).tables == before.tables
        return begin, str(why.value)

    begin, message = on_map(PLAN, work)
    assert f"revision {begin + len(set_)} {told}" in message


@pytest.mark.parametrize("name", PAST)
def test_what_is_not_in_the_way_stays(on_map, name):
    """The same as if the others alone had been made, by the keys of now."""
    first, later = PAST[name]

    def work(tx):
        begin = span(tx)[1]
        for one, said in (first, later):
            carry_out(tx, [change_of(one, said, one)], (), TODAY)
        undo(tx, begin + 1, (), TODAY, Author(why="we were wrong"))
        last = read_revisions(tx, 1)[0]
        return read_contents(tx).tables, last.why

    one, said = later
    document = changed(PLAN, one, {**said, "key": "a/1"} if said.get("key") == "z" else said)
    assert on_map(PLAN, work) == (tables(document), "we were wrong")


def test_one_after_the_other_all_is_undone(on_map):
    """What was undone is in nobody's way, nor is what undid it."""
    days = [f"2026-0{month}-01" for month in (2, 3, 4)]

    def work(tx):
        start, begin = read_contents(tx), span(tx)[1]
        for day in days:
            carry_out(tx, [change_of("postpone", {"goal": "a/1", "to": day}, "it")], (), TODAY)
        for number in (3, 2, 1):
            undo(tx, begin + number, (), TODAY)
        assert read_contents(tx).tables == start.tables
        undo(tx, begin + 6, (), TODAY)
        return read_contents(tx)[GOALS]["a/1",]["due"].isoformat()

    assert on_map(PLAN, work) == days[0]


def test_the_history_of_a_goal_is_found_among_that_of_others(on_map, monkeypatch):
    """However many edits are of another one that has its key now."""
    monkeypatch.setattr("analyzer.changes.revisions.PAGE", 3)

    def work(tx):
        begin = span(tx)[1]
        carry_out(tx, [change_of("rename_goal", {"key": "a/1", "to": "z"}, "it")], (), TODAY)
        carry_out(tx, [change_of("create_goal", {"key": "a/1", "title": "Another"}, "it")], (), TODAY)
        for number in range(8):
            carry_out(tx, [change_of("edit_goal", {"key": "a/1", "title": f"{number}"}, "it")], (), TODAY)
        found = {key: [one.seq - begin for one in history(tx, "Goal", key, 2)] for key in ("z", "a/1")}
        return found, [one.seq - begin for one in history(tx, "Goal", "a/1", 2, before=begin + 4)]

    assert on_map(PLAN, work) == ({"z": [1], "a/1": [10, 9]}, [3, 2])


def test_no_edit_is_older_than_the_one_before_it(on_map):
    """Whatever the clocks of those who edit say."""

    def work(tx):
        for at in (AT, AT - timedelta(days=3), AT + timedelta(days=1)):
            carry_out(
                tx, [change_of("edit_goal", {"key": "b", "title": f"{at}"}, "it")], (), TODAY, author=Author(at=at)
            )
        return [one.at for one in reversed(read_revisions(tx, 3))]

    assert on_map(PLAN, work) == [AT, AT, AT + timedelta(days=1)]


def test_an_edit_is_known_by_the_token_of_its_author(on_map):
    """Whatever others did afterwards, and whatever the clocks said."""

    def work(tx):
        for number, token in enumerate(("a", "b", None)):
            said = change_of("edit_goal", {"key": "b", "title": f"T{number}"}, "it")
            carry_out(tx, [said], (), TODAY, author=Author(at=AT - timedelta(days=number), token=token))
        newest = span(tx)[1]
        assert kept_by(tx, Author(token="b")) == newest - 1
        assert kept_by(tx, Author(token="c")) is None
        assert kept_by(tx, Author()) is None

    on_map(PLAN, work)


def test_the_history_of_a_goal_follows_its_keys(on_map):
    said = [
        ("postpone", {"goal": "a/1", "to": "2026-02-01"}),
        ("edit_goal", {"key": "c", "title": "Else"}),
        ("rename_goal", {"key": "a/1", "to": "z"}),
        ("alter_contribution", {"goal": "z", "to": "b", "share": 0.5}),
        ("create_goal", {"key": "a/1", "title": "Another of that name"}),
        ("drop", {"goal": "z"}),
    ]

    def work(tx):
        begin = span(tx)[1]
        for one, fields in said:
            carry_out(tx, [change_of(one, fields, one)], (), TODAY)
        return {key: [one.seq - begin for one in history(tx, "Goal", key)] for key in ("z", "b", "a/1")}

    assert on_map(PLAN, work) == {"z": [6, 4, 3, 1], "b": [4], "a/1": [5]}


def test_what_was_not_kept_is_told(on_map):
    def work(tx):
        carry_out(tx, [change_of("drop", {"goal": "b"}, "it")], (), TODAY)
        begin = span(tx)[1]
        tx.ask("writes/revision")
        carry_out(tx, [change_of("drop", {"goal": "c"}, "it")], (), TODAY)
        with pytest.raises(NotFound, match=f"the edit that made revision {begin + 1} was not kept"):
            net(tx, begin)
        with pytest.raises(NotFound, match="there is no revision 999"):
            net(tx, 999)
        with pytest.raises(NotFound, match="there is no edit 999 to undo"):
            undo(tx, 999, (), TODAY)

    on_map(PLAN, work)


def test_an_edit_that_is_just_being_committed_is_waited_for(store):
    """Readers may see the number that a commit gives to the map before they see what it was given for."""
    clear(store)

    def begin_edit(tx):
        tx.ask("writes/revision")

    def end_edit(tx, by):
        keep(tx, Difference(), Author(by))

    store.write(lambda tx: (begin_edit(tx), end_edit(tx, "Bo")))
    begin = store.read(span)[1]
    store.write(begin_edit)

    def rest():
        time.sleep(0.2)
        store.write(lambda tx: end_edit(tx, "Ada"))

    with ThreadPoolExecutor(1) as pool:
        committed = pool.submit(rest)
        (one,) = store.read(lambda tx: read_between(tx, begin))
        committed.result()
    assert (one.seq, one.by) == (begin + 1, "Ada")
    clear(store)


def test_what_was_renamed_for_a_while_is_in_the_way_all_the_same(on_map):
    """Nobody edits a goal under a key that was taken back since without being asked before it is undone."""

    def work(tx):
        begin = span(tx)[1]
        for one, said in [
            ("edit_goal", {"key": "c", "title": "X"}),
            ("rename_goal", {"key": "c", "to": "z"}),
            ("edit_goal", {"key": "z", "title": "Y"}),
        ]:
            carry_out(tx, [change_of(one, said, one)], (), TODAY)
        undo(tx, begin + 2, (), TODAY)
        with pytest.raises(Stale, match=f"revision {begin + 3} wrote title of goal 'z' since"):
            undo(tx, begin + 1, (), TODAY)
        assert read_contents(tx)[GOALS]["c",]["title"] == "Y"

    on_map(PLAN, work)


def test_what_was_undone_is_not_undone_again(on_map):
    """But what was undone, and had back, is."""

    def work(tx):
        begin = span(tx)[1]
        carry_out(tx, [change_of("drop", {"goal": "c"}, "it")], (), TODAY)
        undo(tx, begin + 1, (), TODAY)
        with pytest.raises(Stale, match=f"{begin + 1} was undone already, by revision {begin + 2}; undo that"):
            undo(tx, begin + 1, (), TODAY)
        undo(tx, begin + 2, (), TODAY)
        assert read_contents(tx)[GOALS]["c",]["status"] == "dropped"
        undo(tx, begin + 1, (), TODAY)
        assert "status" not in read_contents(tx)[GOALS]["c",]

    on_map(PLAN, work)
