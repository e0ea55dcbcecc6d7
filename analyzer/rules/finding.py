"""What a rule found: about whom, in words and in values, under a name that survives being found again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from analyzer.errors import BadRow
from analyzer.model import amount
from analyzer.rules.rule import PLACE, SUBJECT, Rule, Severity

DIGITS = (2, 4, 6, 9, 12)


class Subject(NamedTuple):
    """The node that a finding is about."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one rule about one subject."""

    rule: str
    severity: Severity
    subject: Subject
    message: str
    evidence: Mapping[str, Any]
    identity: tuple[Any, ...]
    fingerprint: str

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Worst first, then by rule, key and identity."""
        return self.severity.rank, self.rule, self.subject.key, json.dumps(self.identity)

    @property
    def place(self) -> str:
        """Its order as one text: sorted by code point, findings stand as they do by `order`."""
        return "\t".join(map(str, self.order))

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON; whole amounts as whole numbers."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "subject": self.subject._asdict(),
            "message": self.message,
            "evidence": {name: _jsonable(value) for name, value in self.evidence.items()},
            "fingerprint": self.fingerprint,
        }


def finding(rule: Rule, row: Mapping[str, Any]) -> Finding:
    """Turn a row of a rule's query into a finding; raises BadRow."""
    key = row.get("key")
    if not isinstance(key, str):
        raise BadRow(f"{rule.id}.cypher: the column key is {key!r}; return the key of a {rule.about}, a text")
    values = {name: _plain(rule, name, value) for name, value in row.items()}
    evidence = {name: value for name, value in values.items() if name not in SUBJECT}
    identity = tuple(evidence[name] for name in rule.identity)
    return Finding(
        rule.id,
        rule.severity,
        Subject(rule.about, key),
        PLACE.sub(lambda place: in_words(values[place[1]]), rule.message),
        evidence,
        identity,
        fingerprint(rule.id, rule.about, key, identity),
    )


def fingerprint(rule: str, label: str, key: str, identity: Sequence[Any]) -> str:
    """Name a finding for good: the same words in another order, or cut elsewhere, give another name."""
    parts = json.dumps([rule, label, key, *identity], separators=(",", ":"))
    return hashlib.sha256(parts.encode()).hexdigest()


def in_words(value: Any) -> str:  # noqa: ANN401 - any value of a column
    """Write a value for people: 30, 0.3, yes; a number never rounds to a whole one that it is not."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    return "nothing" if value is None else str(value)


def _number(value: float) -> str:
    for digits in DIGITS:
        short = round(value, digits)
        if short == value or not short.is_integer():
            break
    return f"{short or 0.0:.{digits}f}".rstrip("0").rstrip(".")


def _plain(rule: Rule, name: str, value: Any) -> Any:  # noqa: ANN401
    if name in rule.amounts:
        if not isinstance(value, int) and not (isinstance(value, float) and value.is_integer()):
            raise BadRow(f"{rule.id}.cypher: the amount {name} is {value!r}; return millionths, a whole number")
        return amount(int(value))
    if value is None or isinstance(value, (str, int, float)):
        return value
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(rule, name, item) for item in value]
    if isinstance(value, dict):
        return {str(inner): _plain(rule, name, item) for inner, item in value.items()}
    raise BadRow(f"{rule.id}.cypher: the column {name} holds a {type(value).__name__}; return text, a number or a date")


def _jsonable(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
