"""What the rules of the family ownership find, straight from the definitions and slow on purpose."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from oracles import rules as base

Node = dict[str, Any]
AT_MOST = 5
AT_LEAST = 3
BOTTOM_UP_AT_LEAST = Fraction(6, 10)


def without_owner(document: Node, _: date) -> set[Any]:
    """Live, not corporate, and nobody owns it."""
    return {
        key for key, goal in live(document).items() if not base.is_corporate(goal) and owner_of(document, goal) is None
    }


def corporate_without_owner(document: Node, _: date) -> set[Any]:
    """Live, corporate, and nobody with a name owns it."""
    found = set()
    for key, goal in live(document).items():
        owner = owner_of(document, goal)
        if base.is_corporate(goal) and (owner is None or owner.get("name") is None):
            found.add(key)
    return found


def owned_from_outside(document: Node, _: date) -> set[Any]:
    """Live, with a team, and an owner who is a member of teams, but not of this one."""
    found = set()
    for key, goal in live(document).items():
        owner = owner_of(document, goal)
        member_of = (owner or {}).get("teams") or []
        if goal.get("team") is not None and member_of and goal["team"] not in member_of:
            found.add(key)
    return found


def owning_too_many(document: Node, _: date) -> set[Any]:
    """People with more than five live goals."""
    owners = [goal.get("owner") for goal in live(document).values()]
    return {person["key"] for person in document.get("people") or [] if owners.count(person["key"]) > AT_MOST}


def pursuing_too_many(document: Node, _: date) -> set[Any]:
    """Teams with more than five live goals that are not those of an individual."""
    return {
        key
        for key in teams(document)
        if sum(goal.get("level") != "individual" for goal in pursued(document, key)) > AT_MOST
    }


def corporate_beyond_the_first(document: Node, _: date) -> set[Any]:
    """Live corporate goals after the fifth; those without a priority come last."""
    corporate = [goal for goal in live(document).values() if base.is_corporate(goal)]
    with_priority = [goal for goal in corporate if goal.get("priority") is not None]
    without = [goal for goal in corporate if goal.get("priority") is None]
    ranked = sorted(with_priority, key=lambda goal: (int(goal["priority"]), goal["key"]))
    ranked += sorted(without, key=lambda goal: goal["key"])
    return {goal["key"] for goal in ranked[AT_MOST:]}


def mostly_top_down(document: Node, _: date) -> set[Any]:
    """Teams with three live goals or more that state an origin, less than 0.6 of them from below."""
    found = set()
    for key in teams(document):
        origins = [goal["origin"] for goal in pursued(document, key) if goal.get("origin") is not None]
        if len(origins) >= AT_LEAST and Fraction(origins.count("bottom_up"), len(origins)) < BOTTOM_UP_AT_LEAST:
            found.add(key)
    return found


def support_without_users(document: Node, _: date) -> set[Any]:
    """Support teams with live goals, none of which helps a live goal of a team that states another function."""
    nodes = live(document)
    functions = {key: team.get("function") for key, team in teams(document).items()}
    helping = set()
    for key, goal in nodes.items():
        for link in goal.get("contributes_to") or []:
            if link["goal"] in nodes and link.get("status") not in ("declined", "refuted"):
                helping.add((key, link["goal"]))
        for link in goal.get("depends_on") or []:
            if link["goal"] in nodes and link.get("status") != "declined":
                helping.add((link["goal"], key))
    used = {
        nodes[helper].get("team")
        for helper, helped in helping
        if functions.get(nodes[helped].get("team")) not in (None, "support")
    }
    return {key for key, said in functions.items() if said == "support" and pursued(document, key) and key not in used}


def people_without_goals(document: Node, _: date) -> set[Any]:
    """Members of a team who own no live goal."""
    owning = {goal.get("owner") for goal in live(document).values()}
    return {
        person["key"] for person in document.get("people") or [] if person.get("teams") and person["key"] not in owning
    }


def live(document: Node) -> dict[str, Node]:
    """Live goals by key."""
    return {key: goal for key, goal in base.goals(document).items() if base.is_live(goal)}


def pursued(document: Node, team: str) -> list[Node]:
    """The live goals of a team."""
    return [goal for goal in live(document).values() if goal.get("team") == team]


def owner_of(document: Node, goal: Node) -> Node | None:
    """The person that owns the goal."""
    people = {person["key"]: person for person in document.get("people") or []}
    return people.get(goal.get("owner") or "")


def teams(document: Node) -> dict[str, Node]:
    """Teams by key."""
    return {team["key"]: team for team in document.get("teams") or []}


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "ownership/no_owner": without_owner,
    "ownership/corporate_goal_without_owner": corporate_without_owner,
    "ownership/owner_outside_team": owned_from_outside,
    "ownership/owns_too_many": owning_too_many,
    "ownership/too_many_goals": pursuing_too_many,
    "ownership/too_many_corporate_goals": corporate_beyond_the_first,
    "ownership/mostly_top_down": mostly_top_down,
    "ownership/support_team_without_users": support_without_users,
    "ownership/person_without_goals": people_without_goals,
}
