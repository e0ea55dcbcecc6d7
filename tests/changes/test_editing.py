"""An edit brings the stored findings along: afterwards they are those of a full audit, whatever was edited."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.maps import WHOLE, random_document
from strategies import examples

from analyzer.changes import editing
from analyzer.changes.difference import Changed, Difference, compare
from analyzer.changes.editing import Watch, carry_out, edit
from analyzer.changes.kinds.keys import RenameGoal
from analyzer.changes.writing import apply
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    GOALS,
    IN_PERIOD,
    KINDS,
    MEASURES,
    OWNERS,
    PEOPLE,
    PERIODS,
    PURSUERS,
    TEAMS,
    Contents,
)
from analyzer.plan.merging import contents_of
from analyzer.rules.audit import compare as compared
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.rule import Reach
from analyzer.rules.stored import bring_up_to_date, fresh, read_stored, store_all
from analyzer.rules.touch import looks_at

TODAY = date(2026, 1, 1)
EDITS = 10
"""One after the other on each map: with 30 maps 300, and 7,500 in the long form."""
ALL = dict.fromkeys(rule.id for rule in built_in())
ONE_OF_EACH = (PURSUERS, OWNERS, IN_PERIOD)
"""A goal has one team, one owner and one period at most."""
ENDS = {
    "team": TEAMS, "parent": TEAMS, "person": PEOPLE, "goal": GOALS,
    "source": GOALS, "target": GOALS, "needed": GOALS, "period": PERIODS,
}  # fmt: skip


def stored(tx):
    return read_stored(tx, built_in(), ALL)


def contents_from(seed):
    return contents_of(read_data(random_document(seed)).plan)


@examples(30)
@given(seed=st.integers(0, 100_000), other=st.integers(0, 100_000), draw=st.randoms(use_true_random=False))
def test_refreshed_findings_are_those_of_a_full_audit(on_map, seed, other, draw):
    here, there = contents_from(seed), contents_from(other)

    def work(tx):
        current = here
        store_all(tx, built_in(), TODAY)
        for _ in range(EDITS):
            after = moved(current, there, draw)
            before = stored(tx)
            told = edit(tx, compare(current, after), built_in(), TODAY)
            found = check(tx, built_in(), today=TODAY)
            assert stored(tx) == found
            assert told == compared(before, found)
            assert len(fresh(tx, built_in(), TODAY)) == len(built_in())
            current = after

    on_map(here, work)


def moved(current, there, draw):  # noqa: C901 - a line for each thing that can be done
    """Some rows of any kind as they are in another map, or gone: what an editor may do in one go."""
    after = Contents(current.effort_unit, {kind: dict(rows) for kind, rows in current.tables.items()})
    kinds = draw.sample(KINDS, draw.randint(1, 3))
    for kind in kinds:
        rows = sorted({*current[kind], *there[kind]}, key=repr)
        for identity in draw.sample(rows, min(len(rows), draw.randint(1, 2))):
            if identity in current[kind] and kind.record and there[kind] and draw.random() < 0.5:
                others = sorted(there[kind].values(), key=repr)
                after[kind][identity] = {**current[kind][identity], **draw.choice(others)}
            elif identity in there[kind] and draw.random() < 0.8:
                after[kind][identity] = there[kind][identity]
                if kind in ONE_OF_EACH:
                    at = kind.identity.index("goal")
                    for taken in [one for one in after[kind] if one[at] == identity[at] and one != identity]:
                        del after[kind][taken]
            else:
                after[kind].pop(identity, None)
    for kind in KINDS:
        if not kind.is_node:
            for identity in list(after[kind]):
                ends = [(ENDS[name], key) for name, key in zip(kind.identity, identity, strict=True) if name in ENDS]
                if any((key,) not in after[end] for end, key in ends):
                    del after[kind][identity]
    return after


def test_the_edits_are_of_every_kind():
    """What the property is proven for: rows of each kind created, changed and deleted, and each kind of reach."""
    seen = Counter()
    for seed in range(60):
        draw = Random(seed)
        current, there = contents_from(seed), contents_from(seed + 1_000)
        for _ in range(EDITS):
            after = moved(current, there, draw)
            difference = compare(current, after)
            for done in ("created", "changed", "deleted"):
                seen.update((done, kind.name) for kind in getattr(difference, done))
            current = after
    for kind in KINDS:
        assert seen["created", kind.name], kind.name
        assert seen["deleted", kind.name], kind.name
        assert seen["changed", kind.name] or kind.record is None, kind.name
    assert {rule.reach for rule in built_in()} == set(Reach) - {Reach.MAP}


@pytest.mark.parametrize("kept", [True, False], ids=["stored", "asked"])
def test_a_goal_that_takes_a_title_joins_those_that_have_it(on_map, kept):
    """The smallest of their keys is now its own, so that findings of goals which it was not linked with change too."""
    titles = {"a": "One", "b": "  TWO  x", "c": "two X", "d": "one", "e": "Three"}
    plan = {"alignment": 1, "goals": [{"key": key, "title": title} for key, title in titles.items()]}
    rules = [rule for rule in built_in() if rule.id == "structure/duplicate_title"]

    def retitled(tx):
        if kept:
            store_all(tx, rules, TODAY)
        difference = Difference(changed={GOALS: {("a",): Changed({"title": "One"}, {"title": "Two\u00a0x"})}})
        watch = Watch.begin(tx, difference.names(), difference.seeds(), rules, TODAY, rules if kept else None)
        apply(tx, difference)
        return watch.before, watch.after(tx), check(tx, rules, today=TODAY)

    before, after, whole = on_map(plan, retitled)
    assert [(one.subject.key, one.evidence["same_as"]) for one in before] == [("c", "b"), ("d", "a")]
    assert [(one.subject.key, one.evidence["same_as"]) for one in after] == [("b", "a"), ("c", "a")]
    assert after == whole


def test_what_a_rule_does_not_look_at_does_not_have_it_asked(on_map, monkeypatch):
    asked = []

    def listening(tx, rules, **given):
        asked.extend(rule for rule in rules if given["among"][rule.id] != frozenset())
        return check(tx, rules, **given)

    monkeypatch.setattr(editing, "check", listening)
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "G", "progress": 0.1}, {"key": "h", "title": "H"}]}
    before, after = (contents_of(read_data(one).plan) for one in (plan, plan))
    after[GOALS]["g",] = {**after[GOALS]["g",], "progress": 0.2}

    def work(tx):
        store_all(tx, built_in(), TODAY)
        edit(tx, compare(before, after), built_in(), TODAY)

    on_map(before, work)
    assert {rule.id for rule in asked} == {"time/slipping"}


def test_rules_name_all_that_they_look_at():
    """What makes it safe to ask only rules that name what an edit changes."""
    for rule in built_in():
        for computed in ("properties(", "keys(", "labels("):
            assert computed not in rule.query, rule.id
        assert "--" not in rule.query, rule.id
        assert "-[]-" not in rule.query, rule.id
        assert rule.about in looks_at(rule)


def test_a_large_edit_leaves_all_rules_stale(on_map, monkeypatch):
    monkeypatch.setattr(editing, "REFRESHED", 1)
    before, after = contents_from(1), contents_from(2)

    def work(tx):
        store_all(tx, built_in(), TODAY)
        edit(tx, compare(before, after), built_in(), TODAY)
        stale = fresh(tx, built_in(), TODAY)
        store_all(tx, built_in(), TODAY)
        return stale, stored(tx), check(tx, built_in(), today=TODAY)

    stale, kept, found = on_map(before, work)
    assert stale == ()
    assert kept == found


def test_what_was_found_goes_with_its_subject(on_map, monkeypatch):
    """After a large edit too, which leaves the rest for later: the goal may come back under its key."""
    monkeypatch.setattr(editing, "REFRESHED", 0)
    before, after = contents_from(1), Contents()

    def work(tx):
        store_all(tx, built_in(), TODAY)
        edit(tx, compare(before, after), built_in(), TODAY)
        left = tx.rows("MATCH (finding:Finding) RETURN count(*) AS findings", {})
        edit(tx, compare(after, before), built_in(), TODAY)
        store_all(tx, built_in(), TODAY)
        return left, stored(tx), check(tx, built_in(), today=TODAY)

    left, kept, found = on_map(before, work)
    assert left == [{"findings": 0}]
    assert kept == found


def test_another_day_or_setting_makes_stale_what_depends_on_it(on_map):
    tomorrow = date(2026, 1, 2)
    chosen = [
        rule.model_copy(update={"settings": {"at_most": 1}}) if rule.id == "ownership/owns_too_many" else rule
        for rule in built_in()
    ]

    def work(tx):
        store_all(tx, built_in(), TODAY)
        others = {rule.id for rule in built_in()} - {rule.id for rule in fresh(tx, built_in(), tomorrow)}
        changed = {rule.id for rule in chosen} - {rule.id for rule in fresh(tx, chosen, TODAY)}
        edit(tx, Difference(changed={GOALS: {("zz",): Changed({"title": "A"}, {"title": "Z"})}}), chosen, tomorrow)
        left = {rule.id for rule in fresh(tx, chosen, tomorrow)}
        return others, changed, left

    others, changed, left = on_map({"alignment": 1, "goals": [{"key": "zz", "title": "A"}]}, work)
    assert others == {rule.id for rule in built_in() if "$today" in rule.query}
    assert changed == {"ownership/owns_too_many"}
    assert left == {rule.id for rule in built_in()} - others - changed


def test_bringing_up_to_date_asks_what_is_stale_and_forgets_what_is_asked_no_more(store):
    from rules.conftest import become

    few = built_in()[:6]
    told = []
    store.write(lambda tx: become(tx, random_document(7)))
    try:
        assert bring_up_to_date(store, built_in(), TODAY, lambda *step: told.append(step)) == len(built_in())
        assert told[0] == ("Auditing", 0, len(built_in()))
        assert store.read(stored) == store.read(lambda tx: check(tx, built_in(), today=TODAY))
        assert bring_up_to_date(store, built_in(), TODAY) == 0
        assert bring_up_to_date(store, few, TODAY) == len(built_in()) - 6
        assert store.read(stored) == store.read(lambda tx: check(tx, few, today=TODAY))
    finally:
        from analyzer.graph.schema import clear

        clear(store)
    assert store.read(stored) == []
    assert store.read(lambda tx: fresh(tx, few, TODAY)) == ()


def test_a_finding_that_is_told_in_other_words_keeps_its_first_day(on_map):
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "Before"}]}
    before, after = (contents_of(read_data(one).plan) for one in (plan, plan))
    after[GOALS]["g",] = {"title": "After"}
    since = "MATCH (f:Finding {rule: 'measures/no_measure'}) RETURN f.since AS since, f.message AS message"

    def work(tx):
        store_all(tx, built_in(), TODAY)
        told = edit(tx, compare(before, after), built_in(), date(2026, 1, 1))
        return told, tx.rows(since, {})

    told, (row,) = on_map(before, work)
    assert told.new == told.resolved == ()
    assert row["since"] == TODAY
    assert "After" in row["message"]


@examples(15)
@given(seed=st.integers(0, 100_000), draw=st.randoms(use_true_random=False))
def test_findings_follow_a_renamed_goal(on_map, seed, draw):
    """They are those of a full audit under the new key, and none of them loses its first day."""
    here = contents_from(seed)
    (old,) = draw.choice(sorted(here[GOALS]))
    later = date(2026, 1, 2)
    rules = [rule for rule in built_in() if "$today" not in rule.query]
    by_first_key = [rule.id for rule in rules if rule.algorithm or rule.reach in WHOLE]
    days = "MATCH (f:Finding) WHERE NOT f.rule IN $rules RETURN DISTINCT f.since AS since"

    def work(tx):
        store_all(tx, rules, TODAY)
        carry_out(tx, [RenameGoal(key=old, to="µ new")], rules, later)
        since = {row["since"] for row in tx.rows(days, {"rules": by_first_key})}
        return stored(tx), check(tx, rules, today=later), since

    after, found, since = on_map(here, work)
    assert after == found
    assert since <= {TODAY}


@pytest.mark.parametrize("kind", [CAPACITIES, COMMITMENTS, MEASURES], ids=lambda kind: kind.name)
def test_seeds_are_both_ends(kind):
    seeds = Difference(deleted={kind: {("a", "b", "c", None)[: len(kind.identity)]: {}}}).seeds()
    expected = {
        "has_capacity": {"Team": {"a"}},
        "commitment": {"Goal": {"a"}, "Team": {"b"}},
        "measure": {"Goal": {"a"}},
    }
    assert {label: keys for label, keys in seeds.items() if keys} == expected[kind.name]
