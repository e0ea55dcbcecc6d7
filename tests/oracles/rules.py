"""What the rules find in a plan document, straight from the definitions and slow on purpose.

An independent answer to compare the product with; it knows nothing of the product. Numbers may be int, float,
Decimal or text as read by YAML's BaseLoader; any field but a key may be missing or None. A link to a goal that is
not in the document supports nothing.
"""

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

Node = dict[str, Any]
Link = tuple[str, str, Node]  # source, target, what the document says about it
TeamPeriod = tuple[str, str]

LIVE = ("draft", "proposed", "active")
TOLERANCE = 1e-9
FAMILIES = (
    "structure",
    "support",
    "assumptions",
    "dependencies",
    "time",
    "measures",
    "ambition",
    "ownership",
    "capacity",
)
"""Modules beside this one: `FINDS` gives, by rule, a function of a document and a day."""


def every_finding(document: Node, today: date = date(2026, 1, 1)) -> dict[str, set[Any]]:
    """Each rule's id with what it finds: keys of subjects, or tuples of key and identity where there is one."""
    first = {
        "structure/orphan_goal": orphans(document),
        "structure/unreachable_goal": unreachable(document),
        "support/unsupported_goal": unsupported(document),
        "support/insufficient_support": insufficiently_supported(document),
        "capacity/over_committed": over_committed(document),
        "capacity/no_capacity_stated": no_capacity_stated(document),
    }
    families = (import_module(f"oracles.{name}") for name in FAMILIES)
    return first | {rule: find(document, today) for family in families for rule, find in family.FINDS.items()}


def orphans(document: Node) -> set[str]:
    """Live, not corporate, no `standalone` reason, and contributes (supporting) to no live goal."""
    contributing = {source for source, _, _ in supporting_links(document)}
    return {
        key
        for key, goal in goals(document).items()
        if is_live(goal) and not is_corporate(goal) and goal.get("standalone") is None and key not in contributing
    }


def unreachable(document: Node) -> set[str]:
    """Live, not corporate, contributes to some live goal, but no chain of supporting links ends at a corporate one."""
    links = supporting_links(document)
    contributing = {source for source, _, _ in links}
    reaching = {key for key, goal in goals(document).items() if is_live(goal) and is_corporate(goal)}
    before = -1
    while len(reaching) > before:
        before = len(reaching)
        reaching |= {source for source, target, _ in links if target in reaching}
    return {
        key
        for key, goal in goals(document).items()
        if is_live(goal) and not is_corporate(goal) and key in contributing and key not in reaching
    }


def unsupported(document: Node) -> set[str]:
    """A live corporate goal with no supporting link."""
    supported = {target for _, target, _ in supporting_links(document)}
    return {
        key for key, goal in goals(document).items() if is_live(goal) and is_corporate(goal) and key not in supported
    }


def insufficiently_supported(document: Node) -> set[str]:
    """A live goal with supporting links whose support does not suffice."""
    support: dict[str, float] = {}
    for _, target, link in supporting_links(document):
        confidence = 1.0 if link.get("confidence") is None else float(link["confidence"])
        support[target] = support.get(target, 0.0) + share(document, target, link) * confidence
    return {key for key, amount in support.items() if amount < 1 - TOLERANCE}  # only live goals have such links


def over_committed(document: Node) -> set[TeamPeriod]:
    """Load is more than the capacity stated for exactly that team and period; equal is fine."""
    capacity = capacities(document)
    return {pair for pair, load in loads(document).items() if pair in capacity and load > capacity[pair]}


def no_capacity_stated(document: Node) -> set[TeamPeriod]:
    """A team and period with load and no stated capacity."""
    capacity = capacities(document)
    return {pair for pair, load in loads(document).items() if load > 0 and pair not in capacity}


def supporting_links(document: Node) -> list[Link]:
    """Target live, source live or achieved, neither declined nor refuted, and the share not negative."""
    nodes = goals(document)
    return [
        (source, target, link)
        for source, target, link in contributions(document)
        if target in nodes
        and is_live(nodes[target])
        and (is_live(nodes[source]) or nodes[source].get("status") == "achieved")
        and link.get("status") not in ("declined", "refuted")
        and not (link.get("share") is not None and float(link["share"]) < 0)
    ]


def share(document: Node, target: str, link: Node) -> float:
    """The stated share, else an equal part of what the stated ones leave, whatever the status of link or source."""
    if link.get("share") is not None:
        return float(link["share"])
    incoming = [other.get("share") for _, end, other in contributions(document) if end == target]
    stated = sum(float(part) for part in incoming if part is not None and float(part) >= 0)
    return max(0.0, 1.0 - stated) / sum(1 for part in incoming if part is None)


def loads(document: Node) -> dict[TeamPeriod, Decimal]:
    """The sum of effort of a team's commitments in exactly that period to live goals."""
    amounts: dict[TeamPeriod, Decimal] = {}
    for goal in goals(document).values():
        for commitment in goal.get("commitments") or []:
            if is_live(goal) and commitment.get("effort") is not None:
                pair = (commitment["team"], commitment["period"])
                amounts[pair] = amounts.get(pair, Decimal(0)) + Decimal(str(commitment["effort"]))
    return amounts


def capacities(document: Node) -> dict[TeamPeriod, Decimal]:
    """The amounts stated for a team and a period; nothing is nested or added up."""
    return {
        (team["key"], period): Decimal(str(amount))
        for team in document.get("teams") or []
        for period, amount in (team.get("capacity") or {}).items()
        if amount is not None
    }


def contributions(document: Node) -> list[Link]:
    """Every contribution that the document states."""
    return [
        (key, link["goal"], link) for key, goal in goals(document).items() for link in goal.get("contributes_to") or []
    ]


def goals(document: Node) -> dict[str, Node]:
    """Goals by key."""
    return {goal["key"]: goal for goal in document.get("goals") or []}


def is_live(goal: Node) -> bool:
    """Draft, proposed or active; absent means active."""
    return goal.get("status") in (None, *LIVE)


def is_corporate(goal: Node) -> bool:
    """A goal without level is not corporate."""
    return goal.get("level") == "corporate"
