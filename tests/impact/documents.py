"""Small plan documents, and the question put to the product and to the oracle at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from oracles.impact import impact_of

from analyzer.changes.kinds.goals import Drop, Postpone
from analyzer.impact.facts import Changes, Contribution, Dependency, Facts, Goal
from analyzer.impact.grade import grade
from analyzer.impact.stranded import stranded

Node = dict[str, Any]


def goal(key: str, to: Mapping[str, Node] | None = None, needs: Mapping[str, Node] | None = None, **fields) -> Node:
    """A goal of a plan document: what it contributes to and depends on by key, any other field as it is."""
    return {
        "key": key,
        "title": key,
        **fields,
        "contributes_to": [{"goal": target, **said} for target, said in (to or {}).items()],
        "depends_on": [{"goal": needed, **said} for needed, said in (needs or {}).items()],
    }


def facts_of(document: Node) -> Facts:
    """What grading would be given for the whole document."""
    goals = document["goals"]
    return Facts(
        goals={each["key"]: goal_of(each) for each in goals},
        contributions=[
            Contribution(
                source=each["key"],
                target=said["goal"],
                share=said.get("share"),
                confidence=said.get("confidence"),
                essential=said.get("essential"),
                status=said.get("status"),
                lag_days=said.get("lag_days"),
            )
            for each in goals
            for said in each["contributes_to"]
        ],
        dependencies=[
            Dependency(said["goal"], each["key"], day(said.get("by")), said.get("status"))
            for each in goals
            for said in each["depends_on"]
        ],
    )


def goal_of(said: Node) -> Goal:
    return Goal(said["key"], said.get("status"), said.get("level"), day(said.get("due")))


def day(written: str | None) -> date | None:
    return written and date.fromisoformat(written)


def drop(*keys, **moves):
    """Changes as the product takes them: goals to drop, and by name days to postpone goals to."""
    return [*(Drop(goal=key) for key in keys), *(Postpone(goal=key, to=to) for key, to in moves.items())]


def changes_of(goals: Mapping[str, Goal], drops: Iterable[str], postponements: Mapping[str, date]) -> Changes:
    """What drops and postponements leave, by the definitions: nothing of a goal that was given up before."""
    slips = {
        key: max(0, (new - goals[key].due).days) if goals[key].due else 0
        for key, new in postponements.items()
        if goals[key].supplies and new != goals[key].due
    }
    return Changes(kept_of_goal={key: 0.0 for key in drops if goals[key].supplies}, slips=slips)


def changes_in(facts: Facts, drops: Iterable[str] = (), postpone: Mapping[str, str] | None = None) -> Changes:
    return changes_of(facts.goals, drops, {key: date.fromisoformat(new) for key, new in (postpone or {}).items()})


def answer(document: Node, drop: Iterable[str] = (), postpone: Mapping[str, str] | None = None) -> Node:
    """The product's answer in the shape of the command line, as far as this part of the product gives it."""
    facts = facts_of(document)
    changes = changes_in(facts, drop, postpone)
    return {
        "affected": [
            {
                "goal": each.goal,
                "outcome": str(each.outcome),
                "kept": each.kept,
                "days_late": each.days_late,
                "because": each.because,
            }
            for each in grade(facts, changes)
        ],
        "stranded": stranded(facts, changes),
    }


def expected(document: Node, drop: Iterable[str] = (), postpone: Mapping[str, str] | None = None) -> Node:
    """The oracle's answer, as far as this part of the product gives it."""
    told = impact_of(document, set(drop), dict(postpone or {}))
    return {"affected": told["affected"], "stranded": told["stranded"]}


def near(told: Node) -> Node:
    """An answer that equals any other whose numbers are as good as the same."""
    return told | {"affected": [each | {"kept": pytest.approx(each["kept"], abs=1e-10)} for each in told["affected"]]}


def ask(
    *goals: Node, drop: Iterable[str] = (), postpone: Mapping[str, str] | None = None
) -> dict[str, tuple[str, float, int, str]]:
    """Outcome, kept, days late and chain of each affected goal, in order, agreed upon with the oracle."""
    document = {"goals": list(goals)}
    told = answer(document, drop, postpone)
    assert told == near(expected(document, drop, postpone))
    return {
        each["goal"]: (each["outcome"], round(each["kept"], 9), each["days_late"], " ".join(each["because"]))
        for each in told["affected"]
    }
