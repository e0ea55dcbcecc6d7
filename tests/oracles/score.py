"""Where subjects belong, walked goal by goal over the document itself."""

from analyzer.rules.finding import Subject
from analyzer.rules.score import Place

LIVE = {"draft", "proposed", "active"}


def places_of(document):  # noqa: C901 - steps that read best beside each other
    goals = {goal["key"]: goal for goal in document["goals"]}

    def live(key):
        return goals[key].get("status", "active") in LIVE

    def steps(key):
        if not live(key) and goals[key].get("status") != "achieved":
            return
        for link in goals[key].get("contributes_to", ()):
            if live(link["goal"]) and link.get("status") not in ("declined", "refuted") and link.get("share", 0) >= 0:
                yield link["goal"]

    def tops(starts):
        seen, waiting = set(starts), list(starts)
        while waiting:
            for target in steps(waiting.pop()):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return tuple(sorted(key for key in seen if live(key) and goals[key].get("level") == "corporate"))

    def of(field, key):
        return [goal for goal in goals if goals[goal].get(field) == key and live(goal)]

    return {
        **{Subject("Goal", key): Place(goal.get("team"), goal.get("owner"), tops([key])) for key, goal in goals.items()},
        **{Subject("Team", one["key"]): Place(one["key"], None, tops(of("team", one["key"]))) for one in document["teams"]},
        **{
            Subject("Person", one["key"]): Place(min(one["teams"], default=None), one["key"], tops(of("owner", one["key"])))
            for one in document["people"]
        },
    }  # fmt: skip
