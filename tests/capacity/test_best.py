"""The optimiser is as good as trying everything, on small maps of any shape."""

import os
from fractions import Fraction

import pytest
from capacity.maps import situation_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracles import remedies as oracle

from analyzer.capacity import Way, remedies_of
from analyzer.capacity.options import Desk
from analyzer.capacity.problem import problem_of
from analyzer.capacity.programme import Clock
from analyzer.capacity.search import best_answer

MAPS = 1_000 if os.environ.get("ALIGNMENT_PROVE") else 60
PERIODS = [
    {"key": "2026-Q1", "starts": "2026-01-01", "ends": "2026-03-31"},
    {"key": "2026-Q2", "starts": "2026-04-01", "ends": "2026-06-30"},
    {"key": "2026-Q3", "starts": "2026-07-01", "ends": "2026-09-30"},
]
ENDS = [period["ends"] for period in PERIODS]
TEAMS = ["a", "b/ü"]


@st.composite
def documents(draw):
    """A few goals that support, need and hinder each other, promised effort by two teams in three quarters."""
    count = draw(st.integers(2, 6))
    keys = [f"g{number}" for number in range(count)]
    goals = []
    for key in keys:
        others = [other for other in keys if other != key]
        team = draw(st.sampled_from([*TEAMS, None]))
        goal = {
            "key": key,
            "title": key,
            "level": draw(st.sampled_from(["corporate", "team", None])),
            "team": team,
            "due": draw(st.sampled_from([*ENDS[:2], *ENDS, None])),
            "priority": draw(st.sampled_from([1, 2, None])),
            "status": draw(st.sampled_from([None, None, None, "draft", "achieved", "dropped"])),
            "contributes_to": [
                {
                    "goal": other,
                    "share": draw(st.sampled_from([None, 0.25, 0.5, 1, -0.5])),
                    "confidence": draw(st.sampled_from([None, 0.5])),
                    "essential": draw(st.sampled_from([None, None, True])),
                    "status": draw(st.sampled_from([None, None, "declined"])),
                }
                for other in draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
            ],
            "depends_on": [
                {
                    "goal": other,
                    "by": draw(st.sampled_from([None, *ENDS])),
                    "status": draw(st.sampled_from([None, None, "declined"])),
                }
                for other in draw(st.lists(st.sampled_from(others), max_size=1))
            ],
            "commitments": draw(
                st.lists(
                    st.fixed_dictionaries(
                        {
                            "team": st.sampled_from([*[team or "a"] * 3, *TEAMS]),
                            "period": st.sampled_from(["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q3"]),
                            "effort": st.sampled_from([1, 2, 3, 0.1, 0.2, 0.000001, None]),
                            "promised_to": st.sampled_from([None, None, None, None, *TEAMS, "board"]),
                        }
                    ),
                    min_size=1,
                    max_size=3,
                    unique_by=lambda one: (one["team"], one["period"], one["promised_to"]),
                )
            ),
        }
        goals.append(goal)
    some = {"2026-Q1": [0, 0.3, 1, 3], "2026-Q2": [0.3, 1, 4, 6, None], "2026-Q3": [3, 5, 8, None]}
    capacities = [{period: draw(st.sampled_from(amounts)) for period, amounts in some.items()} for _ in TEAMS]
    teams = [
        {"key": team, "capacity": {period: most for period, most in stated.items() if most is not None}}
        for team, stated in zip(TEAMS, capacities, strict=True)
    ]
    return {
        "periods": PERIODS,
        "teams": [*teams, {"key": "board"}],
        "goals": goals,
    }


def found(document, way):
    situation = situation_of(document)
    over = situation.over_committed()
    problem = problem_of(situation, over, Desk(situation, over).choices(way))
    return best_answer(problem, situation.rank, Clock(60))


@pytest.mark.parametrize("way", [Way.OWN_ROADMAP, Way.OTHER_PROMISES, Way.JOINT_CHOICE])
@settings(max_examples=MAPS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
def test_as_good_as_trying_everything(way, document):
    answer = found(document, way)
    assert answer.gap is None
    assert tuple(answer.cost) == oracle.best(document, way.value)


@settings(max_examples=MAPS, deadline=None)
@given(document=documents())
def test_more_capacity_is_what_is_missing(document):
    situation = situation_of(document)
    remedies = remedies_of(situation, ways=[Way.MORE_CAPACITY])
    loads, most = oracle.loads(document), oracle.capacity(document)
    missing = {pair: load - most[pair] for pair, load in loads.items() if load > most.get(pair, load)}
    given_ = [one for remedy in remedies.ways for one in remedy.moves]
    assert {(one.team, one.period): Fraction(one.effort) * 10**6 for one in given_} == missing
