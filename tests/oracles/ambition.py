"""What the rules of the family ambition find, straight from the definitions and slow on purpose."""

from collections.abc import Callable
from datetime import date
from typing import Any

from oracles import rules as base


def commitment_rests_on_stretch(document: base.Node, _: date) -> set[Any]:
    """A commitment with support from a live stretch goal."""
    nodes = base.goals(document)
    return {
        (target, source)
        for source, target, _ in base.supporting_links(document)
        if nodes[target].get("ambition") == "commitment"
        and nodes[source].get("ambition") == "stretch"
        and base.is_live(nodes[source])
    }


def stretch_with_safe_supporters(document: base.Node, _: date) -> set[Any]:
    """A stretch goal that only commitments support, at least one."""
    nodes = base.goals(document)
    ambitions: dict[str, set[str | None]] = {}
    for source, target, _ in base.supporting_links(document):
        ambitions.setdefault(target, set()).add(nodes[source].get("ambition"))
    return {
        target
        for target, found in ambitions.items()
        if nodes[target].get("ambition") == "stretch" and found == {"commitment"}
    }


def growth_beyond_supporters(document: base.Node, _: date) -> set[Any]:
    """A measure that is to change by more than the measures that feed it do together, at least one."""
    nodes = base.goals(document)
    found = set()
    for key, goal in nodes.items():
        for measure in goal.get("measures") or []:
            fed = [
                growth(feeding)
                for source, target, link in base.supporting_links(document)
                if target == key and link.get("to_measure") == measure["name"]
                for feeding in nodes[source].get("measures") or []
                if link.get("from_measure") == feeding["name"] and feeding.get("unit") == measure.get("unit")
            ]
            known = [part for part in fed if part is not None]
            wanted = growth(measure)
            if wanted and known and round(sum(known), 12) < round(wanted, 12):
                found.add((key, measure["name"]))
    return found


def growth(measure: base.Node) -> float | None:
    """How far its target is from its baseline; None when one of them is missing."""
    if measure.get("baseline") is None or measure.get("target") is None:
        return None
    return abs(float(measure["target"]) - float(measure["baseline"]))


FINDS: dict[str, Callable[[dict[str, Any], date], set[Any]]] = {
    "ambition/commitment_rests_on_stretch": commitment_rests_on_stretch,
    "ambition/stretch_with_safe_supporters": stretch_with_safe_supporters,
    "ambition/growth_beyond_supporters": growth_beyond_supporters,
}
