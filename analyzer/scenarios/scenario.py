"""A scenario: changes under a name, which others they stand on, and what of the map they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from analyzer.changes.difference import followed as followed_row
from analyzer.changes.kinds.change import Change, written
from analyzer.graph.contents import COMMITMENTS, NODES, Identity, Kind, Properties
from analyzer.plan.place import Path, spelled
from analyzer.rules.renamings import Moves
from analyzer.scenarios.mentions import followed

KIND = {kind.declared_by: kind for kind in NODES}


class Named(NamedTuple):
    """A node that a change names and that was there, with the status of a goal."""

    number: int
    label: str
    key: str
    path: Path
    status: str | None


class Held(NamedTuple):
    """A row that a change writes or takes away, as far as it does, as it was; None: there was no such row.

    Values are in the form in which they are kept: days as texts.
    """

    number: int
    kind: Kind
    identity: Identity
    row: Properties | None
    taken_away: bool


@dataclass(frozen=True)
class Base:
    """What of the map the changes of a scenario rest on, as it was at a revision."""

    revision: int
    named: tuple[Named, ...] = ()
    held: tuple[Held, ...] = ()

    def there(self, moved: Moves) -> Moves:
        """Give of renamings those of nodes that are named and were there: what is only created has no other key now."""
        named = {(one.label, one.key) for one in self.named}
        return {
            label: {old: new for old, new in keys.items() if (label, old) in named} for label, keys in moved.items()
        }

    def followed(self, moved: Moves) -> "Base":
        """Give it by the keys that nodes have now."""
        there = self.there(moved)
        return replace(
            self,
            named=tuple(one._replace(key=there.get(one.label, {}).get(one.key, one.key)) for one in self.named),
            held=tuple(
                one._replace(identity=_followed(one.kind, one.identity, there if one.row is None else moved))
                for one in self.held
            ),
        )


def _followed(kind: Kind, identity: Identity, moved: Moves) -> Identity:
    """Follow the keys of a row, a stakeholder's too when that is a team."""
    now = followed_row(kind, identity, moved)
    if kind is COMMITMENTS and now[-1] is not None:
        return (*now[:-1], moved.get("Team", {}).get(now[-1], now[-1]))
    return now


class Adoption(NamedTuple):
    """When the changes were made, by whom, and the revision that this made of the map, if it was not so already."""

    at: datetime
    by: str
    revision: int | None

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {"at": self.at.isoformat(timespec="seconds"), "by": self.by, "revision": self.revision}


@dataclass(frozen=True)
class Scenario:
    """Changes that come after those of the scenarios that it stands on, in their order."""

    key: str
    by: str
    at: datetime
    changes: tuple[Change, ...]
    base: Base
    on: tuple[str, ...] = ()
    why: str | None = None
    version: int = 1
    adopted: Adoption | None = field(default=None)

    @property
    def places(self) -> list[str]:
        """Where each change is written."""
        return [spelled(("changes", number, one.called)) for number, one in enumerate(self.changes)]

    def followed(self, moved: Moves) -> "Scenario":
        """Give it by the keys that nodes have now."""
        if not any(moved.values()):
            return self
        there = self.base.there(moved)
        changes = tuple(followed(one, there) for one in self.changes)
        return replace(self, changes=changes, base=self.base.followed(moved))

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "key": self.key,
            "version": self.version,
            "why": self.why,
            "by": self.by,
            "at": self.at.isoformat(timespec="seconds"),
            "on": list(self.on),
            "changes": [written(one) for one in self.changes],
            "adopted": self.adopted and self.adopted.document(),
        }


def named_by(scenarios: Mapping[str, Scenario], key: str) -> list[Scenario]:
    """Give a scenario with all that it stands on, each once and behind those that it stands on itself."""
    order: list[Scenario] = []
    seen, waiting = {key}, [(key, iter(scenarios[key].on))]
    while waiting:
        name, below = waiting[-1]
        if (one := next((other for other in below if other not in seen), None)) is not None:
            seen.add(one)
            waiting.append((one, iter(scenarios[one].on)))
        else:
            order.append(scenarios[name])
            waiting.pop()
    return order
