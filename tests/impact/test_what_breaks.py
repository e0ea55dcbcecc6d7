"""The whole way through Neo4j: what breaks agrees with the oracles, on many small maps at once and on monsters."""

import os
from collections import Counter
from copy import deepcopy
from datetime import date
from random import Random

import pytest
from impact.documents import drop, near
from impact.test_grade_random import KINDS, some_changes, some_map
from oracles.impact import impact_of
from oracles.rules import every_finding
from rules.maps import WHOLE

from analyzer.changes.difference import compare
from analyzer.changes.writing import apply
from analyzer.errors import BadModel, NotFound
from analyzer.exchange.importing import write_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import Contents, read_contents
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store
from analyzer.impact import explain, rehearse, what_breaks, why_not
from analyzer.rules.files import built_in

TODAY = date(2026, 1, 1)
MAPS = 3_000 if os.environ.get("ALIGNMENT_PROVE") else 350
TEAMS = ("t one", "t/two")
PERIODS = ("2026-Q1", "Q 2")


@pytest.fixture(scope="module")
def store(address):
    with Store(address) as opened:
        prepare(opened)
        yield opened


def grown(document, draw: Random, prefix: str):
    """The map with capacities and commitments, levels and starts, and with keys that no other map has."""
    document = deepcopy(document)
    for goal in document["goals"]:
        goal["level"] = draw.choice(("corporate", "department", "team", None))
        goal["starts"] = draw.choice((None, "2025-12-01"))
        goal["standalone"] = draw.choice((None, None, None, "On purpose"))
        goal["commitments"] = [
            {"team": team, "period": period, "effort": draw.choice((None, 0.1, 0.2, 1, 2.5))}
            for team in TEAMS
            for period in PERIODS
            if draw.random() < 0.2
        ]
    document["teams"] = [
        {"key": team, "capacity": {period: draw.choice((0.3, 1, 3)) for period in PERIODS if draw.random() < 0.6}}
        for team in TEAMS
    ]
    document["periods"] = [{"key": key} for key in PERIODS]
    names = [*TEAMS, *(goal["key"] for goal in document["goals"])]
    return renamed(document, {name: f"{prefix}{name}" for name in names})


def renamed(value, names):
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def changed(document, drops, moves):
    """The map as it is afterwards, by hand."""
    document = deepcopy(document)
    for goal in document["goals"]:
        if goal["key"] in drops:
            goal["status"] = "dropped"
        if goal["key"] in moves:
            old, new = goal.get("due"), date.fromisoformat(moves[goal["key"]])
            if goal.get("starts") and old:
                days = new - date.fromisoformat(old)
                goal["starts"] = (date.fromisoformat(goal["starts"]) + days).isoformat()
            goal["due"] = new.isoformat()
    return document


APART = [rule for rule in built_in() if rule.reach not in WHOLE]
"""What these find in one of several maps that have no links with each other does not depend on the others."""


def named(findings):
    found = {}
    for rule in APART:
        for subject in findings[rule.id]:
            found.setdefault(rule.id, set()).add(tuple(subject) if isinstance(subject, tuple) else subject)
    return {(rule, subject) for rule, subjects in found.items() for subject in subjects}


IDENTITIES = {rule.id: rule.identity for rule in built_in()}


def named_of(findings):
    return {
        (
            one["rule"],
            (one["subject"]["key"], *(one["evidence"][name] for name in names)) if names else one["subject"]["key"],
        )
        for one in findings
        for names in [IDENTITIES[one["rule"]]]
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_breaks_agrees_with_the_oracles(store, kind):
    draw = Random(kind)
    maps = []
    for number in range(MAPS // len(KINDS)):
        document = grown({"goals": some_map(KINDS[kind], draw)}, draw, f"{number}: ")
        drops, moves = some_changes(document["goals"], draw)
        maps.append((document, set(drops), moves))
    whole = {
        "alignment": 1,
        "periods": [{"key": key} for key in PERIODS],
        "teams": [team for document, _, _ in maps for team in document["teams"]],
        "goals": [goal for document, _, _ in maps for goal in document["goals"]],
    }
    outcomes = Counter()

    def compare_all(tx):
        write_plan(tx, [read_data(whole)], replace=True)
        before = read_contents(tx)
        for document, drops, moves in maps:
            if not (drops or moves):
                continue
            days = {key: date.fromisoformat(new) for key, new in moves.items()}
            found = rehearse(tx, APART, drop(*drops, **days), today=TODAY)
            told = found.document()
            findings = told.pop("findings")
            assert found.squeezed == ()
            expected = impact_of(document, drops, moves)
            told["freed"] = [one | {"effort": float(one["effort"])} for one in told["freed"]]
            assert told == near(expected)
            old, new = named(every_finding(document)), named(every_finding(changed(document, drops, moves)))
            assert (named_of(findings["new"]), named_of(findings["resolved"])) == (new - old, old - new)
            for one in found.affected:
                assert explain(found, one)
            for goal in document["goals"]:
                if goal["key"] in found.reading.facts.goals:
                    assert why_not(found, goal["key"])
            outcomes.update(one.outcome.value for one in found.affected)
        apply(tx, compare(read_contents(tx), before))

    store.rehearse(compare_all, seconds=600)
    assert sum(outcomes.values()) > len(maps) / 4


def test_nothing_remains_of_a_question(store):
    plan = {"alignment": 1, "goals": [{"key": "a", "title": "A", "due": "2026-01-01", "level": "corporate"}]}
    store.write(lambda tx: write_plan(tx, [read_data(plan)], replace=True))
    try:
        before = store.read(lambda tx: tx.rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p", {}))
        what_breaks(store.rehearse, built_in(), drop("a"), today=TODAY)
        what_breaks(store.rehearse, built_in(), drop(a=date(2027, 1, 1)), today=TODAY)
        assert store.read(lambda tx: tx.rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p", {})) == before
        with pytest.raises(NotFound, match="nope"):
            what_breaks(store.rehearse, built_in(), drop("a", "nope"), today=TODAY)
        with pytest.raises(NotFound, match="also not"):
            what_breaks(store.rehearse, built_in(), drop("a"), named=["also not"], today=TODAY)
        with pytest.raises(BadModel, match=r"changes\[1\]\.postpone: contradicts changes\[0\]\.drop"):
            what_breaks(store.rehearse, built_in(), drop("a", a=TODAY), today=TODAY)
    finally:
        store.write(lambda tx: apply(tx, compare(read_contents(tx), Contents())))
