"""Differences as they are kept: plain JSON, compressed, that any later version can read back."""

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from analyzer.changes.difference import Changed, Difference
from analyzer.graph.contents import KINDS, Properties, Table

BY_NAME = {kind.name: kind for kind in KINDS}

FAST = 1
"""Of zlib: a million rows in a second, and a fifth larger than by its best."""


def packed(difference: Difference) -> bytes:
    """Write a difference down."""
    said = {
        "created": {kind.name: _rows(table) for kind, table in difference.created.items()},
        "changed": {
            kind.name: [[*identity, [_written(row.old), _written(row.new)]] for identity, row in rows.items()]
            for kind, rows in difference.changed.items()
        },
        "deleted": {kind.name: _rows(table) for kind, table in difference.deleted.items()},
        "effort_unit": difference.effort_unit,
        "renamed": {kind.name: keys for kind, keys in difference.renamed.items()},
    }
    return zlib.compress(orjson.dumps({name: value for name, value in said.items() if value}), FAST)


def unpacked(content: bytes) -> Difference:
    """Read a difference that was written down."""
    said = orjson.loads(zlib.decompress(content))
    unit = said.get("effort_unit")
    return Difference(
        created={BY_NAME[name]: _table(rows) for name, rows in said.get("created", {}).items()},
        changed={
            BY_NAME[name]: {tuple(row[:-1]): Changed(*map(_read, row[-1])) for row in rows}
            for name, rows in said.get("changed", {}).items()
        },
        deleted={BY_NAME[name]: _table(rows) for name, rows in said.get("deleted", {}).items()},
        effort_unit=unit and tuple(unit),
        renamed={BY_NAME[name]: keys for name, keys in said.get("renamed", {}).items()},
    )


def _rows(table: Table) -> list[list[Any]]:
    return [[*identity, _written(row)] for identity, row in table.items()]


def _table(rows: list[list[Any]]) -> Table:
    return {tuple(row[:-1]): _read(row[-1]) for row in rows}


def _written(row: Properties) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever a property holds
    """Mark days, which JSON does not know."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    return value


def _read(row: Mapping[str, Any]) -> Properties:
    return {name: _back(value) for name, value in row.items()}


def _back(value: Any) -> Any:  # noqa: ANN401 - as written
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    if isinstance(value, list):
        return [_back(item) for item in value]
    return value
