"""Maps of shapes that make naive ways hang, explode or run out of stack: their outlook is there in time."""

from itertools import pairwise
from time import process_time

import pytest
from rules.maps import monsters

from analyzer.impact.facts import Contribution, Facts, Goal
from analyzer.outlook.asked import Asked
from analyzer.outlook.beliefs import Beliefs
from analyzer.outlook.chances import outlook_of
from analyzer.outlook.reading import Forecast, Reading

pytestmark = pytest.mark.clock

SECONDS = 40.0
"""Of processor time: the slowest takes 7, since patience ends; a wrong method takes minutes."""

LIKELY = Asked(1_000, beliefs=Beliefs(enough=0.3))


def outlook_in_time(links, corporate, asked=LIKELY):
    keys = {key for link in links for key in link[:2]}
    goals = {key: Goal(key, level="corporate" if key == corporate else None) for key in keys}
    reading = Reading(Facts(goals, links), dict.fromkeys(keys, Forecast()), {})
    started = process_time()
    found = outlook_of(reading, asked)
    assert process_time() - started < SECONDS
    (top,) = found.goals
    return top.chance, found


SHAPES = {
    f"{name}, {end}, {said}": (goals, links, end, confidence)
    for name, goals, links in monsters()
    for end in ("first", "last")
    for said, confidence in (("certain", None), ("doubtful", 0.9))
}


@pytest.mark.parametrize("name", SHAPES)
def test_monsters(name):
    goals, pairs, end, confidence = SHAPES[name]
    links = [Contribution(f"g{source}", f"g{target}", confidence=confidence) for source, target in pairs]
    chance, found = outlook_in_time(links, "g0" if end == "first" else f"g{goals - 1}")
    assert found.others_at_most is None
    if "cycle" in name or "each other" in name:
        assert (chance, found.assumptions) == (0, ())
    elif confidence is None:
        assert chance == 1 if "star of 100,000 into one, first" in name else chance == pytest.approx(0.8, abs=0.07)


def test_a_chain_of_corporate_goals():
    keys = [f"g{n:05}" for n in range(10_000)]
    links = [Contribution(source, target, confidence=0.9999) for source, target in pairwise(keys)]
    reading = Reading(
        Facts({key: Goal(key, level="corporate") for key in keys}, links), dict.fromkeys(keys, Forecast()), {}
    )
    started = process_time()
    found = outlook_of(reading, Asked(1_000))
    assert process_time() - started < SECONDS
    assert found.assumptions[0].source == keys[0]
    assert len(found.assumptions[0].by_goal) == 9_999


def ring(size, every):
    around = [Contribution(f"g{n}", f"g{(n + 1) % size}", 0.9, 0.9999) for n in range(size)]
    return around + [Contribution(f"o{n}", f"g{n}", 0.5, 0.9) for n in range(0, size, every)]


def crowd(size):
    among = [Contribution(f"g{a}", f"g{b}", 0.02, 0.5) for a in range(size) for b in range(size) if a != b]
    return among + [Contribution(f"o{n}", f"g{n}", 0.28 if n % 4 else 0.3, 0.01) for n in range(size)]


def test_a_large_circle_that_is_supported_ends_when_patience_does():
    """All its goals stand or fall together: thousands of links are nearly as good, and each takes the whole circle."""
    chance, found = outlook_in_time(ring(10_000, 10_000), "g5")
    assert 0 < chance < 0.9
    assert found.others_at_most >= chance - 0.1
    assert found.assumptions


def test_a_circle_that_is_supported_all_around():
    chance, found = outlook_in_time(ring(1_000, 10), "g5")
    assert chance > 0.9
    assert found.assumptions[0].target in {f"g{n}" for n in range(6)}


def test_a_crowd_that_is_supported():
    chance, found = outlook_in_time(crowd(200), "g4")
    assert 0 < chance < 1
    assert found.assumptions
