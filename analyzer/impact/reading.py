"""What impact is graded on, fetched as a few collected lists however large the map is."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from analyzer.graph.store import Transaction, day
from analyzer.impact.facts import Contribution, Dependency, Facts, Goal

FEW = 1_000
"""Up to so many goals are walked from one by one; beyond, reading the whole map is faster."""


class Reading(NamedTuple):
    """Facts, with what sentences and changes ask about goals besides."""

    facts: Facts
    titles: dict[str, str]
    starts: dict[str, date | None]


def read_reached(tx: Transaction, changed: Iterable[str], named: Iterable[str] = ()) -> Reading:
    """Fetch all that the changed goals reach over any links, counting or not, and any goals asked for by name."""
    keys = set(changed)
    return read_around(tx, keys | set(tx.ask_among("reads/reach/goal_upstream", among=sorted(keys))), named)


def read_support(tx: Transaction, dropped: Iterable[str]) -> Reading:
    """Fetch all that supports the dropped goals from below, with all chains from there upwards."""
    below = set(tx.ask_among("reads/impact/supporters", among=sorted(dropped)))
    if len(below) > FEW:
        return read_around(tx, None)
    keys = below | set(dropped)
    return read_around(tx, keys | set(tx.ask_among("reads/reach/goal_upstream", among=sorted(keys))))


def read_around(tx: Transaction, keys: set[str] | None, named: Iterable[str] = ()) -> Reading:
    """Fetch all links into these goals, or all there are, and the goals at both ends."""
    among = None if keys is None else sorted(keys)
    contributions = [Contribution(*row) for row in tx.ask_among("reads/impact/contributions", among=among)]
    dependencies = [
        Dependency(source, target, day(by), status)
        for source, target, by, status in tx.ask_among("reads/impact/dependencies", among=among)
    ]
    ends = None
    if keys is not None:
        ends = sorted(
            keys | {link.source for link in contributions} | {need.source for need in dependencies} | set(named)
        )
    goals, titles, starts = {}, {}, {}
    for key, status, level, due, title, begins in tx.ask_among("reads/impact/goals", among=ends):
        goals[key] = Goal(key, status, level, day(due))
        titles[key], starts[key] = title, day(begins)
    # One whose goal was renamed or deleted since it was read is of a map that is gone, and is asked about once more.
    contributions = [link for link in contributions if link.source in goals and link.target in goals]
    dependencies = [need for need in dependencies if need.source in goals and need.target in goals]
    return Reading(Facts(goals, contributions, dependencies), titles, starts)
