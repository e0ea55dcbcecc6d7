"""The outlook of a map as it is, and as it would be with changes: on the same draws, so that luck is no difference."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any, NamedTuple

from analyzer.changes.difference import Difference
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import make
from analyzer.changes.writing import apply, lock
from analyzer.graph.contents import GOALS
from analyzer.graph.store import Transaction
from analyzer.impact.facts import Facts
from analyzer.outlook.asked import Asked
from analyzer.outlook.chances import USUAL, Outlook, goal_document, outlook_of
from analyzer.outlook.draws import count
from analyzer.outlook.reading import Reading, read_map
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Ask
from analyzer.rules.records import read_revision


class Shift(NamedTuple):
    """What changes do to the chance of a goal; its error is that of the difference, which shared draws make small."""

    chance: float
    standard_error: float


class Outlooks(NamedTuple):
    """Both outlooks; goals go by the keys that they had before."""

    before: Outlook
    then: Outlook

    def shifts(self) -> dict[str, Shift]:
        """Tell what becomes of the chance of each goal that is a live corporate one before and then."""
        before = {one.goal: one.met for one in self.before.goals}
        draws = self.then.asked.draws
        shifts = {}
        for one in self.then.goals:
            if one.goal in before:
                gained = int(count(one.met & ~before[one.goal])) / draws
                lost = int(count(before[one.goal] & ~one.met)) / draws
                shift = gained - lost
                shifts[one.goal] = Shift(shift, sqrt(max(0.0, gained + lost - shift * shift) / draws))
        return shifts

    def document(self) -> dict[str, Any]:
        """Give them as plain data for JSON: goals before, then and how they shift; assumptions as they are then."""
        shifts = self.shifts()
        before = {one.goal: one for one in self.before.goals}
        then = {one.goal: one for one in self.then.goals}
        goals = [
            {
                "goal": key,
                "before": goal_document(before[key]) if key in before else None,
                "then": goal_document(then[key]) if key in then else None,
                "shift": shifts[key]._asdict() if key in shifts else None,
            }
            for key in self.named()
        ]
        return {**self.then.document(), "goals": goals}

    def named(self) -> list[str]:
        """Name all goals, those with the least chance then first; those that are none any more come last."""
        return list(dict.fromkeys(one.goal for one in (*self.then.goals, *self.before.goals)))


def look_ahead_with(  # noqa: PLR0913 - each is a part of the question
    ask: Ask,
    changes: Sequence[Change],
    asked: Asked = USUAL,
    *,
    today: date,
    places: Sequence[str] | None = None,
    progress: Progress = quiet,
    seconds: float | None = None,
) -> Outlooks:
    """Give the outlook without and with changes, which nothing is kept of.

    `ask` runs work in a transaction that is rolled back, such as `store.rehearse`; the map is read in it before and
    after the changes, and drawn when it is over. Assumptions are looked for in the map with the changes.

    Raises NotFound for unknown keys, BadModel for contradictions and for what can't be asked.
    """
    asked.check()

    def work(tx: Transaction) -> tuple[Reading, Reading, bool]:
        revision = read_revision(tx)
        difference = make(tx, changes, today, places)
        before = read_map(tx)
        lock(tx, difference)
        apply(tx, difference)
        then = _by_old_keys(read_map(tx), difference)
        return before, then, read_revision(tx) == revision

    for _ in range(2):  # once more, in a transaction of its own, when somebody edits the map meanwhile
        before, then, steady = ask(work, seconds=seconds)
        if steady:
            break
    return Outlooks(
        outlook_of(before, asked._replace(top=0), progress),
        outlook_of(then, asked, progress),
    )


def _by_old_keys(reading: Reading, difference: Difference) -> Reading:
    """Give goals the keys that they had before, so that another name is no other luck."""
    was: Mapping[str, str] = {new: old for old, new in difference.renamed.get(GOALS, {}).items()}
    if not was:
        return reading
    goals = {was.get(key, key): goal._replace(key=was.get(key, key)) for key, goal in reading.facts.goals.items()}
    links = [
        link._replace(source=was.get(link.source, link.source), target=was.get(link.target, link.target))
        for link in reading.facts.contributions
    ]
    return Reading(
        Facts(goals, links),
        {was.get(key, key): one for key, one in reading.forecasts.items()},
        {(was.get(a, a), was.get(b, b)): why for (a, b), why in reading.reasons.items()},
    )
