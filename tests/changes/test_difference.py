"""Laws of differences: they lead back, and several come to one."""

from itertools import pairwise
from random import Random

from changes.graphs import everything_stored
from changes.test_editing import contents_from, moved
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from analyzer.changes.difference import Difference, compare
from analyzer.changes.writing import apply
from analyzer.graph.contents import KINDS, Contents, read_contents

seeds = st.integers(0, 100_000)
draws = st.randoms(use_true_random=False)


def same(one, other):
    return one.tables == other.tables and one.effort_unit == other.effort_unit


def steps(seed, draw, many):
    """Contents one after the other, as an editor may make them."""
    there, states = contents_from(seed + 1), [contents_from(seed)]
    for number in range(many):
        after = moved(states[-1], there, draw)
        after.effort_unit = draw.choice((states[-1].effort_unit, f"unit {number}", None))
        states.append(after)
    return states


@examples(15)
@given(seeds, draws)
def test_what_was_applied_is_inverted(on_map, seed, draw):
    """The graph is as it was to the last property, but for versions."""
    before, after = steps(seed, draw, 1)

    def work(tx):
        there, difference = everything_stored(tx), compare(before, after)
        apply(tx, difference)
        changed = read_contents(tx)
        apply(tx, difference.inverse())
        return there, changed, everything_stored(tx)

    there, changed, back = on_map(before, work)
    assert same(changed, after)
    assert back == there


@examples(15)
@given(seeds, draws)
def test_many_come_to_one(on_map, seed, draw):
    """In memory and applied: one net difference does what many do in turn, and leads back in one step too."""
    states = steps(seed, draw, draw.randint(2, 6))
    each = [compare(one, two) for one, two in pairwise(states)]
    net = Difference()
    for one in each:
        net = net.then(one)
    assert net == compare(states[0], states[-1])
    back = Difference()
    for one in reversed(each):
        back = back.then(one.inverse())
    assert back == net.inverse()

    def work(tx):
        apply(tx, net)
        changed = read_contents(tx)
        apply(tx, back)
        return changed, read_contents(tx)

    changed, again = on_map(states[0], work)
    assert same(changed, states[-1])
    assert same(again, states[0])


def test_the_laws_are_about_rows_of_every_kind():
    seen = set()
    for seed in range(60):
        draw = Random(seed)
        states = steps(seed, draw, 12)
        for one, two in pairwise(states):
            difference = compare(one, two)
            for part in ("created", "changed", "deleted"):
                seen |= {(part, kind.name) for kind in getattr(difference, part)}
    assert {("created", kind.name) for kind in KINDS} | {("deleted", kind.name) for kind in KINDS} <= seen
    assert {("changed", kind.name) for kind in KINDS if kind.record} <= seen


def test_nothing_comes_to_nothing():
    here = contents_from(3)
    difference = compare(Contents(), here)
    assert not difference.then(difference.inverse())
    assert not Difference().then(Difference())
    assert Difference().then(difference) == difference == difference.then(Difference())
