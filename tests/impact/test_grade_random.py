"""Grading and the oracle, which works by another method, agree on thousands of small maps of every kind."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from impact.documents import answer, changes_in, expected, facts_of, goal, near

from analyzer.impact.facts import Changes
from analyzer.impact.grade import Outcome, grade
from analyzer.impact.unaffected import Reason, why_unaffected

MAPS = 1_500
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Kind:
    """What makes up a kind of map; lists are drawn from evenly."""

    goals: int
    contributions: float
    dependencies: float
    shares: tuple[float | None, ...] = (None, None, 0.5, 0.5, 0.25, 0.2, 0.4, 1.0, 1, 0.3, 0.1, 0, -0.5, -0.2)
    confidences: tuple[float | None, ...] = (None, None, 1, 0.5, 0.8, 0.4, 0)
    essential: tuple[bool | None, ...] = (None, False, False, True)
    goal_status: tuple[str | None, ...] = (None,)
    link_status: tuple[str | None, ...] = (None, None, None, None, "agreed", "proposed", "declined", "refuted")
    due: tuple[int | None, ...] = (None, 0, 0, 5, 10, 30, 60)


DEAD = ("dropped", "missed", "postponed")

KINDS = {
    "sparse, with every status": Kind(
        9, 0.15, 0.06, goal_status=(*[None] * 6, "draft", "proposed", "active", "achieved", *DEAD)
    ),
    "circles": Kind(7, 0.35, 0.02, shares=(None, 0.5, 0.2, 0.1, 1), confidences=(None, 0.5), essential=(False,)),
    "circles that fall": Kind(
        8, 0.3, 0.04, shares=(0.5, 0.2, 0.1), essential=(*[False] * 6, True), confidences=(None,)
    ),
    "dependencies": Kind(8, 0.08, 0.2, due=(0, 5, 10, 20, 40)),
    "delays": Kind(8, 0.25, 0.1, essential=(None,), due=(0, 1, 2, 3, 5, 8, 13)),
    "conflicts": Kind(7, 0.25, 0.05, shares=(-0.5, -1, -0.1, 0.5, 0.5, None), essential=(None,)),
    "ties": Kind(8, 0.3, 0.1, shares=(0.5, 0.25, 1, 0.4, 0.2, 0.1), confidences=(0.5, 1, 0.4, 0.3)),
}


def some_map(kind: Kind, draw: Random):
    keys = [f"{letter}#{letter}" for letter in "abcdefghijkl"[: draw.randint(2, kind.goals)]]
    draw.shuffle(keys)

    def contribution():
        return {
            "share": draw.choice(kind.shares),
            "confidence": draw.choice(kind.confidences),
            "essential": draw.choice(kind.essential),
            "status": draw.choice(kind.link_status),
            "lag_days": draw.choice((None, None, 0, 5, 30, -5)),
        }

    def dependency():
        by = draw.choice((None, None, 0, 20, 70))
        return {"by": date_after(by), "status": draw.choice((None, "agreed", "requested", "declined"))}

    return [
        goal(
            key,
            to={other: contribution() for other in keys if other != key and draw.random() < kind.contributions},
            needs={other: dependency() for other in keys if other != key and draw.random() < kind.dependencies},
            status=draw.choice(kind.goal_status),
            level=draw.choice((None, "corporate", "team")),
            due=date_after(draw.choice(kind.due)),
        )
        for key in keys
    ]


def date_after(days: int | None) -> str | None:
    return None if days is None else (START + timedelta(days=days)).isoformat()


def some_changes(goals, draw: Random) -> tuple[list[str], dict[str, str]]:
    changed = draw.sample(goals, min(len(goals), draw.choice((1, 1, 1, 2, 3))))
    dropped = draw.randint(0, len(changed))
    return (
        [each["key"] for each in changed[:dropped]],
        {
            each["key"]: (
                date.fromisoformat(each["due"] or "2026-01-01") + timedelta(days=draw.choice((-10, 0, 3, 10, 40, 90)))
            ).isoformat()
            for each in changed[dropped:]
        },
    )


@pytest.mark.parametrize("name", KINDS)
def test_grading_agrees_with_the_oracle(name):
    seen = Counter()
    for seed in range(MAPS):
        draw = Random(f"{name} {seed}")
        goals = some_map(KINDS[name], draw)
        drop, postpone = some_changes(goals, draw)
        told = answer({"goals": goals}, drop, postpone)
        assert told == near(expected({"goals": goals}, drop, postpone)), (seed, goals, drop, postpone)
        seen.update(each["outcome"] for each in told["affected"])
        seen["partly kept"] += sum(0 < each["kept"] < 1 for each in told["affected"])
        seen["maps"] += 1
    assert seen["maps"] == MAPS
    assert sum(seen[outcome] for outcome in Outcome) > MAPS / 2


@pytest.mark.parametrize("name", KINDS)
def test_whoever_is_not_affected_has_a_reason_and_nobody_else(name):
    reasons = Counter()
    for seed in range(150):
        draw = Random(f"{name} {seed}")
        goals = some_map(KINDS[name], draw)
        facts = facts_of({"goals": goals})
        changes = changes_in(facts, *some_changes(goals, draw))
        affected = {each.goal for each in grade(facts, changes)}
        for key in facts.goals:
            why = why_unaffected(facts, changes, key)
            assert (why is None) == (key in affected)
            reasons[why and why.reason] += 1
    assert {None, Reason.CHANGED, Reason.UNCONNECTED} <= set(reasons)


def test_weaker_changes_agree_with_plain_repetition():
    partly = 0
    for seed in range(1_000):
        draw = Random(seed)
        goals = some_map(KINDS["circles that fall"], draw)
        facts = facts_of({"goals": goals})
        links = [(each["key"], said["goal"]) for each in goals for said in each["contributes_to"]]
        changes = Changes(
            kept_of_goal={each["key"]: draw.choice((0, 0.3, 0.5, 0.9)) for each in draw.sample(goals, 2)},
            kept_of_contribution={link: draw.choice((0, 0.5, 0.75)) for link in links if draw.random() < 0.1},
        )
        kept = repeated(goals, changes)
        for each in grade(facts, changes):
            assert each.kept == pytest.approx(kept[each.goal], abs=1e-5), (seed, each)
            partly += 0 < each.kept < 1
    assert partly > 500


def repeated(goals, changes: Changes) -> dict[str, float]:
    """What is kept, by applying its definition from above until it moves no more; shares are all stated here."""
    kept = {each["key"]: changes.kept_of_goal.get(each["key"], 1.0) for each in goals}
    into = {key: [] for key in kept}
    for each in goals:
        for said in each["contributes_to"]:
            if said["status"] not in ("declined", "refuted"):
                left = changes.kept_of_contribution.get((each["key"], said["goal"]), 1.0)
                into[said["goal"]].append((each["key"], said["share"], left, said["essential"]))
    needed = [
        (said["goal"], each["key"]) for each in goals for said in each["depends_on"] if said["status"] != "declined"
    ]
    moved = 1.0
    while moved > 1e-9:
        before = dict(kept)
        for key, links in into.items():
            if links:
                left = sum(share * left * kept[source] for source, share, left, _ in links) / sum(
                    share for _, share, _, _ in links
                )
                kept[key] = min(kept[key], left)
            if any(essential and left * kept[source] < 1e-6 for source, _, left, essential in links) or any(
                kept[source] < 1e-6 for source, target in needed if target == key
            ):
                kept[key] = 0.0
        moved = max(before[key] - kept[key] for key in kept)
    return kept
