"""How well a map hangs together, at most 100, and which findings made it so: exact, since it is argued about.

The score is 100·(1 - Σ weight of findings / Σ over rules of weight·number of subjects), below 0 where there are
more findings than subjects. What it lacks to 100 is shared out among the findings, and through them among rules, the
teams of their subjects, and the live corporate goals that their subjects lead to, in equal parts; every way of
sharing adds up to the whole.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

import rustworkx

from analyzer.graph.store import Transaction
from analyzer.model import COUNTING, LIVE, REFUSED
from analyzer.rules.audit import Audit
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.rule import Severity

WEIGHTS = {Severity.ERROR: 5, Severity.WARNING: 2, Severity.INFO: 0}


class Place(NamedTuple):
    """Where a subject belongs: its team, who owns it, and the live corporate goals that it leads to, by key."""

    team: str | None = None
    owner: str | None = None
    tops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """The score, and what it lacks to 100, in points: per rule, team, corporate goal; None where there is none."""

    points: Fraction
    by_rule: Mapping[str, Fraction]
    by_team: Mapping[str | None, Fraction]
    by_corporate_goal: Mapping[str | None, Fraction]
    accepted: Fraction = Fraction(0)
    """What findings cost that are accepted: they still count."""

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON, costliest first."""
        return {
            "score": float(self.points),
            "accepted": float(self.accepted),
            **{
                name: [
                    {of: key, "points": float(points)}
                    for key, points in sorted(lost.items(), key=lambda one: (-one[1], one[0] is None, one[0] or ""))
                ]
                for name, of, lost in (
                    ("by_rule", "rule", self.by_rule),
                    ("by_team", "team", self.by_team),
                    ("by_corporate_goal", "goal", self.by_corporate_goal),
                )
            },
        }


def read_places(tx: Transaction, findings: Iterable[Finding]) -> dict[Subject, Place]:
    """Find the team of each finding's subject and the corporate goals that chains of supporting links lead it to.

    A team or person leads to where their live goals lead; a live corporate goal leads to itself, too.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for one in findings:
        keys[one.subject.label].add(one.subject.key)
    live = list(LIVE)
    tops = tx.ask("reads/score/tops", live=live)
    links = tx.ask("reads/score/links", live=live, counting=list(COUNTING), refused=list(REFUSED))
    reach = _reach(tops, links)

    @cache
    def named(bits: int) -> tuple[str, ...]:
        return tuple(top for number, top in enumerate(tops) if bits >> number & 1)

    return {
        Subject(label, key): Place(team, owner, named(reduce(or_, (reach.get(goal, 0) for goal in goals), 0)))
        for label, some in keys.items()
        for key, team, owner, goals in tx.ask_among(f"reads/score/{label.lower()}", among=sorted(some), live=live)
    }


def score(audit: Audit, places: Mapping[Subject, Place], accepted: Collection[str] = ()) -> Score:
    """Work out the score of an audit, some of whose findings are accepted; 100 when there was nothing to look at."""
    whole = sum(WEIGHTS[asked.rule.severity] * asked.looked_at for asked in audit.rules)
    by_rule: dict[str, Fraction] = defaultdict(Fraction)
    by_team: dict[str | None, Fraction] = defaultdict(Fraction)
    by_top: dict[str | None, Fraction] = defaultdict(Fraction)
    lived_with = Fraction(0)
    for one in audit.findings:
        if not whole or not (weight := WEIGHTS[one.severity]):
            continue
        points = Fraction(100 * weight, whole)
        place = places.get(one.subject, Place())
        by_rule[one.rule] += points
        by_team[place.team] += points
        for top in place.tops or (None,):
            by_top[top] += points / max(1, len(place.tops))
        if one.fingerprint in accepted:
            lived_with += points
    return Score(100 - sum(by_rule.values(), Fraction(0)), dict(by_rule), dict(by_team), dict(by_top), lived_with)


def _reach(tops: Sequence[str], links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Tell which corporate goals each goal leads to, as bits in the order of `tops`; goals that lead nowhere have none.

    Goals that lead to each other lead to the same. rustworkx gives such knots in an order in which whatever a knot
    leads to comes before it, so that one pass over all links is enough.
    """
    keys = list(dict.fromkeys((*tops, *(key for link in links for key in link))))
    numbers = {key: number for number, key in enumerate(keys)}
    graph = rustworkx.PyDiGraph()  # looking for edges that are there already takes long at goals with many links
    graph.add_nodes_from(keys)
    targets: list[list[int]] = [[] for _ in keys]
    for source, target in links:
        targets[numbers[source]].append(numbers[target])
    graph.add_edges_from_no_data([(source, target) for source, some in enumerate(targets) for target in some])
    bits = [1 << number for number in range(len(tops))] + [0] * (len(keys) - len(tops))
    for knot in rustworkx.strongly_connected_components(graph):
        all_bits = 0
        for number in knot:
            all_bits = reduce(or_, (bits[target] for target in targets[number]), all_bits | bits[number])
        for number in knot:
            bits[number] = all_bits
    return dict(zip(keys, bits, strict=True))
