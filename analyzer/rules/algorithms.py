"""What can't be asked in Cypher without walking every path: computed from the rows that a rule's query returns.

A rule with an algorithm is asked about sets of subjects that are closed under its reach, as `reach.py` gives them.
"""

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import rustworkx

Row: TypeAlias = dict[str, Any]
Keys: TypeAlias = frozenset[str]

SHOWN = 10
"""Keys of a cycle that evidence lists; longer ones are told by their size."""


@dataclass(frozen=True)
class Algorithm:
    """The columns that it takes off the rows, those that it adds, and how."""

    takes: frozenset[str]
    adds: tuple[str, ...]
    run: Callable[[list[Row], Keys | None], list[Row]]


def cycles(rows: list[Row], _keys: Keys | None = None) -> list[Row]:
    """Give one row for each knot of goals that lead to each other, under the smallest of their keys.

    Rows are links from `key` to `next`. Adds `goals`, how many there are, and `cycle`, the shortest way from that goal
    back to itself, cut where it gets long. Strongly connected components, by rustworkx.
    """
    titles = {row["key"]: row for row in rows}
    links: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        links[row["key"]].append(row["next"])
    found = []
    for knot in _strong(links):
        first = min(knot)
        cycle = _shortest_cycle(first, links, knot)
        found.append(_kept(titles[first], CYCLES.takes) | {"goals": len(knot), "cycle": cycle[:SHOWN]})
    return found


def components(rows: list[Row], keys: Keys | None = None) -> list[Row]:
    """Give one row for each group of goals linked with each other, none of them `anchored`, under its smallest key.

    Rows are links from `key` to `next`, each in both directions. Adds `goals`, how many there are. Of some `keys` only,
    a group with a link that leads away from them is anchored there, as the reach `cluster` gives them.
    """
    by_key = {row["key"]: row for row in rows}
    anchored = {row["key"] for row in rows if row["anchored"] or (keys is not None and row["next"] not in keys)}
    names = list(by_key)
    numbers = {key: number for number, key in enumerate(names)}
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from_no_data(
        [(numbers[row["key"]], numbers[row["next"]]) for row in rows if row["next"] in numbers]
    )
    groups = ({names[number] for number in group} for group in rustworkx.connected_components(graph))
    return [
        _kept(by_key[min(group)], COMPONENTS.takes) | {"goals": len(group)} for group in groups if not group & anchored
    ]


def reviews(rows: list[Row], _keys: Keys | None = None) -> list[Row]:
    """Keep the rows whose `ends` no longer have the fingerprint that they were `reviewed_as`."""
    return [_kept(row, REVIEWS.takes) for row in rows if review_fingerprint(row["ends"]) != row["reviewed_as"]]


def review_fingerprint(ends: Sequence[Any]) -> str:
    """Name what a review of a contribution looked at: title, targets, owner and dates of both its ends."""
    return hashlib.sha256(json.dumps(ends, separators=(",", ":"), default=str).encode()).hexdigest()


CYCLES = Algorithm(frozenset({"next"}), ("goals", "cycle"), cycles)
COMPONENTS = Algorithm(frozenset({"next", "anchored"}), ("goals",), components)
REVIEWS = Algorithm(frozenset({"ends", "reviewed_as"}), (), reviews)
ALGORITHMS: Mapping[str, Algorithm] = {"cycles": CYCLES, "components": COMPONENTS, "reviews": REVIEWS}


def _kept(row: Row, taken: frozenset[str]) -> Row:
    return {name: value for name, value in row.items() if name not in taken}


def _strong(links: Mapping[str, Iterable[str]]) -> Iterable[set[str]]:
    """Give the sets of keys, each of two or more, that lead to each other."""
    keys = list(dict.fromkeys(key for source, targets in links.items() for key in (source, *targets)))
    numbers = {key: number for number, key in enumerate(keys)}
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(keys)
    graph.add_edges_from_no_data([(numbers[a], numbers[b]) for a, targets in links.items() for b in targets])
    return (
        {keys[number] for number in knot} for knot in rustworkx.strongly_connected_components(graph) if len(knot) > 1
    )


def _shortest_cycle(start: str, links: Mapping[str, Iterable[str]], within: set[str]) -> list[str]:
    """Walk in breadth from a key to itself; of several shortest ways the one with the smallest keys, first to last."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while True:
        here = waiting.popleft()
        for there in sorted(set(links[here]) & within):
            if there == start:
                way = [here]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if there not in came:
                came[there] = here
                waiting.append(there)
