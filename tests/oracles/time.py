"""What the rules of the family time find, straight from the definitions and slow on purpose."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from oracles import rules as base

Node = dict[str, Any]
BEHIND = 0.2


def supporters_too_late(document: Node, _: date) -> set[Any]:
    """An open supporting link whose source, with the lag, is due after its target."""
    nodes = base.goals(document)
    found = set()
    for source, target, link in base.supporting_links(document):
        due, needed = day(nodes[source].get("due")), day(nodes[target].get("due"))
        if not base.is_live(nodes[source]) or due is None or needed is None:
            continue
        lag = link.get("lag_days")
        if due + timedelta(days=0 if lag is None else int(lag)) > needed:
            found.add((source, target))
    return found


def dependencies_too_late(document: Node, _: date) -> set[Any]:
    """Between live goals: what is needed is due after the day by which it is needed, else after the goal's own day."""
    found = set()
    for goal, needed, link in open_dependencies(document):
        by = day(goal.get("due")) if link.get("by") is None else day(link["by"])
        arrives = day(needed.get("due"))
        if by is not None and arrives is not None and arrives > by:
            found.add((goal["key"], needed["key"]))
    return found


def starting_too_early(document: Node, _: date) -> set[Any]:
    """Between live goals: a goal starts on the day on which what it needs is due, or before."""
    found = set()
    for goal, needed, _link in open_dependencies(document):
        starts, arrives = day(goal.get("starts")), day(needed.get("due"))
        if starts is not None and arrives is not None and starts <= arrives:
            found.add((goal["key"], needed["key"]))
    return found


def outliving_their_period(document: Node, _: date) -> set[Any]:
    """A live goal due after the last day of its period."""
    ends = {period["key"]: day(period.get("ends")) for period in document.get("periods") or []}
    found = set()
    for key, goal in base.goals(document).items():
        due, last = day(goal.get("due")), ends.get(goal.get("period"))
        if base.is_live(goal) and due is not None and last is not None and due > last:
            found.add(key)
    return found


def due_before_they_start(document: Node, _: date) -> set[Any]:
    """A live goal whose due date lies before its start."""
    found = set()
    for key, goal in base.goals(document).items():
        starts, due = day(goal.get("starts")), day(goal.get("due"))
        if base.is_live(goal) and starts is not None and due is not None and due < starts:
            found.add(key)
    return found


def without_due_date(document: Node, _: date) -> set[Any]:
    """A live goal without a due date."""
    return {key for key, goal in base.goals(document).items() if base.is_live(goal) and goal.get("due") is None}


def overdue(document: Node, today: date) -> set[Any]:
    """An active goal due before the day."""
    return {key for key, goal in base.goals(document).items() if is_overdue(goal, today)}


def slipping(document: Node, today: date) -> set[Any]:
    """An active goal, begun and not overdue, whose time has passed by more than 0.2 further than its progress."""
    found = set()
    for key, goal in base.goals(document).items():
        starts, due, progress = day(goal.get("starts")), day(goal.get("due")), progress_of(goal)
        if not is_active(goal) or starts is None or due is None or progress is None:
            continue
        if starts <= today <= due and starts < due:
            elapsed = (today - starts).days / (due - starts).days
            if round(elapsed, 12) - round(progress, 12) > BEHIND + 1e-9:
                found.add(key)
    return found


def resting_on_late_goals(document: Node, today: date) -> set[Any]:
    """A live goal with a supporting link or a counting dependency from an overdue goal."""
    nodes = base.goals(document)
    found = set()
    for source, target, _link in base.supporting_links(document):
        if is_overdue(nodes[source], today):
            found.add((target, source, "contribution"))
    for goal, needed, _link in open_dependencies(document):
        if is_overdue(needed, today):
            found.add((goal["key"], needed["key"], "dependency"))
    return found


def open_dependencies(document: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Counting dependencies between live goals: the depending goal, the needed one, and what is said about it."""
    nodes = base.goals(document)
    for goal in nodes.values():
        for link in goal.get("depends_on") or []:
            needed = nodes.get(link["goal"])
            if needed is None or link.get("status") == "declined":
                continue
            if base.is_live(goal) and base.is_live(needed):
                yield goal, needed, link


def progress_of(goal: Node) -> float | None:
    """As stated, else the mean over the measures that tell, each cut to 0 at least and 1 at most."""
    if goal.get("progress") is not None:
        return float(goal["progress"])
    parts = []
    for measure in goal.get("measures") or []:
        if any(measure.get(name) is None for name in ("baseline", "target", "current")):
            continue
        baseline, target, current = (float(measure[name]) for name in ("baseline", "target", "current"))
        if baseline != target:
            parts.append(min(1.0, max(0.0, (current - baseline) / (target - baseline))))
    return sum(parts) / len(parts) if parts else None


def is_active(goal: Node) -> bool:
    """Absent means active."""
    return goal.get("status") in (None, "active")


def is_overdue(goal: Node, today: date) -> bool:
    """Active and due before the day."""
    due = day(goal.get("due"))
    return is_active(goal) and due is not None and due < today


def day(written: object) -> date | None:
    """Read a date."""
    return written if written is None or isinstance(written, date) else date.fromisoformat(str(written))


FINDS: dict[str, Callable[[Node, date], set[Any]]] = {
    "time/supporter_too_late": supporters_too_late,
    "time/dependency_too_late": dependencies_too_late,
    "time/starts_before_what_it_needs": starting_too_early,
    "time/outlives_period": outliving_their_period,
    "time/due_before_start": due_before_they_start,
    "time/no_due_date": without_due_date,
    "time/overdue": overdue,
    "time/slipping": slipping,
    "time/rests_on_a_late_goal": resting_on_late_goals,
}
