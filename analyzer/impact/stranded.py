"""Goals that a change cuts off from everything the organisation is for."""

from collections.abc import Iterable

from analyzer.impact.facts import Changes, Facts
from analyzer.impact.links import Bond, Link, by_target, links_of


def stranded(facts: Facts, changes: Changes, after: Facts | None = None) -> list[str]:
    """Live goals that had a chain of supporting links to a live corporate goal and have none now, in key order.

    The facts must hold all that supports a dropped goal or a cut link from below, and all chains from there upwards;
    `after` the same of the changed map, where changes may have given goals other ways than those that are left.
    """
    before = _supporting(facts, changes)
    had = _below(_tops(facts), before)
    if after:
        left = _below(_tops(after), _supporting(after, Changes()))
        live = {key for key, goal in after.goals.items() if goal.live}
        return sorted(key for key in had - left if facts.goals[key].live and key in live)
    links = [link for link in before if link.left and not changes.gone(link.source) and not changes.gone(link.target)]
    left = _below([key for key in _tops(facts) if not changes.gone(key)], links)
    return sorted(key for key in had - left if facts.goals[key].live and not changes.gone(key))


def _tops(facts: Facts) -> list[str]:
    return [key for key, goal in facts.goals.items() if goal.live and goal.corporate]


def _supporting(facts: Facts, changes: Changes) -> list[Link]:
    return [link for link in links_of(facts, changes) if link.obstacle is None and link.bond is Bond.SUPPORTS]


def _below(ends: Iterable[str], links: Iterable[Link]) -> set[str]:
    """Collect these goals and all that reach them."""
    incoming = by_target(links)
    below = set(ends)
    stack = list(below)
    while stack:
        for link in incoming.get(stack.pop(), ()):
            if link.source not in below:
                below.add(link.source)
                stack.append(link.source)
    return below
