"""What corporate goals would lose without a goal, and how long it can slip before they notice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from math import fsum

from analyzer.impact.circles import components
from analyzer.impact.facts import Changes, Facts
from analyzer.impact.kept import NOTHING, keep
from analyzer.impact.links import Bond, by_source, by_target, links_of

Parts = Mapping[str, float]
"""What is lost, in parts of 1, by goal."""


class Stakes:
    """Answers for one goal at a time, as an impact does when that goal alone is given up or slips."""

    def __init__(self, facts: Facts) -> None:
        counting = [link for link in links_of(facts, Changes()) if link.obstacle is None]
        self._all_into = by_target(counting)
        self._all_out = by_source(counting)
        bearing = [link for link in counting if link.bond is not Bond.CONFLICTS]
        self._out = by_source(bearing)
        incoming = by_target(bearing)
        self._whole = {
            key: fsum(link.weight for link in links if link.bond is Bond.SUPPORTS) for key, links in incoming.items()
        }
        self._corporate = sorted(key for key, goal in facts.goals.items() if goal.live and goal.corporate)
        self._tops = frozenset(self._corporate)
        self._circles = list(
            components(sorted(facts.goals), lambda key: [link.source for link in incoming.get(key, ())])
        )
        self._circle = {key: number for number, circle in enumerate(self._circles) for key in circle}
        self._known: dict[str, Parts] = {}
        self._slacks: dict[str, dict[str, int]] | None = None

    def lost_without(self, goal: str) -> Parts:
        """Tell what part of its support each corporate goal loses when nothing is left of this one.

        Where all that a goal does is to carry another one, the answer is that one's: chains are walked only once.
        """
        chain: dict[str, None] = {}
        key = goal
        while key not in self._known and key not in chain:
            chain[key] = None
            onward = self._carried(key)
            if onward is None:
                self._known[key] = self._spread(key)
            else:
                key = onward
        if key not in self._known:  # they carry each other in a circle
            members = list(chain)[list(chain).index(key) :]
            fallen = {one: 1.0 for one in members if one in self._tops}
            self._known.update((one, fallen) for one in members)
        for one in reversed(chain):
            if one not in self._known:
                onward = self._carried(one)
                assert onward is not None
                lost = self._known[onward]
                self._known[one] = {**lost, one: 1.0} if one in self._tops else lost
        return self._known[goal]

    def late_by(self, goal: str, days: int) -> list[str]:
        """List the corporate goals that come late when this goal slips by so many days."""
        if self._slacks is None:
            self._slacks = self._slack_of_all()
        return [key for key, slack in self._slacks.get(goal, {}).items() if slack < days]

    def _carried(self, key: str) -> str | None:
        """Give the one goal that falls with this one, if it is the only one that rests on it."""
        links = self._out.get(key, ())
        if len(links) != 1:
            return None
        (link,) = links
        carries = link.vital or (link.weight > 0 and link.weight == self._whole[link.target])
        return link.target if carries else None

    def _spread(self, goal: str) -> Parts:
        """Follow the loss upwards, circle by circle, through no more goals than it reaches."""
        lost: dict[str, float] = {}
        borne: dict[str, list[float]] = defaultdict(list)
        forced: set[str] = {goal}
        sources: dict[int, set[str]] = defaultdict(set)
        waiting = [self._circle[goal]]
        done = -1
        while waiting:
            number = heappop(waiting)
            if number == done:
                continue
            done = number
            circle = self._circles[number]
            if len(circle) == 1:
                (key,) = circle
                settled: Parts = {key: 1.0 if key in forced else _rounded(fsum(borne[key]) / (self._whole[key] or 1.0))}
            else:
                settled = self._settle(circle, goal, {key: lost[key] for key in sources[number]})
            for key, part in settled.items():
                if not part:
                    continue
                lost[key] = part
                for link in self._out.get(key, ()):
                    onward = self._circle[link.target]
                    if onward != number:
                        if link.bond is Bond.SUPPORTS:
                            borne[link.target].append(link.weight * part)
                        if link.vital and part == 1:
                            forced.add(link.target)
                        sources[onward].add(key)
                        heappush(waiting, onward)
        return {key: lost[key] for key in sorted(lost) if key in self._tops}

    def _settle(self, circle: Iterable[str], goal: str, outside: Parts) -> Parts:
        """Ask what goals in a circle keep, given what is lost outside."""
        left = {key: 1 - part for key, part in outside.items()}
        members = set(circle)
        if goal in members:
            left[goal] = 0.0
        kept = keep(members | left.keys(), self._all_into, self._all_out, Changes(kept_of_goal=left))
        return {key: 1 - kept[key] for key in sorted(members)}

    def _slack_of_all(self) -> dict[str, dict[str, int]]:
        """Find the days that each goal can slip before each corporate goal is late, from the corporate goals down."""
        slacks: dict[str, dict[str, int]] = defaultdict(dict)
        for top in self._corporate:
            best = {top: 0}
            heap = [(0, top)]
            while heap:
                days, key = heappop(heap)
                if days > best[key]:
                    continue
                slacks[key][top] = days
                for link in self._all_into.get(key, ()):
                    if link.slack is not None and days + link.slack < best.get(link.source, days + link.slack + 1):
                        best[link.source] = days + link.slack
                        heappush(heap, (best[link.source], link.source))
        return slacks


def _rounded(part: float) -> float:
    if part < NOTHING:
        return 0.0
    return 1.0 if part > 1 - NOTHING else part
