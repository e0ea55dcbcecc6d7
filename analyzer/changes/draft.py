"""A part of the map in memory, on which changes are made one after the other before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from analyzer.changes.difference import Difference, compare, followed
from analyzer.graph.contents import COMMITMENTS, GOALS, KINDS, NODES, TEAMS, Contents, Identity, Kind, Properties
from analyzer.model import Status
from analyzer.plan.merging import contents_of, merge
from analyzer.plan.place import Path
from analyzer.plan.records import Plan
from analyzer.plan.references import declared, identities, references, self_links

NODE = {kind.declared_by: kind for kind in NODES}


class Refused(Exception):
    """A change can't be made: where in it, and what to do; one of possibly several reasons."""

    def __init__(self, *problems: tuple[Path, str], missing: bool = False) -> None:
        super().__init__()
        self.problems = problems
        self.missing = missing
        """Whether all that is wrong is a key that nothing has."""


@dataclass
class Reads:
    """What changes must see of the map: rows of some kinds by the keys of who declares them, and nodes with all."""

    rows: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    around: dict[str, set[str]] = field(default_factory=lambda: {label: set() for label in NODE})
    copied: set[tuple[str, str]] = field(default_factory=set)
    """Periods with the goals in them, and what is added to their keys to make those of copies."""
    whole: bool = False

    def node(self, label: str, *keys: str | None, besides: Iterable[Kind] = ()) -> "Reads":
        """See nodes, and of what they declare rows of some kinds."""
        for kind in (NODE[label], *besides):
            self.rows[kind].update(key for key in keys if key is not None)
        return self

    def declaring(self, label: str, *keys: str) -> "Reads":
        """See nodes and all that they declare."""
        return self.node(label, *keys, besides=[kind for kind in KINDS if kind.declared_by == label])

    def with_all(self, label: str, *keys: str) -> "Reads":
        """See nodes, all that they declare and all that names them."""
        self.around[label].update(keys)
        return self.declaring(label, *keys)

    def add(self, other: "Reads") -> None:
        """See what others must see too."""
        for kind, keys in other.rows.items():
            self.rows[kind] |= keys
        for label, keys in other.around.items():
            self.around[label] |= keys
        self.copied |= other.copied
        self.whole |= other.whole


class Draft:
    """The map as far as it was read, and what the changes made of it so far."""

    def __init__(self, contents: Contents, today: date) -> None:
        self.today = today
        self._before = contents
        self._now = Contents(contents.effort_unit, {kind: dict(rows) for kind, rows in contents.tables.items()})
        self._renamed: dict[Kind, dict[str, str]] = {}
        self.merged: dict[str, str] = {}
        """Goals that became one with others."""
        self._written: dict[tuple[Kind, Identity, str], tuple[int, Any]] = {}
        self._named: dict[tuple[Kind, int], dict[str | None, dict[Identity, None]]] = {}
        """Which rows name a key, by the place of the column; made when first asked for, then kept up."""
        self._dropped: dict[Identity, int] = {}
        self._number = 0
        self._names: list[str] = []

    def begin(self, name: str) -> None:
        """Make the next change; what it contradicts is told by the names of both."""
        self._number = len(self._names)
        self._names.append(name)

    def difference(self) -> Difference:
        """Give what all changes so far come to."""
        return compare(self._before, self._now, self._renamed, self.merged)

    def writer(self, kind: Kind, identity: Identity, name: str = "") -> int | None:
        """Tell which change wrote a field of a row, or created or took away the row; None when it was carried over."""
        said = self._written.get((kind, identity, name))
        return said and said[0]

    def find(self, kind: Kind, identity: Identity) -> Properties | None:
        """Give what a row holds now; None when there is none."""
        return self._now[kind].get(identity)

    def rows(self, kind: Kind, **named: str) -> Iterator[tuple[Identity, Properties]]:
        """Give the rows that name a node in a column; of the part of the map that was read."""
        ((column, key),) = named.items()
        place = kind.identity.index(column)
        if (kind, place) not in self._named:
            by_key: dict[str | None, dict[Identity, None]] = {}
            for identity in self._now[kind]:
                by_key.setdefault(identity[place], {})[identity] = None
            self._named[kind, place] = by_key
        for identity in list(self._named[kind, place].get(key, ())):
            yield identity, self._now[kind][identity]

    def node(self, kind: Kind, key: str, place: str | None = None) -> Properties:
        """Give what a node holds; refuses a key that nothing has."""
        found = self.find(kind, (key,))
        if found is None:
            raise Refused(((place or kind.name,), f"there is no {kind.name} {key!r}; check the key"), missing=True)
        return found

    def row(self, kind: Kind, identity: Identity, otherwise: str) -> Properties:
        """Give what a row holds; refuses, in these words, when there is none."""
        found = self.find(kind, identity)
        if found is None:
            raise Refused(((), otherwise), missing=True)
        return found

    def write(self, kind: Kind, identity: Identity, /, **values: Any) -> None:  # noqa: ANN401 - properties of any kind
        """Set properties of a row that there is; None clears."""
        row = {**self._now[kind][identity], **values}
        for name, value in values.items():
            self.claim(kind, identity, name, value)
        if kind is GOALS:
            self._claim_goal(identity, values)
        self._now[kind][identity] = {name: value for name, value in row.items() if value is not None}

    def create(
        self, kind: Kind, identity: Identity, properties: Properties | None = None, *, carried: bool = False
    ) -> None:
        """Add a row; what is only carried over from another one may be changed by others of the set."""
        if kind.is_node and identity[0] in self._renamed.get(kind, {}):
            raise Refused(((), f"the key {identity[0]!r} is given up in the same set; make this change in another one"))
        row = {name: value for name, value in (properties or {}).items() if value is not None}
        if not carried:
            self.claim(kind, identity, "", value=True)
            for name, value in row.items():
                self.claim(kind, identity, name, value)
        self._now[kind][identity] = row
        for (each, place), by_key in self._named.items():
            if each is kind:
                by_key.setdefault(identity[place], {})[identity] = None

    def delete(self, kind: Kind, identity: Identity) -> None:
        """Take a row away."""
        for name in ("", *self._now[kind][identity]):
            self.claim(kind, identity, name, value=False)
        del self._now[kind][identity]
        for (each, place), by_key in self._named.items():
            if each is kind:
                del by_key[identity[place]][identity]

    def link_one(self, kind: Kind, goal: str, other: str | None) -> None:
        """Link a goal with one node of a kind of link and no other, or with none."""
        at = kind.identity.index("goal")
        wanted = None if other is None else (goal, other) if at == 0 else (other, goal)
        for identity, _ in self.rows(kind, goal=goal):
            if identity != wanted:
                self.delete(kind, identity)
        if wanted and self.find(kind, wanted) is None:
            self.create(kind, wanted)
        elif wanted:
            self.claim(kind, wanted, "", value=True)

    def lay(self, plan: Plan) -> None:
        """Lay a plan over what its nodes declare, as an import does; refuses what it names that there is not."""
        unit = plan.effort_unit
        if unit is not None and self._now.effort_unit not in (None, unit):
            told = f"{unit!r}, but the map counts {self._now.effort_unit!r}; write amounts in that, or replace the map"
            raise Refused((("effort_unit",), told))
        if flaws := [*self_links(plan), *_twice(plan), *self._dangling(plan)]:
            raise Refused(*flaws)
        keys = declared(plan)
        part = Contents(self._now.effort_unit)
        for kind in KINDS:
            column = kind.identity[kind.declarer]
            for key in keys[kind.declared_by]:
                part[kind].update(self.rows(kind, **{column: key}))
        self._turn(part, merge(part, plan))

    def replace(self, plan: Plan) -> None:
        """Make the map equal a plan; refuses what it names that it does not declare."""
        if flaws := [*self_links(plan), *_twice(plan), *self._dangling(plan, closed=True)]:
            raise Refused(*flaws)
        self._turn(self._now, contents_of(plan))

    def rename(self, kind: Kind, old: str, new: str) -> None:
        """Give a node another key, and all that names it; a team's too where something was promised to it."""
        keys = self._renamed.setdefault(kind, {})
        first = next((was for was, now in keys.items() if now == old), old)
        if new != first and (new,) in self._before[kind]:
            raise Refused((("to",), f"the key {new!r} is given up in the same set; rename to it in another one"))
        moved = {kind.declared_by: {old: new}}
        self._named.clear()
        for each in KINDS:
            rows = self._now[each]
            self._now.tables[each] = {followed(each, identity, moved): row for identity, row in rows.items()}
        if kind is TEAMS:
            rows = self._now[COMMITMENTS]
            for identity in [one for one in rows if one[-1] == old and (*one[:-1], new) not in rows]:
                rows[*identity[:-1], new] = rows.pop(identity)
        self._written = {
            (each, followed(each, identity, moved), name): said
            for (each, identity, name), said in self._written.items()
        }
        if kind is GOALS:
            self._dropped = {followed(GOALS, identity, moved): number for identity, number in self._dropped.items()}
            self.merged = {gone: new if stays == old else stays for gone, stays in self.merged.items()}
        keys[first] = new

    def merge(self, goal: str, into: str) -> None:
        """Note that a goal became one with another, by the key that it had before all changes."""
        first = next((was for was, now in self._renamed.get(GOALS, {}).items() if now == goal), goal)
        self.merged = {gone: into if stays == goal else stays for gone, stays in self.merged.items()}
        self.merged[first] = into

    def _turn(self, before: Contents, after: Contents) -> None:
        """Turn a part of the map into another."""
        step = compare(before, after)
        for kind in reversed(KINDS):
            for identity in step.deleted.get(kind, ()):
                self.delete(kind, identity)
        for kind in KINDS:
            for identity, row in step.created.get(kind, {}).items():
                self.create(kind, identity, row)
            for identity, changed in step.changed.get(kind, {}).items():
                self.write(kind, identity, **changed.new)
        self._now.effort_unit = after.effort_unit

    def _dangling(self, plan: Plan, *, closed: bool = False) -> Iterator[tuple[Path, str]]:
        own = declared(plan)
        for label, key, path in references(plan):
            if key not in own[label] and (closed or self.find(NODE[label], (key,)) is None):
                yield path, f"there is no {label.lower()} {key!r}; check the key"

    def claim(self, kind: Kind, identity: Identity, name: str, value: object) -> None:
        """Refuse to write what another change of the set wrote otherwise."""
        number, said = self._written.setdefault((kind, identity, name), (self._number, value))
        if said != value:
            if number != self._number:
                self._contradict(number, name)
            self._written[kind, identity, name] = (self._number, value)

    def _claim_goal(self, identity: Identity, values: Mapping[str, object]) -> None:
        """Refuse to change a goal that is dropped besides."""
        if self._written.get((GOALS, identity, ""), (0, False))[1]:  # created by the set
            return
        if values.get("status") == Status.DROPPED.value:
            self._dropped.setdefault(identity, self._number)
            others = [
                number
                for (kind, there, name), (number, _) in self._written.items()
                if kind is GOALS and there == identity and name not in ("", "status") and number != self._number
            ]
            if others:
                self._contradict(min(others), "status")
        elif (number := self._dropped.get(identity, self._number)) != self._number:
            self._contradict(number, "status")

    def _contradict(self, number: int, name: str) -> None:
        about = f" about its {name.replace('_', ' ')}" if name else ""
        raise Refused(((), f"contradicts {self._names[number].rstrip(': ')}{about}; keep one of the two"))


def _twice(plan: Plan) -> Iterator[tuple[Path, str]]:
    seen: set[tuple[object, ...]] = set()
    for identity, path in identities(plan, 1):
        if identity in seen:
            yield path, "is written twice; keep one"
        seen.add(identity)


def moved(day: date, by: timedelta) -> date:
    """Give the day so many days later; refuses one that no calendar has."""
    try:
        return day + by
    except OverflowError:
        raise Refused(((), f"can't move {day} by {by.days} days; choose another date")) from None
