"""What a map holds, as plain tables: one per kind of node and link, each row under its identity.

Documents, differences and exports all speak of contents; which label or relationship type a table is stored as,
and which node declares its rows, is said here once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from analyzer import model
from analyzer.graph.store import Transaction, native

Identity: TypeAlias = tuple[str | None, ...]
Properties: TypeAlias = dict[str, Any]
Table: TypeAlias = dict[Identity, Properties]


@dataclass(frozen=True, eq=False)
class Kind:
    """A table: its name in `cypher/`, the columns that identify a row, and the node that declares it; itself only.

    `stored_as` names the labels and types of relationships that come and go with a row.
    """

    name: str
    identity: tuple[str, ...]
    stored_as: tuple[str, ...]
    declared_by: str = ""
    declarer: int = 0
    record: type[model.Record] | None = None

    @property
    def is_node(self) -> bool:
        """Whether rows are nodes with a key of their own."""
        return self.identity == ("key",)


PERIODS = Kind("period", ("key",), ("Period",), "Period", record=model.Period)
PEOPLE = Kind("person", ("key",), ("Person",), "Person", record=model.Person)
TEAMS = Kind("team", ("key",), ("Team",), "Team", record=model.Team)
GOALS = Kind("goal", ("key",), ("Goal",), "Goal", record=model.Goal)
PART_OF = Kind("part_of", ("team", "parent"), ("PART_OF",), "Team")
MEMBERS = Kind("member_of", ("person", "team"), ("MEMBER_OF",), "Person")
CAPACITIES = Kind("has_capacity", ("team", "period"), ("HAS_CAPACITY",), "Team", record=model.Capacity)
PURSUERS = Kind("pursues", ("team", "goal"), ("PURSUES",), "Goal", 1)
OWNERS = Kind("owns", ("person", "goal"), ("OWNS",), "Goal", 1)
IN_PERIOD = Kind("in_period", ("goal", "period"), ("IN",), "Goal")
MEASURES = Kind("measure", ("goal", "name"), ("Measure", "MEASURED_BY"), "Goal", record=model.Measure)
CONTRIBUTIONS = Kind("contributes_to", ("source", "target"), ("CONTRIBUTES_TO",), "Goal", record=model.Contribution)
DEPENDENCIES = Kind("needed_by", ("needed", "goal"), ("NEEDED_BY",), "Goal", 1, record=model.Dependency)
COMMITMENTS = Kind(
    "commitment",
    ("goal", "team", "period", "promised_to"),
    ("Commitment", "MAKES", "FOR", "IN"),
    "Goal",
    record=model.Commitment,
)

NODES = (PERIODS, PEOPLE, TEAMS, GOALS)
KINDS = (
    *NODES,
    PART_OF,
    MEMBERS,
    CAPACITIES,
    PURSUERS,
    OWNERS,
    IN_PERIOD,
    MEASURES,
    CONTRIBUTIONS,
    DEPENDENCIES,
    COMMITMENTS,
)
"""In the order in which they can be created; deleted in the opposite order."""

LABELS = {
    "team": "Team",
    "parent": "Team",
    "person": "Person",
    "goal": "Goal",
    "source": "Goal",
    "target": "Goal",
    "needed": "Goal",
    "period": "Period",
}
"""Labels of the ends of links, by the column that names them."""


def naming(label: str) -> Iterator[tuple[Kind, str]]:
    """Give the kinds of rows that name such nodes, with the column that does; a promise may be made to a team."""
    for kind in KINDS:
        for column in () if kind.is_node else kind.identity:
            if LABELS.get(column) == label or (label == "Team" and column == "promised_to"):
                yield kind, column


@dataclass
class Contents:
    """The rows of a map, or of a part of it; properties are as stored, without nulls."""

    effort_unit: str | None = None
    tables: dict[Kind, Table] = field(default_factory=lambda: {kind: {} for kind in KINDS})

    def __getitem__(self, kind: Kind) -> Table:
        return self.tables[kind]

    def declared(self, kind: Kind, keys: Iterable[str]) -> dict[str, list[Identity]]:
        """Identities of one kind, by the key of the node that declares them."""
        found: dict[str, list[Identity]] = {key: [] for key in keys}
        for identity in self.tables[kind]:
            rows = found.get(str(identity[kind.declarer]))
            if rows is not None:
                rows.append(identity)
        return found


def read_contents(tx: Transaction, among: Mapping[str, Sequence[str]] | None = None) -> Contents:
    """Read the whole map, or only what the nodes with these keys per label declare; one statement a kind."""
    keys = {kind: None if among is None else among.get(kind.declared_by, ()) for kind in KINDS}
    return read_rows(tx, keys)


def read_rows(tx: Transaction, among: Mapping[Kind, Collection[str] | None]) -> Contents:
    """Read rows of some kinds by the keys of the nodes that declare them, None being all; one statement a kind."""
    contents = Contents(effort_unit=tx.ask("reads/effort_unit"))
    for kind, keys in among.items():
        if keys is None or keys:
            width = len(kind.identity)
            contents.tables[kind] = {
                tuple(row[:width]): plain(row[width], NAMES[kind]) if len(row) > width else {}
                for row in tx.ask_among(f"reads/contents/{kind.name}", among=None if keys is None else sorted(keys))
            }
    return contents


def plain(stored: Mapping[str, Any], names: frozenset[str]) -> Properties:
    """Turn what the driver returns for a node or link into plain Python values, leaving out what is not ours."""
    return {key: native(value) for key, value in stored.items() if value is not None and key in names}


READINGS = ("reading_days", "reading_values")
"""Earlier readings of a measure, oldest first: two lists of one length, since a property can't hold records."""


def _stored_names(kind: Kind) -> frozenset[str]:
    if kind.record is None:
        return frozenset()
    return frozenset((*kind.record.model_fields, *(READINGS if kind.record is model.Measure else ())))


NAMES = {kind: _stored_names(kind) for kind in KINDS}
