"""What goes in comes out: laws of import and export, on a real Neo4j, against oracles that know only documents."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import maps
import pytest
from exchange.documents import LISTS, in_json, in_yaml, merged, normal, plans, two_plans
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from analyzer.changes.difference import compare
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds.keys import RenameGoal
from analyzer.changes.writing import apply
from analyzer.errors import BadModel, ForeignDatabase, StoreConflict, StoreError
from analyzer.exchange.document import parse
from analyzer.exchange.exporting import document_of, to_json, to_yaml
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import Imported, import_plan, write_plan
from analyzer.exchange.reading import check, read_data, read_text
from analyzer.graph.contents import Contents, read_contents
from analyzer.graph.schema import VERSION, clear, prepare, unfinished_import
from analyzer.graph.store import Store
from analyzer.plan.merging import contents_of, merge
from analyzer.rules import check as checking
from analyzer.rules import stored
from analyzer.rules.files import built_in

LABELS = {"periods": "Period", "people": "Person", "teams": "Team", "goals": "Goal"}
FORMS = {"yaml": in_yaml, "json": in_json}


def bring(store, plan, **how):
    return import_plan(store, [read_data(plan)], **how)


def exported(store):
    return normal(document_of(store.read(read_contents)))


def entries(document):
    return {(LABELS[name], node["key"]): node for name in LISTS for node in document.get(name, ())}


@examples(35)
@given(plan=plans(), form=st.sampled_from(sorted(FORMS)))
def test_what_is_exported_is_what_was_imported(store, plan, form):
    source = read_text(FORMS[form](plan), form)
    check([source])
    import_plan(store, [source], replace=True)
    document = document_of(store.read(read_contents))
    assert normal(document) == normal(plan)
    assert normal(parse(to_yaml(document), "yaml")) == normal(plan)
    assert normal(parse(to_json(document).decode(), "json")) == normal(plan)

    before = maps.everything(store)
    again = [import_plan(store, [read_text(to_yaml(document), "again")], replace=replace) for replace in (True, False)]
    assert all(each.nothing for each in again)
    assert maps.everything(store) == before


@examples(150)
@given(plan=plans(), form=st.sampled_from(sorted(FORMS)))
def test_text_says_the_same_as_data(plan, form):
    """The same law without a database: much faster, so on many more documents."""
    read = read_text(FORMS[form](plan), form)
    document = document_of(contents_of(read.plan))
    assert normal(document) == normal(plan)
    for written in (to_yaml(document), to_json(document).decode()):
        assert document_of(contents_of(read_text(written, "again").plan)) == document


@examples(35)
@given(both=two_plans(), replace=st.booleans())
def test_a_second_document_changes_what_it_names(store, both, replace):
    first, second = both
    clear(store)
    bring(store, first, replace=True)
    before, versions, whole = exported(store), maps.versions(store), maps.everything(store)
    if replace:
        second = closed(second)

    foretold = bring(store, second, replace=replace, dry_run=True)
    assert maps.everything(store) == whole
    done = bring(store, second, replace=replace)
    assert done == foretold

    after = exported(store)
    assert after == (normal(second) if replace else merged(before, second))
    assert done.nothing == (before == after)
    old = entries(before)
    assert maps.versions(store) == {
        name: versions[name] + (old[name] != entry) if name in old else 1 for name, entry in entries(after).items()
    }
    written = maps.everything(store)
    assert bring(store, second, replace=replace).nothing
    assert bring(store, after, replace=True).nothing
    assert maps.everything(store) == written


@examples(20)
@given(both=two_plans(), replace=st.booleans(), rows=st.integers(1, 4))
def test_written_in_parts_it_is_the_same(store, both, replace, rows):
    first, second = both
    second = read_data(closed(second) if replace else second).plan
    clear(store)
    bring(store, first)
    current = store.read(read_contents)
    wanted = merge(Contents() if replace else current, second)
    difference = compare(current, wanted)
    pieces = list(difference.parts(rows))
    assert sum(len(piece) for piece in pieces) == len(difference)
    for piece in pieces:
        assert len(piece) <= rows
        store.write(lambda tx, piece=piece: apply(tx, piece))
    found = store.read(read_contents)
    assert found == wanted
    assert not compare(found, wanted)


def closed(plan):
    """Leave out links to what is not in the document itself, as replacing needs."""
    from strategies import without_dangling

    return without_dangling(plan, {})


FIRST = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "q1"}, {"key": "q2"}],
    "people": [{"key": "ada", "name": "Ada", "teams": ["t", "u"]}],
    "teams": [{"key": "t", "capacity": {"q1": 0.3}}, {"key": "u", "part_of": "t"}],
    "goals": [
        {"key": "a", "title": "A", "owner": "ada", "team": "t", "contributes_to": [{"goal": "b", "share": 0.5}]},
        {"key": "b", "title": "B", "period": "q1", "depends_on": [{"goal": "c", "needs": "it"}]},
        {"key": "c", "title": "C", "commitments": [{"team": "t", "period": "q1", "effort": 0.1}]},
    ],
}


@pytest.mark.parametrize(
    ("change", "raised"),
    [
        ({"goals": [{"key": "a", "title": "A"}]}, set()),
        ({"goals": [{"key": "a", "title": "Z"}]}, {"a"}),
        ({"goals": [{"key": "a", "title": "A", "contributes_to": [{"goal": "b", "share": 0.6}]}]}, {"a"}),
        ({"goals": [{"key": "a", "title": "A", "contributes_to": [{"goal": "c"}]}]}, {"a"}),
        ({"goals": [{"key": "a", "title": "A", "contributes_to": None}]}, {"a"}),
        ({"goals": [{"key": "b", "title": "B", "depends_on": []}]}, {"b"}),
        ({"goals": [{"key": "b", "title": "B", "depends_on": [{"goal": "c", "needs": "more"}]}]}, {"b"}),
        ({"goals": [{"key": "b", "title": "B", "measures": [{"name": "m"}]}]}, {"b"}),
        ({"goals": [{"key": "c", "title": "C", "commitments": []}]}, {"c"}),
        ({"goals": [{"key": "c", "title": "C", "commitments": [{"team": "t", "period": "q2"}]}]}, {"c"}),
        ({"goals": [{"key": "a", "title": "A", "owner": None, "team": "u"}]}, {"a"}),
        ({"goals": [{"key": "b", "title": "B", "period": "q2"}]}, {"b"}),
        ({"teams": [{"key": "t", "capacity": {"q1": 0.4}}]}, {"t"}),
        ({"teams": [{"key": "u", "part_of": None}]}, {"u"}),
        ({"people": [{"key": "ada", "teams": ["t"]}]}, {"ada"}),
        ({"periods": [{"key": "q1", "starts": "2026-01-01"}]}, {"q1"}),
        ({"effort_unit": None}, set()),
        ({"goals": [{"key": "new", "title": "N", "contributes_to": [{"goal": "a"}], "owner": "ada"}]}, {"new"}),
    ],
)
def test_versions_rise_by_one_where_something_changed(empty, change, raised):
    bring(empty, FIRST)
    before = maps.versions(empty)
    assert set(before.values()) == {1}
    bring(empty, {"alignment": 1, **change})
    after = maps.versions(empty)
    assert {key for name, key in after if after[name, key] != before.get((name, key))} == raised
    assert max(after.values()) <= 2


def measure_after(store, *measures):
    """What becomes of a measure that these documents write one after the other, the last one twice."""
    clear(store)
    for measure in (*measures, measures[-1]):
        bring(store, {"alignment": 1, "goals": [{"key": "g", "title": "G", "measures": [{"name": "m", **measure}]}]})
    (found,) = exported(store)["goals"][0]["measures"]
    readings = [(each["on"], each["value"]) for each in found.get("readings", ())]
    return found.get("current"), found.get("measured_on"), readings


DEC, JAN, FEB, MAR = "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"
STORED = {"current": 5, "measured_on": JAN, "readings": [{"on": DEC, "value": 1}]}


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"current": 7, "measured_on": FEB}, (7, FEB, [(DEC, 1), (JAN, 5)])),
        ({"current": 6, "measured_on": JAN}, (6, JAN, [(DEC, 1)])),
        ({"current": 3, "measured_on": "2025-12-15"}, (5, JAN, [(DEC, 1), ("2025-12-15", 3)])),
        ({"current": 2, "measured_on": DEC}, (5, JAN, [(DEC, 2)])),
        ({"target": 9}, (5, JAN, [(DEC, 1)])),
        ({"current": None}, (5, JAN, [(DEC, 1)])),
        ({"measured_on": FEB}, (5, JAN, [(DEC, 1)])),
        ({"current": 7}, (7, None, [(DEC, 1), (JAN, 5)])),
        ({"current": 7, "measured_on": FEB, "readings": None}, (7, FEB, [])),
        ({"current": 7, "measured_on": FEB, "readings": []}, (7, FEB, [])),
        ({"readings": []}, (None, None, [])),
        ({"readings": [{"on": MAR, "value": 2}, {"on": FEB, "value": 3}]}, (2, MAR, [(FEB, 3)])),
        ({"current": 7, "measured_on": JAN, "readings": [{"on": FEB, "value": 3}]}, (3, FEB, [(JAN, 7)])),
        ({"current": 7, "readings": [{"on": FEB, "value": 3}]}, (7, None, [(FEB, 3)])),
    ],
)
def test_earlier_readings_are_kept_and_the_newest_is_current(empty, second, expected):
    assert measure_after(empty, STORED, second) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"target": 9}, (5, None)),
        ({"current": None}, (None, None)),
        ({"measured_on": FEB}, (5, FEB)),
        ({"current": 6}, (6, None)),
    ],
)
def test_a_current_value_without_a_day_is_no_reading(empty, second, expected):
    assert measure_after(empty, {"current": 5}, second) == (*expected, [])


def test_replacing_keeps_no_readings(empty):
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "G", "measures": [{"name": "m", **STORED}]}]}
    bring(empty, plan)
    plan["goals"][0]["measures"] = [{"name": "m", "target": 1}]
    bring(empty, plan, replace=True)
    assert exported(empty) == normal(plan)


def test_amounts_do_not_change_their_meaning(empty):
    bring(empty, {"alignment": 1, "effort_unit": "days", "teams": [{"key": "t"}]})
    bring(empty, {"alignment": 1, "effort_unit": "hours"})
    bring(empty, FIRST, replace=True)
    before = maps.everything(empty)
    for dry_run in (False, True):
        with pytest.raises(BadModel) as refused:
            bring(empty, {"alignment": 1, "effort_unit": "hours"}, dry_run=dry_run)
        assert refused.value.problems == (
            "plan: effort_unit: 'hours' here, but the amounts in the map count 'days'; write them in 'days', or --replace",
        )
    assert maps.everything(empty) == before
    bring(empty, {"alignment": 1, "effort_unit": "days"})
    bring(empty, {**FIRST, "effort_unit": "hours"}, replace=True)
    assert exported(empty)["effort_unit"] == "hours"


def test_what_contradicts_itself_and_what_is_not_there_are_told_together(empty):
    one = read_text("alignment: 1\ngoals:\n- {key: a, title: A, owner: eve}\n- {key: a, title: A}", "1.yaml")
    two = read_text(
        "alignment: 1\ngoals:\n- {key: '{b}', title: B,\n   depends_on: [{goal: '{b}'}, {goal: z}]}", "2.yaml"
    )
    for attempt in (
        lambda: import_plan(empty, [one, two]),
        lambda: import_plan(empty, [one, two], replace=True),
        lambda: import_plan(empty, [one, two], whole=0),
        lambda: empty.rehearse(lambda tx: write_plan(tx, [one, two])),
    ):
        with pytest.raises(BadModel) as refused:
            attempt()
        assert list(refused.value.problems) == [
            "1.yaml:3: goals[0].owner: there is no person 'eve'; add it or correct the key",
            "1.yaml:4: goals[1].key: goal 'a' is already at 1.yaml:3: goals[0].key; keep one",
            "2.yaml:4: goals[0].depends_on[0].goal: goal '{b}' can't be linked with itself; remove the link",
            "2.yaml:4: goals[0].depends_on[1].goal: there is no goal 'z'; add it or correct the key",
        ]
    assert empty.read(unfinished_import) is None


def test_a_key_with_a_joiner_comes_back(empty):
    plan = {"alignment": 1, "goals": [{"key": "क्\u200dष", "title": "A"}, {"key": "a\u200cb", "title": "B"}]}
    bring(empty, plan)
    assert normal(parse(to_yaml(document_of(empty.read(read_contents))), "yaml")) == normal(plan)


def test_a_dry_run_into_a_database_that_nobody_used_writes_nothing(empty):
    maps.do(empty, "MATCH (n) DETACH DELETE n")
    foretold = bring(empty, FIRST, dry_run=True)
    assert maps.everything(empty) == [[], []]
    assert foretold == bring(empty, FIRST)
    assert foretold.created["goal"] == 3
    assert bring(empty, FIRST, dry_run=True) == bring(empty, FIRST) == Imported()


def test_references_resolve_in_the_map_or_the_whole_document_is_refused(empty):
    bring(empty, FIRST)
    bring(empty, {"alignment": 1, "goals": [{"key": "d", "title": "D", "owner": "ada", "depends_on": [{"goal": "a"}]}]})
    before = maps.everything(empty)
    text = (
        "alignment: 1\n"
        "people: [{key: bob, teams: [t, nowhere]}]\n"
        "teams:\n"
        "  - {key: t,\n"
        "     part_of: nobody, capacity: {q1: 1, q9: 2}}\n"
        "goals:\n"
        "  - key: e\n"
        "    title: E\n"
        "    owner: eve\n"
        "    team: q1\n"
        "    period: t\n"
        "    contributes_to:\n"
        "      - goal: b\n"
        "      - goal: z\n"
        "    depends_on: [{goal: e2}]\n"
        "    commitments: [{team: no, period: none}]\n"
    )
    for dry_run in (True, False):
        with pytest.raises(BadModel) as refused:
            import_plan(empty, [read_text(text, "f.yaml")], dry_run=dry_run)
        assert [problem.split(";")[0] for problem in refused.value.problems] == [
            "f.yaml:2: people[0].teams[1]: there is no team 'nowhere'",
            "f.yaml:5: teams[0].part_of: there is no team 'nobody'",
            "f.yaml:5: teams[0].capacity.q9: there is no period 'q9'",
            "f.yaml:9: goals[0].owner: there is no person 'eve'",
            "f.yaml:10: goals[0].team: there is no team 'q1'",
            "f.yaml:11: goals[0].period: there is no period 't'",
            "f.yaml:14: goals[0].contributes_to[1].goal: there is no goal 'z'",
            "f.yaml:15: goals[0].depends_on[0].goal: there is no goal 'e2'",
            "f.yaml:16: goals[0].commitments[0].team: there is no team 'no'",
            "f.yaml:16: goals[0].commitments[0].period: there is no period 'none'",
        ]
    assert maps.everything(empty) == before


def test_replacing_resolves_nothing_in_the_map(empty):
    bring(empty, FIRST)
    with pytest.raises(BadModel, match="there is no goal 'a'"):
        bring(
            empty, {"alignment": 1, "goals": [{"key": "d", "title": "D", "depends_on": [{"goal": "a"}]}]}, replace=True
        )
    assert exported(empty) == normal(FIRST)


def test_documents_name_each_others_nodes(empty):
    one = read_data({"alignment": 1, "goals": [{"key": "a", "title": "A", "contributes_to": [{"goal": "b"}]}]}, "one")
    two = read_data({"alignment": 1, "effort_unit": "days", "goals": [{"key": "b", "title": "B"}]}, "two")
    import_plan(empty, [one, two])
    assert exported(empty) == {
        "alignment": 1,
        "effort_unit": "days",
        "goals": [{"key": "a", "title": "A", "contributes_to": [{"goal": "b"}]}, {"key": "b", "title": "B"}],
    }


def test_what_others_noted_on_our_nodes_stays(empty):
    bring(empty, {**FIRST, "goals": [{**goal, "measures": [{"name": "m"}]} for goal in FIRST["goals"]]})
    maps.do(empty, "MATCH (n) WHERE NOT n:AlignmentSchema SET n.extra = 'theirs'")
    maps.do(empty, "MATCH ()-[r]->() SET r.extra = 'theirs'")
    maps.do(empty, "MATCH (n:Goal {key: 'c'}) CREATE (n)-[:SEEN_BY]->(:Stranger {extra: 'theirs'})")
    assert "extra" not in str(exported(empty))
    bring(
        empty,
        {
            "alignment": 1,
            "people": [{"key": "ada", "name": "Ada B", "teams": ["t", "u"]}],
            "teams": [{"key": "t", "name": "T", "capacity": {"q1": 7}}],
            "goals": [
                {"key": "a", "title": "Z", "measures": [{"name": "m", "unit": "x"}], "contributes_to": [{"goal": "b"}]},
                {"key": "b", "title": "Z", "depends_on": [{"goal": "c"}]},
                {"key": "c", "title": "Z", "commitments": [{"team": "t", "period": "q1", "effort": 9}]},
            ],
        },
    )
    assert (
        maps.do(empty, "MATCH (n) WHERE NOT n:AlignmentSchema AND NOT n:Revision AND n.extra IS NULL RETURN n.key")
        == []
    )
    assert maps.do(empty, "MATCH ()-[r]->() WHERE r.extra IS NULL RETURN type(r) AS type") == [{"type": "SEEN_BY"}]


class Stop(Exception):
    """What a caller may raise while it is told how far things are."""


def stop_after(calls):
    seen = []

    def progress(*told):
        seen.append(told)
        if len(seen) == calls:
            raise Stop

    return progress


@pytest.mark.parametrize("calls", [1, 4, 8])
def test_broken_off_in_the_middle_nothing_is_kept(empty, calls):
    bring(empty, {"alignment": 1, "goals": [{"key": "a", "title": "before"}]})
    before = maps.everything(empty)
    with pytest.raises(Stop):
        bring(empty, FIRST, progress=stop_after(calls))
    assert maps.everything(empty) == before


def test_terminated_by_the_server_in_the_middle_nothing_is_kept(empty, address):
    before = maps.everything(empty)
    terminated = []

    def terminate(*_):
        if not terminated:
            with Store(address) as other:
                ids = other.read(
                    lambda tx: tx.run(
                        "SHOW TRANSACTIONS YIELD transactionId, currentQuery, metaData "
                        "WHERE metaData.app = 'alignment-analyzer' RETURN collect(transactionId) AS ids",
                        {},
                    )[0]["ids"]
                )
                terminated.extend(ids)
                quoted = ", ".join(f"'{name}'" for name in ids)
                other.run_schema(f"TERMINATE TRANSACTIONS {quoted}")

    with pytest.raises(StoreError):
        bring(empty, FIRST, progress=terminate)
    assert terminated
    assert maps.everything(empty) == before


@pytest.mark.parametrize("calls", [1, 2, 5, 9])
def test_a_batched_import_broken_off_says_so_and_goes_on_when_run_again(empty, calls):
    bring(empty, {"alignment": 1, "goals": [{"key": "z", "title": "Z"}, {"key": "a", "title": "old"}]})
    source = read_data(FIRST, "first.yaml")
    foretold = import_plan(empty, [source], replace=True, dry_run=True)
    with pytest.raises(Stop):
        import_plan(empty, [source], replace=True, progress=stop_after(calls), whole=0, rows=2)
    assert empty.read(unfinished_import) == "first.yaml"
    done = import_plan(empty, [source], replace=True, whole=0, rows=2)
    assert empty.read(unfinished_import) is None
    assert sum(done.created.values()) < sum(foretold.created.values())
    assert exported(empty) == normal(FIRST)


def broken_off(store, plan, name, calls=2):
    with pytest.raises(Stop):
        import_plan(store, [read_data(plan, name)], progress=stop_after(calls), whole=0, rows=2)


def test_what_is_stored_between_the_parts_of_an_import_is_stale_after_it(empty):
    """A server may look at the map at any time, and finds half of it."""
    rules, today = built_in()[:3], date(2026, 1, 1)
    seen = []

    def look(*_):
        stored.bring_up_to_date(empty, rules, today)
        seen.append(empty.read(lambda tx: (len(stored.fresh(tx, rules, today)), tx.ask("reads/revision"))))

    import_plan(empty, [read_data(FIRST, "first.yaml")], whole=0, rows=2, progress=look)
    assert [number for number, _ in seen] == [len(rules)] * len(seen)
    assert len({revision for _, revision in seen}) == len(seen) > 2
    assert empty.read(lambda tx: stored.read_stored(tx, rules, dict.fromkeys(rule.id for rule in rules))) == empty.read(
        lambda tx: checking.check(tx, rules, today=today)
    )


def test_while_an_import_is_not_finished_no_goal_is_renamed(empty):
    broken_off(empty, FIRST, "first.yaml")
    before = maps.everything(empty)
    with pytest.raises(StoreConflict, match=r"first\.yaml is not finished"):
        empty.write(lambda tx: carry_out(tx, [RenameGoal(key="a", to="new")], (), date(2026, 1, 1)))
    assert maps.everything(empty) == before
    clear(empty)  # which gives the import up


@pytest.mark.parametrize("whole", [0, 100])
def test_while_an_import_is_not_finished_others_are_refused(empty, whole):
    broken_off(empty, FIRST, "first.yaml")
    before, other = maps.everything(empty), read_data({"alignment": 1, "goals": [{"key": "x", "title": "X"}]}, "other")
    with pytest.raises(StoreConflict, match=r"first\.yaml is not finished.*run it again.*--replace.*reset"):
        import_plan(empty, [other], whole=whole)
    assert maps.everything(empty) == before
    import_plan(empty, [read_data(FIRST, "first.yaml")], whole=whole)
    assert exported(empty) == normal(FIRST)
    assert empty.read(unfinished_import) is None
    import_plan(empty, [other], whole=whole)


@pytest.mark.parametrize("whole", [0, 100])
def test_an_unfinished_import_is_told_by_what_it_does_and_not_by_its_name(empty, whole):
    """Two files may have one name, and standard input always has the same one."""
    source = read_data(FIRST, "first.yaml")
    broken_off(empty, FIRST, "first.yaml")
    other = read_data({"alignment": 1, "goals": [{"key": "x", "title": "X"}]}, "first.yaml")
    with pytest.raises(StoreConflict, match="the same documents in the same way"):
        import_plan(empty, [other], whole=whole)
    import_plan(empty, [source], whole=whole)
    bring(empty, {"alignment": 1, "goals": [{"key": "z", "title": "Z"}]})
    with pytest.raises(Stop):
        import_plan(empty, [source], replace=True, progress=stop_after(1), whole=0, rows=2)
    with pytest.raises(StoreConflict, match="the same documents in the same way"):
        import_plan(empty, [source], whole=whole)
    import_plan(empty, [source], replace=True, whole=whole)
    assert exported(empty) == normal(FIRST)


@pytest.mark.parametrize("whole", [0, 100])
def test_an_import_that_replaces_gives_up_the_unfinished_one(empty, whole):
    broken_off(empty, generate(5, seed=1), "first.yaml")
    import_plan(empty, [read_data(FIRST, "other")], replace=True, whole=whole)
    assert exported(empty) == normal(FIRST)
    assert empty.read(unfinished_import) is None


def test_an_empty_map_has_no_unfinished_import(empty):
    broken_off(empty, FIRST, "first.yaml")
    clear(empty)
    bring(empty, FIRST)


OVER = {
    "the same again": lambda store: import_plan(store, [read_data(FIRST, "first.yaml")], whole=0),
    "replaced": lambda store: import_plan(store, [read_data(FIRST, "other")], replace=True),
    "reset": clear,
}


@pytest.mark.parametrize("over", OVER.values(), ids=OVER.keys())
def test_a_large_import_ends_when_something_else_takes_its_turn(empty, over):
    done = []

    def progress(*_):
        if not done:
            done.append(over(empty))
            done.append(maps.everything(empty))

    with pytest.raises(StoreConflict, match=r"first\.yaml was ended by another import or a reset"):
        import_plan(empty, [read_data(FIRST, "first.yaml")], progress=progress, whole=0, rows=2)
    assert maps.everything(empty) == done[1]


def test_a_goal_never_has_two_owners_and_new_nodes_have_their_first_version(empty):
    bring(empty, FIRST)
    second = {
        "alignment": 1,
        "people": [{"key": "bob"}],
        "teams": [{"key": "u", "part_of": "v"}, {"key": "v"}],
        "goals": [{"key": "a", "title": "A", "owner": "bob", "team": "v"}, {"key": "b", "title": "B", "period": "q2"}],
    }
    twice = (
        "MATCH (n) WHERE COUNT {(n)<-[:OWNS]-()} > 1 OR COUNT {(n)<-[:PURSUES]-()} > 1 "
        "OR COUNT {(n)-[:PART_OF]->()} > 1 OR COUNT {(n:Goal)-[:IN]->()} > 1 RETURN n.key"
    )
    seen = []
    import_plan(empty, [read_data(second)], progress=lambda *_: seen.append(maps.do(empty, twice)), whole=0, rows=1)
    assert len(seen) > 8
    assert seen == [[]] * len(seen)
    versions = maps.versions(empty)
    assert versions["Person", "bob"] == versions["Team", "v"] == versions["Goal", "c"] == 1
    assert min(versions["Goal", "a"], versions["Goal", "b"], versions["Team", "u"]) > 1


def test_large_and_small_imports_give_the_same_versions_to_a_new_map(empty):
    import_plan(empty, [read_data(FIRST)], whole=0, rows=2)
    assert set(maps.versions(empty).values()) == {1}


@pytest.mark.parametrize("replace", [False, True])
def test_two_imports_at_once_end_as_one_after_the_other(empty, replace):
    first, second = generate(40, seed=1), generate(40, seed=2)
    first["effort_unit"] = second["effort_unit"]
    for goal in first["goals"]:
        goal["title"] = f"first {goal['title']}"
    serial = []
    for order in ((first, second), (second, first)):
        clear(empty)
        for plan in order:
            bring(empty, plan, replace=replace)
        serial.append(exported(empty))
    assert serial[0] != serial[1]
    for fresh in (False, True, False):
        clear(empty)
        if fresh:
            maps.do(empty, "MATCH (n) DETACH DELETE n")
        together = threading.Barrier(2)

        def run(plan, together=together):
            with Store(empty.address) as own:
                together.wait()
                return bring(own, plan, replace=replace)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(run, (first, second)))
        assert exported(empty) in serial
        keyless = "MATCH (a)-[r]->(b) WITH a, b, type(r) AS type, count(r) AS times WHERE times > 1 RETURN type"
        assert maps.do(empty, keyless) == []


def test_a_database_of_somebody_else_is_refused_and_left_alone(empty):
    maps.do(empty, "MATCH (n) DETACH DELETE n")
    maps.do(empty, "CREATE (:Goal {key: 'a', title: 'theirs'})-[:LIKES]->(:Cat)")
    before = maps.everything(empty)
    try:
        for attempt in (
            lambda: bring(empty, FIRST),
            lambda: bring(empty, FIRST, replace=True),
            lambda: bring(empty, FIRST, dry_run=True),
            lambda: clear(empty),
            lambda: prepare(empty),
        ):
            with pytest.raises(ForeignDatabase):
                attempt()
        assert maps.everything(empty) == before
    finally:
        maps.do(empty, "MATCH (n) DETACH DELETE n")


def test_a_map_of_a_newer_program_is_refused_and_left_alone(empty):
    maps.do(empty, f"MATCH (schema:AlignmentSchema) SET schema.version = {VERSION + 1}")
    before = maps.everything(empty)
    try:
        for attempt in (lambda: bring(empty, FIRST), lambda: bring(empty, FIRST, dry_run=True), lambda: clear(empty)):
            with pytest.raises(ForeignDatabase, match="newer version"):
                attempt()
        assert maps.everything(empty) == before
    finally:
        maps.do(empty, f"MATCH (schema:AlignmentSchema) SET schema.version = {VERSION}")


def test_a_cleared_map_is_as_new(empty):
    bring(empty, FIRST)
    clear(empty)
    nodes, links = maps.everything(empty)
    assert [(node["labels"], node["properties"]) for node in nodes] == [
        (["AlignmentSchema"], {"one": True, "version": VERSION})
    ]
    assert links == []
    assert exported(empty) == {"alignment": 1}


def test_a_rehearsed_document_is_not_kept(empty):
    before = maps.everything(empty)
    found = empty.rehearse(lambda tx: (write_plan(tx, [read_data(FIRST)], replace=True), read_contents(tx))[1])
    assert normal(document_of(found)) == normal(FIRST)
    assert maps.everything(empty) == before
