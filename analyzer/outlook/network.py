"""All that leads to the corporate goals, numbered so that goals come after those that support them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analyzer.impact.circles import components
from analyzer.impact.links import supporting
from analyzer.outlook.beliefs import Beliefs
from analyzer.outlook.reading import Reading

Floats: TypeAlias = NDArray[np.float64]
CERTAIN = 1.0

MOST_BITS = 1_000_000_000
"""Goals times corporate goals up to which it is told apart who leads where; beyond, all are taken to lead to all."""


@dataclass(frozen=True, eq=False)
class Network:
    """Goals by place and the links that support them by row; those into a goal are rows side by side."""

    keys: Sequence[str]
    rows: Sequence[slice]
    """Of the links into each goal."""
    source: NDArray[np.intp]
    """Place of the goal that each link starts from."""
    share: Floats
    confidence: Floats
    chance: Sequence[float]
    """Of each goal, if nothing supports it."""
    needed: Sequence[float]
    """What the shares that hold must add up to."""
    targets: Sequence[Sequence[int]]
    """Places of the goals that each one supports."""
    circle: Sequence[range]
    """The goals that each one supports and is supported by, itself among them."""
    tops: Sequence[int]
    """Places of the live corporate goals, in order of their keys."""
    reach: Sequence[int]
    """Which of these each goal leads to at most, as bits in that order."""

    def ends(self, row: int, target: int) -> tuple[str, str]:
        """Name a link into a goal by its two ends."""
        return self.keys[self.source[row]], self.keys[target]


def network_of(reading: Reading, beliefs: Beliefs) -> Network:
    """Give the live corporate goals and all that supports them numbers that the order of reading does not change.

    A goal that is achieved is met for certain: nothing that contributes to it counts any more.
    """
    goals = reading.facts.goals
    incoming = defaultdict(list)
    for link, share in supporting(reading.facts):
        incoming[link.target].append((link.source, share, CERTAIN if link.confidence is None else link.confidence))
    for links in incoming.values():
        links.sort()
    tops = sorted(key for key, goal in goals.items() if goal.live and goal.corporate)
    circles = [some[::-1] for some in components(tops, lambda key: [one for one, *_ in incoming.get(key, ())])]
    keys = [key for some in circles for key in some]
    places = {key: place for place, key in enumerate(keys)}
    links = [link for key in keys for link in incoming.get(key, ())]
    starts = [0, *accumulate(len(incoming.get(key, ())) for key in keys)]
    targets: list[list[int]] = [[] for _ in keys]
    for place, key in enumerate(keys):
        for source, *_ in incoming.get(key, ()):
            targets[places[source]].append(place)
    firsts = accumulate((len(some) for some in circles), initial=0)
    circle = [range(first, first + len(some)) for first, some in zip(firsts, circles, strict=False) for _ in some]
    said = [reading.forecasts[key] for key in keys]
    return Network(
        keys=keys,
        rows=[slice(start, end) for start, end in pairwise(starts)],
        source=np.array([places[source] for source, *_ in links], np.intp),
        share=np.array([share for _, share, _ in links], np.float64),
        confidence=np.array([sure for *_, sure in links], np.float64),
        chance=[
            beliefs.chance(one.ambition, one.likelihood) if goals[key].live else CERTAIN
            for key, one in zip(keys, said, strict=True)
        ],
        needed=[beliefs.needed(one.ambition) for one in said],
        targets=targets,
        circle=circle,
        tops=[places[key] for key in tops],
        reach=_reach([places[key] for key in tops], targets, circle),
    )


def _reach(tops: Sequence[int], targets: Sequence[Sequence[int]], circle: Sequence[range]) -> list[int]:
    """Tell which corporate goals each goal leads to; goals that lead to each other lead to the same."""
    if len(tops) * len(targets) > MOST_BITS:
        return [(1 << len(tops)) - 1] * len(targets)
    reach = [0] * len(targets)
    for number, top in enumerate(tops):
        reach[top] = 1 << number
    place = len(targets)
    while place:
        some = circle[place - 1]
        bits = 0
        for one in some:
            bits |= reach[one]
            for target in targets[one]:
                bits |= reach[target]
        for one in some:
            reach[one] = bits
        place = some.start
    return reach
