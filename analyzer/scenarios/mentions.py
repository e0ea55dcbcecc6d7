"""Which nodes a change names, and where; so that it can speak of them by the keys that they have by now."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change, written
from analyzer.changes.kinds.keys import KeyChange
from analyzer.changes.kinds.links import ContributionChange
from analyzer.changes.kinds.nodes import NodeChange
from analyzer.changes.kinds.plans import CopyPlan, Import
from analyzer.graph.contents import LABELS
from analyzer.plan.place import Path
from analyzer.plan.records import Plan
from analyzer.plan.references import LISTS, references
from analyzer.rules.renamings import Moves

PROMISED_TO = "promised_to"
"""A stakeholder may be a team, or anybody else."""

FIELDS = {"goal": "Goal", "on": "Goal", "into": "Goal", "owner": "Person", "promised_to": "Team"} | {
    name: LABELS[name] for name in ("team", "period")
}
"""Labels of the nodes that fields of changes name, whatever the change; `to` and `key` depend on it."""


class Mention(NamedTuple):
    """A node that a change names, by label and key, and the field that does."""

    label: str
    key: str
    path: Path


def mentions(change: Change) -> Iterator[Mention]:
    """Give all nodes that a change names, those too that it creates."""
    if isinstance(change, NodeChange):
        yield from (Mention(label, key, path[2:]) for label, key, path in _of_plan(change.plan()))
    elif isinstance(change, Import):
        yield from (Mention(label, key, ("plan", *path)) for label, key, path in _of_plan(change.plan))
    else:
        for name, label in (FIELDS | _labels(change)).items():
            key = getattr(change, name, None)
            if key is not None:
                yield Mention(label, key, (name,))
        for place, key in enumerate(getattr(change, "goals", ())):
            yield Mention("Goal", key, ("goals", place))


def followed(change: Change, moved: Moves) -> Change:
    """Give the change with the keys that nodes have now, per label by the ones that they had."""
    new = [(one, moved.get(one.label, {}).get(one.key)) for one in mentions(change)]
    if not any(key for _, key in new):
        return change
    (fields,) = written(change).values()
    for one, key in new:
        if key is not None:
            _put(fields, one.path, key)
    return CHANGES[change.called].model_validate(fields)


def _labels(change: Change) -> dict[str, str]:
    """Give labels of the nodes that fields of this change name and those of others don't."""
    if isinstance(change, KeyChange):
        return {"key": change.label}
    if isinstance(change, ContributionChange):
        return {"to": "Goal"}
    return {"to": "Period"} if isinstance(change, CopyPlan) else {}


def _of_plan(plan: Plan) -> Iterator[tuple[str, str, Path]]:
    for name, label in LISTS.items():
        for index, record in enumerate(getattr(plan, name, None) or ()):
            yield label, record.key, (name, index, "key")
    yield from references(plan)
    for index, goal in enumerate(plan.goals or ()):
        for place, made in enumerate(goal.commitments or ()):
            if made.promised_to is not None:
                yield "Team", made.promised_to, ("goals", index, "commitments", place, PROMISED_TO)


def _put(fields: Any, path: Sequence[str | int], key: str) -> None:  # noqa: ANN401 - lists within mappings
    """Write a key where another one was; the periods of capacities are keys of a mapping."""
    *way, last = path
    for step in way:
        fields = fields[step]
    if way and way[-1] == "capacity":
        rows = [(key if period == last else period, amount) for period, amount in fields.items()]
        fields.clear()
        fields.update(rows)
    else:
        fields[last] = key
