"""What goals that support each other in a circle keep together."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf
from operator import mul

CROWDED = 100
"""Links that taking out one goal may make; when every goal left makes more, the rest is solved by iteration."""

ROUNDS = 300
"""Steps of iteration after which the rest is taken out goal by goal nevertheless."""

EXACT = 1e-15
"""What an iterated solution may leave unexplained: the rounding error of a sum near 1."""


@dataclass(slots=True)
class Balance:
    """What one goal rests on, as parts that add up to 1: goals of the circle, what is kept outside it, what is lost."""

    on: dict[str, float] = field(default_factory=dict)
    kept: float = 0.0
    lost: float = 0.0

    def scale(self) -> None:
        """Let the parts add up to 1 again."""
        whole = self.kept + self.lost + sum(self.on.values()) or 1.0
        self.kept /= whole
        self.lost /= whole
        self.on = {source: part / whole for source, part in self.on.items()}


def solve(balances: dict[str, Balance]) -> dict[str, float]:
    """Solve kept(goal) = Σ part·kept(source) for strongly connected goals; uses the balances up.

    What a goal keeps is the chance that a walk from source to source ends in something kept, not lost. Goals are taken
    out one by one, the least connected first, and whoever rested on one then rests on what that one rested on:
    Gaussian elimination as Grassmann, Taksar and Heyman do it, where nothing is ever subtracted, so that digits stay
    right even where next to nothing comes from outside. Crowds, which elimination takes minutes for, are iterated.
    """
    if not any(balance.lost for balance in balances.values()):
        return dict.fromkeys(balances, 1.0)
    if not any(balance.kept for balance in balances.values()):
        return dict.fromkeys(balances, 0.0)
    taken: list[tuple[str, Balance]] = []
    _take_out(balances, taken, CROWDED)
    kept = _iterate(balances) if balances else {}
    if not kept:
        _take_out(balances, taken, len(balances) ** 2)
    for key, balance in reversed(taken):
        kept[key] = balance.kept + sum([part * kept[source] for source, part in balance.on.items()])
    return kept


def _take_out(balances: dict[str, Balance], taken: list[tuple[str, Balance]], crowded: int) -> None:
    """Move goals out of the balances, each resting only on such as are taken later or stay."""
    resting = _resting(balances)
    heap = [(len(balance.on) * len(resting[key]), key) for key, balance in balances.items()]
    heapify(heap)
    while heap:
        counted, key = heappop(heap)
        degree = len(balances[key].on) * len(resting[key])
        if degree > counted:
            heappush(heap, (degree, key))
            continue
        if degree > crowded:
            break
        gone = balances.pop(key)
        gone.scale()
        taken.append((key, gone))
        for source in gone.on:
            resting[source].discard(key)
        for goal in resting.pop(key):
            _hand_over(balances[goal], key, gone, without=goal)
            for source in gone.on:
                if source != goal:
                    resting[source].add(goal)
    for balance in balances.values():
        balance.scale()


def _resting(balances: dict[str, Balance]) -> dict[str, set[str]]:
    resting: dict[str, set[str]] = {key: set() for key in balances}
    for key, balance in balances.items():
        for source in balance.on:
            resting[source].add(key)
    return resting


def _hand_over(heir: Balance, key: str, gone: Balance, without: str) -> None:
    """Let a goal rest on what another rested on; what would be itself is left out, the parts are scaled later."""
    part = heir.on.pop(key)
    on = heir.on
    heir.kept += part * gone.kept
    heir.lost += part * gone.lost
    for source, further in gone.on.items():
        if source != without:
            on[source] = on.get(source, 0.0) + part * further


def _iterate(balances: dict[str, Balance]) -> dict[str, float]:
    """Solve by stabilised biconjugate gradients (van der Vorst); empty when they do not get there."""
    place = {key: index for index, key in enumerate(balances)}
    rows = [([place[source] for source in balance.on], list(balance.on.values())) for balance in balances.values()]
    right = [balance.kept for balance in balances.values()]
    outside = sum(balance.kept + balance.lost for balance in balances.values())

    def unexplained(values: Sequence[float]) -> list[float]:
        pick = values.__getitem__
        return [own - sum(map(mul, parts, map(pick, ids))) for own, (ids, parts) in zip(values, rows, strict=True)]

    kept = [sum(right) / outside] * len(right)
    residual = shadow = step = speed = [inf]
    rho = alpha = omega = 1.0
    with suppress(ZeroDivisionError):
        for turn in range(ROUNDS):
            if not turn or max(map(abs, residual)) <= EXACT / 4:
                residual = [b - a for b, a in zip(right, unexplained(kept), strict=True)]
                if max(map(abs, residual)) <= EXACT:
                    return dict(zip(balances, kept, strict=True))
                shadow = residual
                step = speed = [0.0] * len(right)
                rho = alpha = omega = 1.0
            before, rho = rho, _dot(shadow, residual)
            beta = rho / before * alpha / omega
            step = [r + beta * (p - omega * v) for r, p, v in zip(residual, step, speed, strict=True)]
            speed = unexplained(step)
            alpha = rho / _dot(shadow, speed)
            half = [r - alpha * v for r, v in zip(residual, speed, strict=True)]
            pull = unexplained(half)
            omega = _dot(pull, half) / _dot(pull, pull)
            kept = [x + alpha * p + omega * s for x, p, s in zip(kept, step, half, strict=True)]
            residual = [s - omega * t for s, t in zip(half, pull, strict=True)]
    return {}


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(mul, one, other), 0.0)
