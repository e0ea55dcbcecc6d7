"""Whose answers an edit can change.

Seeds are the nodes that the changes name: what is created, changed or deleted, and both ends, old and new, of every
link. A period is a seed only when it changes itself; as the end of a link it changes nobody's answer but that of the
other end. A seed period stands for the goals in it and for the teams with capacity or commitments in it.

What a word reaches. Goals *of* a team are those that it pursues or made commitments to:

- `self`: the seeds.
- `neighbours`: the seed goals, and the goals at the other end of any of their contributions and dependencies.
- `upstream`: the seed goals, and all goals that they lead to over contributions and dependencies, however far.
- `downstream`: the seed goals, and all goals that lead to them, however far.
- `team`: the seed teams, and the teams of seed goals and of seed people.
- `owner`: the seed people, the owners of seed goals and the members of seed teams.
- `map`: everything.

A rule about another kind of node than its reach speaks of is asked about the seeds of its own kind, and about the
goals, teams or people of what is reached: a rule about goals with the reach `team` about all goals of these teams.

Links count whatever their status and their ends' status, since that may be what changes. The reach is computed once,
before anything is applied, and holds after it too: a new way begins with an old one that ends at a seed.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from analyzer.graph.store import Transaction
from analyzer.rules.rule import Reach, Rule

Seeds: TypeAlias = Mapping[str, Iterable[str]]
Scope: TypeAlias = tuple[Reach, str]
Among: TypeAlias = Mapping[Scope, frozenset[str] | None]

WAYS = frozenset({Reach.NEIGHBOURS, Reach.UPSTREAM, Reach.DOWNSTREAM})
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


def read_reach(tx: Transaction, rules: Iterable[Rule], seeds: Seeds) -> Among:
    """Keys that each kind of reach holds, per label; None stands for all."""
    named = {label: frozenset(keys) for label, keys in seeds.items()}
    scopes = dict.fromkeys((rule.reach, rule.about) for rule in rules)
    return {(reach, about): reached(tx, reach, about, named) for reach, about in scopes}


def reached(tx: Transaction, reach: Reach, about: str, seeds: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """Keys of the label whose answers can change, the seeds among them even if nothing has them yet; None is all."""
    if reach is Reach.MAP:
        return None
    held = {label: seeds.get(label, frozenset()) for label in ("Goal", "Team", "Person", "Period")}
    held["Goal"] |= _across(tx, "period_goals", held["Period"])
    held["Team"] |= _across(tx, "period_teams", held["Period"])
    if reach in WAYS:
        held["Goal"] |= _along(tx, reach, held["Goal"])
    elif reach is Reach.TEAM:
        held["Team"] |= _across(tx, "goal_teams", held["Goal"]) | _across(tx, "person_teams", held["Person"])
    elif reach is Reach.OWNER:
        held["Person"] |= _across(tx, "goal_owners", held["Goal"]) | _across(tx, "team_members", held["Team"])
    step = LAST.get((reach, about))
    return held[about] | (_across(tx, step[1], held[step[0]]) if step else frozenset())


def _across(tx: Transaction, step: str, keys: frozenset[str]) -> frozenset[str]:
    return frozenset(tx.ask_among(f"reads/reach/{step}", among=sorted(keys))) if keys else frozenset()


def _along(tx: Transaction, reach: Reach, goals: frozenset[str]) -> frozenset[str]:
    """Walk from a few goals, then from more; whatever was reached already needs no walk of its own."""
    if reach is Reach.NEIGHBOURS:
        return _across(tx, "goal_neighbours", goals)
    found: set[str] = set()
    waiting, some = sorted(goals), FIRST
    while waiting:
        found.update(_across(tx, f"goal_{reach}", frozenset(waiting[:some])))
        waiting, some = [key for key in waiting[some:] if key not in found], some * FIRST
    return frozenset(found)
