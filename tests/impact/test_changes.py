"""What any changes do, through Neo4j, beside an oracle that compares the two plan documents."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from changes.some import some_change
from impact.documents import goal, near
from impact.test_grade_random import KINDS, some_map
from oracles.between import impact_between
from oracles.changes import changed
from rules.conftest import on_map, store
from strategies import PROVE

from analyzer.changes.writing import apply
from analyzer.errors import BadModel
from analyzer.exchange.changing import change_of
from analyzer.impact import explain, rehearse, what_breaks, why_not
from analyzer.impact.facts import Changes
from analyzer.impact.links import links_of
from analyzer.impact.reading import read_around
from analyzer.rules.files import built_in

TODAY = date(2026, 1, 1)
MAPS = 60 * PROVE
TEAMS, PERIODS = ("t one", "t/two"), ("2026-Q1", "Q 2")
ASKED = (
    "drop", "postpone", "set_status", "set_progress", "set_likelihood", "set_priority", "reprioritise", "rescale",
    "assign_team", "assign_owner", "assign_period", "alter_contribution", "cut_contribution", "agree_contribution",
    "decline_contribution", "refute_contribution", "alter_dependency", "cut_dependency", "agree_dependency",
    "decline_dependency", "commit", "withdraw_commitment", "set_capacity", "edit_goal", "edit_team", "edit_person",
    "edit_period", "add_contribution", "add_dependency",
)  # fmt: skip
"""All that neither brings nor takes a node nor its key."""

__all__ = ["on_map", "store"]


def grown(goals, draw):
    """With what changes are about besides."""
    for one in goals:
        one |= {
            "priority": draw.choice((None, 1, 2, 2, 3)),
            "team": draw.choice((None, *TEAMS)),
            "measures": [{"name": "m", "baseline": draw.choice((None, 0, 10)), "target": draw.choice((None, 10, 20))}],
            "commitments": [
                {"team": team, "period": period, "effort": draw.choice((None, 0, 0.5, 1, 2))}
                for team in TEAMS
                for period in PERIODS
                if draw.random() < 0.4
            ],
        }
    return {
        "alignment": 1,
        "periods": [{"key": key} for key in PERIODS],
        "people": [{"key": "ada"}],
        "teams": [
            {"key": key, "capacity": {period: draw.choice((0.5, 1, 3)) for period in PERIODS if draw.random() < 0.7}}
            for key in TEAMS
        ],
        "goals": goals,
    }


def written(one):
    """As the oracle gives numbers."""
    return {name: float(value) if name in ("effort", "before", "after") else value for name, value in one.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_impact_of_any_changes_agrees_with_the_oracle(on_map, kind):  # noqa: C901 - one step a line
    draw, seen = Random(kind), Counter()
    for _ in range(MAPS // len(KINDS)):
        document = grown(some_map(KINDS[kind], draw), draw)

        def work(tx, document=document):
            for _ in range(4):
                now, made, names = document, [], []
                for name in draw.sample(ASKED, draw.choice((1, 1, 2, 3))):
                    said = some_change(now, draw, name)
                    after = changed(now, name, said)
                    if after is not None:
                        made.append(change_of(name, said, name))
                        names.append(name)
                        now = after
                try:
                    found = rehearse(tx, (), made, today=TODAY)
                except BadModel:  # they contradict each other
                    continue
                told = found.document(fits=True)
                del told["findings"]
                for part in ("freed", "squeezed", "fitting"):
                    told[part] = [written(one) for one in told[part]]
                want = impact_between(document, now)
                for part in ("squeezed", "fitting"):
                    want[part] = [written(one) for one in want[part]]
                assert told == near(want), (
                    made,
                    [{k: v for k, v in g.items() if v is not None} for g in document["goals"]],
                    told["affected"],
                    want["affected"],
                )
                for one in found.affected:
                    assert explain(found, one)
                for key in found.reading.facts.goals:
                    assert why_not(found, key)
                seen.update(names)
                seen.update(one["outcome"] for one in told["affected"])
                seen.update(part for part in ("stranded", "squeezed", "fitting", "freed") if told[part])
                apply(tx, found.difference.inverse())

        on_map(document, work)
    assert sum(seen[name] for name in ASKED) > MAPS // len(KINDS)


CLOUD = {
    "alignment": 1,
    "periods": [{"key": "p"}, {"key": "q"}],
    "teams": [{"key": "t", "capacity": {"p": 10}}, {"key": "board"}],
    "goals": [
        goal("top", level="corporate", due="2026-06-30"),
        goal("low", to={"top": {"share": 0.5, "confidence": 0.8}}, due="2026-03-31",
             measures=[{"name": "m", "baseline": 10, "target": 30}], commitments=[{"team": "t", "period": "p", "effort": 6}], priority=1),
        goal("twin", to={"top": {"share": 0.5}, "other": {"share": 1}}, commitments=[{"team": "t", "period": "p", "effort": 6}], priority=2),
        goal("other"),
        goal("base", to={"kin": {}, "kin two": {}}),
        goal("kin", to={"house": {}}, commitments=[{"team": "t", "period": "q", "effort": 1, "promised_to": "board"}]),
        goal("kin two"),
        goal("house"),
        goal("rival", to={"house": {"share": -0.5}}),
        goal("t"),
        goal("needs", needs={"twin": {}}),
    ],
}  # fmt: skip
SINGLE = {
    "rescaled": ([("rescale", {"goal": "low", "measure": "m", "target": 20})], {"top": ("weakened", 0.777778)}),
    "altered": ([("alter_contribution", {"goal": "low", "to": "top", "confidence": 0.4})], {"top": ("weakened", 0.777778)}),
    "improved": ([("alter_contribution", {"goal": "low", "to": "top", "confidence": 1})], {"top": ("exposed", 1)}),
    "cut": ([("cut_contribution", {"goal": "twin", "to": "top"})], {"top": ("weakened", 0.444444)}),
    "a conflict that becomes support": ([("alter_contribution", {"goal": "rival", "to": "house", "share": 0.3})], {"house": ("relieved", 1)}),
    "refuted": ([("refute_contribution", {"goal": "twin", "to": "other"})], {"other": ("broken", 0)}),
    "declined dependency": ([("decline_dependency", {"goal": "needs", "on": "twin"})], {"needs": ("broken", 0)}),
    "worded": ([("edit_goal", {"key": "low", "title": "Other"})], {}),
    "lowered": ([("commit", {"goal": "low", "team": "t", "period": "p", "effort": 3})], {"top": ("weakened", 0.777778)}),
    "moved to another time": ([("withdraw_commitment", {"goal": "low", "team": "t", "period": "p"}),
                               ("commit", {"goal": "low", "team": "t", "period": "q", "effort": 6})], {"top": ("exposed", 1)}),
    "moved, and less of it": ([("commit", {"goal": "low", "team": "t", "period": "p", "effort": 3}),
                               ("commit", {"goal": "low", "team": "t", "period": "q", "effort": 2})], {"top": ("weakened", 0.777778)}),
    "deleted": ([("cut_dependency", {"goal": "needs", "on": "twin"}), ("delete_goal", {"key": "twin"})],
                {"top": ("weakened", 0.444444), "other": ("broken", 0), "needs": ("broken", 0)}),
    "renamed": ([("rename_goal", {"key": "low", "to": "lower"})], {}),
    "renamed and dropped": ([("rename_goal", {"key": "low", "to": "lower"}), ("drop", {"goal": "lower"})], {"top": ("weakened", 0.555556)}),
    "merged": ([("merge_goals", {"goal": "twin", "into": "low"})], {"top": ("weakened", 0.444444)}),
    "merged where nothing is lost": ([("merge_goals", {"goal": "twin", "into": "needs"})], {}),
    "merged with what it shares": ([("merge_goals", {"goal": "kin", "into": "kin two"})], {}),
    "merged where a team has the goal's key": ([("merge_goals", {"goal": "kin", "into": "t"})], {}),
    "merged, then renamed": ([("merge_goals", {"goal": "twin", "into": "needs"}), ("rename_goal", {"key": "needs", "to": "n"})], {}),
    "stakeholder renamed": ([("rename_team", {"key": "board", "to": "exec"})], {}),
    "reprioritised": ([("reprioritise", {"goals": ["twin", "low"]})], {"top": ("weakened", 0.851852)}),
    "less capacity": ([("set_capacity", {"team": "t", "period": "p", "amount": 6})],
                      {"top": ("weakened", 0.444444), "other": ("broken", 0), "needs": ("broken", 0)}),
    "a new goal": ([("create_goal", {"key": "new", "title": "New", "contributes_to": [{"goal": "top"}]})], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_impact_of_single_changes(on_map, name):
    made, want = SINGLE[name]
    set_ = [change_of(one, said, one) for one, said in made]
    found = on_map(CLOUD, lambda tx: rehearse(tx, (), set_, today=TODAY))
    assert {one.goal: (one.outcome.value, pytest.approx(one.kept, abs=1e-6)) for one in found.affected} == want


def test_a_goal_that_goes_while_it_is_read_is_left_out(on_map):
    """Links are read first, then goals; what was edited in between is asked about once more."""

    class Meanwhile:
        def __init__(self, tx):
            self.tx = tx

        def ask_among(self, name, /, among, **given):
            if name == "reads/impact/goals":
                self.tx.rows("MATCH (goal:Goal) WHERE goal.key IN ['twin', 'needs'] DETACH DELETE goal", {})
            return self.tx.ask_among(name, among, **given)

    def work(tx):
        facts = read_around(Meanwhile(tx), {"top", "other", "needs"}).facts
        return {(one.source, one.target) for one in links_of(facts, Changes())}

    assert on_map(CLOUD, work) == {("low", "top")}


def test_what_no_longer_fits_and_what_fits_then(on_map):
    order = [change_of("reprioritise", {"goals": ["twin", "low"]}, "it")]
    drop = [change_of("drop", {"goal": "low"}, "it")]
    first = on_map(CLOUD, lambda tx: rehearse(tx, (), order, today=TODAY))
    assert [(one.goal, float(one.before), float(one.after)) for one in first.squeezed] == [("low", 6, 4)]
    assert [(one.goal, float(one.before), float(one.after)) for one in first.fitting] == [("twin", 4, 6)]
    second = on_map(CLOUD, lambda tx: rehearse(tx, (), drop, today=TODAY))
    assert (second.squeezed, [one.goal for one in second.fitting]) == ((), ["twin"])
    assert [one.effort for one in second.freed] == [6]


def test_what_no_longer_fits_is_told_of_a_team_that_is_renamed_too(on_map):
    less = [
        change_of("set_capacity", {"team": "t", "period": "p", "amount": 6}, "it"),
        change_of("rename_team", {"key": "t", "to": "u"}, "it"),
    ]
    found = on_map(CLOUD, lambda tx: rehearse(tx, (), less, today=TODAY))
    assert [(one.goal, one.team, float(one.after)) for one in found.squeezed] == [("twin", "t", 0)]


def test_findings_of_what_is_renamed_are_neither_new_nor_resolved(on_map):
    rename = [change_of("rename_goal", {"key": "low", "to": "lower"}, "it")]
    found = on_map(CLOUD, lambda tx: rehearse(tx, built_in(), rename, today=TODAY)).findings
    assert {one.subject.key for one in (*found.new, *found.resolved)} == set()


def test_a_link_believed_in_no_more_still_leads_to_the_top(on_map):
    """As the rule that looks for unreachable goals has it."""
    doubt = [change_of("alter_contribution", {"goal": "low", "to": "top", "confidence": 0}, "it")]
    assert on_map(CLOUD, lambda tx: rehearse(tx, (), doubt, today=TODAY)).stranded == ()


def test_who_is_cut_off_is_told_of_the_whole_set(on_map):
    cut = change_of("cut_contribution", {"goal": "low", "to": "top"}, "it")
    other = change_of("add_contribution", {"goal": "low", "to": "twin"}, "it")
    lower = change_of("edit_goal", {"key": "top", "level": "team"}, "it")
    assert on_map(CLOUD, lambda tx: rehearse(tx, (), [cut], today=TODAY)).stranded == ("low",)
    assert on_map(CLOUD, lambda tx: rehearse(tx, (), [cut, other], today=TODAY)).stranded == ()
    assert on_map(CLOUD, lambda tx: rehearse(tx, (), [lower], today=TODAY)).stranded == ("low", "top", "twin")


def test_what_was_edited_meanwhile_is_asked_once_more(on_map):
    """The revision of the map is read first and last."""
    times = []

    def ask(work, *, seconds=None):
        def later(tx):
            found, revision = work(tx)
            times.append(seconds)
            return found, revision + (len(times) == 1)

        return on_map(CLOUD, later)

    drop = [change_of("drop", {"goal": "low"}, "it")]
    assert what_breaks(ask, (), drop, today=TODAY, seconds=9).affected
    assert times == [9, 9]
