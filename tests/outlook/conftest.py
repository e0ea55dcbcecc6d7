"""Maps that are there for one question, in the database that all tests share."""

from rules.conftest import on_map, store

__all__ = ["on_map", "store"]
