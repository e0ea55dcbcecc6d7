"""Findings kept in the map, beside what they are about: reading them costs a page, an edit rewrites a few of them.

For each rule the map says what its findings hold for: the rule as it was written and set, and the day if the rule
looks at the day. Where that is not so any more, or never was, the rule is stale, and asked anew of the whole map.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from importlib.metadata import version
from typing import Any, NamedTuple

import orjson

from analyzer.graph.store import Store, Transaction, day
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Compared, compare_named
from analyzer.rules.check import check
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.reach import Among
from analyzer.rules.rule import Rule, Severity

SLICE = 10_000
"""Findings in one statement."""


class Dated(NamedTuple):
    """A finding, and the day since which it is stored; None when it is not."""

    finding: Finding
    since: date | None = None


def stamp(rule: Rule, today: date) -> str:
    """Name what findings of a rule hold for: the program, the rule, its settings, and the day if it is looked at."""
    said = _program() + rule.model_dump_json() + (today.isoformat() if "$today" in rule.query else "")
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def _program() -> str:
    return version("alignment-analyzer")


def kept_at_all(tx: Transaction) -> bool:
    """Whether anybody ever had findings stored here; where nobody reads them, nobody waits for them."""
    return tx.ask("reads/findings/asked") is not None


def fresh(tx: Transaction, rules: Iterable[Rule], today: date) -> tuple[Rule, ...]:
    """Give the rules whose stored findings are those of the map as it is."""
    return _holding(_stamps(tx), rules, today)


def read_stored(tx: Transaction, rules: Iterable[Rule], among: Among) -> list[Finding]:
    """Read what is stored of rules about the subjects within their reach, all of a rule where that is None."""
    known = {rule.id: rule for rule in rules}
    wanted: dict[str, set[str]] = defaultdict(set)
    for rule in known.values():
        wanted[rule.about] |= among[rule.id] or frozenset()
    rows = [row for label, keys in wanted.items() if keys for row in tx.ask_among(_text(label), among=sorted(keys))]
    whole = [rule for rule in known if among[rule] is None]
    if whole:
        rows += tx.ask("reads/findings/of_rules", rules=whole)
    found = {}
    for one, _ in restored(known, rows):
        keys = among.get(one.rule, frozenset())
        if keys is None or one.subject.key in keys:
            found[one.fingerprint] = one
    return sorted(found.values(), key=lambda one: one.order)


def restored(rules: Mapping[str, Rule], rows: Iterable[Sequence[Any]]) -> Iterator[Dated]:
    """Turn rows of the texts that read stored findings into findings; those of other rules are left out."""
    for fingerprint, name, severity, key, message, written, since in rows:
        if rule := rules.get(name):
            evidence = orjson.loads(written)
            evidence |= {amount: Decimal(evidence[amount]) for amount in rule.amounts}
            identity = tuple(evidence[column] for column in rule.identity)
            subject = Subject(rule.about, key)
            found = Finding(rule.id, Severity(severity), subject, message, evidence, identity, fingerprint)
            yield Dated(found, day(since))


def rewrite(
    tx: Transaction,
    before: Iterable[Finding],
    after: Iterable[Finding],
    today: date,
    called_now: Mapping[str, str] | None = None,
) -> Compared:
    """Store what is found now in place of what was, touching only what differs; tell what is new and what resolved.

    `called_now` says which fingerprints others became, when something was renamed.
    """
    called_now = called_now or {}
    old = {called_now.get(one.fingerprint, one.fingerprint): one for one in before}
    new = {one.fingerprint: one for one in after}
    compared = compare_named(old, new)
    told = [(old[name], one) for name, one in new.items() if name in old and one != old[name]]
    for some in _sliced([one.fingerprint for one in compared.resolved]):
        tx.ask("writes/finding/delete", fingerprints=some)
    for some in _sliced([{"fingerprint": was.fingerprint, "properties": _properties(one)} for was, one in told]):
        tx.ask("writes/finding/change", rows=some)
    created: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in sorted(compared.new, key=lambda one: one.subject):
        properties = _properties(one) | {"since": today}
        created[one.subject.label].append({"key": one.subject.key, "properties": properties})
    for label, rows in sorted(created.items()):
        for some in _sliced(rows):
            tx.ask(f"writes/finding/create_{label.lower()}", rows=some)
    return compared


def keep_fresh(tx: Transaction, rules: Iterable[Rule], today: date) -> tuple[Rule, ...]:
    """Give the rules whose stored findings are those of now, and say that what is stored of others no longer holds."""
    stamps = _stamps(tx)
    kept = _holding(stamps, rules, today)
    if len(kept) < len(stamps):
        _write_stamps(tx, {rule.id: stamps[rule.id] for rule in kept})
    return kept


def bring_up_to_date(store: Store, rules: Sequence[Rule], today: date, progress: Progress = quiet) -> int:
    """Ask each stale rule of the whole map and store what it finds, a transaction a rule; tells how many were stale.

    Broken off, what was done stays done. Findings of rules that are asked no more are deleted.
    """
    current = set(store.read(lambda tx: [rule.id for rule in fresh(tx, rules, today)]))
    stale = [rule for rule in rules if rule.id not in current]
    for number, rule in enumerate(stale):
        progress("Auditing", number, len(stale))
        store.write(partial(_store_rule, rule=rule, today=today))
    gone = sorted(set(store.read(_stamps)) - {rule.id for rule in rules})
    for name in gone:
        store.write(partial(_forget, rule=name))
    return len(stale) + len(gone)


def store_all(tx: Transaction, rules: Iterable[Rule], today: date) -> None:
    """Store what all rules find in the map, within one transaction."""
    for rule in rules:
        _store_rule(tx, rule, today)


def _store_rule(tx: Transaction, rule: Rule, today: date) -> None:
    tx.ask("writes/lock/schema")
    if fresh(tx, [rule], today):
        return
    rewrite(tx, read_stored(tx, [rule], {rule.id: None}), check(tx, [rule], today=today), today)
    _write_stamps(tx, {**_stamps(tx), rule.id: stamp(rule, today)})


def _forget(tx: Transaction, rule: str) -> None:
    tx.ask("writes/lock/schema")
    for some in _sliced([row[0] for row in tx.ask("reads/findings/of_rules", rules=[rule])]):
        tx.ask("writes/finding/delete", fingerprints=some)
    _write_stamps(tx, {name: value for name, value in _stamps(tx).items() if name != rule})


def _holding(stamps: Mapping[str, str], rules: Iterable[Rule], today: date) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if stamps.get(rule.id) == stamp(rule, today))


def _stamps(tx: Transaction) -> dict[str, str]:
    written = tx.ask("reads/findings/asked")
    return {} if written is None else orjson.loads(written)


def _write_stamps(tx: Transaction, stamps: Mapping[str, str]) -> None:
    tx.ask("writes/finding/asked", asked=orjson.dumps(stamps, option=orjson.OPT_SORT_KEYS).decode())


def _text(label: str) -> str:
    return f"reads/findings/{label.lower()}"


def _properties(one: Finding) -> dict[str, Any]:
    return {
        "fingerprint": one.fingerprint,
        "rule": one.rule,
        "severity": one.severity.value,
        "message": one.message,
        "evidence": orjson.dumps(one.evidence, default=str).decode(),
        "place": one.place,
    }


def _sliced(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))
