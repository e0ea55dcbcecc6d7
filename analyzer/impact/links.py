"""What each link weighs, whether it counts, and if not, why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from analyzer.impact.doubt import doubt_of
from analyzer.impact.facts import Changes, Contribution, Facts, Goal
from analyzer.model import REFUSED, DependencyStatus


class Bond(Enum):
    """What the source of a link does for its target."""

    SUPPORTS = "supports"
    CONFLICTS = "conflicts with"
    NEEDED = "is needed by"


class Link(NamedTuple):
    """A contribution or a dependency with all that grading asks of it."""

    source: str
    target: str
    bond: Bond
    weight: float
    """Size of share·confidence; 1 of a dependency."""
    doubt: int | None
    """Minus the logarithm of the weight, exact enough to compare products; None when the weight is 0."""
    vital: bool
    """Whether the target keeps nothing once this is wholly lost."""
    slack: int | None
    """Days that the source can slip without the target noticing; None when a date is missing."""
    kept: float | None
    """What the changes leave of the link; None when they don't name it."""
    obstacle: str | None
    """Why it does not count, in words."""

    @property
    def left(self) -> float:
        """What the changes leave of the link itself."""
        return 1.0 if self.kept is None else self.kept


def links_of(facts: Facts, changes: Changes) -> Iterator[Link]:
    """All links, with absent shares and confidences filled in and the obstacle of those that do not count."""
    contributions = list(facts.contributions)
    equal = _equal_parts(contributions)
    for link in contributions:
        share = equal[link.target] if link.share is None else _part_written(link.share)
        sure = _part_written(1.0 if link.confidence is None else link.confidence)
        yield Link(
            source=link.source,
            target=link.target,
            bond=share.bond,
            weight=share.size * sure.size,
            doubt=None if share.doubt is None or sure.doubt is None else share.doubt + sure.doubt,
            vital=bool(link.essential) and share.bond is Bond.SUPPORTS,
            slack=_slack(facts.goals[link.source].due, facts.goals[link.target].due, link.lag_days or 0),
            kept=changes.kept_of_contribution.get((link.source, link.target)),
            obstacle=_obstacle(facts.goals, link),
        )
    for need in facts.dependencies:
        yield Link(
            source=need.source,
            target=need.target,
            bond=Bond.NEEDED,
            weight=1.0,
            doubt=0,
            vital=True,
            slack=_slack(facts.goals[need.source].due, need.by or facts.goals[need.target].due, 0),
            kept=changes.kept_of_dependency.get((need.source, need.target)),
            obstacle="the dependency is declined" if need.status == DependencyStatus.DECLINED else None,
        )


def weights(contributions: Iterable[Contribution]) -> dict[tuple[str, str], tuple[Bond, float]]:
    """Give what each contribution does for its target, and how much, by its ends; all into a target must be there."""
    links = list(contributions)
    equal = _equal_parts(links)
    found = {}
    for link in links:
        share = equal[link.target] if link.share is None else _part_written(link.share)
        sure = _part_written(1.0 if link.confidence is None else link.confidence)
        found[link.source, link.target] = (share.bond, share.size * sure.size)
    return found


def supporting(facts: Facts) -> Iterator[tuple[Contribution, float]]:
    """Give the contributions that support, each with its share, stated or not; all into a goal must be there."""
    contributions = list(facts.contributions)
    equal = _equal_parts(contributions)
    for link in contributions:
        share = equal[link.target].size if link.share is None else link.share
        if share >= 0 and _obstacle(facts.goals, link) is None:
            yield link, share


def by_target(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Sort links by the goal they lead into."""
    incoming = defaultdict(list)
    for link in links:
        incoming[link.target].append(link)
    return dict(incoming)


def by_source(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Sort links by the goal they start from."""
    outgoing = defaultdict(list)
    for link in links:
        outgoing[link.source].append(link)
    return dict(outgoing)


def changed_links(links: Iterable[Link], changes: Changes) -> list[Link]:
    """Pick the links that a chain from a change can begin with: those out of changed goals, and changed ones."""
    changed = changes.goals
    return [link for link in links if link.source in changed or link.kept is not None]


class _Part(NamedTuple):
    """A share or a confidence."""

    bond: Bond
    size: float
    doubt: int | None


def _part_of(number: Fraction) -> _Part:
    size = abs(number)
    return _Part(Bond.CONFLICTS if number < 0 else Bond.SUPPORTS, float(size), doubt_of(size) if size else None)


@lru_cache(maxsize=65_536)
def _part_written(number: float) -> _Part:
    return _part_of(_written(number))


def _written(number: float) -> Fraction:
    """Read a number as it was written, so that 0.1 is a tenth and 0.4·0.5 is 0.2·1."""
    return Fraction(Decimal(repr(number)))


def _equal_parts(contributions: Sequence[Contribution]) -> dict[str, _Part]:
    """Find what an absent share amounts to, per target: links hold their part, whatever their status, until cut."""
    absent = Counter(link.target for link in contributions if link.share is None)
    stated: dict[str, Counter[float]] = {target: Counter() for target in absent}
    for link in contributions:
        if link.target in stated and link.share is not None and link.share > 0:
            stated[link.target][link.share] += 1
    parts = {}
    for target, many in absent.items():
        covered = sum((_written(share) * times for share, times in stated[target].items()), Fraction(0))
        parts[target] = _part_of(max(Fraction(0), 1 - covered) / many)
    return parts


def _slack(source: date | None, target: date | None, lag: int) -> int | None:
    return None if source is None or target is None else max(0, (target - source).days - lag)


def _obstacle(goals: Mapping[str, Goal], link: Contribution) -> str | None:
    if link.status in REFUSED:
        return f"the contribution is {link.status}"
    source, target = goals[link.source], goals[link.target]
    if not source.supplies:
        return f'"{source.key}" is {source.status}'
    return None if target.live else f'"{target.key}" is {target.status}'
