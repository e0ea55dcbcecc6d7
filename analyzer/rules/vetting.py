"""What a rule of one's own may do: read. Proven by its plan before it runs, since a read transaction is not enough.

Neo4j lets LOAD CSV, procedures, SHOW and TERMINATE through in read transactions and calls such queries reading.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from analyzer.errors import BadQuery
from analyzer.graph.store import Transaction
from analyzer.graph.texts import scoped
from analyzer.rules.check import parameters
from analyzer.rules.rule import Rule, without_strings

READING = frozenset(files("analyzer.rules").joinpath("reading_operators.txt").read_text("ascii").split())
"""Operators of plans that do nothing but read this map."""

NAMESPACES = frozenset({"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"})
"""Of functions that are part of Cypher; others are plug-ins, which may do anything."""

_PLUGGED_IN = re.compile(r"\b([^\W\d]\w*)(?:\s*\.\s*[^\W\d]\w*)+\s*\(")
_DISGUISED = re.compile(r"\\u+00[0-7][0-9a-f]", re.IGNORECASE)
"""A sign of Cypher itself written by its number, such as a quote: some versions read it so before anything else."""


def vet(tx: Transaction, rule: Rule, today: date) -> None:
    """Have Neo4j plan a rule's query, both ways, without running it; raises BadQuery unless all it does is read.

    Plans do not tell which functions are called: these are read off the text, which must not hide them by quoting.
    """
    bare = without_strings(rule.query)
    if "`" in bare or "\\" in bare or _DISGUISED.search(rule.query):
        raise BadQuery(f"{rule.id}.cypher: a rule can't quote names by ` or write signs as \\u0027; write them plainly")
    for found in _PLUGGED_IN.finditer(bare):
        if found[1].lower() not in NAMESPACES:
            raise BadQuery(f"{rule.id}.cypher: {found[0]}…) is not a function of Cypher itself; rules can't call it")
    for query in (rule.query, scoped(rule.query)):
        try:
            plan = tx.plan(query, {**parameters(today), **rule.settings, "among": []})
        except BadQuery as why:
            raise BadQuery(f"{rule.id}.cypher: {why}") from why
        if refused := sorted({operator for operator in operators(plan) if operator not in READING}):
            raise BadQuery(
                f"{rule.id}.cypher: a rule only reads the map, but this one would do {', '.join(refused)}; remove that"
            )


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of all operators of a plan."""
    yield plan["operatorType"].partition("@")[0].replace(" ", "")  # StatefulShortestPath(All, Trail) in one version
    for child in plan.get("children", ()):
        yield from operators(child)
