"""Remedies in words: what is done, and why nothing more can be done."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from analyzer.capacity.options import Choices, Option, Way
from analyzer.capacity.situation import Commitment, Over, Situation, plain
from analyzer.impact.filling import Pair
from analyzer.model import DependencyStatus

TITLES = {
    Way.OWN_ROADMAP: "Postpone one's own roadmap",
    Way.OTHER_PROMISES: "Reprioritise what was promised to others",
    Way.JOINT_CHOICE: "Choose jointly the outcomes that contribute most",
    Way.MORE_CAPACITY: "Get more capacity",
}
ABOUT = {
    Way.OWN_ROADMAP: "is its own roadmap",
    Way.OTHER_PROMISES: "is promised to others",
    Way.JOINT_CHOICE: "can be chosen from",
}
NAMED = 3
"""So many obstacles, or goals, are named."""


class Teller:
    """Says things about one map."""

    def __init__(self, situation: Situation) -> None:
        self._map = situation
        self._needing: dict[str, list[str]] = defaultdict(list)
        """Live goals that depend on a goal."""
        for need in sorted(situation.facts.dependencies, key=lambda one: one[:2]):
            if need.status != DependencyStatus.DECLINED and situation.facts.goals[need.target].live:
                self._needing[need.source].append(need.target)

    def moved(self, option: Option) -> str:
        """Say what happens to a goal."""
        goal = f"“{self._map.reading.titles[option.goal]}” ({option.goal})"
        if not option.steps:
            back = ", ".join(self._back(one) for one in option.before)
            needing = self._needing.get(option.goal, ())
            more = f" and {len(needing) - NAMED} more" if len(needing) > NAMED else ""
            lost = f"; it is needed by {', '.join(needing[:NAMED])}{more}" if needing else ""
            return f"Give up {goal}: {back}{lost}."
        due = self._map.facts.goals[option.goal].due
        assert due
        moves = ", ".join(
            f"{one.team} {plain(one.load)} from {one.period} to {later.period}"
            for one, later in zip(option.before, option.after, strict=True)
        )
        return f"Postpone {goal} from {due} to {due + timedelta(option.days)}: {moves}."

    def added(self, one: Over) -> str:
        """Say what a team needs more."""
        more = f"from {plain(one.capacity)} to {plain(one.load)}"
        return f"Give {one.team} {plain(one.excess)} more in {one.period}, {more}."

    def unspeakable(self, one: Over) -> str:
        """Say of a load that no capacity can be as large."""
        return f"{one.team} promised {plain(one.load)} in {one.period}; a capacity must be below 1,000,000,000."

    def left(self, way: Way, pair: Pair, excess: int, choices: Choices, there: Collection[str]) -> str:
        """Say why a team stays over-committed in a period."""
        team, period = pair
        made = [one for one in self._map.commitments if one.pair == pair and one.load]
        about = [one for one in made if one.goal in choices.touched]
        told = f"{team} stays {plain(excess)} over in {period}: "
        told += f"of {plain(_sum(made))} promised, {plain(_sum(about)) if about else 'nothing'} {ABOUT[way]}"
        stuck = sorted({one.goal for one in about if one.goal in choices.obstacles and one.goal not in there})
        reasons = [f"{goal} {choices.obstacles[goal]}" for goal in stuck[:NAMED]]
        if more := len(stuck) - NAMED:
            reasons += [f"{more:,} more can't be moved either"] if more > 0 else []
        if any(one.goal in there for one in about):
            reasons.append("the rest finds no room later or would come too late for goals that need it")
        return "; ".join([told, *reasons]) + "."

    def _back(self, one: Commitment) -> str:
        to = f" promised to {one.promised_to}" if one.promised_to else ""
        return f"{one.team} takes back {plain(one.load)} in {one.period}{to}"


def _sum(made: Collection[Commitment]) -> int:
    return sum(one.load for one in made)
