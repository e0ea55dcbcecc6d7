"""Why a goal is not among the affected, so that an empty answer can be trusted."""

from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.impact.chains import Chain, cheapest
from analyzer.impact.facts import Changes, Facts
from analyzer.impact.links import Link, by_source, changed_links, links_of


class Reason(StrEnum):
    """What keeps a goal from being affected."""

    UNKNOWN = "unknown"
    CHANGED = "changed"
    NOT_LIVE = "not_live"
    NOTHING_CHANGED = "nothing_changed"
    BLOCKED = "blocked"
    UNCONNECTED = "unconnected"


@dataclass(frozen=True, slots=True)
class Unaffected:
    """Why nothing happens to a goal."""

    goal: str
    reason: Reason
    sentence: str
    chain: Chain | None = field(default=None, repr=False)
    """The chain that reaches it with the fewest links that do not count."""
    obstacle: Link | None = None
    """The first link of that chain that does not count."""


def why_unaffected(facts: Facts, changes: Changes, key: str) -> Unaffected | None:
    """Say why the changes do nothing to a goal, or None when they do affect it.

    The facts must hold what the changes reach over all links, also those that do not count.
    """
    plain = _plain_reason(facts, changes, key)
    if plain:
        reason, sentence = plain
        return Unaffected(key, reason, sentence)
    links = list(links_of(facts, changes))
    ways = cheapest(changed_links(links, changes), by_source(links), lambda link: 1 if link.obstacle else 0)
    if key not in ways:
        sentence = f'No chain of contributions and dependencies leads from a change to "{key}".'
        return Unaffected(key, Reason.UNCONNECTED, sentence)
    way = ways[key].links()
    blocked = next((link for link in way if link.obstacle), None)
    if blocked is None:
        return None
    sentence = (
        f'"{way[0].source}" would reach "{key}", but "{blocked.source}" → "{blocked.target}" does not count: '
        f"{blocked.obstacle}."
    )
    return Unaffected(key, Reason.BLOCKED, sentence, ways[key], blocked)


def _plain_reason(facts: Facts, changes: Changes, key: str) -> tuple[Reason, str] | None:
    """Say why it can't be affected whatever the links are."""
    goal = facts.goals.get(key)
    if goal is None:
        return Reason.UNKNOWN, f'There is no goal "{key}".'
    if key in changes.goals:
        return Reason.CHANGED, f'"{key}" is itself changed.'
    if not goal.live:
        return Reason.NOT_LIVE, f'"{key}" is {goal.status}; only goals still worked towards are affected.'
    if not changes.any:
        return Reason.NOTHING_CHANGED, "Nothing is changed."
    return None
