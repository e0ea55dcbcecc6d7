"""Plan documents by hand: written as text, brought into normal form and merged, each in the most naive way."""

import json
import unicodedata
from decimal import Decimal

import strategies

LISTS = ("periods", "people", "teams", "goals")
WITHIN = {
    "measures": lambda one: one["name"],
    "contributes_to": lambda one: one["goal"],
    "depends_on": lambda one: one["goal"],
    "commitments": lambda one: (one["team"], one["period"], one.get("promised_to") or ""),
    "readings": lambda one: one["on"],
}


def normal(plan):
    """Without what is absent, every list in order, the newest reading of a measure as its current one."""
    if isinstance(plan, dict):
        plan = newest_first(plan) if plan.get("readings") else plan
        kept = {name: normal(value) for name, value in plan.items() if value not in (None, [], {})}
        for name, order in WITHIN.items():
            if name in kept:
                kept[name] = sorted(kept[name], key=order)
        for name in LISTS:
            if name in kept:
                in_order = sorted(kept[name], key=lambda one: one if isinstance(one, str) else one["key"])
                kept[name] = in_order
        return kept
    if isinstance(plan, list):
        return [normal(value) for value in plan]
    return float(plan) if isinstance(plan, Decimal) else plan


def merged(old, new):
    """Lay one document over another, which is in normal form."""
    result = {**old, **{name: value for name, value in new.items() if name not in LISTS}}
    for name in LISTS:
        nodes = {node["key"]: node for node in old.get(name, ())}
        for node in new.get(name) or ():
            before = nodes.get(node["key"], {})
            nodes[node["key"]] = {**before, **node}
            if node.get("measures"):
                earlier = {measure["name"]: measure for measure in before.get("measures", ())}
                nodes[node["key"]]["measures"] = [measured(earlier.get(m["name"], {}), m) for m in node["measures"]]
        result[name] = [*nodes.values()]
    return normal(result)


def measured(before, after):
    """What a measure is after it was written again; both are told without what is absent, but for nulls in `after`."""
    if "readings" in after:
        return after
    history = [*before.get("readings", ())]
    if "measured_on" in before and "current" in before:
        history.append({"on": before["measured_on"], "value": before["current"]})
    elif "current" not in after and "current" in before:
        after = {**after, "current": before["current"]}
    if after.get("current") is not None and after.get("measured_on") is not None:
        history = [reading for reading in history if reading["on"] != after["measured_on"]]
    return newest_first({**after, "readings": history})


def newest_first(measure):
    """Let the newest reading be the current one, unless that has no day and so is the newest anyway."""
    current, on = measure.get("current"), measure.get("measured_on")
    if current is not None and on is None:
        return measure
    readings = sorted(measure["readings"] or [], key=lambda one: one["on"])
    if current is not None:
        readings = sorted([*readings, {"on": on, "value": current}], key=lambda one: one["on"])
    if not readings:
        return measure
    last = readings.pop()
    return {**measure, "current": last["value"], "measured_on": last["on"], "readings": readings}


LONG = ("description", "standalone", "because", "needs", "evidence")


def tame(plan, name=""):
    """Without the control characters that texts may not hold."""
    if isinstance(plan, dict):
        return {field: tame(value, field) for field, value in plan.items()}
    if isinstance(plan, list):
        return [tame(value, name) for value in plan]
    if not isinstance(plan, str) or not plan:
        return plan
    allowed = "\n\t" if name in LONG else ""
    return "".join(c for c in plan if c in allowed or unicodedata.category(c) != "Cc") or "x"


def plans():
    return strategies.plans().map(tame)


def two_plans():
    """Two plans that agree about the unit of effort."""
    return strategies.two_plans().map(lambda both: agreeing(*map(tame, both)))


def agreeing(first, second):
    if first.get("effort_unit") and second.get("effort_unit"):
        second["effort_unit"] = first["effort_unit"]
    return first, second


def in_json(plan):
    return json.dumps(plan)


def in_yaml(plan, indent=""):
    """Block style, every text and name in double quotes."""
    if isinstance(plan, dict) and plan:
        return "".join(f"\n{indent}{quoted(name)}: {in_yaml(value, indent + '  ')}" for name, value in plan.items())
    if isinstance(plan, list) and plan:
        return "".join(f"\n{indent}- {in_yaml(value, indent + '  ')}" for value in plan)
    return quoted(plan) if isinstance(plan, str) else json.dumps(plan)


def quoted(text):
    short = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    # A name longer than 1,024 characters needs the form with a question mark, which no key reaches.
    return f'"{short}"'
