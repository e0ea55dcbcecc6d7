"""Side by side says of each scenario what asking about it alone says, and what an audit of its map says."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

import pytest
from changes.some import some_map
from scenarios.some import ADA, PLAN, RULES, TODAY, edit, keep
from scenarios.test_laws import can_be_made, some_sets
from strategies import PROVE

from analyzer.changes.making import make
from analyzer.changes.writing import apply
from analyzer.errors import InputError, NotFound
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import GOALS, read_contents
from analyzer.graph.schema import clear
from analyzer.graph.store import Store
from analyzer.impact import what_breaks
from analyzer.impact.grade import Outcome
from analyzer.rules.audit import audit
from analyzer.rules.audit import compare as compare_findings
from analyzer.rules.score import score
from analyzer.rules.stored import store_all
from analyzer.scenarios.comparing import Load, compare
from analyzer.scenarios.conflicts import conflicts
from analyzer.scenarios.editing import Saying, adopt, save
from analyzer.scenarios.opening import opened

MAPS = 3 * PROVE


@pytest.fixture
def kept(store):
    """A map that is kept for a test, so that each side has a transaction of its own as in life."""

    def fill(plan, *edits):
        clear(store)
        import_plan(store, [read_data(plan)])
        for one in edits:
            store.write(one)
        return store

    yield fill
    clear(store)


def side_by_side(store, *keys):
    return compare(store.read, store.rehearse, RULES, keys, today=TODAY)


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "audited"])
@pytest.mark.parametrize("seed", range(MAPS))
def test_each_side_is_what_asking_about_it_and_auditing_its_map_says(kept, seed, stored):
    draw, document = Random(seed), some_map(seed)
    store = kept(document, *([lambda tx: store_all(tx, RULES, TODAY)] if stored else []))
    there = {}
    for number, changes in enumerate(some_sets(draw, document, 8)):
        if store.read(lambda tx, changes=changes: can_be_made(tx, changes)):
            there[f"s/{number}"] = changes
            store.write(lambda tx, key=f"s/{number}", changes=changes: save(tx, key, Saying(changes), ADA))
    found = side_by_side(store, *there)
    before = store.read(lambda tx: audit(tx, RULES, today=TODAY))
    assert found.score == score(before, {}).points
    assert not found.edited
    for side, (key, changes) in zip(found.sides, there.items(), strict=True):
        assert (side.scenario.key, side.conflicts) == (key, ())
        alone = what_breaks(store.rehearse, RULES, changes, today=TODAY)
        assert side.effect.findings == alone.findings
        assert side.effect.affected == Counter(one.outcome for one in alone.affected)
        assert (side.effect.stranded, side.effect.freed) == (alone.stranded, alone.freed)
        tops = {one.goal for one in found.goals}
        assert {one.goal: (one.outcome, one.kept, one.days_late) for one in side.effect.goals if one.outcome} == {
            one.goal: (one.outcome, one.kept, one.days_late) for one in alone.affected if one.goal in tops
        }

        def made(tx, changes=changes):
            apply(tx, make(tx, changes, TODAY))
            return audit(tx, RULES, today=TODAY), loads_by_hand(tx)

        after, now = store.rehearse(made)
        assert side.effect.score == score(after, {}).points, changes
        if not alone.difference.renamed:
            assert side.effect.findings == compare_findings(before.findings, after.findings)
            was = store.read(loads_by_hand)
            told = {
                (one.team, one.period): ((one.load_before, one.capacity_before), (one.load_after, one.capacity_after))
                for one in side.effect.loads
            }
            pairs = {pair: (was.get(pair, (0, None)), now.get(pair, (0, None))) for pair in {*was, *now}}
            assert told == {pair: loads for pair, loads in pairs.items() if loads[0] != loads[1]}, changes
    assert len(there) > 2


def loads_by_hand(tx):
    """Load and capacity of every team in every period that has either."""
    rows = tx.rows(
        "MATCH (t:Team), (p:Period) OPTIONAL MATCH (t)-[c:HAS_CAPACITY]->(p) "
        "RETURN t.key AS team, p.key AS period, c.amount AS capacity, "
        "COLLECT { MATCH (t)-[:MAKES]->(m:Commitment)-[:IN]->(p), (m)-[:FOR]->(g:Goal) "
        "WHERE coalesce(g.status, 'active') IN ['draft', 'proposed', 'active'] RETURN coalesce(m.effort, 0) } AS efforts",
        {},
    )
    return {
        (row["team"], row["period"]): (
            Decimal(sum(row["efforts"])) / 1_000_000,
            None if row["capacity"] is None else Decimal(row["capacity"]) / 1_000_000,
        )
        for row in rows
        if row["efforts"] or row["capacity"] is not None
    }


def scenarios(**changes):
    """Ways to save scenarios, each with its changes."""
    return [lambda tx, key=key, some=some: keep(tx, key, *some) for key, some in changes.items()]


LATE = ("postpone", {"goal": "a/b", "to": "2026-06-30"})
CUT = ("cut_contribution", {"goal": "a/b", "to": "top"})


def test_what_people_look_at(kept):
    some = {
        "less": [("drop", {"goal": "目标"}), ("set_capacity", {"team": "t", "period": "p/1", "amount": 1})],
        "late": [LATE],
        "top": [("drop", {"goal": "other top"})],
        "nothing": [("set_priority", {"goal": "apart", "priority": 1})],
    }
    found = side_by_side(kept(PLAN, *scenarios(**some)), *some, "late")
    assert [(one.goal, one.title) for one in found.goals] == [("other top", "Other"), ("top", "Top")]
    assert [one.scenario.key for one in found.sides] == ["less", "late", "top", "nothing"]
    less, late, top, nothing = (one.effect for one in found.sides)
    assert [(one.goal, one.outcome, one.kept) for one in less.goals] == [
        ("other top", Outcome.BROKEN, 0),
        ("top", Outcome.WEAKENED, pytest.approx(0.3 * 0.4 / 0.7)),
    ]
    assert less.loads == (
        Load("t", "p/1", Decimal(3), Decimal("2.5"), Decimal(3), Decimal(1)),
        Load("u", "p/1", Decimal("0.3"), Decimal(0), Decimal("0.3"), Decimal("0.3")),
    )
    assert [(one.goal, one.outcome, one.days_late, one.because[0]) for one in late.goals] == [
        ("other top", Outcome.EXPOSED, 0, "a/b"),
        ("top", Outcome.DELAYED, 91, "a/b"),
    ]
    assert [(one.goal, one.outcome, one.kept, one.changed) for one in top.goals] == [("other top", None, 0, True)]
    assert (nothing.goals, nothing.loads, nothing.score) == ((), (), found.score)
    document = found.document()
    assert set(document) == {"revision", "edited", "score", "corporate_goals", "scenarios"}
    assert document["scenarios"][0]["effect"]["capacity"][0] == {
        "team": "t",
        "period": "p/1",
        "load": {"before": 3, "after": Decimal("2.5")},
        "capacity": {"before": 3, "after": 1},
    }


def test_what_can_not_be_made_stands_beside_the_others(kept):
    meanwhile = [CUT, ("postpone", {"goal": "a/b", "to": "2026-07-31"})]
    store = kept(PLAN, *scenarios(cut=[CUT], late=[LATE]), lambda tx: edit(tx, *meanwhile))
    cut, late = side_by_side(store, "cut", "late").sides
    assert cut.effect is None
    assert [one.severity for one in cut.conflicts] == ["error"]
    assert late.effect is not None
    assert [one.severity for one in late.conflicts] == ["warning"]


def test_conflicts_are_those_that_opening_it_tells(kept):
    listed = ("edit_goal", {"key": "a/b", "contributes_to": [{"goal": "top", "share": 0.6, "confidence": 0.5}]})
    meanwhile = [("add_contribution", {"goal": "a/b", "to": "other top"}), ("drop", {"goal": "apart"})]
    store = kept(
        PLAN,
        *scenarios(below=[("set_priority", {"goal": "apart", "priority": 1})]),
        lambda tx: keep(tx, "it", listed, on=["below"]),
        lambda tx: edit(tx, *meanwhile),
    )
    (side,) = side_by_side(store, "it").sides
    assert [one.scenario for one in side.conflicts] == ["below", "it"]
    assert side.conflicts == store.read(lambda tx: conflicts(tx, opened(tx, "it"), TODAY))


@pytest.mark.parametrize("key", ["nope", "adopted"])
def test_only_what_is_there_and_open_is_compared(kept, key):
    store = kept(PLAN, *scenarios(adopted=[LATE]), lambda tx: adopt(tx, "adopted", RULES, ADA))
    with pytest.raises(NotFound if key == "nope" else InputError, match=r"no scenario 'nope'|'adopted' was adopted"):
        side_by_side(store, key)


def test_an_edit_meanwhile_is_told(kept):
    store = kept(PLAN, *scenarios(late=[LATE]))

    def rehearsing(work, *, seconds=None):
        store.write(lambda tx: edit(tx, ("set_progress", {"goal": "apart", "progress": next(parts)})))
        return store.rehearse(work, seconds=seconds)

    parts = iter((0.1, 0.2))
    assert compare(store.read, rehearsing, RULES, ["late"], today=TODAY).edited


def test_a_scenario_costs_the_same_statements_however_many_there_are(kept, address):
    changes = {f"s{number}": [("set_priority", {"goal": "apart", "priority": number + 1})] for number in range(12)}
    kept(PLAN, lambda tx: store_all(tx, RULES, TODAY), *scenarios(**changes))
    asked = []
    with Store(address, listen=asked.append) as listening:

        def count(many):
            asked.clear()
            side_by_side(listening, *list(changes)[:many])
            return len(asked)

        assert count(12) - count(1) == 11 * (count(2) - count(1))


def test_of_two_who_adopt_at_once_one_is_told_that_it_was(kept):
    store = kept(PLAN, *scenarios(late=[LATE]))
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(store.write, lambda tx: adopt(tx, "late", RULES, ADA)) for _ in range(4)]
        wrong = [one.exception() for one in answers]
    assert wrong.count(None) == 1
    assert {str(one).partition(" on ")[0] for one in wrong if one} == {"scenario 'late' was adopted by Ada"}
    assert len(store.read(read_contents).tables[GOALS]) == len(PLAN["goals"])


def test_of_two_who_save_at_once_one_is_told_that_it_is_there(kept):
    store = kept(PLAN)
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(store.write, lambda tx: keep(tx, "late", LATE)) for _ in range(4)]
        wrong = [type(one.exception()) for one in answers]
    assert sorted(one.__name__ for one in wrong) == ["NoneType", "Stale", "Stale", "Stale"]
