"""The scores of the audits that were kept, and of now, as a line to draw."""

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from analyzer.exchange.reports.telling import points
from analyzer.rules.standing import Standing

WIDTH, HEIGHT = 100.0, 40.0
LEAST = 4
"""How many points of the score the drawing is high at least, so that a small step looks small."""
DOTTED = 60
"""Up to so many audits each has its dot."""


@dataclass(frozen=True)
class Trend:
    """A line in a box of `WIDTH` by `HEIGHT`, one even step an audit, what its edges mean, and the same in words."""

    line: str
    dots: tuple[tuple[float, float], ...]
    now: tuple[float, float]
    low: int
    high: int
    first: date
    words: str


def trend(standing: Standing) -> Trend | None:
    """Draw the kept audits' scores, oldest first, and the present one; nothing when none was kept."""
    kept = standing.trend
    if not kept:
        return None
    scores = [*(record.score for record in kept), standing.score.points]
    low, high = _edges(scores)
    step = WIDTH / (len(scores) - 1)
    places = [
        (round(number * step, 2), round(HEIGHT * float((high - score) / (high - low)), 2))
        for number, score in enumerate(scores)
    ]
    return Trend(
        line=" ".join(f"{x},{y}" for x, y in places),
        dots=tuple(places[:-1]) if len(kept) <= DOTTED else (),
        now=places[-1],
        low=low,
        high=high,
        first=kept[0].today,
        words=(
            f"The score was {points(scores[0])} on {kept[0].today.isoformat()} and is {points(scores[-1])} now; "
            f"lowest {points(min(scores))}, highest {points(max(scores))}."
        ),
    )


def _edges(scores: list[Fraction]) -> tuple[int, int]:
    """Round outward, then widen evenly within 0 to 100."""
    low, high = math.floor(min(scores)), math.ceil(max(scores))
    while high - low < LEAST:
        low, high = max(0, low - 1), min(100, high + 1)
    return low, high
