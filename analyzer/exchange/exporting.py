"""The map as a plan document, in its normal form: sorted by key, without what is absent."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import yaml

from analyzer.changes.kinds.change import Change, written
from analyzer.exchange.document import NOT_TEXT
from analyzer.exchange.pause import collector_paused
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    MEMBERS,
    OWNERS,
    PART_OF,
    PEOPLE,
    PERIODS,
    PURSUERS,
    TEAMS,
    Contents,
    Identity,
    Kind,
    Properties,
)
from analyzer.model import DAY, amount
from analyzer.progress import Progress, quiet

Entry = dict[str, Any]


@collector_paused()
def document_of(contents: Contents) -> Entry:
    """Give the plan document that describes these contents, as plain data in its normal form."""
    head = {"alignment": 1, "effort_unit": contents.effort_unit}
    lists = {
        "periods": [_node(PERIODS, row) for row in _sorted(contents, PERIODS)],
        "people": _people(contents),
        "teams": _teams(contents),
        "goals": _goals(contents),
    }
    return {name: value for name, value in {**head, **lists}.items() if value not in (None, [])}


def to_json(document: Entry) -> bytes:
    """Write a document as JSON, indented, with a final line end."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE, default=_number)


def to_yaml(document: Entry, progress: Progress = quiet) -> str:
    """Write a document of lists as YAML 1.2, readable as YAML 1.1 too."""
    head = {name: value for name, value in document.items() if not isinstance(value, list)}
    parts = [_dump(head)] if head else []
    total = sum(len(value) for value in document.values() if isinstance(value, list))
    done = 0
    for name, entries in document.items():
        if isinstance(entries, list):
            parts.append(f"{name}:\n")
            for start in range(0, len(entries), 500):
                parts.append(_dump(entries[start : start + 500]))
                done += len(entries[start : start + 500])
                progress("Writing YAML", done, total)
    return "".join(parts)


def plain_number(value: float | Decimal) -> int | float | Decimal:
    """Write whole numbers without a fraction."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact in a double
        return int(value)
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _sorted(contents: Contents, kind: Kind) -> list[tuple[Identity, Properties]]:
    return sorted(contents[kind].items(), key=lambda row: tuple((part is not None, part or "") for part in row[0]))


def _grouped(contents: Contents, kind: Kind, entry: Callable[[Identity, Properties], Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for identity, properties in _sorted(contents, kind):
        groups.setdefault(str(identity[kind.declarer]), []).append(entry(identity, properties))
    return groups


def _node(kind: Kind, row: tuple[Identity, Properties]) -> Entry:
    (key,), properties = row
    return {"key": key, **_fields(kind, properties)}


def _fields(kind: Kind, properties: Properties) -> Entry:
    """Give a row's fields in the order in which the model declares them."""
    if kind.record is None:
        return {}
    return {name: _value(properties[name]) for name in kind.record.model_fields if name in properties}


def _value(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value) if isinstance(value, float) else value


def _people(contents: Contents) -> list[Entry]:
    teams = _grouped(contents, MEMBERS, lambda identity, _: identity[1])
    return [_with(_node(PEOPLE, row), teams=teams) for row in _sorted(contents, PEOPLE)]


def _teams(contents: Contents) -> list[Entry]:
    parents = _grouped(contents, PART_OF, lambda identity, _: identity[1])
    amounts = _grouped(contents, CAPACITIES, lambda identity, row: (identity[1], plain_number(amount(row["amount"]))))
    part_of = {key: found[0] for key, found in parents.items()}
    capacity = {key: dict(found) for key, found in amounts.items()}
    return [_with(_node(TEAMS, row), part_of=part_of, capacity=capacity) for row in _sorted(contents, TEAMS)]


def _goals(contents: Contents) -> list[Entry]:
    single = {
        "team": {key: found[0] for key, found in _grouped(contents, PURSUERS, lambda i, _: i[0]).items()},
        "owner": {key: found[0] for key, found in _grouped(contents, OWNERS, lambda i, _: i[0]).items()},
        "period": {key: found[0] for key, found in _grouped(contents, IN_PERIOD, lambda i, _: i[1]).items()},
    }
    lists = {
        "measures": _grouped(contents, MEASURES, _measure),
        "contributes_to": _grouped(contents, CONTRIBUTIONS, lambda i, p: {"goal": i[1], **_fields(CONTRIBUTIONS, p)}),
        "depends_on": _grouped(contents, DEPENDENCIES, lambda i, p: {"goal": i[0], **_fields(DEPENDENCIES, p)}),
        "commitments": _grouped(contents, COMMITMENTS, _commitment),
    }
    return [_with(_node(GOALS, row), **single, **lists) for row in _sorted(contents, GOALS)]


def _with(entry: Entry, **found: dict[str, Any]) -> Entry:
    key = entry["key"]
    return {**entry, **{name: values[key] for name, values in found.items() if key in values}}


def _measure(identity: Identity, properties: Properties) -> Entry:
    entry = {"name": identity[1], **_fields(MEASURES, properties)}
    if days := properties.get("reading_days"):
        entry["readings"] = [
            {"on": on.isoformat(), "value": plain_number(value)}
            for on, value in zip(days, properties["reading_values"], strict=True)
        ]
    return entry


def _commitment(identity: Identity, properties: Properties) -> Entry:
    _, team, period, promised_to = identity
    entry: Entry = {"team": team, "period": period}
    if "effort" in properties:
        entry["effort"] = plain_number(amount(properties["effort"]))
    if promised_to is not None:
        entry["promised_to"] = promised_to
    return entry


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)  # exact: an amount has at most 15 digits
    raise TypeError(f"{type(value).__name__} has no place in a plan")


def changes_to_yaml(changes: Iterable[Change]) -> str:
    """Write a set of changes in the form in which it is read."""
    return _dump({"changes": [written(one) for one in changes]})


class _Dumper(yaml.CSafeDumper):
    """Quotes what any reader of YAML could take for something else than text; dates stay plain."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    text = str(text)  # a member of an enum is one, but the C emitter takes only str itself
    quoted = any(pattern.fullmatch(text) for pattern in NOT_TEXT)
    if DAY.fullmatch(text):
        return yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if quoted else None)


def _decimal(dumper: yaml.CSafeDumper, value: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)
_Dumper.add_representer(Decimal, _decimal)


def _dump(data: object) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
