"""What impact is graded on: goals and links as fetched, and what the changes leave of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from analyzer.model import COUNTING, LIVE, Level


class Goal(NamedTuple):
    """As much of a goal as decides what a change does to it."""

    key: str
    status: str | None = None
    level: str | None = None
    due: date | None = None

    @property
    def live(self) -> bool:
        """Whether it is still being worked towards."""
        return self.status is None or self.status in LIVE

    @property
    def supplies(self) -> bool:
        """Whether it can support another: it is live or achieved."""
        return self.status is None or self.status in COUNTING

    @property
    def corporate(self) -> bool:
        """Whether it is one of the goals that the others are for."""
        return self.level == Level.CORPORATE


class Contribution(NamedTuple):
    """An assumption as it stood before the change."""

    source: str
    target: str
    share: float | None = None
    confidence: float | None = None
    essential: bool | None = None
    status: str | None = None
    lag_days: int | None = None


class Dependency(NamedTuple):
    """A dependency as it stood before the change, in the direction in which trouble travels."""

    source: str
    target: str
    by: date | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the changes may reach.

    Holds every link into each changed or reached goal, whether it counts or not, since an absent share depends on all
    links that come in beside it; and every goal at an end of one of these links.
    """

    goals: Mapping[str, Goal]
    contributions: Iterable[Contribution]
    dependencies: Iterable[Dependency] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What the changes leave of the goals and links that they touch; whatever is named here is changed.

    A dropped goal or a cut link keeps 0, a halved target 0.5, an improved link 1. Links go by their two ends.
    """

    kept_of_goal: Mapping[str, float] = field(default_factory=dict)
    slips: Mapping[str, int] = field(default_factory=dict)
    kept_of_contribution: Mapping[tuple[str, str], float] = field(default_factory=dict)
    kept_of_dependency: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @property
    def goals(self) -> set[str]:
        """The changed goals, which are never among the affected."""
        return {*self.kept_of_goal, *self.slips}

    @property
    def any(self) -> bool:
        """Whether anything is changed at all."""
        return bool(self.kept_of_goal or self.slips or self.kept_of_contribution or self.kept_of_dependency)

    @property
    def lose(self) -> bool:
        """Whether any goal or link keeps less than all."""
        kept = chain(self.kept_of_goal.values(), self.kept_of_contribution.values(), self.kept_of_dependency.values())
        return any(part < 1 for part in kept)

    def gone(self, key: str) -> bool:
        """Whether nothing is left of the goal, so that it neither supplies nor delays anything."""
        return self.kept_of_goal.get(key, 1.0) == 0
