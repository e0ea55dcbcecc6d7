"""What the rules of the family structure find, straight from the definitions and slow on purpose."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from oracles import rules as base

Node = dict[str, Any]
Pair = tuple[str, str]

LEVELS = ("individual", "team", "department", "corporate")
AT_LEAST = 2


def level_inversions(document: Node, _today: date) -> set[Any]:
    """A supporting link between live goals from a higher to a lower level, both stated."""
    nodes = base.goals(document)
    return {
        (source, target)
        for source, target in support_between_live(document)
        if nodes[source].get("level") and nodes[target].get("level")
        if LEVELS.index(nodes[source]["level"]) > LEVELS.index(nodes[target]["level"])
    }


def circles(document: Node, _today: date) -> set[Any]:
    """The smallest key of each set of goals that lead to each other."""
    return smallest_of_knots(support_between_live(document))


def duplicate_titles(document: Node, _today: date) -> set[Any]:
    """All live goals of one title but the one with the smallest key."""
    titles = {
        key: " ".join(goal["title"].split()).lower() for key, goal in base.goals(document).items() if base.is_live(goal)
    }
    return {key for key in titles for other in titles if other < key and titles[other] == titles[key]}


def silos(document: Node, _today: date) -> set[Any]:
    """A team with some live goals, none of which is linked with a live goal that another team pursues."""
    nodes = base.goals(document)
    found = set()
    for team in document.get("teams") or []:
        own = {key for key, goal in nodes.items() if goal.get("team") == team["key"] and base.is_live(goal)}
        linked = {b for a, b in links_between_live(document) if a in own}
        if len(own) >= AT_LEAST and all(nodes[key].get("team") in (None, team["key"]) for key in linked):
            found.add(team["key"])
    return found


def individual_only(document: Node, _today: date) -> set[Any]:
    """A live individual goal without a reason to stand alone, whose supporting links all go to individual goals."""
    nodes = base.goals(document)
    found = set()
    for key, goal in nodes.items():
        supported = [nodes[target].get("level") for source, target in support_between_live(document) if source == key]
        if goal.get("level") == "individual" and goal.get("standalone") is None and set(supported) == {"individual"}:
            found.add(key)
    return found


def isolated_clusters(document: Node, _today: date) -> set[Any]:
    """The smallest key of each group of linked live goals without a corporate one."""
    nodes = base.goals(document)
    links = links_between_live(document)
    found = set()
    for key in {a for a, _ in links}:
        group = {key}
        while more := {b for a, b in links if a in group} - group:
            group |= more
        if not any(base.is_corporate(nodes[member]) for member in group):
            found.add(min(group))
    return found


def support_between_live(document: Node) -> set[Pair]:
    """From and to, of supporting links between live goals."""
    nodes = base.goals(document)
    return {(source, target) for source, target, _ in base.supporting_links(document) if base.is_live(nodes[source])}


def links_between_live(document: Node) -> set[Pair]:
    """Counting contributions of any share and counting dependencies between live goals, in both directions."""
    nodes = base.goals(document)
    pairs = {
        (source, target)
        for source, target, link in base.contributions(document)
        if link.get("status") not in ("declined", "refuted")
    }
    pairs |= {
        (link["goal"], key)
        for key, goal in nodes.items()
        for link in goal.get("depends_on") or []
        if link.get("status") != "declined"
    }
    live = {(a, b) for a, b in pairs if a in nodes and b in nodes and base.is_live(nodes[a]) and base.is_live(nodes[b])}
    return live | {(b, a) for a, b in live}


def smallest_of_knots(links: Iterable[Pair]) -> set[str]:
    """Of each set of two or more that lead to each other, the smallest."""
    leads = set(links)
    while more := {(a, d) for a, b in leads for c, d in leads if b == c} - leads:
        leads |= more
    inside = {a for a, b in leads if a == b}
    return {
        key
        for key in inside
        if not any((key, other) in leads and (other, key) in leads for other in inside if other < key)
    }


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "structure/level_inversion": level_inversions,
    "structure/circular_assumptions": circles,
    "structure/duplicate_title": duplicate_titles,
    "structure/silo_team": silos,
    "structure/individual_goal_without_team_goal": individual_only,
    "structure/isolated_cluster": isolated_clusters,
}
