"""Which link decides most often: P(goal | the link holds) - P(goal | it fails), each link forced on the same draws.

Who is met only grows with the links that hold. So a link decides about a goal in a draw, or not, and what testing it
is worth is the part of the draws in which it decides: the importance of a component that Birnbaum (1969) defined.

A link decides about a goal further up in just those draws in which it decides about its own target, and the target
about that goal. The first is cheap and gives a bound: where the target and the goal above are not the same, neither
both met nor both missed, the target does not decide. The second is worked out by turning the target over in the
draws in question and looking who above turns over with it. Links are resolved in order of their bounds until no
bound is left that is above the worth of those found, so that the first ones of all are found without resolving all.
"""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyzer.outlook.draws import WORD, Words, count, pack, unpack
from analyzer.outlook.network import Floats
from analyzer.outlook.runs import AT_ONCE, Runs

PATIENCE = 5_000_000_000
"""How much is worked out, in shares added up, before links are left unresolved: some five seconds."""

MANY = 64
"""Corporate goals that a goal leads to, up to which the bound is reckoned for each of them."""


class Rank(NamedTuple):
    """What links are sorted by: draws in which they decide, most first, then their ends."""

    less: int
    source: str
    target: str


class Worth(NamedTuple):
    """In how many draws a link decides, summed over corporate goals and for each of them that it ever decides about."""

    rank: Rank
    row: int
    by_top: dict[int, int]


class Found(NamedTuple):
    """The links that decide most often."""

    best: list[Worth]
    unresolved: int = 0
    """At most so often do links decide that were not resolved and may belong to the best; 0: these are the best."""


def find_worth(
    runs: Runs,
    attainable: Words,
    most: int,
    patience: int = PATIENCE,
    told: Callable[[int, int], None] = lambda *_: None,
) -> Found:
    """Find the links that decide most often about corporate goals; those that never decide are left out."""
    candidates = sorted(_bounds(runs, attainable, told)) if most else []
    tops = frozenset(runs.network.tops)
    best: list[Worth] = []
    resolved: set[int] = set()
    end = runs.spent + patience
    for number, (bound, place) in enumerate(candidates):
        if len(best) == most and bound > best[-1].rank:
            break
        if place in resolved:
            continue
        if runs.spent > end:
            return Found(best, -bound.less)
        told(number, len(candidates))
        resolved.add(place)
        best = sorted([*best, *_resolve(runs, tops, place)])[:most]
    return Found(best)


def _bounds(runs: Runs, attainable: Words, told: Callable[[int, int], None]) -> Iterator[tuple[Rank, int]]:
    """Give every link that may decide at all, with how often it does at most, and its target."""
    network = runs.network
    reached = sum(1 << number for number, top in enumerate(network.tops) if attainable[top])
    for place, rows in enumerate(network.rows):
        if rows.start == rows.stop or not attainable[place]:
            continue
        told(place, len(network.rows))
        for row, bound in enumerate(_at_most(runs, reached & network.reach[place], place).tolist(), rows.start):
            if bound:
                yield Rank(-bound, *network.ends(row, place)), place


def _at_most(runs: Runs, reached: int, place: int) -> NDArray[np.int64]:
    """Bound how often each link into a goal decides about corporate goals, given as bits."""
    decides = _decides(runs, place)
    if reached.bit_count() > MANY:
        return count(decides) * reached.bit_count()
    at_most = np.zeros(len(decides), np.int64)
    while reached:
        top = runs.network.tops[reached.bit_length() - 1]
        reached ^= 1 << (reached.bit_length() - 1)
        at_most += count(decides & ~(runs.met[top] ^ runs.met[place]))
    return at_most


def _resolve(runs: Runs, tops: frozenset[int], place: int) -> Iterator[Worth]:
    """Work out how often each link into a goal decides about the corporate goals above; runs are as before then."""
    decides = _decides_exactly(runs, place)
    turned = _turned(runs, place, np.bitwise_or.reduce(decides))
    often = {top: count(decides & words).tolist() for top, words in turned.items() if top in tops}
    rows = runs.network.rows[place]
    for number, row in enumerate(range(rows.start, rows.stop)):
        by_top = {top: some[number] for top, some in often.items() if some[number]}
        if by_top:
            yield Worth(Rank(-sum(by_top.values()), *runs.network.ends(row, place)), row, by_top)


def _turned(runs: Runs, place: int, draws: Words) -> dict[int, Words]:
    """Turn a goal over in these draws and tell which goals turn over with it, and where; runs are as before then."""
    network = runs.network
    before: dict[int, Words] = {}
    turned: dict[int, Words] = {}
    waiting = [network.circle[place].start]
    seen = set(waiting)
    while waiting:
        some = network.circle[heappop(waiting)]
        before.update((one, runs.met[one].copy()) for one in some)
        if place in some:
            runs.met[place] ^= draws
        runs.settle(some, fixed=place)
        for one in some:
            turns = runs.met[one] ^ before[one]
            if turns.any():
                turned[one] = turns
                starts = {network.circle[target].start for target in network.targets[one]} - seen
                seen |= starts
                for start in starts:
                    heappush(waiting, start)
    for one, words in before.items():
        runs.met[one] = words
    return turned


def _decides_exactly(runs: Runs, place: int) -> Words:
    """Tell the same as `_decides`, in a circle with its goals worked out as if this one were not met."""
    circle = runs.network.circle[place]
    if len(circle) == 1:
        return _decides(runs, place)
    circle_met = slice(circle.start, circle.stop)
    before = runs.met[circle_met].copy()
    runs.met[place] = 0
    runs.settle(circle, fixed=place)
    decides = _decides(runs, place, settled=True)
    runs.met[circle_met] = before
    return decides


def _decides(runs: Runs, place: int, *, settled: bool = False) -> Words:
    """Tell in which draws each link into a goal decides about it: its source is met, and only with it there is enough.

    In a circle, sources may be met only since the goal itself is. Once they are settled without the goal the answer is
    exact; until then it holds too many draws, since only sources outside the circle are sure to be met without it.
    """
    network, rows = runs.network, runs.network.rows[place]
    shares, needed = runs.shares(place), runs.needed(place)
    sources, counted = runs.met[network.source[rows]], runs.counted(place)
    total = surely = runs.total(counted, shares)
    sure = shares
    circle = network.circle[place]
    if len(circle) > 1 and not settled:
        outside = (network.source[rows] < circle.start).astype(np.float64)
        sure = shares * outside
        surely = runs.total(counted, sure)
    decides = np.empty_like(counted)
    step = max(1, AT_ONCE // 8 // (counted.shape[-1] * WORD))
    for start in range(0, len(shares), step):
        part = slice(start, start + step)
        holds = unpack(counted[part])
        without = total - _column(shares[part]) * holds
        lacking = surely - _column(sure[part]) * holds < needed
        decides[part] = sources[part] & pack(lacking & (without + _column(shares[part]) >= needed))
    return decides


def _column(some: Floats) -> NDArray[np.float64]:
    return some[:, np.newaxis]
