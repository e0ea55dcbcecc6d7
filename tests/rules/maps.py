"""Maps made up for tests: random ones that meet every clause of the definitions, and monsters."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from analyzer.graph.contents import CONTRIBUTIONS, GOALS, Contents
from analyzer.rules.rule import Reach

DUE = date(2026, 1, 1)
WHOLE = {Reach.MAP, Reach.NAMESAKES, Reach.CORPORATE}
"""Rules of these compare all goals of a group; asked about a part of one they answer otherwise."""

KEYS = ("a/b", "c d", "it's", 'say "so"', "目标", "цель", "#1", "{x}", "$key", "back\\slash", "é", "zz", "A", "a")
PERIODS = ("2026-Q1", "Q 2", "år")
LEVELS = ("corporate", "corporate", "department", "team", "individual", None, None)
STATUSES = (None, None, None, "active", "draft", "proposed", "achieved", "missed", "postponed", "dropped")
LINKS = (None, None, "proposed", "agreed", "declined", "refuted")
SHARES = (None, None, None, 0, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 1, -0.2, -1)
CONFIDENCES = (None, None, None, 1, 0.5, 0.9, 0)
AMOUNTS = (None, 0, 0.1, 0.2, 0.3, 1, 2.5, 0.000001)
DAYS = (None, "2025-06-01", "2025-11-30", "2025-12-31", "2026-01-01", "2026-01-02", "2026-03-31", "2026-12-31")
MEASURES = ("users", "m/2", "%")
UNITS = (None, "users", "Users ", "EUR")
NUMBERS = (None, 0, 10, 20.5, -3)
TEXTS = (None, None, "", " ", "Because")


def random_document(seed: int) -> dict[str, Any]:
    random = Random(seed)
    goals = random.sample(KEYS, random.randint(1, len(KEYS)))
    teams = random.sample(KEYS, random.randint(1, 4))
    density = random.choice((0.05, 0.15, 0.4))
    levels = random.choice((LEVELS, LEVELS, ("corporate",)))
    return {
        "alignment": 1,
        "periods": [_written(key=key, starts=random.choice(DAYS), ends=random.choice(DAYS)) for key in PERIODS],
        "people": [
            _written(
                key=key,
                name=random.choice((None, "Somebody")),
                teams=random.sample(teams, random.randint(0, min(2, len(teams)))),
            )
            for key in ("ada", "b/c")
        ],
        "teams": [
            _written(
                key=key,
                name=random.choice((None, f"Team {key}")),
                function=random.choice((None, "support", "support", "market", "product")),
                part_of=random.choice((None, *teams[:number])),
                capacity=_capacity(random),
            )
            for number, key in enumerate(teams)
        ],
        "goals": [
            _written(
                key=key,
                title=random.choice((f"Reach {key}", "Reach it", " reach   IT", "Reach\u00a0it")),
                level=random.choice(levels),
                ambition=random.choice((None, "commitment", "stretch")),
                status=random.choice(STATUSES),
                origin=random.choice((None, "top_down", "bottom_up")),
                starts=random.choice(DAYS),
                due=random.choice(DAYS),
                priority=random.choice((None, 1, 2, 2, 30)),
                progress=random.choice((None, None, 0, 0.3, 1)),
                standalone=random.choice((None, None, None, "On purpose")),
                team=random.choice((None, *teams)),
                owner=random.choice((None, "ada", "b/c")),
                period=random.choice((None, *PERIODS)),
                measures=[_measure(random, name) for name in MEASURES if random.random() < 0.3],
                contributes_to=[
                    _contribution(random, other) for other in goals if other != key and random.random() < density
                ],
                depends_on=[
                    _written(
                        goal=other,
                        by=random.choice(DAYS),
                        status=random.choice((None, "requested", "agreed", "declined")),
                    )
                    for other in goals
                    if other != key and random.random() < density / 2
                ],
                commitments=[
                    _written(
                        team=team,
                        period=period,
                        effort=random.choice(AMOUNTS),
                        promised_to=random.choice((None, None, "ada", *teams)),
                    )
                    for team in teams
                    for period in PERIODS
                    if random.random() < 0.2
                ],
            )
            for key in goals
        ],
    }


def _contribution(random: Random, other: str) -> dict[str, Any]:
    return _written(
        goal=other,
        because=random.choice(TEXTS),
        evidence=random.choice(TEXTS),
        status=random.choice(LINKS),
        share=random.choice(SHARES),
        confidence=random.choice(CONFIDENCES),
        essential=random.choice((None, None, True, False)),
        route=random.choice((None, "direct", "indirect", "indirect")),
        lag_days=random.choice((None, None, 0, 30, -30)),
        from_measure=random.choice((None, *MEASURES)),
        to_measure=random.choice((None, *MEASURES)),
        reviewed_on=random.choice(DAYS),
        reviewed_as=random.choice((None, None, "an old one")),
    )


def _measure(random: Random, name: str) -> dict[str, Any]:
    return _written(
        name=name,
        unit=random.choice(UNITS),
        baseline=random.choice(NUMBERS),
        target=random.choice(NUMBERS),
        current=random.choice(NUMBERS),
        measured_on=random.choice(DAYS),
        kind=random.choice((None, "leading", "lagging", "lagging", "binary", "binary")),
        automatic=random.choice((None, True, False, False)),
        every_days=random.choice((None, 1, 30)),
    )


def _capacity(random: Random) -> dict[str, float]:
    return {period: random.choice((0, 0.3, 1, 3)) for period in PERIODS if random.random() < 0.6}


def _written(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def monsters() -> Iterator[tuple[str, int, list[tuple[int, int]]]]:
    """Name, number of goals and links from one to another; goal 0 may be corporate."""
    yield "chain of 10,000", 10_000, [(n + 1, n) for n in range(9_999)]
    yield "star of 100,000 into one", 100_001, [(n, 0) for n in range(1, 100_001)]
    yield "star of 100,000 out of one", 100_001, [(0, n) for n in range(1, 100_001)]
    yield "cycle of 10,000", 10_000, [(n, (n + 1) % 10_000) for n in range(10_000)]
    yield "200 that all support each other", 200, [(a, b) for a in range(200) for b in range(200) if a != b]
    yield (
        "ladder of 40 diamonds",
        121,
        [link for n in range(0, 120, 3) for link in ((n + 3, n + 1), (n + 3, n + 2), (n + 1, n), (n + 2, n))],
    )


def contents_of_monster(goals: int, links: list[tuple[int, int]], corporate: int | None) -> Contents:
    contents = Contents()
    contents[GOALS].update(
        {
            (f"g{n}",): {"title": f"Goal {n}", "level": "corporate" if n == corporate else "team", "due": DUE}
            for n in range(goals)
        }
    )
    contents[CONTRIBUTIONS].update({(f"g{source}", f"g{target}"): {} for source, target in links})
    return contents
