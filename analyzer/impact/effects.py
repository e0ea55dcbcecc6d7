"""What a difference leaves of the goals and links that were there."""

from collections import Counter
from collections.abc import Iterator, Mapping

from analyzer.changes.difference import Difference, followed
from analyzer.graph.contents import (
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    OWNERS,
    PURSUERS,
    TEAMS,
    Identity,
    Kind,
    Properties,
    Table,
)
from analyzer.impact.facts import Changes, Contribution, Facts, Goal
from analyzer.impact.links import weights
from analyzer.model import REFUSED, DependencyStatus

WORDING = frozenset({"title", "description", "origin", "standalone", "priority"})
"""What is only said differently about a goal changes nothing for others; nor does its place, but for who fits."""

WORDING_OF_LINKS = frozenset({"because", "evidence", "needs", "route", "from_measure", "to_measure"})
REVIEWING = frozenset({"reviewed_on", "reviewed_as"})


def effects(difference: Difference, facts: Facts, measures: Table, squeezed: Mapping[str, float]) -> Changes:
    """Grade each goal and link that changes by what is left of it, by the keys of before.

    Facts hold the map as it was, with all links into the targets of changed links; `measures` those of goals whose
    measures change; `squeezed` what goals keep of the effort that they would have got, where others go first now.
    A goal that is neither live nor achieved had the impact of a drop already: nothing that is done to it is a change.
    """
    found = _Effects(difference, facts)
    found.grade_goals()
    found.grade_measures(measures)
    found.grade_commitments()
    found.grade_belonging()
    for key, part in squeezed.items():
        found.keep(key, part)
    found.grade_contributions()
    found.grade_dependencies()
    return Changes(found.goals, found.slips, found.contributions, found.dependencies)


class _Effects:
    def __init__(self, difference: Difference, facts: Facts) -> None:
        self.goals: dict[str, float] = {}
        self.slips: dict[str, int] = {}
        self.contributions: dict[tuple[str, str], float] = {}
        self.dependencies: dict[tuple[str, str], float] = {}
        self._facts = facts
        self._rows = difference.in_place()
        self._merged = difference.merged
        self._stakeholders = difference.renamed.get(TEAMS, {})
        self._was = {new: old for old, new in difference.renamed.get(GOALS, {}).items()}

    def keep(self, key: str, part: float) -> None:
        """Say that a goal is changed, and what is left of it at most."""
        goal = self._facts.goals.get(key)
        if goal and goal.supplies and key not in self._merged:
            if part < 1:
                self.goals[key] = min(part, self.goals.get(key, 1.0))
            else:
                self.slips.setdefault(key, 0)

    def grade_goals(self) -> None:
        for (name,), row in self._rows.changed.get(GOALS, {}).items():
            key = self._key(name)
            goal = self._facts.goals.get(key)
            if goal is None:  # deleted by somebody else meanwhile: the question is put once more
                continue
            if "status" in row.old and not Goal(key, row.new["status"]).supplies:
                self.keep(key, 0.0)
                continue
            if row.old.keys() - WORDING:
                self.keep(key, 1.0)
            if goal.supplies and (old := row.old.get("due")) and (new := row.new.get("due")):
                self.slips[key] = max(0, (new - old).days)
        for (name,) in self._rows.deleted.get(GOALS, {}):
            if str(name) not in self._merged:
                self.keep(self._key(name), 0.0)

    def grade_measures(self, measures: Table) -> None:
        for identity, row in self._rows.changed.get(MEASURES, {}).items():
            key, name = self._key(identity[0]), identity[1]
            old, new = row.old.get("target"), row.new.get("target")
            baseline = measures.get((key, name), {}).get("baseline")
            span = None if old is None or baseline is None else old - baseline
            if span and new is not None:
                self.keep(key, min(1.0, max(0.0, (new - baseline) / span)))
            elif row.old.keys() & {"target", "baseline"}:
                self.keep(key, 1.0)

    def grade_commitments(self) -> None:
        changed, gone = self._rows.changed.get(COMMITMENTS, {}), list(self._gone(COMMITMENTS))
        less: Counter[tuple[str | None, ...]] = Counter()
        for identity, row in changed.items():
            less[identity[:2]] += (row.old.get("effort") or 0) - (row.new.get("effort") or 0)
        for identity, lost in gone:
            less[identity[:2]] += lost.get("effort") or 0
        for identity, made in self._rows.created.get(COMMITMENTS, {}).items():
            less[identity[:2]] -= made.get("effort") or 0
        # A team that owes a goal as much in all as before has only moved its effort to another time.
        for identity, row in changed.items():
            old, new = row.old.get("effort"), row.new.get("effort")
            fewer = less[identity[:2]] > 0
            self.keep(self._key(identity[0]), min(1.0, new / old) if fewer and old and new is not None else 1.0)
        for identity, lost in gone:
            self.keep(self._key(identity[0]), 0.0 if lost.get("effort") and less[identity[:2]] > 0 else 1.0)

    def grade_belonging(self) -> None:
        for kind in (PURSUERS, OWNERS, IN_PERIOD):
            at = kind.identity.index("goal")
            for identity in (*self._rows.created.get(kind, ()), *(one for one, _ in self._gone(kind))):
                self.keep(self._key(identity[at]), 1.0)

    def grade_contributions(self) -> None:
        for (source, target), _ in self._gone(CONTRIBUTIONS):
            self.contributions[self._key(source), self._key(target)] = 0.0
        rows = {
            (self._key(source), self._key(target)): row
            for (source, target), row in self._rows.changed.get(CONTRIBUTIONS, {}).items()
            if row.old.keys() - WORDING_OF_LINKS - REVIEWING
        }
        before = weights(self._facts.contributions) if rows else {}
        after = weights(self._contributions_after()) if rows else {}
        for ends in rows.keys() & before.keys() & after.keys():
            row = rows[ends]
            (bond, old), (bond_now, new) = before[ends], after[ends]
            refused = row.new.get("status") in REFUSED
            turned = bond is not bond_now
            self.contributions[ends] = 0.0 if refused or turned else min(1.0, new / old) if old else 1.0

    def grade_dependencies(self) -> None:
        for (needed, goal), _ in self._gone(DEPENDENCIES):
            self.dependencies[self._key(needed), self._key(goal)] = 0.0
        for (needed, goal), row in self._rows.changed.get(DEPENDENCIES, {}).items():
            if row.old.keys() - WORDING_OF_LINKS:
                declined = row.new.get("status") == DependencyStatus.DECLINED
                self.dependencies[self._key(needed), self._key(goal)] = 0.0 if declined else 1.0

    def _key(self, name: str | None) -> str:
        """Give the key of before."""
        return self._was.get(str(name), str(name))

    def _gone(self, kind: Kind) -> Iterator[tuple[Identity, Properties]]:
        """Give the rows that are gone, but those that another goal took over from its duplicate, or had with it."""
        created = self._rows.created.get(kind, {})
        for identity, row in self._rows.deleted.get(kind, {}).items():
            there = followed(kind, identity, {"Goal": self._merged})
            if kind is COMMITMENTS:
                there = (*there[:-1], self._stakeholders.get(str(there[-1]), there[-1]))
            link = kind in (CONTRIBUTIONS, DEPENDENCIES)
            had = link and (identity[1] in self._merged or there[0] == there[1])
            if there == identity or not (there in created or had):
                yield identity, row

    def _contributions_after(self) -> Iterator[Contribution]:
        """Give the contributions into the same goals as they are then."""
        gone = {(self._key(a), self._key(b)) for a, b in self._rows.deleted.get(CONTRIBUTIONS, {})}
        rows = {(self._key(a), self._key(b)): row.new for (a, b), row in self._rows.changed[CONTRIBUTIONS].items()}
        for link in self._facts.contributions:
            if (ends := (link.source, link.target)) not in gone:
                new = rows.get(ends, {})
                yield link._replace(**{name: new[name] for name in Contribution._fields if name in new})
        for (source, target), row in self._rows.created.get(CONTRIBUTIONS, {}).items():
            yield Contribution(self._key(source), self._key(target), row.get("share"), row.get("confidence"))
