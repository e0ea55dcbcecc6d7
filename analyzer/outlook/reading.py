"""What the outlook is drawn from, fetched as two collected lists however large the map is."""

from collections.abc import Mapping
from typing import NamedTuple

from analyzer.graph.store import Transaction
from analyzer.impact.facts import Contribution, Facts, Goal


class Forecast(NamedTuple):
    """What decides the chance of a goal, and what people call it."""

    ambition: str | None = None
    likelihood: float | None = None
    title: str | None = None


class Reading(NamedTuple):
    """A map, as far as the outlook looks at it."""

    facts: Facts
    forecasts: Mapping[str, Forecast]
    reasons: Mapping[tuple[str, str], str]
    """Why contributions are believed in, where it is said."""


def read_map(tx: Transaction) -> Reading:
    """Fetch all goals and contributions: nearly all of a map that hangs together leads to a corporate goal."""
    goals, forecasts = {}, {}
    for key, status, level, ambition, likelihood, title in tx.ask("reads/outlook/goals"):
        goals[key] = Goal(key, status, level)
        forecasts[key] = Forecast(ambition, likelihood, title)
    contributions, reasons = [], {}
    for source, target, share, confidence, status, because in tx.ask("reads/outlook/contributions"):
        contributions.append(Contribution(source, target, share, confidence, status=status))
        if because is not None:
            reasons[source, target] = because
    return Reading(Facts(goals, contributions), forecasts, reasons)
