"""Reviews of assumptions, and what makes them suspect."""

from datetime import date

import pytest

from analyzer.changes.difference import Changed, Difference
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds.links import ReviewContribution
from analyzer.changes.writing import apply
from analyzer.errors import NotFound
from analyzer.graph.contents import CONTRIBUTIONS, GOALS, MEASURES, OWNERS
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.stored import read_stored, store_all

TODAY = date(2026, 1, 1)
RULES = [rule for rule in built_in() if rule.id in ("assumptions/suspect", "assumptions/stale")]
PLAN = {
    "alignment": 1,
    "people": [{"key": "ada"}, {"key": "zoë"}],
    "goals": [
        {"key": "it's", "title": "One", "owner": "ada", "starts": "2026-01-01", "due": "2026-12-31", "measures": [
            {"name": "users", "target": 5000}, {"name": "%", "target": 0.5}]},
        {"key": "a/b", "title": "Two", "contributes_to": [{"goal": "it's", "reviewed_on": "2025-01-01"}]},
    ],
}  # fmt: skip
EDITS = {
    "title": Difference(changed={GOALS: {("it's",): Changed({"title": "One"}, {"title": "Won"})}}),
    "title of the supporter": Difference(changed={GOALS: {("a/b",): Changed({"title": "Two"}, {"title": "Too"})}}),
    "first day": Difference(changed={GOALS: {("it's",): Changed({"starts": date(2026, 1, 1)}, {"starts": None})}}),
    "last day": Difference(changed={GOALS: {("a/b",): Changed({"due": None}, {"due": date(2026, 6, 30)})}}),
    "target": Difference(changed={MEASURES: {("it's", "users"): Changed({"target": 5000.0}, {"target": 4000.0})}}),
    "measure": Difference(deleted={MEASURES: {("it's", "%"): {"target": 0.5}}}),
    "owner": Difference(deleted={OWNERS: {("ada", "it's"): {}}}, created={OWNERS: {("zoë", "it's"): {}}}),
}


def review(tx, goal, to):
    return carry_out(tx, [ReviewContribution(goal=goal, to=to)], RULES, TODAY).findings


@pytest.mark.parametrize("name", EDITS)
def test_a_review_holds_until_either_goal_changes(on_map, name):
    def work(tx):
        store_all(tx, RULES, TODAY)
        told = review(tx, "a/b", "it's")
        still = check(tx, RULES, today=TODAY)
        kept = read_stored(tx, RULES, dict.fromkeys(rule.id for rule in RULES))
        said = {"description": "In every state", "progress": 0.5}
        apply(tx, Difference(changed={GOALS: {("it's",): Changed({"description": None, "progress": None}, said)}}))
        as_well = check(tx, RULES, today=TODAY)
        apply(tx, EDITS[name])
        return told, still, kept, as_well, check(tx, RULES, today=TODAY)

    told, still, kept, as_well, after = on_map(PLAN, work)
    assert ([one.rule for one in told.resolved], told.new) == (["assumptions/stale"], ())
    assert still == kept == as_well == []
    assert [(one.rule, one.subject.key) for one in after] == [("assumptions/suspect", "a/b")]


def test_only_a_contribution_is_reviewed(on_map):
    def work(tx):
        with pytest.raises(NotFound, match="does not contribute to 'a/b'"):
            review(tx, "it's", "a/b")

    on_map(PLAN, work)


def test_a_review_writes_when_it_was(on_map):
    def work(tx):
        review(tx, "a/b", "it's")
        return tx.ask_among(f"reads/contents/{CONTRIBUTIONS.name}", among=["a/b"])

    ((*ends, link),) = on_map(PLAN, work)
    assert ends == ["a/b", "it's"]
    assert (link["reviewed_on"].to_native(), len(link["reviewed_as"])) == (TODAY, 64)
