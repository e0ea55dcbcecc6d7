"""Maps of shapes that make naive ways hang, explode or run out of stack: each question about them ends in time."""

import time
from datetime import date, timedelta

import pytest
from impact.documents import drop
from rules.conftest import on_map, store
from rules.maps import WHOLE, contents_of_monster, monsters

from analyzer.impact import rehearse
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.reach import read_reach
from analyzer.rules.rule import Reach, Severity
from analyzer.rules.score import Place, read_places

__all__ = ["on_map", "store"]

TODAY = date(2026, 1, 1)
A_RULE, A_SCORE, SOME_IMPACTS = 20.0, 10.0, 60.0
"""Seconds; the impacts' of processor time."""

IN_PARTS = [rule for rule in built_in() if not rule.algorithm and rule.reach not in WHOLE]
"""Rules with an algorithm, and those that reach the map, are asked about sets that are closed under their reach."""

FEW = [rule for rule in built_in() if rule.since == "0.1.0"]
"""Some of each kind, for impacts."""

SHAPES = [
    pytest.param(goals, links, corporate, id=f"{name}, {said}")
    for name, goals, links in monsters()
    for said, corporate in (("corporate end", 0), ("corporate start", goals - 1), ("no corporate goal", None))
    if goals < 100_000 or said != "corporate start"
]


@pytest.mark.clock
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("goals", "links", "corporate"), SHAPES)
def test_monsters(on_map, goals, links, corporate):
    """Every rule about all of it and about some of it, the score, what breaks: on one map, loaded once."""
    some = frozenset(f"g{n}" for n in range(0, goals, goals // 100))

    def ask(tx):
        took = {}
        rules = asked_of_all(tx, took)
        part = asked_of_some(tx, some, took)
        started = time.monotonic()
        places = read_places(tx, [about(number) for number in range(goals)])
        took["score"] = (time.monotonic() - started, A_SCORE)
        affected = impacts(tx, links, took)
        return rules, part, places, affected, took

    whole, part, places, affected, took = on_map(contents_of_monster(goals, links, corporate), ask)
    assert {name: spent for name, (spent, limit) in took.items() if spent > limit} == {}
    asked = {rule.id for rule in IN_PARTS}
    expected = [one for one in whole if one.subject.key in some and one.rule in asked]
    assert part == sorted(expected, key=lambda one: one.order)
    leading = leads_to(corporate, links)
    sources = {source for source, _ in links}
    found = {one.subject.key for one in whole if one.rule == "structure/unreachable_goal"}
    assert found == {f"g{n}" for n in sources if n != corporate and n not in leading}
    for number in range(goals):
        tops = (f"g{corporate}",) if number in leading and corporate is not None else ()
        assert places["Goal", f"g{number}"] == Place(None, None, tops)
    assert all(affected)


def asked_of_all(tx, took):
    whole = []
    for rule in built_in():
        started = time.monotonic()
        whole += check(tx, [rule], today=TODAY)
        took[rule.id] = (time.monotonic() - started, A_RULE)
    return whole


def asked_of_some(tx, some, took):
    started = time.monotonic()
    rules = [
        rule.model_copy(update={"reach": reach, "id": f"{rule.id}_{reach}"}) for rule in built_in() for reach in Reach
    ]
    read_reach(tx, rules, {"Goal": some})
    between = time.monotonic()
    part = check(tx, IN_PARTS, today=TODAY, among={rule.id: some for rule in IN_PARTS})
    took |= {"reach": (between - started, A_RULE), "part": (time.monotonic() - between, A_RULE)}
    return part


def impacts(tx, links, took):
    """Of dropping where chains begin, of postponing there, and of dropping where they end."""
    (first, _), (start, end) = links[0], links[-1]
    begun = time.process_time()
    found = [
        rehearse(tx, FEW, changes, today=TODAY).affected
        for changes in (drop(f"g{first}"), drop(**{f"g{start}": TODAY + timedelta(30)}), drop(f"g{end}"))
    ]
    took["impacts"] = (time.process_time() - begun, SOME_IMPACTS)
    return found[:1]


def about(number):
    return Finding("a/b", Severity.ERROR, Subject("Goal", f"g{number}"), "", {}, (), "")


def leads_to(corporate, links):
    below = {}
    for source, target in links:
        below.setdefault(target, []).append(source)
    found, waiting = {corporate}, [corporate]
    while waiting:
        for source in below.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
