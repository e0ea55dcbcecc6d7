"""What happened between two plan documents, straight from the definitions: any changes but those of keys.

Like the oracle of drops and postponements, whose plain parts it uses, but with goals and links that lose a part only:
what they keep is found by starting from all and taking away, over and over, until nothing moves.
"""

from oracles.impact import COUNTING, LIVE, OUTCOMES, counting_links, day, freed, number, share_of, status, what_is_hit

WORDING = {"key", "title", "description", "origin", "standalone", "priority"}
LISTS = {"measures", "contributes_to", "depends_on", "commitments"}
NOTHING = 1e-9


def impact_between(before, after):
    goals, then = ({goal["key"]: goal for goal in one["goals"]} for one in (before, after))
    squeezed, fitting = fits(before, after)
    left, slips = left_of_goals(goals, then, squeezed)
    cut = left_of_links(goals, then)
    links = list(counting_links(goals))
    changed = left.keys() | slips.keys()
    kept = what_is_kept(goals, links, left, cut)
    late = what_is_late(goals, links, left, slips, cut)
    begins = {link for link in links if link.source in changed or ends(link) in cut}
    hit = {link.target for link in begins if link.share is None or link.supports}
    hit |= what_is_hit(links, hit, late)
    chains = best_chains(links, begins)
    affected = []
    for key in chains.keys() - changed:
        if status(goals[key]) in LIVE:
            into = [link for link in links if link.target == key]
            affected.append({
                "goal": key,
                "outcome": outcome(key, into, kept, late, hit, cut),
                "kept": float(kept[key]), "days_late": late[key], "because": chains[key],
            })  # fmt: skip
    affected.sort(
        key=lambda one: (
            goals[one["goal"]].get("level") != "corporate",
            OUTCOMES.index(one["outcome"]),
            round(one["kept"], 9),
            one["goal"],
        )
    )
    gone = {key for key, part in left.items() if status(then.get(key, {"status": "dropped"})) not in COUNTING}
    return {
        "affected": affected,
        "freed": freed(goals, gone),
        "stranded": stranded(goals, then),
        "squeezed": squeezed,
        "fitting": fitting,
    }


def ends(link):
    return (link.source, link.target, link.share is None)


def left_of_goals(goals, then, squeezed):  # noqa: C901 - one rule a line
    left, slips = {}, {}
    for key, goal in goals.items():
        if status(goal) not in COUNTING:
            continue
        now, parts, touched = then[key], [1.0], False
        if status(now) not in COUNTING:
            left[key] = 0.0
            continue
        touched |= any(goal.get(name) != now.get(name) for name in {*goal, *now} - WORDING - LISTS)
        if goal.get("due") and now.get("due") and goal["due"] != now["due"]:
            slips[key] = max(0, (day(now["due"]) - day(goal["due"])).days)
        was, will = ({row["name"]: row for row in one.get("measures") or ()} for one in (goal, now))
        for name in was.keys() & will.keys():
            old, new, base = was[name].get("target"), will[name].get("target"), was[name].get("baseline")
            if old != new or base != will[name].get("baseline"):
                touched = True
                if old != new and None not in (old, new, base) and old != base:
                    parts.append(min(1, max(0, (new - base) / (old - base))))
        was, will = (
            {
                (row["team"], row["period"], row.get("promised_to")): row.get("effort")
                for row in one.get("commitments") or ()
            }
            for one in (goal, now)
        )
        for name, old in was.items():
            owes, owed = (sum(number(row[slot] or 0) for slot in row if slot[0] == name[0]) for row in (will, was))
            if name not in will:
                touched = True
                parts.append(0 if old and owes < owed else 1)
            elif old != will[name]:
                touched = True
                fewer = old and will[name] is not None and owes < owed
                parts.append(min(1, number(will[name]) / number(old)) if fewer else 1)
        parts += [one["after"] / one["before"] for one in squeezed if one["goal"] == key]
        if min(parts) < 1:
            left[key] = float(min(parts))
        elif touched or len(parts) > 1:
            slips.setdefault(key, 0)
    return left, slips


def left_of_links(goals, then):
    cut = {}
    for key, goal in goals.items():
        for many, is_need in (("contributes_to", False), ("depends_on", True)):
            now = {row["goal"]: row for row in then[key].get(many) or ()}
            for row in goal.get(many) or ():
                name = (row["goal"], key, True) if is_need else (key, row["goal"], False)
                new = now.get(row["goal"])
                matter = ("by", "status") if is_need else ("share", "confidence", "essential", "lag_days", "status")
                if new is None:
                    cut[name] = 0.0
                elif any(row.get(field) != new.get(field) for field in matter):
                    refused = row.get("status") != new.get("status") and new.get("status") in ("declined", "refuted")
                    cut[name] = 0.0 if refused else 1.0 if is_need else less(goals, then, row, new)
    return cut


def less(goals, then, row, new):
    old, share = share_of(goals, row), share_of(then, new)
    sure = [number(1 if one.get("confidence") is None else one["confidence"]) for one in (row, new)]
    if (old < 0) is not (share < 0):
        return 0.0
    return float(min(1, abs(share) * sure[1] / (abs(old) * sure[0]))) if old * sure[0] else 1.0


def what_is_kept(goals, links, left, cut):
    zero = {key for key, part in left.items() if part == 0}
    while True:
        kept = {key: 0.0 if key in zero else left.get(key, 1.0) for key in goals}
        for _ in range(30_000):
            after = {key: step(key, links, kept, left, cut, zero) for key in goals}
            moved = max(abs(after[key] - kept[key]) for key in goals)
            kept = after
            if moved < 1e-14:
                break
        kept = {key: 0.0 if part < NOTHING else 1.0 if part > 1 - NOTHING else part for key, part in kept.items()}
        fallen = {link.target for link in links if link.vital and kept[link.source] * cut.get(ends(link), 1.0) == 0} | {
            key for key, part in kept.items() if part == 0
        }
        if fallen <= zero:
            return kept
        zero |= fallen


def step(key, links, kept, left, cut, zero):
    if key in zero:
        return 0.0
    into = [link for link in links if link.target == key and link.supports]
    whole = sum(float(link.weight) for link in into)
    held = sum(float(link.weight) * cut.get(ends(link), 1.0) * kept[link.source] for link in into)
    return min(left.get(key, 1.0), held / whole if whole else 1.0)


def what_is_late(goals, links, left, slips, cut):
    due = {key: day(goal.get("due")) for key, goal in goals.items()}
    gone = {key for key, part in left.items() if part == 0}
    late = dict.fromkeys(goals, 0)
    while True:
        before = dict(late)
        for link in links:
            slip = max(0 if link.source in gone else slips.get(link.source, 0), late[link.source])
            needed = link.by or due[link.target]
            if gone & {link.source, link.target} or cut.get(ends(link)) == 0 or not slip:
                continue
            if due[link.source] is not None and needed is not None:
                over = (due[link.source] - needed).days + slip + link.lag
                late[link.target] = max(late[link.target], min(slip, max(0, over)))
        if late == before:
            return late


def outcome(key, into, kept, late, hit, cut):
    held = sum(link.weight * kept[link.source] * cut.get(ends(link), 1.0) for link in into if link.supports)
    if kept[key] == 0:
        return "broken"
    if kept[key] < 1 and held < 1 - NOTHING:
        return "weakened"
    if late[key]:
        return "delayed"
    if kept[key] < 1 or key in hit:
        return "exposed"
    rid = any(
        link.share is not None and link.share < 0 and kept[link.source] * cut.get(ends(link), 1.0) == 0 for link in into
    )
    return "relieved" if rid else "exposed"


def best_chains(links, begins):
    out, best = {}, {}
    for link in links:
        out.setdefault(link.source, []).append(link)

    def walk(path, product):
        for link in out.get(path[-1], []):
            if link.target not in path[1:]:  # back to where a cut link starts is a way
                follow(path, product, link)

    def follow(path, product, link):
        chain = [*path, link.target]
        found = (-product * link.weight, len(chain), chain)
        best[link.target] = min(best.get(link.target, found), found)
        walk(chain, product * link.weight)

    for link in begins:
        follow([link.source], 1, link)
    return {key: chain for key, (_, _, chain) in best.items()}


def stranded(goals, then):
    def tops(some, key, passed):
        if status(some[key]) not in LIVE:
            return False
        if some[key].get("level") == "corporate":
            return True
        onward = {one.target for one in counting_links(some) if one.source == key and one.supports} - passed
        return any(tops(some, target, passed | {key}) for target in onward)

    return sorted(
        key for key in goals
        if status(then[key]) in LIVE and status(goals[key]) in LIVE
        and tops(goals, key, set()) and not tops(then, key, set())
    )  # fmt: skip


def fits(before, after):
    """What each goal gets in each team's period, before and after: squeezed where the order or capacity changed."""
    was, will = filled(before), filled(after)
    goals, then = ({goal["key"]: goal for goal in one["goals"]} for one in (before, after))
    caps, caps_then = capacities(before), capacities(after)
    moved = {
        (row["team"], row["period"])
        for key, goal in goals.items()
        if goal.get("priority") != then[key].get("priority")
        for row in goal.get("commitments") or ()
    }
    moved |= {pair for pair in caps.keys() | caps_then.keys() if caps.get(pair) != caps_then.get(pair)}
    given_up = {
        (row["team"], row["period"])
        for key, goal in goals.items()
        if status(goal) in COUNTING and status(then[key]) not in COUNTING
        for row in goal.get("commitments") or ()
    }
    rows = [
        {
            "goal": key,
            "team": team,
            "period": period,
            "effort": will[slot][0],
            "before": was[slot][1],
            "after": will[slot][1],
        }
        for slot in sorted(was.keys() & will.keys())
        for team, period, key in [slot]
    ]
    squeezed = [one for one in rows if (one["team"], one["period"]) in moved and one["after"] < one["before"]]
    asked = moved | given_up
    return squeezed, [
        one for one in rows if (one["team"], one["period"]) in asked and one["before"] < one["effort"] <= one["after"]
    ]


def capacities(document):
    return {
        (team["key"], period): number(amount)
        for team in document.get("teams") or ()
        for period, amount in (team.get("capacity") or {}).items()
    }


def filled(document):
    got = {}
    for (team, period), capacity in capacities(document).items():
        wanted = sorted(
            (
                (goal.get("priority") is None, goal.get("priority") or 0),
                (goal.get("due") is None, str(goal.get("due") or "")),
                goal["key"],
                (row.get("promised_to") is not None, row.get("promised_to") or ""),
                number(row["effort"]),
            )
            for goal in document["goals"]
            for row in goal.get("commitments") or ()
            if status(goal) in LIVE and (row["team"], row["period"]) == (team, period) and row.get("effort") is not None
        )
        left = capacity
        for *_, key, _, effort in wanted:
            part = min(left, effort)
            left -= part
            old = got.get((team, period, key), (0, 0))
            got[team, period, key] = (old[0] + effort, old[1] + part)
    return got
