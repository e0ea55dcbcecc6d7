"""Plan documents by hand: written as text, brought into normal form and merged, each in the most naive way."""

import json
from decimal import Decimal

LISTS = ("periods", "people", "teams", "goals")
WITHIN = {
    "measures": lambda one: one["name"],
    "contributes_to": lambda one: one["goal"],
    "depends_on": lambda one: one["goal"],
    "commitments": lambda one: (one["team"], one["period"], one.get("promised_to") or ""),
    "readings": lambda one: one["on"],
}


def normal(plan):
    """Without what is absent, every list in order."""
    if isinstance(plan, dict):
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
    if "readings" in after:
        return after
    readings = list(before.get("readings", ()))
    days = (before.get("measured_on"), after.get("measured_on"))
    if None not in days and "current" in before and days[0] < days[1]:
        readings.append({"on": days[0], "value": before["current"]})
    return {**after, "readings": readings}


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
