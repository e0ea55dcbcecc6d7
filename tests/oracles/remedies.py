"""The best way out of over-commitments, by trying everything: for a handful of goals, slow on purpose.

An independent answer to compare the optimiser with; it knows nothing of the product. Every combination of what may be
done with each goal is carried out on a copy of the plan document, judged from the definitions, and the least cost is
kept: effort that stays too much, support that corporate goals lose, promises broken, moves, periods moved.
"""

from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

from oracles.impact import LIVE, counting_links, day, status, what_is_kept, what_is_late

Node = dict[str, Any]
MILLION = 1_000_000


def best(document: Node, way: str) -> tuple[int, int, int, int, int]:
    """The least cost of all that may be done in a way."""
    goals = {goal["key"]: goal for goal in document["goals"]}
    over = {pair for pair, load in loads(document).items() if load > capacity(document).get(pair, load)}
    choices = {key: [None, *actions(document, goals[key], way, over)] for key in sorted(goals)}
    found = []
    for taken in product(*choices.values()):
        done = {key: action for key, action in zip(choices, taken, strict=True) if action is not None}
        then = carried_out(document, done, way, over)
        if allowed(document, then, done):
            found.append(cost(document, then, done, way, over))
    return min(found)


def actions(document: Node, goal: Node, way: str, over: set[Any]) -> list[int]:
    """Periods by which a goal may be postponed, and 0 for giving it up."""
    teams = {team for team, _ in over}
    made = [one for one in promised(goal) if effort(one)]
    served = {stakeholder(goal, one) for one in promised(goal)}
    asked = [one for one in made if one["team"] in teams]
    others = [one for one in asked if stakeholder(goal, one) != one["team"]]
    last = len(document["periods"])
    if way == "own-roadmap" and len(served) == 1 and served <= teams and asked:
        return [steps for steps in range(1, last) if can_move(document, goal, steps)]
    if way == "other-promises" and others:
        return [0, *(steps for steps in range(1, last) if can_move(document, goal, steps))]
    if way == "joint-choice" and any((one["team"], one["period"]) in over for one in asked):
        return [0]
    return []


def can_move(document: Node, goal: Node, steps: int) -> bool:
    places = [index(document, one["period"]) + steps for one in promised(goal) if effort(one)]
    if goal.get("due") is None or max(places) >= len(document["periods"]):
        return False
    there = capacity(document)
    return all(
        (one["team"], document["periods"][index(document, one["period"]) + steps]["key"]) in there
        for one in promised(goal)
        if effort(one)
    )


def carried_out(document: Node, done: dict[str, int], way: str, over: set[Any]) -> Node:
    """The plan as it is then."""
    teams = {team for team, _ in over}
    then = deepcopy(document)
    for goal in then["goals"]:
        steps = done.get(goal["key"])
        if steps == 0:
            goal["commitments"] = [
                one
                for one in promised(goal)
                if one["team"] not in teams or (way == "other-promises" and stakeholder(goal, one) == one["team"])
            ]
        elif steps:
            goal["due"] = (day(goal["due"]) + timedelta(days_of(document, goal, steps))).isoformat()
            for one in promised(goal):
                if effort(one):
                    one["period"] = document["periods"][index(document, one["period"]) + steps]["key"]
    return then


def days_of(document: Node, goal: Node, steps: int) -> int:
    """As many as lie between the ends of the last period that is worked in, before and after."""
    last = max(index(document, one["period"]) for one in promised(goal) if effort(one))
    ends = [day(document["periods"][place]["ends"]) for place in (last, last + steps)]
    return (ends[1] - ends[0]).days


def allowed(document: Node, then: Node, done: dict[str, int]) -> bool:
    """Whether nobody is over-committed anew or more, and no dependency is broken that was not, or more than it was."""
    was, now, most = loads(document), loads(then), capacity(document)
    for pair, load in now.items():
        if pair in most and load > max(most[pair], was.get(pair, 0)):
            return False
    before, after = ({goal["key"]: goal for goal in each["goals"]} for each in (document, then))
    for key, goal in after.items():
        for need in goal.get("depends_on") or []:
            source = after[need["goal"]]
            moved = done.get(need["goal"], 0) > 0
            if not moved or need.get("status") == "declined" or status(goal) not in LIVE or done.get(key) == 0:
                continue
            until, was_until = (day(need.get("by") or each[key].get("due")) for each in (after, before))
            if until is None:
                continue
            was_late = max(0, (day(before[need["goal"]]["due"]) - was_until).days)
            if (day(source["due"]) - until).days > was_late:
                return False
    return True


def cost(document: Node, then: Node, done: dict[str, int], way: str, over: set[Any]) -> tuple[int, int, int, int, int]:
    goals = {goal["key"]: goal for goal in document["goals"]}
    now, most = loads(then), capacity(document)
    excess = sum(max(0, now.get(pair, 0) - most[pair]) for pair in over)
    support = sum(round(lost(document, key, steps) * MILLION) for key, steps in done.items())
    teams = {team for team, _ in over}
    promises = 0
    for key, steps in done.items():
        goal = goals[key]
        given = [one for one in promised(goal) if stakeholder(goal, one) != one["team"]]
        if steps == 0:
            promises += sum(one["team"] in teams for one in given)
        elif way != "own-roadmap":
            promises += sum(bool(effort(one)) for one in given)
    return excess, support, promises, len(done), sum(done.values())


def lost(document: Node, key: str, steps: int) -> Fraction:
    """What corporate goals lose without this one; when it is only late, those that come late."""
    goals = {goal["key"]: goal for goal in document["goals"]}
    links = list(counting_links(goals))
    kept = what_is_kept(goals, links, {key})
    tops = [one for one, goal in goals.items() if goal.get("level") == "corporate" and status(goal) in LIVE]
    if steps:
        moved: dict[str, date] = {key: day(goals[key]["due"]) + timedelta(days_of(document, goals[key], steps))}
        late = what_is_late(goals, links, set(), moved)
        tops = [one for one in tops if late[one] or one == key]
    return sum((1 - kept[one] for one in tops), Fraction(0))


def loads(document: Node) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for goal in document["goals"]:
        if status(goal) in LIVE:
            for one in promised(goal):
                pair = (one["team"], one["period"])
                sums[pair] = sums.get(pair, 0) + effort(one)
    return sums


def capacity(document: Node) -> dict[tuple[str, str], int]:
    return {
        (team["key"], period): round(Fraction(str(most)) * MILLION)
        for team in document["teams"]
        for period, most in (team.get("capacity") or {}).items()
    }


def promised(goal: Node) -> list[Node]:
    return (goal.get("commitments") or []) if status(goal) in LIVE else []


def effort(made: Node) -> int:
    return round(Fraction(str(made.get("effort") or 0)) * MILLION)


def stakeholder(goal: Node, made: Node) -> str:
    return made.get("promised_to") or goal.get("team") or made["team"]


def index(document: Node, period: str) -> int:
    return [one["key"] for one in document["periods"]].index(period)
