"""What the rules of the family assumptions find, straight from the definitions and slow on purpose."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from oracles import rules as base


def no_reason(document: base.Node, _: date) -> set[Any]:
    """An open contribution whose `because` is missing or blank."""
    return {(source, target) for source, target, link in open_links(document) if is_blank(link.get("because"))}


def not_agreed(document: base.Node, _: date) -> set[Any]:
    """An open contribution that is proposed."""
    return {(source, target) for source, target, link in open_links(document) if link.get("status") == "proposed"}


def refuted_without_replacement(document: base.Node, _: date) -> set[Any]:
    """A live goal with a refuted contribution that helped it, whatever its source is, and too little support."""
    return {
        (target, source)
        for source, target, link in base.contributions(document)
        if link.get("status") == "refuted"
        and float(link.get("share") or 0) >= 0
        and is_live(document, target)
        and not suffices(support(document, target))
    }


def stale(document: base.Node, today: date) -> set[Any]:
    """An open contribution reviewed more than 90 days ago."""
    return {
        (source, target)
        for source, target, link in open_links(document)
        if link.get("reviewed_on") is not None and (today - date.fromisoformat(link["reviewed_on"])).days > 90
    }


def suspect(document: base.Node, _: date) -> set[Any]:
    """An open contribution whose ends no longer are what they were when it was reviewed."""
    return {
        (source, target)
        for source, target, link in open_links(document)
        if link.get("reviewed_as") is not None and link["reviewed_as"] != reviewed(document, source, target)
    }


def doubtful_assumption(document: base.Node, _: date) -> set[Any]:
    """A supporting link in doubt that a live corporate goal can't lose."""
    found = set()
    for source, target, link in base.supporting_links(document):
        if not base.is_corporate(base.goals(document)[target]):
            continue
        if link.get("confidence") is None or float(link["confidence"]) >= 0.5:
            continue
        others = [start for start, end, _ in base.supporting_links(document) if end == target and start != source]
        enough, enough_without = (suffices(support(document, target, without=one)) for one in (None, source))
        if link.get("essential") is True or not others or (enough and not enough_without):
            found.add((target, source))
    return found


def confidence_without_evidence(document: base.Node, _: date) -> set[Any]:
    """An open contribution with a stated confidence of at least 0.8 and no evidence."""
    return {
        (source, target)
        for source, target, link in open_links(document)
        if link.get("confidence") is not None and float(link["confidence"]) >= 0.8 and is_blank(link.get("evidence"))
    }


def open_links(document: base.Node) -> Iterator[base.Link]:
    """Contributions of any share between live goals that were neither declined nor refuted."""
    for source, target, link in base.contributions(document):
        both_live = is_live(document, source) and is_live(document, target)
        if both_live and link.get("status") not in ("declined", "refuted"):
            yield source, target, link


def is_live(document: base.Node, key: str) -> bool:
    """The document has this goal, and it is live."""
    nodes = base.goals(document)
    return key in nodes and base.is_live(nodes[key])


def support(document: base.Node, key: str, without: str | None = None) -> float:
    """What is left of a goal's support without one source; the others keep their parts."""
    return sum(
        base.share(document, key, link) * (1.0 if link.get("confidence") is None else float(link["confidence"]))
        for source, target, link in base.supporting_links(document)
        if target == key and source != without
    )


def suffices(amount: float) -> bool:
    """At 1 or more, nearly."""
    return amount >= 1 - base.TOLERANCE


def is_blank(text: str | None) -> bool:
    """Nobody has written anything."""
    return text is None or not text.strip()


def reviewed(document: base.Node, *ends: str) -> str:
    """The fingerprint of what a review looks at."""
    looked_at = []
    for goal in (base.goals(document)[key] for key in ends):
        targets = {one["name"]: one.get("target") for one in goal.get("measures") or []}
        looked_at.append(
            [
                goal["title"],
                [[name, None if targets[name] is None else float(targets[name])] for name in sorted(targets)],
                goal.get("owner"),
                goal.get("starts"),
                goal.get("due"),
            ]
        )
    return hashlib.sha256(json.dumps(looked_at, separators=(",", ":")).encode()).hexdigest()


FINDS: dict[str, Callable[[dict[str, Any], date], set[Any]]] = {
    "assumptions/no_reason": no_reason,
    "assumptions/not_agreed": not_agreed,
    "assumptions/refuted_without_replacement": refuted_without_replacement,
    "assumptions/stale": stale,
    "assumptions/suspect": suspect,
    "assumptions/doubtful_assumption": doubtful_assumption,
    "assumptions/confidence_without_evidence": confidence_without_evidence,
}
