"""The outlook agrees with a naive simulation: exactly on the same draws, within the error on draws of its own."""

from math import sqrt
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oracles.outlook import World
from outlook.maps import document, documents, goal, lucks, outlook, reading_of, top, worths
from strategies import examples

from analyzer.errors import BadModel
from analyzer.outlook.asked import Asked
from analyzer.outlook.beliefs import Beliefs
from analyzer.outlook.chances import outlook_of
from analyzer.outlook.draws import Dice, unpack
from analyzer.outlook.network import network_of
from analyzer.outlook.runs import attainable, draw
from analyzer.outlook.worth import find_worth

DRAWS = 70
"""Not a multiple of 64."""


@given(some=documents(), seed=st.integers(0, 5))
@examples(150)
def test_who_is_met_is_what_a_naive_simulation_says_of_the_same_draws(some, seed):
    network = network_of(reading_of(some), Beliefs())
    runs = draw(network, Dice(seed, DRAWS))
    world = World(some)
    met = {key: unpack(words) for key, words in zip(network.keys, runs.met, strict=True)}
    for number, luck in enumerate(lucks(DRAWS, seed)):
        assert {key for key, drawn in met.items() if drawn[number]} == world.met(luck) & met.keys()
    assert [network.keys[place] for place in network.tops] == world.tops


@given(some=documents(), seed=st.integers(0, 5))
@examples(150)
def test_worth_is_what_forcing_each_link_on_the_same_draws_says(some, seed):
    found = outlook_of(reading_of(some), Asked(DRAWS, seed, 1_000))
    world, drawn = World(some), lucks(DRAWS, seed)
    expected = {link: world.worth(link, drawn) for link in world.links}
    assert found.others_at_most is None
    told = {(one.source, one.target): one.by_goal for one in found.assumptions}
    for link, by_goal in expected.items():
        assert told.pop(link, {}) == pytest.approx({key: part for key, part in by_goal.items() if part}), link
    assert told == {}
    for one in found.assumptions:
        assert one.worth == pytest.approx(sum(one.by_goal.values()))


@given(some=documents(), most=st.integers(0, 4))
@examples(100)
def test_the_first_few_are_the_first_of_all(some, most):
    reading = reading_of(some)
    every = outlook_of(reading, Asked(DRAWS, 1, 1_000)).assumptions
    assert outlook_of(reading, Asked(DRAWS, 1, most)).assumptions == every[:most]
    assert list(every) == sorted(every, key=lambda one: (-one.worth, one.source, one.target))


@given(some=documents(), turned=st.randoms(use_true_random=False), seed=st.integers(-(2**63) + 1, 2**63 - 1))
@examples(60)
def test_neither_the_order_nor_goals_elsewhere_change_an_outlook(some, turned, seed):
    again = document(*(dict(one, contributes_to=turned.sample(one["contributes_to"], len(one["contributes_to"]))) for one in some["goals"]))  # fmt: skip
    turned.shuffle(again["goals"])
    again["goals"].insert(0, goal("Ω elsewhere", {"Ω more": {}}))
    again["goals"].append(goal("Ω more"))
    asked = Asked(DRAWS, seed, 100)
    first = outlook_of(reading_of(some), asked)
    assert outlook_of(reading_of(again), asked) == first
    assert outlook_of(reading_of(some), asked) == first


@given(some=documents())
@examples(60)
def test_what_is_not_attainable_is_not_met_however_much_holds(some):
    network = network_of(reading_of(some), Beliefs())
    held = dict.fromkeys(World(some).links, True)
    best = World(some).met(lambda _, chance: chance > 0, held)
    told = {key for key, bit in zip(network.keys, attainable(network), strict=True) if bit}
    assert told == best & set(network.keys)


SHARED = [
    top("t", ambition="stretch"),
    goal("left", {"t": {"share": 0.5, "confidence": 0.8}}),
    goal("right", {"t": {"share": 0.5, "confidence": 0.7}}, ambition="stretch"),
    goal("cause", {"left": {"confidence": 0.9}, "right": {"share": 0.4, "confidence": 0.6}}, likelihood=0.75),
    goal("other", {"right": {"share": 0.6}, "left": {"share": 0.5, "confidence": 0.4}}),
    top("u"),
    goal("round", {"u": {"share": 0.6}, "about": {"share": 1, "confidence": 0.5}}),
    goal("about", {"u": {"share": 0.5, "confidence": 0.9}, "round": {"share": 0.5}}),
    goal("in", {"round": {"share": 0.5, "confidence": 0.9}, "about": {"share": 1, "confidence": 0.5}}),
]


def test_chances_and_worth_are_those_of_a_simulation_with_luck_of_its_own():
    many = 6_000
    found = outlook(*SHARED, draws=many)
    world, luck = World(document(*SHARED)), Random(7)
    lives = [dict.fromkeys(world.links) for _ in range(many)]

    def lived(life):
        return lambda what, chance: life.setdefault((what, "drawn"), luck.random()) < chance

    drawn = [lived(life) for life in lives]
    met = [world.met(one) for one in drawn]
    for one in found.goals:
        chance = sum(one.goal in some for some in met) / many
        error = sqrt(max(chance * (1 - chance), 1 / many) / many)
        assert abs(one.chance - chance) < 5 * sqrt(2) * error
        assert one.standard_error == pytest.approx(error, rel=0.1)
    told = worths(found)
    for link in world.links:
        assert told.get(link, 0) == pytest.approx(
            sum(world.worth(link, drawn).values()), abs=5 * sqrt(2) * 0.5 / sqrt(many)
        )


def test_when_patience_ends_what_is_left_is_told():
    network = network_of(reading_of(document(*SHARED)), Beliefs())
    runs = draw(network, Dice(0, 1_000))
    every = find_worth(runs, attainable(network), 1_000).best
    hurried = find_worth(runs, attainable(network), 3, patience=0)
    assert 0 < len(hurried.best) < 3
    rest = [one for one in every if one not in hurried.best]
    assert -rest[0].rank.less <= hurried.unresolved
    assert find_worth(runs, attainable(network), 3).unresolved == 0


def test_with_many_corporate_goals_bounds_are_rougher_and_answers_the_same(monkeypatch):
    expected = outlook(*SHARED)
    monkeypatch.setattr("analyzer.outlook.worth.MANY", 0)
    assert outlook(*SHARED) == expected
    monkeypatch.setattr("analyzer.outlook.network.MOST_BITS", 0)
    assert outlook(*SHARED) == expected


def test_more_draws_than_fit_into_memory_are_refused(monkeypatch):
    monkeypatch.setattr("analyzer.outlook.chances.MOST_BYTES", 1_000)
    with pytest.raises(BadModel, match=r"draw this map at most 3[0-9]{2} times"):
        outlook(*SHARED)


@example(chance=0.0)
@example(chance=1.0)
@example(chance=1 - 1e-12)
@given(chance=st.floats(0, 1))
@examples(100)
def test_draws_are_as_frequent_as_their_chance_and_shorter_series_begin_longer_ones(chance):
    many = unpack(Dice(3, 5_000).of_goal("目标/1", chance))
    few = unpack(Dice(3, 100).of_goal("目标/1", chance))
    assert many[:100].tolist() == few[:100].tolist()
    assert not few[100:].any()
    assert abs(many.mean() * len(many) / 5_000 - chance) < 5 * 0.5 / sqrt(5_000)


def test_each_goal_and_link_has_luck_of_its_own():
    dice = Dice(0, 4_096)
    rows = [
        dice.of_goal("a", 0.5), dice.of_goal("b", 0.5), dice.of_link("a", "b", 0.5), dice.of_link("b", "a", 0.5),
        dice.of_link("ab", "", 0.5), Dice(1, 4_096).of_goal("a", 0.5),
    ]  # fmt: skip
    for one in range(len(rows)):
        for other in range(one):
            same = (unpack(rows[one]) == unpack(rows[other])).mean()
            assert abs(same - 0.5) < 5 * 0.5 / sqrt(4_096)


def test_the_draws_of_a_seed_stay_the_same_from_version_to_version():
    """Somebody may have kept what an outlook said."""
    assert unpack(Dice(42, 24).of_goal("us-market", 0.5))[:24].tolist() == FIRST


FIRST = [1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1]
