"""All rules on one page, written from their files."""

from collections.abc import Iterable
from datetime import date

from analyzer.rules.check import parameters
from analyzer.rules.rule import Rule

HEAD = """\
# Rules

Each rule is a file in `cypher/rules/`, with a page of the same name beside it: what it finds, why it matters, what to
do, and the cases that prove it.

| Rule | Severity | About | What it finds | Since |
| --- | --- | --- | --- | --- |
"""


def overview(rules: Iterable[Rule], folder: str = "../cypher/rules") -> str:
    """Write the Markdown page that lists all rules and links their pages."""
    rows = (
        f"| [`{rule.id}`]({folder}/{rule.id}.md) | {rule.severity} | {rule.about} "
        f"| {rule.title.replace('|', chr(92) + '|')} | {rule.since} |\n"
        for rule in rules
    )
    return HEAD + "".join(rows)


def browser_line(rule: Rule, today: date) -> str:
    """Write the `:params` line after which the rule's text runs in Neo4j Browser as it is."""
    return f":params {literal({**parameters(today), **rule.settings})}"


def literal(value: object) -> str:
    """Write a value as Cypher."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return repr(value)
