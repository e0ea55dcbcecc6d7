"""What the rules of the family measures find, straight from the definitions and slow on purpose."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from oracles import rules as base


def no_measure(document: base.Node, _: date) -> set[Any]:
    """A live goal without any measure."""
    return {key for key, _, measures in measured(document) if not measures}


def only_binary(document: base.Node, _: date) -> set[Any]:
    """A live goal all of whose measures, at least one, are binary."""
    return {key for key, _, measures in measured(document) if kinds(measures) == {"binary"}}


def only_lagging(document: base.Node, _: date) -> set[Any]:
    """A live goal, not corporate, all of whose measures, at least one, are lagging."""
    return {
        key
        for key, goal, measures in measured(document)
        if not base.is_corporate(goal) and kinds(measures) == {"lagging"}
    }


def only_by_hand(document: base.Node, _: date) -> set[Any]:
    """A live goal all of whose measures, at least one, are said not to be automatic."""
    return {
        key
        for key, _, measures in measured(document)
        if measures and all(measure.get("automatic") is False for measure in measures)
    }


def no_baseline_or_target(document: base.Node, _: date) -> set[Any]:
    """A measure of a live goal that is not binary and lacks one or both."""
    return {
        (key, measure["name"])
        for key, _, measures in measured(document)
        for measure in measures
        if measure.get("kind") != "binary" and (measure.get("baseline") is None or measure.get("target") is None)
    }


def no_recent_reading(document: base.Node, today: date) -> set[Any]:
    """A measure of a live goal that was not read for more than two of its intervals."""
    found = set()
    for key, goal, measures in measured(document):
        for measure in measures:
            day = last_reading(goal, measure)
            often = measure.get("every_days")
            if day is not None and often is not None and today - date.fromisoformat(day) > timedelta(2 * int(often)):
                found.add((key, measure["name"]))
    return found


def metric_mismatch(document: base.Node, _: date) -> set[Any]:
    """A supporting link between live goals that names a measure that is not there, or two in different units."""
    nodes = base.goals(document)
    found = set()
    for source, target, link in base.supporting_links(document):
        if not base.is_live(nodes[source]):
            continue
        units = []
        for key, name in ((source, link.get("from_measure")), (target, link.get("to_measure"))):
            named = {measure["name"]: measure for measure in nodes[key].get("measures") or []}
            if name is not None and name not in named:
                found.add((source, target))
            unit = named.get(name, {}).get("unit")
            units += [] if unit is None else [unit.strip().lower()]
        if len(set(units)) == 2:
            found.add((source, target))
    return found


def measured(document: base.Node) -> list[tuple[str, base.Node, list[base.Node]]]:
    """Live goals with their measures."""
    return [(key, goal, goal.get("measures") or []) for key, goal in base.goals(document).items() if base.is_live(goal)]


def kinds(measures: list[base.Node]) -> set[str | None]:
    """What kinds there are among the measures."""
    return {measure.get("kind") for measure in measures}


def last_reading(goal: base.Node, measure: base.Node) -> str | None:
    """The day of the last reading, or when the goal began if there never was one; None when nobody knows."""
    if measure.get("measured_on") is not None:
        return measure["measured_on"]
    return goal.get("starts") if measure.get("current") is None else None


FINDS: dict[str, Callable[[dict[str, Any], date], set[Any]]] = {
    "measures/no_measure": no_measure,
    "measures/only_binary": only_binary,
    "measures/only_lagging": only_lagging,
    "measures/only_by_hand": only_by_hand,
    "measures/no_baseline_or_target": no_baseline_or_target,
    "measures/no_recent_reading": no_recent_reading,
    "measures/metric_mismatch": metric_mismatch,
}
