"""Where in a document something is written."""

from collections.abc import Sequence
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


def spelled(path: Sequence[str | int]) -> str:
    """Write a path the way people do: goals[3].measures[0].unit."""
    names = (f"[{part}]" if isinstance(part, int) else f".{legible(part)}" for part in path)
    return "".join(names).removeprefix(".") or "document"


def legible(name: str) -> str:
    """Show what can't be printed as it is."""
    return name if name.isprintable() else repr(name)
