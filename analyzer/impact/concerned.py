"""Which parts of the map a difference is about, by the keys that they had before it."""

from collections.abc import Iterable

from analyzer.changes.difference import Difference
from analyzer.graph.contents import CAPACITIES, CONTRIBUTIONS, GOALS, LABELS, MEASURES, NAMES, Kind, Table, plain
from analyzer.graph.store import Transaction
from analyzer.impact.facts import Goal
from analyzer.impact.filling import Pair

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
        self.gains = bool(turned.difference(self.gone) or self._rows.created.get(CONTRIBUTIONS))
        """Whether goals may lead to the top by other ways than before."""

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
