"""What is left of the support that goals were believed to have."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from analyzer.impact.balance import Balance, solve
from analyzer.impact.circles import components
from analyzer.impact.facts import Changes
from analyzer.impact.links import Bond, Link

NOTHING = 1e-9
"""Less than this is nothing, of what is kept as of what is lost."""

Links = Mapping[str, Sequence[Link]]


def keep(goals: Iterable[str], incoming: Links, outgoing: Links, changes: Changes) -> dict[str, float]:
    """Work out the part of their support that goals keep, given the counting links; any other goal keeps 1.

    Goals that a loss can go round in are settled together, those that it comes from first.
    """
    known = set(goals)
    if not changes.lose:
        return dict.fromkeys(known, 1.0)

    def sources(key: str) -> list[str]:
        links = incoming.get(key, ())
        return [link.source for link in links if link.bond is not Bond.CONFLICTS and link.source in known]

    ledger = _Ledger(incoming, outgoing, changes.kept_of_goal)
    for circle in components(sorted(known), sources):
        ledger.settle(circle)
    return ledger.kept


class _Ledger:
    """What each goal keeps, as far as it is settled."""

    def __init__(self, incoming: Links, outgoing: Links, most: Mapping[str, float]) -> None:
        self.incoming = incoming
        self.outgoing = outgoing
        self.most = most
        self.kept: dict[str, float] = {}

    def settle(self, circle: list[str]) -> None:
        """Settle goals that rest on each other: let fall what must fall, solve the rest, until nothing more falls.

        What a change leaves of a goal is held fixed for as long as the goal's support leaves it that much.
        """
        if len(circle) == 1:
            self._settle_alone(circle[0])
            return
        standing = set(circle)
        pillars = {key: sum(not self._is_lost(link) for link in self._supports(key)) for key in circle}
        fallen = [key for key in circle if self._is_forced(key) or (self._supports(key) and not pillars[key])]
        held = {key for key in circle if key in self.most}
        self.kept.update((key, _rounded(self.most[key])) for key in held)
        fallen += [key for key in held.difference(fallen) if self.kept[key] == 0]
        moved = True
        while moved:
            self._fall(fallen, standing, pillars)
            held &= standing
            self._solve(standing - held)
            fallen = sorted(key for key in standing - held if self.kept[key] == 0)
            yielding = {key for key in held if self._left(key) < self.kept[key] - NOTHING}
            held -= yielding
            moved = bool(fallen or yielding)

    def _settle_alone(self, key: str) -> None:
        self.kept[key] = 0.0 if self._is_forced(key) else min(_rounded(self.most.get(key, 1.0)), self._left(key))

    def _fall(self, fallen: list[str], standing: set[str], pillars: dict[str, int]) -> None:
        """Bring down these goals and all that lose with them something vital or the last of their support."""
        standing.difference_update(fallen)
        while fallen:
            key = fallen.pop()
            self.kept[key] = 0.0
            for link in self.outgoing.get(key, ()):
                target = link.target
                if target not in standing or link.bond is Bond.CONFLICTS:
                    continue
                if link.bond is Bond.SUPPORTS and link.weight and link.left:
                    pillars[target] -= 1
                if link.vital or (link.bond is Bond.SUPPORTS and link.weight and not pillars[target]):
                    standing.discard(target)
                    fallen.append(target)

    def _solve(self, free: set[str]) -> None:
        """Settle goals none of which is known to have fallen, circle by circle of actual support."""

        def sources(key: str) -> list[str]:
            return [link.source for link in self._supports(key) if link.left and link.source in free]

        for circle in components(sorted(free), sources):
            if len(circle) == 1:
                self.kept[circle[0]] = self._left(circle[0])
            else:
                members = set(circle)
                kept = solve({key: self._balance(key, members) for key in circle})
                self.kept.update((key, _rounded(part)) for key, part in kept.items())

    def _balance(self, key: str, circle: set[str]) -> Balance:
        links = self._supports(key)
        whole = fsum([link.weight for link in links])
        balance = Balance()
        for link in links:
            part = link.weight / whole
            if link.source in circle:
                balance.on[link.source] = part * link.left
                balance.lost += part * (1 - link.left)
            else:
                left = link.left * self.kept.get(link.source, 1.0)
                balance.kept += part * left
                balance.lost += part * (1 - left)
        return balance

    def _left(self, key: str) -> float:
        """Work out what a goal keeps once all that it rests on is settled."""
        links = self._supports(key)
        whole = fsum([link.weight for link in links])
        left = fsum([link.weight * link.left * self.kept.get(link.source, 1.0) for link in links])
        return _rounded(left / whole) if whole else 1.0

    def _supports(self, key: str) -> list[Link]:
        return [link for link in self.incoming.get(key, ()) if link.bond is Bond.SUPPORTS and link.weight]

    def _is_forced(self, key: str) -> bool:
        return any(link.vital and self._is_lost(link) for link in self.incoming.get(key, ()))

    def _is_lost(self, link: Link) -> bool:
        return link.left * self.kept.get(link.source, 1.0) == 0


def _rounded(part: float) -> float:
    """Let next to nothing be nothing, and next to everything be everything."""
    if part < NOTHING:
        return 0.0
    return 1.0 if part > 1 - NOTHING else part
