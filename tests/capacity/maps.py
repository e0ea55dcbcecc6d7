"""Situations as they are read from the graph, made of plan documents without it."""

from datetime import date
from decimal import Decimal

from impact.documents import facts_of

from analyzer.capacity.calendar import Period
from analyzer.capacity.situation import Commitment, Place, Situation
from analyzer.impact.reading import Reading
from analyzer.model import LIVE, millionths

TODAY = date(2026, 1, 1)


def situation_of(document, today=TODAY):
    goals = [{"contributes_to": [], "depends_on": []} | goal for goal in document["goals"]]
    facts = facts_of({"goals": goals})
    periods = {period["key"]: (day(period.get("starts")), day(period.get("ends"))) for period in document["periods"]}
    over = {key for key, (_, ends) in periods.items() if ends and ends < today}
    return Situation(
        reading=Reading(
            facts,
            {goal["key"]: goal["title"] for goal in goals},
            {goal["key"]: day(goal.get("starts")) for goal in goals},
        ),
        commitments=tuple(
            sorted(
                (
                    Commitment(goal["key"], made["team"], made["period"], made.get("promised_to"), stored(made.get("effort")))
                    for goal in goals
                    if goal.get("status") in (None, *LIVE)
                    for made in goal.get("commitments", ())
                    if made["period"] not in over
                ),
                key=lambda one: (one.goal, one.team, one.period, one.promised_to or ""),
            )
        ),
        capacities={
            (team["key"], period): stored(most)
            for team in document["teams"]
            for period, most in (team.get("capacity") or {}).items()
        },
        places={
            goal["key"]: Place(goal.get("team"), goal.get("period"), goal.get("priority"))
            for goal in goals
            if goal.get("commitments")
        },
        periods={
            key: Period(key, *dates) for key, dates in sorted(periods.items()) if all(dates) and key not in over
        },
        teams=frozenset(team["key"] for team in document["teams"]),
        all_periods=frozenset(periods),
    )  # fmt: skip


def stored(effort):
    return None if effort is None else millionths(Decimal(str(effort)))


def day(written):
    return written and date.fromisoformat(str(written))
