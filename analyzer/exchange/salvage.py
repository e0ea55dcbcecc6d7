"""What is right in a document that is partly wrong, so that all that is wrong can be told at once."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import uuid4

from pydantic import ValidationError

from analyzer.model import MILLION, Period
from analyzer.plan.place import Path
from analyzer.plan.records import Plan, PlanGoal, PlanPerson, PlanTeam

Node: TypeAlias = Period | PlanPerson | PlanTeam | PlanGoal

RECORDS: dict[str, type[Node]] = {"periods": Period, "people": PlanPerson, "teams": PlanTeam, "goals": PlanGoal}
MANY = 100
"""With more mistakes in a record than this, whole fields are left out at once: each one takes a walk of its own."""

REQUIRED = {"key": "a key", "title": "A title"}
"""Stands in for what a record can't be without, but does not say."""


NAMELESS = "\x00"
"""What the key of a record without one begins with."""


def salvage(raw: object, wrong: Sequence[Path]) -> Plan:
    """Give the plan that is left without what is at these paths; every record stays at its place in its list.

    It serves to look for what contradicts itself, never to be imported.
    """
    if not isinstance(raw, dict):
        return Plan.model_construct(alignment=1)
    within: dict[tuple[str, int], list[Path]] = {}
    for path in wrong:
        match path:
            case (str(name), int(index), *rest):
                within.setdefault((name, index), []).append(tuple(rest))
    lists: dict[str, Any] = {
        name: tuple(_record(kind, one, within.get((name, index), ())) for index, one in enumerate(written))
        for name, kind in RECORDS.items()
        if isinstance(written := raw.get(name), (list, tuple))
    }
    unit = None if ("effort_unit",) in wrong else raw.get("effort_unit")
    return Plan.model_construct(alignment=1, effort_unit=unit, **lists)


def _record(kind: type[Node], written: object, wrong: Sequence[Path]) -> Node:
    """Leave out as little as lets the rest be read: what is wrong, else the fields that it is in, else everything."""
    raw = written if isinstance(written, dict) else {}
    fields = {name: value for name, value in raw.items() if name in kind.model_fields}
    for path in wrong if len(wrong) <= MANY else ():
        fields = _without(fields, path)
    coarser = {name: value for name, value in fields.items() if name not in {path[0] for path in wrong if path}}
    missing: dict[str, Any] = {name: value for name, value in REQUIRED.items() if name in kind.model_fields}
    for given in (fields, coarser):
        try:
            record = kind.model_validate({**missing, **given})
        except ValidationError:
            continue
        return record if "key" in given else record.model_copy(update={"key": _nameless(raw.get("key"))})
    return kind.model_construct(None, **{**missing, "key": _nameless(raw.get("key"))})


def _without(value: Any, path: Sequence[str | int]) -> Any:  # noqa: ANN401 - any part of a document
    """Leave out a named value; what is in a list stays, so that its neighbours keep their places."""
    match value, path:
        case dict(), (name,):
            return {other: kept for other, kept in value.items() if other != name}
        case dict(), (name, *rest) if name in value:
            return {**value, name: _without(value[name], rest)}
        case list(), (int(index), *rest) if rest:
            return [_without(one, rest) if place == index else one for place, one in enumerate(value)]
        case _:
            return value


def _nameless(written: object) -> str:
    """Give the key that was probably meant, else one that nobody can write, and no other record has."""
    if type(written) is int and abs(written) < MILLION:
        return str(written)
    return written if isinstance(written, str) and written else f"{NAMELESS}{uuid4().hex}"
