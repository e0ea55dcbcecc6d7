"""What the rules of the family dependencies find, straight from the definitions and slow on purpose."""

from collections.abc import Callable
from datetime import date
from typing import Any

from oracles import rules as base

Node = dict[str, Any]
Link = tuple[str, str, Node]  # goal, what it needs, what the document says about that

LOST = ("dropped", "missed", "postponed")


def not_agreed(document: Node, _today: date) -> set[Any]:
    """Between live goals, requested or nothing said."""
    nodes = base.goals(document)
    return {
        (goal, needed)
        for goal, needed, link in needs(document)
        if base.is_live(nodes[needed]) and link.get("status") in (None, "requested")
    }


def declined(document: Node, _today: date) -> set[Any]:
    """Declined, and the needed goal was not achieved."""
    nodes = base.goals(document)
    return {
        (goal, needed)
        for goal, needed, link in needs(document)
        if link.get("status") == "declined" and nodes[needed].get("status") != "achieved"
    }


def circles(document: Node, _today: date) -> set[Any]:
    """The smallest key of each set of live goals that need each other, however far around."""
    nodes = base.goals(document)
    onward: dict[str, set[str]] = {}
    for goal, needed, _ in counting(document):
        if base.is_live(nodes[needed]):
            onward.setdefault(goal, set()).add(needed)

    def all_needed(key: str) -> set[str]:
        found, waiting = set(), [key]
        while waiting:
            more = onward.get(waiting.pop(), set()) - found
            found |= more
            waiting.extend(more)
        return found

    needed_by = {key: all_needed(key) for key in nodes}
    knots = [{other for other in needed_by[key] if key in needed_by[other]} for key in nodes if key in needed_by[key]]
    return {min(knot) for knot in knots}


def no_combined_measure(document: Node, _today: date) -> set[Any]:
    """Live goals of two teams, the one needing the other, that support no live goal with a measure together."""
    nodes = base.goals(document)
    supported: dict[str, set[str]] = {}
    for source, target, _ in base.supporting_links(document):
        supported.setdefault(source, set()).add(target)
    found = set()
    for goal, needed, _ in counting(document):
        teams = {nodes[goal].get("team"), nodes[needed].get("team")}
        together = supported.get(goal, set()) & supported.get(needed, set())
        if (
            base.is_live(nodes[needed])
            and None not in teams
            and len(teams) == 2
            and not any(nodes[key].get("measures") for key in together)
        ):
            found.add((goal, needed))
    return found


def lost(document: Node, _today: date) -> set[Any]:
    """Counting, on a goal that was dropped, missed or postponed."""
    nodes = base.goals(document)
    return {(goal, needed) for goal, needed, _ in counting(document) if nodes[needed].get("status") in LOST}


def needs(document: Node) -> list[Link]:
    """Every dependency of a live goal on a goal of the document."""
    nodes = base.goals(document)
    return [
        (key, link["goal"], link)
        for key, goal in nodes.items()
        if base.is_live(goal)
        for link in goal.get("depends_on") or []
        if link["goal"] in nodes
    ]


def counting(document: Node) -> list[Link]:
    """Those of them that were not declined."""
    return [link for link in needs(document) if link[2].get("status") != "declined"]


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "dependencies/not_agreed": not_agreed,
    "dependencies/declined": declined,
    "dependencies/circular_dependencies": circles,
    "dependencies/no_combined_measure": no_combined_measure,
    "dependencies/needs_a_lost_goal": lost,
}
