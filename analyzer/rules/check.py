"""Asking rules of a transaction: of the whole map, or of the subjects that an edit can have changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from analyzer.errors import BadQuery, BadRow, BadSettings, UnknownRule
from analyzer.graph.store import Transaction
from analyzer.graph.texts import scoped
from analyzer.model import COUNTING, LIVE, REFUSED
from analyzer.rules.finding import Finding, finding
from analyzer.rules.reach import Among
from analyzer.rules.rule import Rule

WHOLE_FROM = 30_000
"""Above so many subjects the whole text is faster than the scoped one."""

Overrides = Mapping[str, Mapping[str, Any]]


def check(
    tx: Transaction,
    rules: Iterable[Rule],
    *,
    today: date,
    among: Among | None = None,
    settings: Overrides | None = None,
) -> list[Finding]:
    """Ask each rule by one statement, of all subjects or of those within its reach; worst findings first."""
    rules = tuple(rules)
    chosen = with_settings(rules, settings or {})
    found: list[Finding] = []
    for rule in rules:
        keys = None if among is None else among[rule.reach, rule.about]
        found.extend(_ask(tx, rule, keys, {**parameters(today), **chosen[rule.id]}))
    return sorted(found, key=lambda finding: finding.order)


def parameters(today: date) -> dict[str, Any]:
    """Give what every rule is given: the statuses that mean something, and the day."""
    return {"live": list(LIVE), "counting": list(COUNTING), "refused": list(REFUSED), "today": today}


def with_settings(rules: Iterable[Rule], overrides: Overrides) -> dict[str, dict[str, Any]]:
    """Each rule's settings, replaced where somebody chose others; raises UnknownRule or BadSettings."""
    chosen = {rule.id: dict(rule.settings) for rule in rules}
    for rule, values in overrides.items():
        if rule not in chosen:
            raise UnknownRule(f"There is no rule {rule!r}; there are {', '.join(sorted(chosen))}")
        for name, value in values.items():
            default = chosen[rule].get(name)
            if default is None:
                raise BadSettings(f"The rule {rule} has no setting {name!r}; it has {_listed(chosen[rule])}")
            whole_for_float = type(default) is float and type(value) is int
            if type(value) is not type(default) and not whole_for_float:
                raise BadSettings(f"The setting {name} of the rule {rule} must be like {default!r}, not {value!r}")
            chosen[rule][name] = value
    return chosen


def _ask(tx: Transaction, rule: Rule, keys: frozenset[str] | None, given: dict[str, Any]) -> list[Finding]:
    if keys is not None and not keys:
        return []
    try:
        if keys is None or len(keys) > WHOLE_FROM:
            rows = tx.rows(rule.query, given)
        else:
            rows = tx.rows(scoped(rule.query), {**given, "among": sorted(keys)})
    except BadQuery as why:
        raise BadQuery(f"{rule.id}.cypher: {why}") from why
    found = {
        one.fingerprint: one for row in rows if keys is None or row.get("key") in keys for one in [finding(rule, row)]
    }
    expected = len(rows) if keys is None else sum(row.get("key") in keys for row in rows)
    if len(found) < expected:
        raise BadRow(f"{rule.id}.cypher: two rows have the same key and identity; name more columns in identity")
    return list(found.values())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
