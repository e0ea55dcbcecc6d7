"""All that can be done to a map, as a closed set of changes, by name.

Each class is one kind of change; written down it goes by the name of its class in small letters, `cut_contribution`.
What undoes changes is the inverse of the difference that they make.
"""

from collections.abc import Iterator

from analyzer.changes.kinds import effort, goals, keys, links, nodes, plans
from analyzer.changes.kinds.change import Change


def _leaves(kind: type[Change]) -> Iterator[type[Change]]:
    children = kind.__subclasses__()
    if not children:
        yield kind
    for child in children:
        yield from _leaves(child)


ROOMS = (goals, links, effort, nodes, keys, plans)

# What can be made stands below it; mypy asks for a concrete class.
KINDS = tuple(_leaves(Change))  # type: ignore[type-abstract]

CHANGES: dict[str, type[Change]] = {
    kind.called: kind for room in ROOMS for kind in KINDS if kind.__module__ == room.__name__
}

__all__ = ["CHANGES", "Change"]
