"""Lists in pages: Relay connections over keyset cursors, so that a page costs the same wherever it is."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import strawberry

from analyzer import model
from analyzer.errors import InputError
from analyzer.graph.schema import check_ours
from analyzer.graph.store import Transaction, native
from api.ids import opaque, parts_of
from api.limits import MAX_PAGE
from api.loading import Kind, Loaded
from api.stored import keys_of
from api.types import GOAL, PERIOD_GOALS, PERSON, PERSON_GOALS, TEAM, TEAM_GOALS

T = TypeVar("T")

FIRST = 50
"""Size of a page that nobody gave a size."""

LAST_KEY = "\U0010ffff"
"""Comes after every key, since keys are printable."""

MAX_SEARCH = 500


@strawberry.type(description="Where a page stands among all.")
class PageInfo:
    """As Relay has it; pages are only read forwards."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="One of a page, with the cursor to go on from.")
class Edge(Generic[T]):
    """As Relay has it."""

    node: T
    cursor: str


@strawberry.type(description="A page.")
class Connection(Generic[T]):
    """As Relay has it, and the nodes by themselves."""

    edges: list[Edge[T]]
    nodes: list[T]
    page_info: PageInfo
    count: strawberry.Private[Callable[[], int]]
    total_count: int = strawberry.field(
        resolver=lambda root: root.count(), graphql_type=int, description="How many there are on all pages."
    )


@strawberry.enum(description="What goals are sorted by; the key decides between equals, absent values come last.")
class GoalOrderField(enum.Enum):
    """Each is a property of a goal."""

    KEY = "KEY"
    TITLE = "TITLE"
    DUE = "DUE"
    PRIORITY = "PRIORITY"
    LEVEL = "LEVEL"


@strawberry.enum(description="Which way to sort.")
class Direction(enum.Enum):
    """Small values first, or large ones."""

    ASC = "ASC"
    DESC = "DESC"


@strawberry.input(description="How goals are sorted.")
class GoalOrder:
    """A property and a direction."""

    field: GoalOrderField = GoalOrderField.KEY
    direction: Direction = Direction.ASC


@strawberry.input(description="Which goals: those that match everything given; of a list, any of its values.")
class GoalFilter:
    """Each field narrows the goals down; an absent one does not."""

    keys: list[str] | None = strawberry.field(default=None, description="Their keys.")
    level: list[model.Level] | None = strawberry.field(default=None, description="Where they live.")
    status: list[model.Status] | None = strawberry.field(
        default=None, description="Where they are in their life; a goal without a status is active."
    )
    live: bool | None = strawberry.field(
        default=None, description="Whether they are still being worked towards: draft, proposed or active."
    )
    ambition: list[model.Ambition] | None = strawberry.field(default=None, description="Commitment or stretch.")
    origin: list[model.Origin] | None = strawberry.field(default=None, description="Derived or formulated.")
    team: list[str] | None = strawberry.field(default=None, description="Keys of the teams that pursue them.")
    owner: list[str] | None = strawberry.field(default=None, description="Keys of the people who own them.")
    period: list[str] | None = strawberry.field(default=None, description="Keys of the periods they belong to.")
    due_before: date | None = strawberry.field(default=None, description="Due earlier than this day.")
    due_after: date | None = strawberry.field(default=None, description="Due later than this day.")
    text: str | None = strawberry.field(
        default=None, description="Words that all occur in the title or the description."
    )


@strawberry.input(description="Which teams.")
class TeamFilter:
    """Each field narrows the teams down."""

    function: list[model.Function] | None = strawberry.field(
        default=None, description="What part of the organisation they belong to."
    )


@dataclass(frozen=True)
class _Cursor:
    """The row that a page begins after: its place in an order."""

    order: tuple[str, ...]
    key: str | None = None
    value: Any = None

    def text(self, key: str, value: object) -> str:
        """Write the cursor of a row."""
        return opaque(*self.order, key, value)


def goals_page(
    loaded: Loaded, first: int | None, after: str | None, which: GoalFilter | None, order: GoalOrder | None
) -> Connection[Any]:
    """Read a page of goals."""
    which, order = which or GoalFilter(), order or GoalOrder()
    descending = order.direction is Direction.DESC
    cursor = _cursor(after, ("goals", order.field.value, order.direction.value), order.field)
    parameters = {
        "levels": which.level,
        "statuses": _statuses(which),
        "ambitions": which.ambition,
        "origins": which.origin,
        "due_before": which.due_before,
        "due_after": which.due_after,
    }
    among = _among(loaded, which)
    limit = limited(first)
    direction = "descending" if descending else "ascending"
    asked: dict[str, Any] = {**parameters, "limit": limit + 1}
    if order.field is not GoalOrderField.KEY:
        asked.update(key=cursor.key, value=cursor.value, order=order.field.value)
        rows = loaded.tx.ask_among(f"reads/api/goals/{direction}", among=among, **asked)
    elif among is None:
        start = cursor.key if cursor.key is not None else LAST_KEY if descending else ""
        rows = loaded.tx.ask(f"reads/api/goals/key_{direction}", key=start, **asked)
    else:
        rows = loaded.tx.ask("reads/api/goals/among", keys=_behind(among, cursor.key, descending=descending), **asked)
    return _connection(
        loaded, GOAL, rows, cursor, limit, lambda tx: tx.ask_among("reads/api/goals/count", among=among, **parameters)
    )


def teams_page(loaded: Loaded, first: int | None, after: str | None, which: TeamFilter | None) -> Connection[Any]:
    """Read a page of teams, by key."""
    return _keyed_page(loaded, TEAM, "team", first, after, functions=which.function if which else None)


def people_page(loaded: Loaded, first: int | None, after: str | None) -> Connection[Any]:
    """Read a page of people, by key."""
    return _keyed_page(loaded, PERSON, "person", first, after)


def _keyed_page(
    loaded: Loaded, kind: Kind[Any], name: str, first: int | None, after: str | None, **parameters: object
) -> Connection[Any]:
    cursor = _cursor(after, (name,), GoalOrderField.KEY)
    limit = limited(first)
    rows = loaded.tx.ask(f"reads/api/{name}_page", key=cursor.key or "", limit=limit + 1, **parameters)
    return _connection(loaded, kind, rows, cursor, limit, lambda tx: tx.ask(f"reads/api/{name}_count", **parameters))


def _connection(  # noqa: PLR0913 - what a page depends on
    loaded: Loaded,
    kind: Kind[Any],
    rows: list[list[Any]],
    cursor: _Cursor,
    limit: int,
    count: Callable[[Transaction], int],
) -> Connection[Any]:
    edges = [
        Edge(node=loaded.put(kind, properties), cursor=cursor.text(properties["key"], native(value)))
        for properties, value in rows[:limit]
    ]
    return page_of(edges, cursor.key, len(rows) > limit, lambda: count(loaded.tx))


def page_of(edges: list[Edge[Any]], after: str | None, more: bool, count: Callable[[], int]) -> Connection[Any]:  # noqa: FBT001
    """Put a page together."""
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=more,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=count,
    )


def limited(first: int | None) -> int:
    """Give the size of a page; raises InputError."""
    limit = FIRST if first is None else first
    if not 0 <= limit <= MAX_PAGE:
        raise InputError(f"first is {limit:,}; ask for 0 to {MAX_PAGE:,} at once, and go on with after")
    return limit


TYPES: dict[GoalOrderField, type] = {
    GoalOrderField.KEY: type(None),
    GoalOrderField.TITLE: str,
    GoalOrderField.DUE: str,
    GoalOrderField.PRIORITY: int,
    GoalOrderField.LEVEL: int,
}


def _cursor(after: str | None, order: tuple[str, ...], by: GoalOrderField) -> _Cursor:
    if after is None:
        return _Cursor(order)
    parts = parts_of(after, "a cursor")
    if len(parts) != len(order) + 2 or tuple(parts[:-2]) != order or not isinstance(parts[-2], str):
        raise bad_cursor(after)
    key, value = parts[-2:]
    if value is not None and (type(value) is not TYPES[by] or (type(value) is int and value.bit_length() > 63)):  # noqa: PLR2004
        raise bad_cursor(after)
    if by is GoalOrderField.DUE and value is not None:
        try:
            value = date.fromisoformat(str(value))
        except ValueError:
            raise bad_cursor(after) from None
    return _Cursor(order, key, value)


def bad_cursor(after: str) -> InputError:
    """Say of a cursor that it is none of this list."""
    return InputError(f"{after[:80]!r} is no cursor of this list in this order; use endCursor of its last page")


def _statuses(which: GoalFilter) -> list[model.Status] | None:
    """Bring status and live down to one list."""
    if which.live is None:
        return which.status
    asked = which.status if which.status is not None else list(model.Status)
    return [status for status in asked if (status in model.LIVE) is which.live]


def _among(loaded: Loaded, which: GoalFilter) -> list[str] | None:
    """Find the goals that the search can begin with, where the filter names some; None is all."""
    found = [None if which.keys is None else keys_of(which.keys)]
    for edge, keys in ((TEAM_GOALS, which.team), (PERSON_GOALS, which.owner), (PERIOD_GOALS, which.period)):
        if keys is not None:
            rows = loaded.tx.ask_among(edge.text, among=keys_of(keys))
            found.append([goal for _, goal in rows])
    if which.text is not None:
        text = _lucene(which.text)
        # Only a database that is ours has the index.
        found.append(loaded.tx.ask("reads/api/goals/with_text", text=text) if check_ours(loaded.tx) else [])
    sets = [set(keys) for keys in found if keys is not None]
    return sorted(set.intersection(*sets)) if sets else None


def _behind(keys: list[str], after: str | None, *, descending: bool) -> list[str]:
    """Pick the keys that come after one, in order."""
    if after is not None:
        keys = [key for key in keys if (key < after if descending else key > after)]
    return sorted(keys, reverse=descending)


def _lucene(text: str) -> str:
    """Write words as phrases that must all occur, so that nothing in them means anything to Lucene."""
    if len(text) > MAX_SEARCH:
        raise InputError(f"text has {len(text):,} characters; search for at most {MAX_SEARCH}")
    words = text.replace("\\", " ").replace('"', " ").split()
    return " AND ".join(f'"{word}"' for word in words) or '""'
