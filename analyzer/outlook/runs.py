"""Many runs of a map at once: in each, goals and links are drawn, and what follows from that is worked out."""

from collections.abc import Callable
from heapq import heappop, heappush

import numpy as np

from analyzer.outlook.draws import WORD, Dice, Words, pack, unpack
from analyzer.outlook.network import Floats, Network

NEARLY = 1e-9
"""What may be missing to what is needed, since shares are written with few digits."""

AT_ONCE = 4_000_000
"""Truth values that are unpacked at once."""

STEP = 20_000
"""What working out a goal costs besides, in shares added up."""


class Runs:
    """Which links hold and which goals are met in which draws; a row of words each."""

    def __init__(self, network: Network, holds: Words, met: Words) -> None:
        self.network = network
        self.holds = holds
        self.met = met
        self.spent = 0
        """How much was worked out, in shares added up."""

    def work_out(self, told: Callable[[int], None] = lambda _: None) -> None:
        """Work out all goals, each after those that support it."""
        for place, some in enumerate(self.network.circle):
            told(place)
            if place == some.start:
                self.settle(some)

    def settle(self, some: range, fixed: int | None = None) -> None:
        """Work out goals that all support each other, or a single one, from those before; one of them may be fixed."""
        if len(some) > 1:
            self._settle_circle(some, fixed)
        elif some.start != fixed and self._is_supported(some.start):
            self.met[some.start] = self.follows(some.start)

    def _settle_circle(self, some: range, fixed: int | None) -> None:
        """Begin with nobody met, so that goals are never met by nothing but each other.

        Whoever is met in more draws lets those be looked at again that it supports: in order, so that news travels far
        in one sweep.
        """
        for place in some:
            if place != fixed:
                self.met[place] = 0
        sweep, next_sweep = [place for place in some if place != fixed], list[int]()
        waiting = set(sweep)
        while sweep:
            place = heappop(sweep)
            waiting.discard(place)
            now = self.follows(place)
            if not np.array_equal(now, self.met[place]):
                self.met[place] = now
                for target in self.network.targets[place]:
                    if target in some and target != fixed and target not in waiting:
                        waiting.add(target)
                        heappush(sweep if target > place else next_sweep, target)
            if not sweep:
                sweep, next_sweep = next_sweep, sweep

    def follows(self, place: int) -> Words:
        """Tell in which draws the links into a goal that hold, from goals that are met, add up to what it needs."""
        return pack(self.total(self.counted(place), self.shares(place)) >= self.needed(place))

    def counted(self, place: int) -> Words:
        """Tell which links into a goal hold and start from a goal that is met."""
        rows = self.network.rows[place]
        counted: Words = self.holds[rows] & self.met[self.network.source[rows]]
        return counted

    def shares(self, place: int) -> Floats:
        """Give the shares of the links into a goal."""
        return self.network.share[self.network.rows[place]]

    def needed(self, place: int) -> float:
        """Give the least sum of shares by which a goal is met."""
        return self.network.needed[place] - NEARLY

    def total(self, counted: Words, shares: Floats) -> Floats:
        """Add up the shares of links that count, by draw."""
        self.spent += STEP + counted.size * WORD
        draws = counted.shape[-1] * WORD
        step = max(1, AT_ONCE // draws)
        total = np.zeros(draws)
        for start in range(0, len(shares), step):
            total += shares[start : start + step] @ unpack(counted[start : start + step])
        return total

    def _is_supported(self, place: int) -> bool:
        rows = self.network.rows[place]
        return bool(rows.start < rows.stop)


def draw(network: Network, dice: Dice, told: Callable[[int], None] = lambda _: None) -> Runs:
    """Draw every goal that nothing supports and every link once a run, and work out who is met."""
    met = np.zeros((len(network.keys), dice.words), np.uint64)
    holds = np.empty((len(network.source), dice.words), np.uint64)
    for place, key in enumerate(network.keys):
        told(place)
        rows = network.rows[place]
        if rows.start == rows.stop:
            met[place] = dice.of_goal(key, network.chance[place])
        for row in range(rows.start, rows.stop):
            holds[row] = dice.of_link(*network.ends(row, place), network.confidence[row])
    runs = Runs(network, holds, met)
    runs.work_out()
    return runs


def attainable(network: Network) -> Words:
    """Tell by a bit which goals are met if every link holds, and so is every goal that has a chance and no support."""
    dice = Dice(0, 1)
    met = np.zeros((len(network.keys), 1), np.uint64)
    for place, rows in enumerate(network.rows):
        if rows.start == rows.stop and network.chance[place] > 0:
            met[place] = dice.always
    best = Runs(network, np.ones((len(network.source), 1), np.uint64), met)
    best.work_out()
    return best.met[:, 0]
