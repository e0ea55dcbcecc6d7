"""Asking rules of a transaction: of the whole map, or of the subjects that an edit can have changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from analyzer.errors import BadQuery, BadRow
from analyzer.graph.store import Transaction
from analyzer.model import COUNTING, LIVE, REFUSED
from analyzer.rules.algorithms import ALGORITHMS
from analyzer.rules.asking import joined, place, scoped_together
from analyzer.rules.finding import Finding, finding
from analyzer.rules.reach import Among
from analyzer.rules.rule import Rule, columns_of

WHOLE_FROM = 30_000
"""Above so many subjects the whole text is faster than the scoped one."""


def check(
    tx: Transaction,
    rules: Iterable[Rule],
    *,
    today: date,
    among: Among | None = None,
    at_most: int | None = None,
) -> list[Finding]:
    """Ask rules of all subjects, one statement each, or of those within their reach, together; worst findings first.

    Raises BadRow for a rule that returns more than `at_most` rows, when given.
    """
    rules = tuple(rules)
    given = _given(rules, today)
    found: list[Finding] = []
    few: dict[str, frozenset[str]] = {}
    for rule in rules:
        keys = None if among is None else among[rule.id]
        if keys is not None and len(keys) <= WHOLE_FROM:
            few[rule.id] = keys
            continue
        (rows,) = _ask(tx, (rule,), joined((rule.query,), at_most), [given[rule.id]])
        if at_most is not None and len(rows) > at_most:
            raise BadRow(f"{rule.id}.cypher: returns more than {at_most:,} rows; ask for less")
        found.extend(_findings(rule, rows, keys))
    if any(few.values()):
        for rule, rows in zip(rules, _ask_together(tx, rules, given, few), strict=True):
            found.extend(_findings(rule, rows, few.get(rule.id, frozenset())))
    return sorted(found, key=lambda finding: finding.order)


def plan(tx: Transaction, rules: Sequence[Rule], today: date) -> None:
    """Have Neo4j plan what `check` asks about a few subjects, and about all: seconds that no edit or view should wait.

    To be rehearsed, since Neo4j plans anew what is asked in a transaction that has changed something.
    """
    tx.ask("writes/nothing")
    given = _given(rules, today)
    _ask_together(tx, rules, given, {})
    for rule in rules:
        tx.rows(f"EXPLAIN {joined((rule.query,))}", {place(0): given[rule.id]})


def parameters(today: date) -> dict[str, Any]:
    """Give what every rule is given: the statuses that mean something, and the day."""
    return {"live": list(LIVE), "counting": list(COUNTING), "refused": list(REFUSED), "today": today}


def _given(rules: Iterable[Rule], today: date) -> dict[str, dict[str, Any]]:
    return {rule.id: {**parameters(today), **rule.settings} for rule in rules}


def _ask_together(
    tx: Transaction,
    rules: Sequence[Rule],
    given: Mapping[str, Mapping[str, Any]],
    among: Mapping[str, frozenset[str]],
) -> list[list[list[Any]]]:
    """Ask all rules, each about its keys or about none: the same text whatever the keys, since its plan is kept."""
    query = scoped_together(tuple(rule.query for rule in rules))
    return _ask(tx, rules, query, [{**given[one.id], "among": sorted(among.get(one.id, ()))} for one in rules])


def _ask(
    tx: Transaction, rules: Sequence[Rule], query: str, given: Sequence[Mapping[str, Any]]
) -> list[list[list[Any]]]:
    """Give the rows of each rule; what is asked together is answered in one trip."""
    try:
        answers = tx.rows(query, {place(number): values for number, values in enumerate(given)})
    except BadQuery as why:
        raise BadQuery(f"{', '.join(f'{rule.id}.cypher' for rule in rules)}: {why}") from why
    return [one["answer"]["rows"] for one in sorted(answers, key=lambda one: one["answer"]["number"])]


def _findings(rule: Rule, rows: list[list[Any]], keys: frozenset[str] | None) -> list[Finding]:
    names = columns_of(rule.query)
    named = [dict(zip(names, row, strict=True)) for row in rows]
    if rule.algorithm:
        ends = ({"key", "next"} & set(names)) if named else ()
        if not all(isinstance(row[end], str) for row in named for end in ends):
            raise BadRow(f"{rule.id}.cypher: key and next must be keys; leave out rows without them")
        named = ALGORITHMS[rule.algorithm].run(named, keys)
    if keys is not None:
        named = [row for row in named if row["key"] in keys]
    found = {one.fingerprint: one for one in (finding(rule, row) for row in named)}
    if len(found) < len(named):
        raise BadRow(f"{rule.id}.cypher: two rows have the same key and identity; name more columns in identity")
    return list(found.values())
