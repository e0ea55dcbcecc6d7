"""Maps that are there for one question and gone after it."""

from rules.conftest import on_map, store

__all__ = ["on_map", "store"]
