"""Scenarios as they are kept in the graph, beside the map: no document holds them, and replacing it leaves them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from typing import Any

import orjson

from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change, written
from analyzer.errors import NotFound
from analyzer.graph.contents import KINDS
from analyzer.graph.store import Transaction, native
from analyzer.scenarios.scenario import Adoption, Base, Held, Named, Scenario

BY_NAME = {kind.name: kind for kind in KINDS}


def read_all(tx: Transaction) -> tuple[Scenario, ...]:
    """Read all scenarios, by key."""
    return tuple(_scenario(row, on) for row, on in tx.ask("reads/scenario/all"))


def find_named(tx: Transaction, keys: Collection[str]) -> dict[str, Scenario]:
    """Read those scenarios of these keys that are there, with all that they stand on."""
    return {row["key"]: _scenario(row, on) for row, on in tx.ask("reads/scenario/named", keys=list(keys))}


def read_named(tx: Transaction, keys: Collection[str]) -> dict[str, Scenario]:
    """Read scenarios by key, with all that they stand on; raises NotFound."""
    found = find_named(tx, keys)
    if unknown := [key for key in dict.fromkeys(keys) if key not in found]:
        raise NotFound("\n".join(f"there is no scenario {key!r}; `alignment scenario` lists all" for key in unknown))
    return found


def read_above(tx: Transaction, keys: Iterable[str]) -> list[str]:
    """Read the keys of the scenarios that stand on one of these, directly or not."""
    found: list[str] = tx.ask("reads/scenario/above", keys=list(keys))
    return found


def keep(tx: Transaction, scenario: Scenario) -> None:
    """Write a scenario, in place of the one with its key."""
    adopted = scenario.adopted
    properties = {
        "key": scenario.key,
        "version": scenario.version,
        "why": scenario.why,
        "by": scenario.by,
        "at": scenario.at,
        "changes": _text([written(one) for one in scenario.changes]),
        "revision": scenario.base.revision,
        "rests_on": _text([[*one] for one in scenario.base.named]),
        "overwrites": _text([[one.number, one.kind.name, *one[2:]] for one in scenario.base.held]),
        "adopted_at": adopted and adopted.at,
        "adopted_by": adopted and adopted.by,
        "adopted_as": adopted and adopted.revision,
    }
    tx.ask("writes/scenario/keep", properties=properties, on=list(scenario.on))


def remove(tx: Transaction, key: str) -> None:
    """Delete a scenario and nothing else."""
    tx.ask("writes/scenario/delete", key=key)


def kept_form(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties of a row as they are once they were kept and read again."""
    form: dict[str, Any] = orjson.loads(orjson.dumps(row))
    return form


def _scenario(row: Mapping[str, Any], on: Iterable[str]) -> Scenario:
    adopted = None
    if row.get("adopted_at") is not None:
        adopted = Adoption(native(row["adopted_at"]).astimezone(UTC), row["adopted_by"], row.get("adopted_as"))
    named = (
        Named(number, label, key, tuple(path), status) for number, label, key, path, status in _data(row, "rests_on")
    )
    held = (
        Held(number, BY_NAME[kind], tuple(identity), values, taken_away)
        for number, kind, identity, values, taken_away in _data(row, "overwrites")
    )
    return Scenario(
        key=row["key"],
        by=row["by"],
        at=native(row["at"]).astimezone(UTC),
        changes=tuple(_change(one) for one in _data(row, "changes")),
        base=Base(row["revision"], tuple(named), tuple(held)),
        on=tuple(on),
        why=row.get("why"),
        version=row["version"],
        adopted=adopted,
    )


def _change(item: Mapping[str, Any]) -> Change:
    ((name, fields),) = item.items()
    return CHANGES[name].model_validate(fields)


def _data(row: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON
    return orjson.loads(row[name])


def _text(value: object) -> str:
    return orjson.dumps(value).decode()
