"""The outlook straight from the definitions: one draw at a time, sets of goals, every link tried; slow on purpose."""

from collections.abc import Callable, Mapping
from typing import Any

from oracles import rules as base

Node = dict[str, Any]
Pair = tuple[str, str]
Luck = Callable[[Any, float], bool]
"""Draws a goal, named by its key, or a link, named by its ends, that has a chance."""

BELIEFS = {"commitment": 0.9, "stretch": 0.65, "unstated": 0.8, "enough": 1.0, "enough_for_stretch": 0.7}


def supporters(document: Node) -> dict[str, dict[str, tuple[float, float]]]:
    """Share and confidence of every supporting link, by target and source."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for source, target, link in base.supporting_links(document):
        confidence = 1.0 if link.get("confidence") is None else float(link["confidence"])
        found.setdefault(target, {})[source] = (base.share(document, target, link), confidence)
    return found


def tops(document: Node) -> list[str]:
    return sorted(key for key, goal in base.goals(document).items() if base.is_live(goal) and base.is_corporate(goal))


def chance(goal: Node, beliefs: Mapping[str, float] = BELIEFS) -> float:
    """Of a goal that nothing supports."""
    if goal.get("status") == "achieved":
        return 1.0
    if not base.is_live(goal):
        return 0.0
    if goal.get("likelihood") is not None:
        return float(goal["likelihood"])
    return beliefs[goal.get("ambition") or "unstated"]


class World:
    """A map, and who is met when luck has spoken."""

    def __init__(self, document: Node, beliefs: Mapping[str, float] = BELIEFS) -> None:
        self.beliefs = beliefs
        self.goals = base.goals(document)
        self.supporters = supporters(document)
        self.tops = tops(document)

    @property
    def links(self) -> list[Pair]:
        return [(source, target) for target, some in self.supporters.items() for source in some]

    def met(self, luck: Luck, forced: Mapping[Pair, bool] | None = None) -> set[str]:
        """The least set of goals that the draw lets be met."""
        forced = forced or {}
        holds = {
            (source, target): forced.get((source, target), luck((source, target), sure))
            for target, some in self.supporters.items()
            for source, (_, sure) in some.items()
        }
        met = {
            key
            for key, goal in self.goals.items()
            if key not in self.supporters and luck(key, chance(goal, self.beliefs))
        }
        while more := {key for key in self.supporters if key not in met and self._enough(key, met, holds)}:
            met |= more
        return met

    def worth(self, link: Pair, lucks: list[Luck]) -> dict[str, float]:
        """P(goal | the link holds) - P(goal | it fails) of each corporate goal."""
        holds, fails = ([self.met(luck, {link: forced}) for luck in lucks] for forced in (True, False))
        return {
            top: (sum(top in one for one in holds) - sum(top in one for one in fails)) / len(lucks) for top in self.tops
        }

    def _enough(self, key: str, met: set[str], holds: Mapping[Pair, bool]) -> bool:
        needed = self.beliefs["enough_for_stretch" if self.goals[key].get("ambition") == "stretch" else "enough"]
        there = sum(
            share for source, (share, _) in self.supporters[key].items() if source in met and holds[source, key]
        )
        return there >= needed - 1e-9
