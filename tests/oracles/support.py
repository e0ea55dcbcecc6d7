"""What the rules of the family support find, straight from the definitions and slow on purpose."""

from collections.abc import Callable
from datetime import date
from typing import Any

from oracles import rules as base

Node = dict[str, Any]


def single_points_of_failure(document: Node, _: date) -> set[Any]:
    """Take each goal, team and person away in turn, and look whether a chain from a leaf is left."""
    goals = base.goals(document)
    links = {(source, target) for source, target, _ in base.supporting_links(document)}
    supported = {target for _, target in links}
    leaves = {key for key, goal in goals.items() if counts(goal) and key not in supported}
    places: dict[tuple[str, str], set[str]] = {("goal", key): {key} for key in goals}
    for key, goal in goals.items():
        for kind, field in (("team", "team"), ("person", "owner")):
            if goal.get(field) is not None:
                places.setdefault((kind, goal[field]), set()).add(key)
    found = set()
    for top, goal in goals.items():
        if base.is_live(goal) and base.is_corporate(goal) and below(top, links, set()) & leaves:
            for (kind, carrier), without in places.items():
                if not below(top, links, without - {top}) & leaves:
                    found.add((top, kind, carrier))
    return found


def below(top: str, links: set[tuple[str, str]], without: set[str]) -> set[str]:
    """Goals from which a chain leads to the top, none of them among those that are taken away."""
    reached = {top}
    while more := {a for a, b in links if b in reached and a not in reached and a not in without}:
        reached |= more
    return reached - {top}


def only_indirectly_supported(document: Node, _: date) -> set[Any]:
    """Goals all of whose supporting links, one at least, are indirect."""
    return {
        target
        for target, pairs in supporters(document).items()
        if all(link.get("route") == "indirect" for _, link in pairs)
    }


def supported_only_by_drafts(document: Node, _: date) -> set[Any]:
    """Goals, themselves no drafts, all of whose supporting goals are drafts."""
    goals = base.goals(document)
    return {
        target
        for target, pairs in supporters(document).items()
        if goals[target].get("status") != "draft" and all(goals[key].get("status") == "draft" for key, _ in pairs)
    }


def conflicting_goals(document: Node, _: date) -> set[Any]:
    """Links of live goals to live goals with a share below 0, neither declined nor refuted."""
    goals = base.goals(document)
    return {
        (source, target)
        for source, target, link in base.contributions(document)
        if base.is_live(goals[source])
        and target in goals
        and base.is_live(goals[target])
        and link.get("status") not in ("declined", "refuted")
        and link.get("share") is not None
        and float(link["share"]) < 0
    }


def carried_by_one_team(document: Node, _: date) -> set[Any]:
    """Corporate goals with two supporting links or more, all from goals of one team."""
    goals = base.goals(document)
    found = set()
    for target, pairs in supporters(document).items():
        teams = {goals[key].get("team") for key, _ in pairs}
        if base.is_corporate(goals[target]) and len(pairs) > 1 and len(teams) == 1 and None not in teams:
            found.add(target)
    return found


def supporters(document: Node) -> dict[str, list[tuple[str, Node]]]:
    """Where supporting links come from, with what is said about them, by the goal that they support."""
    found: dict[str, list[tuple[str, Node]]] = {}
    for source, target, link in base.supporting_links(document):
        found.setdefault(target, []).append((source, link))
    return found


def counts(goal: Node) -> bool:
    """Live or achieved."""
    return base.is_live(goal) or goal.get("status") == "achieved"


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "support/single_point_of_failure": single_points_of_failure,
    "support/only_indirectly_supported": only_indirectly_supported,
    "support/supported_only_by_drafts": supported_only_by_drafts,
    "support/conflicting_goals": conflicting_goals,
    "support/carried_by_one_team": carried_by_one_team,
}
