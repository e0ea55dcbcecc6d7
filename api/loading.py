"""Fetching what an operation selects, level by level, before anything is resolved.

An edge is fetched by one statement for all objects of a level, and a node once for all who lead to it, so that the
number of statements depends on the operation, not on the data.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    get_directive_values,
)

from analyzer.errors import Stale
from analyzer.graph.store import Transaction
from analyzer.model import COUNTING, LIVE, REFUSED
from api.limits import MAX_LEVELS, MAX_VALUES, TooMuch

T = TypeVar("T")

LONG = 100
"""A text counts as one value for so many characters."""


@dataclass(frozen=True)
class Kind(Generic[T]):
    """Nodes with a key: the text that fetches them, and what a row becomes."""

    text: str
    read: Callable[[dict[str, Any]], T]


@dataclass(frozen=True)
class Edge(Generic[T]):
    """Where a field leads: the text that takes the keys of all parents and returns rows that begin with such a key.

    The rest of a row is the key of a node of `kind`, or what `read` turns into a record. `rows` gives the rows of what
    the operation reads otherwise, from its context; `by` is what parents are told apart by when they have no key.
    """

    text: str
    kind: Kind[T] | None = None
    read: Callable[[list[Any]], T] | None = None
    rows: Callable[[Any, list[str]], list[list[Any]]] | None = None
    by: str = "key"


@dataclass(frozen=True)
class End:
    """A field whose object knows the keys of what it leads to, which may be gone when it speaks of the past."""

    keys: Callable[[Any], Iterable[tuple[Kind[Any], str]]]
    past: bool = False


Step = Edge[Any] | End
Steps = Mapping[tuple[str, str], Step]


@dataclass
class Loaded:
    """Nodes by kind and key, and where each edge leads, as far as they were fetched."""

    tx: Transaction
    context: Any = None
    rows: int = 0
    visited: int = 0
    weight: int = 0
    id_weight: int = 0
    """Of an id beyond a usual one's: in a view it says which."""
    _nodes: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    _edges: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, kind: Kind[T], properties: Mapping[str, Any]) -> T:
        """Keep a node that a page brought along."""
        self.count(1)
        node: T = self._nodes[kind.text].setdefault(properties["key"], kind.read(dict(properties)))
        return node

    def node(self, kind: Kind[T], key: str) -> T:
        """Give a node that was fetched; raises Stale when somebody deleted it between two statements."""
        node: T | None = self._nodes[kind.text].get(key)
        if node is None:
            raise Stale(f"{key!r} was deleted while this was answered; ask again")
        return node

    def there(self, kind: Kind[T], key: str) -> T | None:
        """Give a node that was fetched, or None when there was none."""
        return self._nodes[kind.text].get(key)

    def find(self, kind: Kind[T], key: str) -> T | None:
        """Fetch one node, or None when no such key exists."""
        self.nodes(kind, [key])
        return self.there(kind, key)

    def nodes(self, kind: Kind[Any], keys: Iterable[str]) -> None:
        """Fetch the nodes that are not there yet, by one statement."""
        there = self._nodes[kind.text]
        if missing := [key for key in dict.fromkeys(keys) if key not in there]:
            for properties in self.tx.ask_among(kind.text, among=missing):
                self.put(kind, properties)

    def follow(self, edge: Edge[Any], keys: Iterable[str]) -> None:
        """Fetch where an edge leads from nodes it was not followed from yet, by one statement."""
        there = self._edges[edge.text]
        missing = [key for key in dict.fromkeys(keys) if key not in there]
        if not missing:
            return
        rows = edge.rows(self.context, missing) if edge.rows else self._asked(edge, missing)
        self.count(len(rows))
        there.update((key, []) for key in missing)
        for row in rows:
            there[row[0]].append(edge.read(row) if edge.read else row[1])

    def forget(self) -> None:
        """Fetch all anew from now on, since something was changed."""
        self._nodes.clear()
        self._edges.clear()

    def many(self, edge: Edge[T], key: str) -> list[T]:
        """Give what an edge leads to from the node with this key."""
        found = self._edges[edge.text][key]
        if edge.kind is None:
            return found
        return [self.node(edge.kind, to) for to in found]

    def one(self, edge: Edge[T], key: str) -> T | None:
        """Give the only thing that an edge leads to, or None; of several that should not be, the first."""
        return next(iter(self.many(edge, key)), None)

    def _asked(self, edge: Edge[Any], keys: list[str]) -> list[list[Any]]:
        rows: list[list[Any]] = self.tx.ask_among(
            edge.text, among=keys, live=list(LIVE), counting=list(COUNTING), refused=list(REFUSED)
        )
        return rows

    def count(self, rows: int) -> None:
        """Raise TooMuch once more was fetched than an answer may hold."""
        self.rows += rows
        if self.rows > MAX_VALUES:
            raise _too_much()


def fetch(steps: Steps, loaded: Loaded, info: "GraphQLResolveInfo[Any]", roots: Sequence[object]) -> None:
    """Fetch all that a root field selects below these objects; raises TooMuch before an answer grows too large."""
    weights = _Fetch(steps, loaded, info).level(roots, info.field_nodes, 0)
    loaded.weight += sum(weights[id(root)] for root in roots)
    if loaded.weight > MAX_VALUES:
        raise _too_much()


@dataclass(frozen=True)
class _Fetch:
    """One walk down a selection."""

    steps: Steps
    loaded: Loaded
    info: "GraphQLResolveInfo[Any]"

    def level(self, parents: Sequence[object], nodes: Sequence[FieldNode], depth: int) -> dict[int, int]:
        """Fetch below these objects; returns how many values each of them adds to the answer, by its id()."""
        if depth > MAX_LEVELS:
            raise TooMuch(f"The query is more than {MAX_LEVELS} levels deep; ask for less at once.")
        by_type: dict[type, list[object]] = defaultdict(list)
        for parent in {id(parent): parent for parent in parents}.values():
            by_type[type(parent)].append(parent)
        weights: dict[int, int] = {}
        for kind, same in by_type.items():
            shape = shape_of(kind)
            weights.update((id(parent), 1) for parent in same)
            for fields in self._selected(shape, nodes).values():
                self.loaded.visited += len(same)
                if self.loaded.visited > MAX_VALUES:
                    raise _too_much()
                self._field(shape, same, fields, depth, weights)
        return weights

    def _field(
        self, shape: "Shape", parents: list[Any], fields: list[FieldNode], depth: int, weights: dict[int, int]
    ) -> None:
        name = fields[0].name.value
        step = self.steps.get((shape.name, name))
        below = self._below(step, shape.names.get(name, name), parents)
        if fields[0].selection_set is None:
            heavy = self.loaded.id_weight if name == "id" else 0
            for parent, values in zip(parents, below, strict=True):
                weights[id(parent)] += 1 + heavy + sum(len(v) // LONG for v in values if isinstance(v, str))
            return
        weight = self.level([child for children in below for child in children], fields, depth + 1)
        for parent, children in zip(parents, below, strict=True):
            weights[id(parent)] += 1 + sum([weight[id(child)] for child in children])

    def _below(self, step: Step | None, name: str, parents: list[Any]) -> list[list[Any]]:
        """Give what a field leads to from each of these objects."""
        if isinstance(step, Edge):
            of = [getattr(parent, step.by) for parent in parents]
            self.loaded.follow(step, of)
            if step.kind:
                found = self.loaded._edges[step.text]  # noqa: SLF001 - the keys, before there are nodes
                self.loaded.nodes(step.kind, [key for one in of for key in found[one]])
            return [self.loaded.many(step, one) for one in of]
        if isinstance(step, End):
            ends = [list(step.keys(parent)) for parent in parents]
            keys: dict[Kind[Any], list[str]] = defaultdict(list)
            for kind, key in (end for some in ends for end in some):
                keys[kind].append(key)
            for kind, some in keys.items():
                self.loaded.nodes(kind, some)
            give = self.loaded.there if step.past else self.loaded.node
            return [[one for kind, key in some if (one := give(kind, key)) is not None] for some in ends]
        return [_listed(vars(parent).get(name)) for parent in parents]

    def _selected(self, shape: "Shape", nodes: Sequence[FieldNode]) -> dict[str, list[FieldNode]]:
        """Fields selected on objects of this type, by response key, fragments written out."""
        found: dict[str, list[FieldNode]] = defaultdict(list)
        seen: set[str] = set()
        waiting = [selection for node in nodes if node.selection_set for selection in node.selection_set.selections]
        while waiting:
            selection = waiting.pop(0)
            if not self._wanted(selection):
                continue
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                found[key].append(selection)
                continue
            fragment: FragmentDefinitionNode | InlineFragmentNode
            if isinstance(selection, FragmentSpreadNode):
                if selection.name.value in seen:
                    continue
                seen.add(selection.name.value)
                fragment = self.info.fragments[selection.name.value]
            else:
                assert isinstance(selection, InlineFragmentNode)
                fragment = selection
            if fragment.type_condition is None or fragment.type_condition.name.value in shape.fits:
                waiting.extend(fragment.selection_set.selections)
        return found

    def _wanted(self, selection: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, selection, self.info.variable_values)
        include = get_directive_values(GraphQLIncludeDirective, selection, self.info.variable_values)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))


@dataclass(frozen=True)
class Shape:
    """A GraphQL type as the walk needs it: its name, the fragments that fit it, and Python's names of its fields."""

    name: str
    fits: frozenset[str]
    names: dict[str, str]


@cache
def shape_of(kind: type) -> Shape:
    """Read the shape off a Strawberry type."""
    definition = kind.__strawberry_definition__  # type: ignore[attr-defined]  # every object of an answer has one
    return Shape(
        definition.name,
        frozenset({definition.name, *(interface.name for interface in definition.interfaces)}),
        {_camel(one.python_name): one.python_name for one in definition.fields},
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _too_much() -> TooMuch:
    return TooMuch(
        f"The answer would hold more than {MAX_VALUES:,} values; ask for smaller pages, fewer fields or fewer levels."
    )
