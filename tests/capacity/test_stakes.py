"""What corporate goals would lose without a goal is what an impact of that goal alone takes from them."""

from datetime import timedelta
from random import Random

import pytest
from impact.documents import facts_of
from impact.test_grade_random import KINDS, some_map
from rules.maps import monsters

from analyzer.capacity.stakes import Stakes
from analyzer.impact.facts import Changes, Contribution, Facts, Goal
from analyzer.impact.grade import grade

MAPS = 25


@pytest.mark.parametrize("kind", KINDS)
def test_stakes_are_impacts_of_single_goals(kind):
    draw = Random(kind)
    for _ in range(MAPS):
        goals = some_map(KINDS[kind], draw)
        for goal in goals:
            goal["level"] = draw.choice(("corporate", "team"))
        facts = facts_of({"goals": goals})
        stakes = Stakes(facts)
        for key, goal in sorted(facts.goals.items()):
            if not goal.live:
                continue
            itself = {key: 1.0} if goal.corporate else {}
            gone = grade(facts, Changes(kept_of_goal={key: 0.0}))
            lost = {one.goal: 1 - one.kept for one in gone if one.kept < 1 and facts.goals[one.goal].corporate}
            assert stakes.lost_without(key) == pytest.approx(lost | itself, abs=1e-9)
            if goal.due:
                days = draw.choice((1, 30, 400))
                slipped = grade(facts, Changes(slips={key: days}))
                late = {one.goal for one in slipped if one.days_late and facts.goals[one.goal].corporate}
                assert set(stakes.late_by(key, days)) == late | itself.keys()


LARGE = [pytest.param(goals, links, id=name) for name, goals, links in monsters() if name.startswith(("chain", "cycle", "star"))]  # fmt: skip


@pytest.mark.clock
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("goals", "links"), LARGE)
def test_stakes_of_every_goal_of_a_monster(goals, links):
    facts = Facts(
        {f"g{n}": Goal(f"g{n}", level="corporate" if n == 0 else None) for n in range(goals)},
        [Contribution(f"g{source}", f"g{target}") for source, target in links],
    )
    stakes = Stakes(facts)
    lost = [sum(stakes.lost_without(f"g{n}").values()) for n in range(goals)]
    assert lost[0] == 1
    assert all(0 <= one <= 1 for one in lost)
    assert max(lost[1:]) > 0 or all(target != 0 for _, target in links)
    assert not stakes.late_by("g1", timedelta(1).days)
