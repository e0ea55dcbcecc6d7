"""Which parts of the map a difference is about, by the keys that they had before it."""

from collections.abc import Iterable, Mapping

from analyzer.changes.difference import Difference
from analyzer.graph.contents import CAPACITIES, CONTRIBUTIONS, GOALS, LABELS, MEASURES, NAMES, Kind, Table, plain
from analyzer.graph.store import Transaction
from analyzer.impact.facts import Facts, Goal
from analyzer.impact.filling import Pair, Plan
from analyzer.impact.reading import read_support

TURNS = frozenset({"status", "level"})
"""What of a goal decides whether others lead to the top by it."""


class Concerned:
    """What must be looked at to tell what a difference does."""

    def __init__(self, difference: Difference) -> None:
        self._rows = difference.in_place()
        self._was = {
            kind.declared_by: {new: old for old, new in keys.items()} for kind, keys in difference.renamed.items()
        }
        created = {str(key) for (key,) in self._rows.created.get(GOALS, {})}
        self.goals = {self._key("goal", key) for key in self._rows.seeds()["Goal"] - created}
        """All that change themselves or in what they are linked with."""
        self.gone = sorted(self._gone(difference))
        """Those that are given up or deleted, but not those that became one with others."""
        turned = {
            self._key("goal", key)
            for (key,), row in self._rows.changed.get(GOALS, {}).items()
            if TURNS & row.old.keys()
        }
        self.sources = turned.union(self.gone, (self._key("source", one) for one, _ in self._there(CONTRIBUTIONS)))
        """Those that are or lead to something else then, or no more."""
        self.turns = bool(self._rows.created or {*self._rows.changed} - {GOALS} or turned.difference(self.gone))
        """Whether there may be other ways to the top than those that are left of what there was."""
        self._now = {kind.declared_by: keys for kind, keys in difference.renamed.items()}

    def crowded(self, tx: Transaction) -> set[Pair]:
        """Teams' periods in which other goals go first now, or that have another capacity."""
        rows = (self._rows.created, self._rows.changed, self._rows.deleted)
        pairs = {
            (self._key("team", team), self._key("period", period))
            for part in rows
            for team, period in part.get(CAPACITIES, {})
        }
        moved = [key for (key,), row in self._rows.changed.get(GOALS, {}).items() if "priority" in row.old]
        return pairs | self.promised(tx, (self._key("goal", key) for key in moved))

    def after(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Give teams' periods by the keys that they have then."""
        teams, periods = self._now.get("Team", {}), self._now.get("Period", {})
        return [(teams.get(team, team), periods.get(period, period)) for team, period in pairs]

    def before(self, plans: Mapping[Pair, Plan]) -> dict[Pair, Plan]:
        """Give what is planned then by the keys of before."""
        return {
            (self._key("team", team), self._key("period", period)): plan._replace(
                promises=tuple(one._replace(goal=self._key("goal", one.goal)) for one in plan.promises)
            )
            for (team, period), plan in plans.items()
        }

    def ways(self, tx: Transaction, sources: Iterable[str]) -> Facts:
        """Read the ways to the top that there are then, by the keys of before."""
        now = self._now.get("Goal", {})
        facts = read_support(tx, [now.get(key, key) for key in sources]).facts
        goals = {self._key("goal", key): goal for key, goal in facts.goals.items()}
        links = [
            link._replace(source=self._key("source", link.source), target=self._key("target", link.target))
            for link in facts.contributions
        ]
        return Facts({key: goal._replace(key=key) for key, goal in goals.items()}, links)

    def promised(self, tx: Transaction, goals: Iterable[str]) -> set[Pair]:
        """Teams' periods in which something is promised to goals."""
        keys = sorted(goals)
        found = tx.ask_among("reads/impact/pairs", among=keys) if keys else []
        return {(team, period) for _, team, period in found}

    def measures(self, tx: Transaction) -> Table:
        """All measures of the goals of which some change."""
        keys = sorted({self._key("goal", goal) for goal, _ in self._rows.changed.get(MEASURES, {})})
        found = tx.ask_among("reads/contents/measure", among=keys) if keys else []
        return {(goal, name): plain(row, NAMES[MEASURES]) for goal, name, row in found}

    def _there(self, kind: Kind) -> Iterable[tuple[str | None, ...]]:
        return (*self._rows.changed.get(kind, {}), *self._rows.deleted.get(kind, {}))

    def _gone(self, difference: Difference) -> set[str]:
        given_up = {
            self._key("goal", key)
            for (key,), row in self._rows.changed.get(GOALS, {}).items()
            if "status" in row.old and not Goal("", row.new["status"]).supplies
        }
        deleted = {str(key) for (key,) in self._rows.deleted.get(GOALS, {})}
        return given_up | (deleted - difference.merged.keys())

    def _key(self, column: str, name: str | None) -> str:
        return self._was.get(LABELS[column], {}).get(str(name), str(name))
