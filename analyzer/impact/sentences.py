"""Impact in words: who is hit, how, along which chain, and why somebody is not."""

from analyzer.impact.grade import Affected, Outcome
from analyzer.impact.links import Bond, Link
from analyzer.impact.rehearsal import Impact
from analyzer.impact.unaffected import why_unaffected

LONG = 6
"""Chains of more goals are shortened in the middle."""

VERBS = {Bond.SUPPORTS: "supports", Bond.CONFLICTS: "conflicts with", Bond.NEEDED: "is needed by"}


def explain(impact: Impact, one: Affected) -> str:
    """Say in a few sentences what happens to a goal, along which chain, and which link of it is believed in least."""
    title = impact.reading.titles.get(one.goal, one.goal)
    chain = one.because
    shown = chain if len(chain) <= LONG else [*chain[: LONG // 2], "…", *chain[-LONG // 2 :]]
    weakest = f" Weakest link: {_link(one.weakest)}." if one.weakest.weight < 1 else ""
    return f"“{title}” {_what(one)}. Chain: {' → '.join(shown)}.{weakest}"


def why_not(impact: Impact, key: str) -> str:
    """Say why a goal is not affected, or that it is and how."""
    reason = why_unaffected(impact.reading.facts, impact.changes, key)
    if reason:
        return reason.sentence
    return next((explain(impact, one) for one in impact.affected if one.goal == key), f"“{key}” is not affected.")


def _what(one: Affected) -> str:
    late = f" and comes {_days(one.days_late)} late" if one.days_late else ""
    match one.outcome:
        case Outcome.BROKEN:
            return f"is broken: it loses what it can not do without{late}"
        case Outcome.WEAKENED:
            return f"is weakened: {one.kept:.0%} of its support is left, which does not suffice{late}"
        case Outcome.DELAYED:
            return f"is delayed: it comes {_days(one.days_late)} late"
        case Outcome.EXPOSED if one.kept < 1:
            return f"is exposed: {one.kept:.0%} of its support is left, which still suffices"
        case Outcome.EXPOSED:
            return "is exposed: it loses nothing itself, but rests on something that is hit"
        case Outcome.RELIEVED:
            return "is relieved: a goal that conflicted with it goes away"


def _link(link: Link) -> str:
    sure = "" if link.bond is Bond.NEEDED else f" ({link.weight:.0%})"
    return f"{link.source} {VERBS[link.bond]} {link.target}{sure}"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
