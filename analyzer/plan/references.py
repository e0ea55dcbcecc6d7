"""What a plan declares and what it names, each with its place."""

from collections.abc import Callable, Iterator
from typing import Any

from analyzer.plan.place import Path
from analyzer.plan.records import Plan

LISTS = {"periods": "Period", "people": "Person", "teams": "Team", "goals": "Goal"}
"""The lists of a plan, and the label of the nodes that they declare."""


def declared(plan: Plan) -> dict[str, set[str]]:
    """Keys of the nodes that a plan declares, by label."""
    return {label: {record.key for record in getattr(plan, name) or ()} for name, label in LISTS.items()}


def self_links(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Find links of a goal with itself."""
    for index, goal in enumerate(plan.goals or ()):
        for name in ("contributes_to", "depends_on"):
            for position, link in enumerate(getattr(goal, name) or ()):
                if link.goal == goal.key:
                    problem = f"goal {goal.key!r} can't be linked with itself; remove the link"
                    yield ("goals", index, name, position, "goal"), problem


def references(plan: Plan) -> Iterator[tuple[str, str, Path]]:  # noqa: C901 - one loop a list
    """Every key that a plan names without declaring it, with its label and place."""
    for index, person in enumerate(plan.people or ()):
        for position, key in enumerate(person.teams or ()):
            yield "Team", key, ("people", index, "teams", position)
    for index, team in enumerate(plan.teams or ()):
        if team.part_of is not None:
            yield "Team", team.part_of, ("teams", index, "part_of")
        for key in team.capacity or {}:
            yield "Period", key, ("teams", index, "capacity", key)
    for index, goal in enumerate(plan.goals or ()):
        here = ("goals", index)
        for label, name in (("Team", "team"), ("Person", "owner"), ("Period", "period")):
            if (named := getattr(goal, name)) is not None:
                yield label, named, (*here, name)
        for name in ("contributes_to", "depends_on"):
            for position, link in enumerate(getattr(goal, name) or ()):
                yield "Goal", link.goal, (*here, name, position, "goal")
        for position, made in enumerate(goal.commitments or ()):
            yield "Team", made.team, (*here, "commitments", position, "team")
            yield "Period", made.period, (*here, "commitments", position, "period")


def identities(plan: Plan, fewest: int) -> Iterator[tuple[tuple[object, ...], Path]]:
    """Everything that may be written once only, with its place; of a node's lists those of so many rows or more."""
    for name in LISTS if fewest == 1 else ():
        for index, record in enumerate(getattr(plan, name) or ()):
            yield (name, record.key), (name, index, "key")
    for index, person in enumerate(plan.people or ()):
        for position, team in enumerate(person.teams or ()):
            yield ("teams of", person.key, team), ("people", index, "teams", position)
    for index, goal in enumerate(plan.goals or ()):
        for name, identity_of in WITHIN.items():
            rows = getattr(goal, name)
            if rows is not None and len(rows) >= fewest:
                for position, row in enumerate(rows):
                    yield (name, goal.key, *identity_of(row)), ("goals", index, name, position)


WITHIN: dict[str, Callable[[Any], tuple[str | None, ...]]] = {
    "measures": lambda measure: (measure.name,),
    "contributes_to": lambda link: (link.goal,),
    "depends_on": lambda link: (link.goal,),
    "commitments": lambda made: (made.team, made.period, made.promised_to),
}
"""The lists of a goal, and what a row must not have in common with another one."""
