"""Whose answers an edit can change.

Seeds are the nodes that the changes name: what is created, changed or deleted, and both ends, old and new, of every
link; and the titles that they give to goals. A period is a seed only when it changes itself; as the end of a link it
changes nobody's answer but that of the other end. A seed period stands for the goals in it or with commitments in it,
and for the teams with capacity or commitments in it.

What a word reaches. Goals *of* a team are those that it pursues or made commitments to:

- `self`: the seeds.
- `neighbours`: the seed goals, and the goals at the other end of any of their contributions and dependencies.
- `cluster`: the seed goals and their neighbours, and all goals linked with one of these however indirectly, over links
  that count between live goals, unless a corporate goal is among them: a group around one is too large to look at.
  Everything, where the seeds have many neighbours.
- `namesakes`: the seed goals, and all goals that have the title of one of them, as it is or as it becomes.
- `corporate`: the seed goals, and all corporate goals.
- `upstream`: the seed goals, and all goals that they lead to over contributions and dependencies, however far.
- `downstream`: the seed goals, and all goals that lead to them, however far.
- `team`: the seed teams, and the teams of seed goals and of seed people.
- `owner`: the seed people, the owners of seed goals and the members of seed teams.
- `map`: everything.

A seed team stands for the goals that it pursues where a rule about teams reaches the neighbours.
A rule about another kind of node than its reach speaks of is asked about the seeds of its own kind, and about the
goals, teams or people of what is reached: a rule about goals with the reach `team` about all goals of these teams.

Links count whatever their status and their ends' status, since that may be what changes. The reach is computed once,
before anything is applied, and holds after it too: a new way begins with an old one that ends at a seed. A cluster is
another one afterwards: `read_reach_after` adds that.
"""

from collections.abc import Iterable, Mapping
from math import inf
from typing import TypeAlias

from analyzer.graph.store import Transaction
from analyzer.model import LIVE, REFUSED
from analyzer.rules.rule import Reach, Rule

Seeds: TypeAlias = Mapping[str, Iterable[str]]
Among: TypeAlias = Mapping[str, frozenset[str] | None]
"""Keys of the subjects to ask a rule about, by its id; None stands for all."""

TITLES = "title"
"""Under this name seeds hold plain titles; under all others keys, by label."""

WAYS = frozenset({Reach.NEIGHBOURS, Reach.CLUSTER, Reach.NAMESAKES, Reach.CORPORATE, Reach.UPSTREAM, Reach.DOWNSTREAM})
LAST = {
    (Reach.TEAM, "Goal"): ("Team", "team_goals"),
    (Reach.OWNER, "Goal"): ("Person", "person_goals"),
    (Reach.OWNER, "Team"): ("Person", "person_teams"),
    (Reach.TEAM, "Person"): ("Team", "team_members"),
    **{(way, "Team"): ("Goal", "goal_teams") for way in WAYS},
    **{(way, "Person"): ("Goal", "goal_owners") for way in WAYS},
}
"""The last step to a kind of node that the reach does not speak of: from what is reached so far."""

FIRST = 4
"""How many seeds the first step asks about; each further one asks about so many times more."""

MANY = 30
"""From more goals than these no clusters are looked for one by one: the whole map is asked."""


def read_reach(tx: Transaction, rules: Iterable[Rule], seeds: Seeds) -> dict[str, frozenset[str] | None]:
    """Keys of the subjects within the reach of each rule, by its id, seeds among them even if nothing has them yet."""
    return _read(_Walk(tx), rules, seeds)


def read_reach_after(
    tx: Transaction, rules: Iterable[Rule], seeds: Seeds, before: Among
) -> dict[str, frozenset[str] | None]:
    """Add to the reach before a change what only the changed map shows; seeds that are gone add nothing."""
    clusters = [rule for rule in rules if rule.reach is Reach.CLUSTER and before[rule.id]]
    after = _read(_Walk(tx, many=inf), clusters, seeds)
    return {rule: keys if keys is None else keys | (after.get(rule) or frozenset()) for rule, keys in before.items()}


def _read(walk: "_Walk", rules: Iterable[Rule], seeds: Seeds) -> dict[str, frozenset[str] | None]:
    named = {label: frozenset(keys) for label, keys in seeds.items()}
    return {rule.id: walk.reached(rule.reach, rule.about, named) for rule in rules}


class _Walk:
    """Walks of one question: where several rules walk the same way, it is walked once."""

    def __init__(self, tx: Transaction, many: float = MANY) -> None:
        self._tx, self._many = tx, many
        self._walked: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def reached(self, reach: Reach, about: str, seeds: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
        """Keys of the label whose answers can change; None is all."""
        if reach is Reach.MAP:
            return None
        held = {label: seeds.get(label, frozenset()) for label in ("Goal", "Team", "Person", "Period")}
        held["Goal"] |= self._across("period_goals", held["Period"])
        held["Team"] |= self._across("period_teams", held["Period"])
        if reach in WAYS:
            if reach is Reach.NEIGHBOURS and about == "Team":
                held["Goal"] |= self._across("team_goals", held["Team"])
            along = self._along(reach, held["Goal"], seeds.get(TITLES, frozenset()))
            if along is None:
                return None
            held["Goal"] |= along
        elif reach is Reach.TEAM:
            held["Team"] |= self._across("goal_teams", held["Goal"]) | self._across("person_teams", held["Person"])
        elif reach is Reach.OWNER:
            held["Person"] |= self._across("goal_owners", held["Goal"]) | self._across("team_members", held["Team"])
        step = LAST.get((reach, about))
        return held[about] | (self._across(step[1], held[step[0]]) if step else frozenset())

    def _across(self, step: str, keys: frozenset[str]) -> frozenset[str]:
        if not keys:
            return keys
        if (step, keys) not in self._walked:
            given = {"live": list(LIVE), "refused": list(REFUSED)} if step == "goal_cluster" else {}
            there = self._tx.ask_among(f"reads/reach/{step}", among=sorted(keys), **given)
            self._walked[step, keys] = frozenset(there)
        return self._walked[step, keys]

    def _along(self, reach: Reach, goals: frozenset[str], titles: frozenset[str]) -> frozenset[str] | None:
        if reach is Reach.NEIGHBOURS:
            return self._across("goal_neighbours", goals)
        if reach is Reach.NAMESAKES:
            given = self._tx.ask("reads/titled", titles=sorted(titles)) if titles else ()
            return self._across("goal_namesakes", goals).union(given)
        if reach is Reach.CORPORATE:
            return frozenset(self._tx.ask("reads/corporate")) if goals else goals
        if reach is Reach.CLUSTER:
            around = goals | self._across("goal_neighbours", goals)
            return None if len(around) > self._many else around | self._gradually("goal_cluster", around)
        return self._gradually(f"goal_{reach}", goals)

    def _gradually(self, step: str, goals: frozenset[str]) -> frozenset[str]:
        """Walk from a few goals, then from more; whatever was reached already needs no walk of its own."""
        found: set[str] = set()
        waiting, some = sorted(goals), FIRST
        while waiting:
            found.update(self._across(step, frozenset(waiting[:some])))
            waiting, some = [key for key in waiting[some:] if key not in found], some * FIRST
        return frozenset(found)
