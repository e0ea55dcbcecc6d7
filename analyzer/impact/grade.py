"""What breaks if: which goals a change reaches, what it does to each, and along which chain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum

from analyzer.impact.chains import Chain, strongest
from analyzer.impact.delay import days_late
from analyzer.impact.facts import Changes, Facts
from analyzer.impact.kept import keep
from analyzer.impact.links import Bond, Link, by_source, by_target, changed_links, links_of

ENOUGH = 1 - 1e-9
"""Support that suffices."""

DIGITS = 12
"""Decimals of what is kept that are not noise."""


class Outcome(StrEnum):
    """What a change does to a goal that it reaches, the worst first."""

    BROKEN = "broken"
    WEAKENED = "weakened"
    DELAYED = "delayed"
    EXPOSED = "exposed"
    RELIEVED = "relieved"


WORST_FIRST = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Affected:
    """What a change does to one goal."""

    goal: str
    outcome: Outcome
    kept: float
    days_late: int
    chain: Chain = field(repr=False)
    """The chain of assumptions that explains it best."""

    @property
    def because(self) -> list[str]:
        """The goals of the chain, from a changed one to this; built when asked for, as all of them may be millions."""
        return self.chain.keys()

    @property
    def weakest(self) -> Link:
        """The link of the chain that is believed in least."""
        assert self.chain.weakest
        return self.chain.weakest


def grade(facts: Facts, changes: Changes) -> list[Affected]:
    """List the live goals that changes reach, without the changed ones: corporate first, then outcome, kept, key.

    What counts is decided on the map as it was: a dropped goal was live, and its links counted.
    """
    changed = changes.goals
    counting = [link for link in links_of(facts, changes) if link.obstacle is None]
    incoming, outgoing = by_target(counting), by_source(counting)
    starts = changed_links(counting, changes)
    chains = strongest(starts, outgoing)
    late = days_late(changes, outgoing)
    after = _Aftermath(
        incoming=incoming,
        kept=keep({*chains, *changed}, incoming, outgoing, changes),
        late=late,
        hit=_hit(starts, late, outgoing),
    )
    affected = [
        Affected(key, after.outcome(key), round(after.kept[key], DIGITS), after.late.get(key, 0), chain)
        for key, chain in chains.items()
        if key not in changed and facts.goals[key].live
    ]

    def rank(one: Affected) -> tuple[bool, int, float, str]:
        return not facts.goals[one.goal].corporate, WORST_FIRST.index(one.outcome), one.kept, one.goal

    return sorted(affected, key=rank)


def _hit(starts: Iterable[Link], late: Mapping[str, int], outgoing: Mapping[str, Sequence[Link]]) -> set[str]:
    """Goals that come late or rest on something that changed, came late or was hit; relief is not passed on."""
    hit = {key for key, days in late.items() if days}
    hit.update(link.target for link in starts if link.bond is not Bond.CONFLICTS)
    stack = list(hit)
    while stack:
        for link in outgoing.get(stack.pop(), ()):
            if link.bond is not Bond.CONFLICTS and link.target not in hit:
                hit.add(link.target)
                stack.append(link.target)
    return hit


@dataclass(frozen=True, slots=True)
class _Aftermath:
    """All that the changes do, from which the outcome of a goal is read off."""

    incoming: Mapping[str, Sequence[Link]]
    kept: Mapping[str, float]
    late: Mapping[str, int]
    hit: set[str]

    def outcome(self, key: str) -> Outcome:
        """Say what happens to a goal that is reached."""
        kept = self.kept[key]
        if kept == 0:
            return Outcome.BROKEN
        if kept < 1 and not self._suffices(key):
            return Outcome.WEAKENED
        if self.late.get(key):
            return Outcome.DELAYED
        if kept == 1 and key not in self.hit and self._is_rid_of_conflict(key):
            return Outcome.RELIEVED
        return Outcome.EXPOSED

    def _left(self, link: Link) -> float:
        return link.left * self.kept.get(link.source, 1.0)

    def _suffices(self, key: str) -> bool:
        return (
            fsum(link.weight * self._left(link) for link in self.incoming[key] if link.bond is Bond.SUPPORTS) >= ENOUGH
        )

    def _is_rid_of_conflict(self, key: str) -> bool:
        return any(link.bond is Bond.CONFLICTS and self._left(link) == 0 for link in self.incoming[key])
