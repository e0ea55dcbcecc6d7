"""Changes made up for a map: most of them can be made, some can't."""

from rules.maps import AMOUNTS, CONFIDENCES, DAYS, KEYS, LINKS, MEASURES, SHARES, STATUSES, random_document

OTHERS = ("new one", "ключ", "a/b", "zz")


def some_map(seed):
    """A map, some of whose nodes nothing refers to."""
    document = random_document(seed)
    for many, node in (("teams", {}), ("people", {}), ("periods", {}), ("goals", {"title": "Spare"})):
        document[many] = [*document[many], {"key": "spare", **node}]
    return document


def some_change(document, draw, name):
    """The fields of one change of this name, about nodes of a plan document."""

    def key(kind):
        keys = [node["key"] for node in document.get(kind) or ()]
        return draw.choice(keys) if keys and draw.random() < 0.95 else draw.choice(OTHERS)

    def linked(many, end):
        links = [(node["key"], row["goal"]) for node in document["goals"] for row in node.get(many) or ()]
        goal, other = draw.choice(links) if links and draw.random() < 0.9 else (key("goals"), key("goals"))
        return {"goal": goal, end: other}

    def fields(**values):
        """Some are written, some of those null."""
        return {name: draw.choice(some) for name, some in values.items() if draw.random() < 0.5}

    contribution = {
        "share": SHARES,
        "confidence": CONFIDENCES,
        "status": LINKS,
        "because": (None, "So"),
        "essential": (None, True),
    }
    dependency = {"by": DAYS, "needs": (None, "It"), "status": (None, "requested", "agreed")}
    made = [
        {"goal": node["key"], **{name: row[name] for name in ("team", "period", "promised_to") if name in row}}
        for node in document["goals"]
        for row in node.get("commitments") or ()
    ]
    anywhere = {"goal": key("goals"), "team": key("teams"), "period": key("periods")}
    commitment = draw.choice(made) if made and draw.random() < 0.7 else anywhere
    goal = {"goal": key("goals")}
    measured = [(node["key"], row["name"]) for node in document["goals"] for row in node.get("measures") or ()]
    measure = draw.choice(measured) if measured else (key("goals"), draw.choice(MEASURES))
    whole = {
        "title": ("One", "Other"), "level": (None, "team"), "due": DAYS, "team": (None, key("teams")), "owner": (None, key("people")),
        "measures": (None, [{"name": "m/2", "kind": "leading"}], [{"name": "m/2", "kind": "lagging", "target": 3}]),
        "contributes_to": (None, [], [{"goal": key("goals"), "share": 0.25}]), "commitments": (None, [{**{n: anywhere[n] for n in ("team", "period")}, "effort": 1}]),
    }  # fmt: skip
    team = {
        "name": (None, "Team"),
        "function": (None, "market"),
        "part_of": (None, key("teams")),
        "capacity": (None, {key("periods"): 2}),
    }
    return {
        "drop": lambda: goal,
        "postpone": lambda: {**goal, "to": draw.choice([day for day in DAYS if day])},
        "set_status": lambda: {**goal, "status": draw.choice(STATUSES)},
        "set_progress": lambda: {**goal, "progress": draw.choice((None, 0, 0.5))},
        "set_likelihood": lambda: {**goal, "likelihood": draw.choice((None, 0.5, 1))},
        "set_priority": lambda: {**goal, "priority": draw.choice((None, 1, 7))},
        "reprioritise": lambda: {"goals": [key("goals") for _ in range(draw.randint(1, 3))]},
        "rescale": lambda: {"goal": measure[0], "measure": measure[1], "target": draw.choice((0, 10, 7.5))},
        "assign_team": lambda: {**goal, "team": draw.choice((None, key("teams")))},
        "assign_owner": lambda: {**goal, "owner": draw.choice((None, key("people")))},
        "assign_period": lambda: {**goal, "period": draw.choice((None, key("periods")))},
        "add_contribution": lambda: {**goal, "to": key("goals"), **fields(**contribution)},
        "alter_contribution": lambda: {**linked("contributes_to", "to"), **fields(**contribution)},
        "add_dependency": lambda: {**goal, "on": key("goals"), **fields(**dependency)},
        "alter_dependency": lambda: {**linked("depends_on", "on"), **fields(**dependency)},
        **{f"{verb}_contribution": lambda: linked("contributes_to", "to") for verb in ("cut", "agree", "decline", "refute")},
        **{f"{verb}_dependency": lambda: linked("depends_on", "on") for verb in ("cut", "agree", "decline")},
        "commit": lambda: {**commitment, "effort": draw.choice(AMOUNTS)},
        "withdraw_commitment": lambda: commitment,
        "set_capacity": lambda: {"team": key("teams"), "period": key("periods"), "amount": draw.choice((None, 0.3, 2))},
        "create_goal": lambda: {"key": draw.choice(OTHERS), "title": "New", **{n: v for n, v in fields(**whole).items() if v is not None}},
        "create_team": lambda: {"key": draw.choice(OTHERS), **{n: v for n, v in fields(**team).items() if v is not None}},
        "create_person": lambda: {"key": draw.choice(OTHERS), "teams": [key("teams")]},
        "create_period": lambda: {"key": draw.choice(OTHERS), "starts": "2026-01-01"},
        "edit_goal": lambda: {"key": key("goals"), **fields(**whole)},
        "edit_team": lambda: {"key": key("teams"), **fields(**team)},
        "edit_person": lambda: {"key": key("people"), **fields(name=(None, "N"), teams=(None, [], [key("teams")]))},
        "edit_period": lambda: {"key": key("periods"), **fields(starts=DAYS, ends=DAYS)},
        **{f"delete_{one}": lambda many=many: {"key": key(many)} for one, many in PLURALS.items()},
        **{f"rename_{one}": lambda many=many: {"key": key(many), "to": draw.choice((*OTHERS, *KEYS))} for one, many in PLURALS.items()},
        "merge_goals": lambda: {**goal, "into": key("goals")},
        "copy_plan": lambda: {"period": key("periods"), "to": key("periods")},
    }[name]()  # fmt: skip


PLURALS = {"goal": "goals", "team": "teams", "person": "people", "period": "periods"}
