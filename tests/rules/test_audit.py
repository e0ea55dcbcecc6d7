"""Auditing a stored map with two questions at a time, and while somebody edits it."""

from datetime import date

import pytest
from rules.conftest import become

from analyzer.errors import BadQuery
from analyzer.rules.audit import audit, audit_all
from analyzer.rules.files import built_in
from analyzer.rules.records import read_revision
from analyzer.rules.ruleset import RuleSet

TODAY = date(2026, 1, 1)
PLAN = {
    "alignment": 1,
    "periods": [{"key": "q1", "starts": "2026-01-01", "ends": "2026-03-31"}],
    "teams": [{"key": "t", "capacity": {"q1": 1}}],
    "goals": [
        {"key": "a", "title": "A", "level": "corporate"},
        {"key": "b", "title": "B", "commitments": [{"team": "t", "period": "q1", "effort": 2}]},
    ],
}


@pytest.fixture
def stored(store):
    store.write(lambda tx: become(tx, PLAN))
    yield store
    store.write(lambda tx: become(tx, {"alignment": 1}))


def test_two_at_a_time_find_what_one_after_the_other_finds(stored):
    told = []
    found = audit_all(
        stored.read, RuleSet(built_in()), today=TODAY, apart=True, progress=lambda _, *parts: told.append(parts)
    )
    assert found == stored.read(lambda tx: audit(tx, built_in(), today=TODAY))
    assert {"capacity/over_committed", "support/unsupported_goal"} <= {one.rule for one in found.findings}
    assert told == [(number, len(built_in())) for number in range(len(built_in()) + 1)]


@pytest.mark.parametrize(("edits", "edited", "rounds"), [(0, False, 1), (1, False, 2), (100, True, 2)])
def test_a_map_that_is_edited_meanwhile_is_audited_once_more(stored, edits, edited, rounds):
    rules = built_in()[:3]
    left, asked = edits, []

    def ask(work, *, seconds=None):
        nonlocal left
        answer = stored.read(work, seconds=seconds)
        asked.append(answer)
        if left and len(asked) % (len(rules) + 2) == 1:  # the first question of an audit is where it begins
            left -= 1
            stored.write(lambda tx: tx.ask("writes/revision"))
        return answer

    start = stored.read(read_revision)
    found = audit_all(ask, RuleSet(rules), today=TODAY, apart=True)
    assert found.edited is edited
    assert found.document()["summary"].get("edited", False) is edited
    assert found.revision == start + rounds - 1
    assert len(asked) == rounds * (len(rules) + 2)


def test_a_rule_that_fails_ends_an_audit(stored):
    broken = built_in()[0].model_copy(update={"query": "MATCH (goal:Goal)\nRETURN nothing AS key\nORDER BY key"})
    with pytest.raises(BadQuery, match=f"{broken.id}.cypher"):
        audit_all(stored.read, RuleSet((broken, *built_in()[1:])), today=TODAY, apart=True)
