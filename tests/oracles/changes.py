"""Changes of a plan document by hand, the plainest way: a document in, the document afterwards out, None when refused."""

from copy import deepcopy
from datetime import date, timedelta

LISTS = {"goal": "goals", "team": "teams", "person": "people", "period": "periods"}
LIVE = (None, "draft", "proposed", "active")


class No(Exception):
    pass


def changed(document, name, said):
    after = deepcopy(document)
    try:
        DO[name](after, **{key: value for key, value in said.items() if key != "version"})
    except No:
        return None
    return after


def one(document, kind, key):
    for node in document.get(LISTS[kind]) or ():
        if node["key"] == key:
            return node
    raise No


def put(node, name, value):
    if value is None:
        node.pop(name, None)
    else:
        node[name] = value


def rows(node, name):
    return node.setdefault(name, [])


def found(some, **named):
    for row in some:
        if all(row.get(name) == value for name, value in named.items()):
            return row
    raise No


def day(text, days):
    return (date.fromisoformat(text) + timedelta(days)).isoformat()


def drop(document, goal):
    one(document, "goal", goal)["status"] = "dropped"


def postpone(document, goal, to):
    node = one(document, "goal", goal)
    if node.get("due") and node.get("starts"):
        node["starts"] = day(node["starts"], (date.fromisoformat(to) - date.fromisoformat(node["due"])).days)
    node["due"] = to


def setter(name):
    def put_it(document, goal, **said):
        put(one(document, "goal", goal), name, said[name])

    return put_it


def assign(name, kind):
    def put_it(document, goal, **said):
        node = one(document, "goal", goal)
        if said[name] is not None:
            one(document, kind, said[name])
        put(node, name, said[name])

    return put_it


def reprioritise(document, goals):
    if len(set(goals)) < len(goals):
        raise No
    for number, key in enumerate(goals):
        one(document, "goal", key)["priority"] = number + 1


def rescale(document, goal, measure, target):
    found(rows(one(document, "goal", goal), "measures"), name=measure)["target"] = target


def add(many, end):
    def add_it(document, goal, **said):
        node, other = one(document, "goal", goal), said.pop(end)
        one(document, "goal", other)
        if goal == other or any(row["goal"] == other for row in rows(node, many)):
            raise No
        rows(node, many).append({"goal": other, **{k: v for k, v in said.items() if v is not None}})

    return add_it


def alter(many, end):
    def alter_it(document, goal, **said):
        other = said.pop(end)
        row = found(rows(one(document, "goal", goal), many), goal=other)
        for name, value in said.items():
            put(row, name, value)

    return alter_it


def cut(many, end):
    def cut_it(document, goal, **said):
        node = one(document, "goal", goal)
        there = rows(node, many)
        there.remove(found(there, goal=said[end]))

    return cut_it


def say(many, end, status):
    def say_it(document, goal, **said):
        found(rows(one(document, "goal", goal), many), goal=said[end])["status"] = status

    return say_it


def commit(document, goal, team, period, effort, promised_to=None):
    node = one(document, "goal", goal)
    one(document, "team", team), one(document, "period", period)
    try:
        row = found(rows(node, "commitments"), team=team, period=period, promised_to=promised_to)
    except No:
        row = {"team": team, "period": period}
        put(row, "promised_to", promised_to)
        rows(node, "commitments").append(row)
    put(row, "effort", effort)


def withdraw_commitment(document, goal, team, period, promised_to=None):
    node = one(document, "goal", goal)
    made = rows(node, "commitments")
    made.remove(found(made, team=team, period=period, promised_to=promised_to))


def set_capacity(document, team, period, amount):
    node = one(document, "team", team)
    one(document, "period", period)
    capacity = node.setdefault("capacity", {})
    if amount is None and period not in capacity:
        raise No
    put(capacity, period, amount)


def create(kind):
    def create_it(document, key, **said):
        if any(node["key"] == key for node in document.get(LISTS[kind]) or ()):
            raise No
        document.setdefault(LISTS[kind], []).append({"key": key, **said})
        check(document)

    return create_it


def edit(kind):
    def edit_it(document, key, **said):
        node = one(document, kind, key)
        for name, value in said.items():
            put(node, name, value)
        check(document)

    return edit_it


def check(document):
    """Every key that is named is there, and no goal is linked with itself."""
    for kind, key, _ in names(document):
        one(document, kind, key)
    for node in document.get("goals") or ():
        for many in ("contributes_to", "depends_on"):
            if any(row["goal"] == node["key"] for row in node.get(many) or ()):
                raise No


def names(document):  # noqa: C901 - one loop a list
    """Every naming of a node by another: its kind, its key, and a way to name another in its place."""
    for person in document.get("people") or ():
        for at, team in enumerate(person.get("teams") or ()):
            yield "team", team, (person["teams"], at)
    for team in document.get("teams") or ():
        if team.get("part_of"):
            yield "team", team["part_of"], (team, "part_of")
        for period in team.get("capacity") or {}:
            yield "period", period, (team["capacity"], None)
    for goal in document.get("goals") or ():
        for name, kind in (("team", "team"), ("owner", "person"), ("period", "period")):
            if goal.get(name):
                yield kind, goal[name], (goal, name)
        for many in ("contributes_to", "depends_on"):
            for row in goal.get(many) or ():
                yield "goal", row["goal"], (row, "goal")
        for row in goal.get("commitments") or ():
            yield "team", row["team"], (row, "team")
            yield "period", row["period"], (row, "period")


def delete(kind):
    def delete_it(document, key):
        node = one(document, kind, key)
        document[LISTS[kind]].remove(node)
        for each, named, _ in names(document):
            if (each, named) == (kind, key):
                raise No
        if kind == "team" and promised(document, key):
            raise No

    return delete_it


def promised(document, key):
    return [
        row
        for goal in document.get("goals") or ()
        for row in goal.get("commitments") or ()
        if row.get("promised_to") == key
    ]


def rename(kind):
    def rename_it(document, key, to):
        node = one(document, kind, key)
        if any(other["key"] == to for other in document[LISTS[kind]]):
            raise No
        for each, named, (holder, at) in list(names(document)):
            if (each, named) == (kind, key):
                if at is None:
                    holder[to] = holder.pop(key)
                else:
                    holder[at] = to
        if kind == "team":
            for row in promised(document, key):
                row["promised_to"] = to
        node["key"] = to

    return rename_it


def merge_goals(document, goal, into):  # noqa: C901 - one step a line
    gone, stays = one(document, "goal", goal), one(document, "goal", into)
    if goal == into:
        raise No
    document["goals"].remove(gone)
    for name in ("team", "owner", "period"):
        if gone.get(name):
            stays.setdefault(name, gone[name])
    for many, same in (
        ("measures", ("name",)),
        ("contributes_to", ("goal",)),
        ("depends_on", ("goal",)),
        ("commitments", ("team", "period", "promised_to")),
    ):
        for row in gone.get(many) or ():
            itself = many in ("contributes_to", "depends_on") and row["goal"] == into
            if not itself and not any(all(row.get(n) == other.get(n) for n in same) for other in rows(stays, many)):
                rows(stays, many).append(row)
    for node in document["goals"]:
        for many in ("contributes_to", "depends_on"):
            kept, mine = [], [row["goal"] for row in node.get(many) or ()]
            for row in node.get(many) or ():
                if row["goal"] == goal:
                    if node is stays or into in mine:
                        continue
                    row["goal"] = into
                kept.append(row)
            node[many] = kept


def copy_plan(document, period, to):
    first, second = one(document, "period", period), one(document, "period", to)
    if period == to:
        raise No
    begins = first.get("starts"), second.get("starts")
    days = (date.fromisoformat(begins[1]) - date.fromisoformat(begins[0])).days if all(begins) else None
    there = {node["key"] for node in document["goals"]}
    copied = [n for n in document["goals"] if n.get("period") == period and n.get("status") in LIVE]
    keys = {node["key"]: f"{node['key']} {to}" for node in copied}
    if there & set(keys.values()):
        raise No
    for node in copied:
        new = deepcopy(node)
        new |= {"key": keys[node["key"]], "status": "draft", "period": to}
        for name in ("progress", "likelihood"):
            new.pop(name, None)
        for name in ("starts", "due"):
            if new.get(name) and days is not None:
                new[name] = day(new[name], days)
        new["measures"] = [
            {
                **{n: row[n] for n in ("name", "unit", "target", "kind", "automatic", "every_days") if n in row},
                **(
                    {"baseline": row.get("current", row.get("baseline"))}
                    if "current" in row or "baseline" in row
                    else {}
                ),
            }
            for row in node.get("measures") or ()
        ]
        new["contributes_to"] = [
            {n: v for n, v in row.items() if n not in ("status", "reviewed_on", "reviewed_as")}
            | {"goal": keys.get(row["goal"], row["goal"])}
            for row in node.get("contributes_to") or ()
        ]
        new["depends_on"] = [
            {n: v for n, v in row.items() if n == "needs"} | {"goal": keys.get(row["goal"], row["goal"])}
            for row in node.get("depends_on") or ()
        ]
        new["commitments"] = [row | {"period": to} for row in node.get("commitments") or () if row["period"] == period]
        document["goals"].append(new)
    for team in document.get("teams") or ():
        if period in (team.get("capacity") or {}):
            team["capacity"].setdefault(to, team["capacity"][period])


DO = {
    "drop": drop,
    "postpone": postpone,
    "set_status": setter("status"),
    "set_progress": setter("progress"),
    "set_likelihood": setter("likelihood"),
    "set_priority": setter("priority"),
    "reprioritise": reprioritise,
    "rescale": rescale,
    "assign_team": assign("team", "team"),
    "assign_owner": assign("owner", "person"),
    "assign_period": assign("period", "period"),
    "add_contribution": add("contributes_to", "to"),
    "alter_contribution": alter("contributes_to", "to"),
    "cut_contribution": cut("contributes_to", "to"),
    "agree_contribution": say("contributes_to", "to", "agreed"),
    "decline_contribution": say("contributes_to", "to", "declined"),
    "refute_contribution": say("contributes_to", "to", "refuted"),
    "add_dependency": add("depends_on", "on"),
    "alter_dependency": alter("depends_on", "on"),
    "cut_dependency": cut("depends_on", "on"),
    "agree_dependency": say("depends_on", "on", "agreed"),
    "decline_dependency": say("depends_on", "on", "declined"),
    "commit": commit,
    "withdraw_commitment": withdraw_commitment,
    "set_capacity": set_capacity,
    **{f"create_{kind}": create(kind) for kind in LISTS},
    **{f"edit_{kind}": edit(kind) for kind in LISTS},
    **{f"delete_{kind}": delete(kind) for kind in LISTS},
    **{f"rename_{kind}": rename(kind) for kind in LISTS},
    "merge_goals": merge_goals,
    "copy_plan": copy_plan,
}
