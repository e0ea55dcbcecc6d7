"""What is wrong in documents beyond their syntax, and what they name without declaring it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from analyzer.exchange.document import Path
from analyzer.exchange.pause import collector_paused
from analyzer.exchange.plan import Plan
from analyzer.exchange.salvage import NAMELESS
from analyzer.exchange.source import Flaw, Source

LISTS = {"periods": "Period", "people": "Person", "teams": "Team", "goals": "Goal"}
"""The lists of a plan, and the label of the nodes that they declare."""


@collector_paused()
def flaws(sources: Sequence[Source]) -> list[Flaw]:
    """Find what is wrong in a record, written twice or linked with itself, and documents that contradict each other."""
    found = [Flaw(number, *wrong) for number, source in enumerate(sources) for wrong in source.wrong]
    seen: dict[tuple[object, ...], tuple[int, Path]] = {}
    fewest = 1 if _some_node_twice(sources) else 2
    for number, source in enumerate(sources):
        for identity, path in _identities(source.plan, fewest):
            here = (number, path)
            if (first := seen.setdefault(identity, here)) is not here:
                found.append(Flaw(*here, f"{_named(identity)} is already at", first, "; keep one"))
    for number, source in enumerate(sources):
        found.extend(Flaw(number, path, problem) for path, problem in _self_links(source.plan))
    found.extend(_other_units(sources))
    return found


def declared(plan: Plan) -> dict[str, set[str]]:
    """Keys of the nodes that a plan declares, by label."""
    return {label: {record.key for record in getattr(plan, name) or ()} for name, label in LISTS.items()}


@collector_paused()
def dangling(
    sources: Sequence[Source], known: Callable[[str, set[str]], Iterable[str]] = lambda _label, _keys: ()
) -> list[Flaw]:
    """Find every reference that the documents do not resolve, nor what else is known: which of some keys of a label."""
    named = [declared(source.plan) for source in sources]
    there = {label: set().union(*(one[label] for one in named)) for label in LISTS.values()}
    missing: dict[str, set[str]] = {}
    for source in sources:
        for label, key, _ in _references(source.plan):
            if key not in there[label]:
                missing.setdefault(label, set()).add(key)
    for label, keys in missing.items():
        keys.difference_update(known(label, keys))
    if not any(missing.values()):
        return []
    return [
        Flaw(number, path, f"there is no {label.lower()} {key!r}; add it or correct the key")
        for number, source in enumerate(sources)
        for label, key, path in _references(source.plan)
        if key in missing.get(label, ())
    ]


def _other_units(sources: Sequence[Source]) -> Iterator[Flaw]:
    path: Path = ("effort_unit",)
    units = [(number, source.plan.effort_unit) for number, source in enumerate(sources) if source.plan.effort_unit]
    for number, unit in units[1:]:
        first, expected = units[0]
        if unit != expected:
            yield Flaw(number, path, f"{unit!r} here, {expected!r} at", (first, path), "; use one unit")


def _self_links(plan: Plan) -> Iterator[tuple[Path, str]]:
    for index, goal in enumerate(plan.goals or ()):
        for name in ("contributes_to", "depends_on"):
            for position, link in enumerate(getattr(goal, name) or ()):
                if link.goal == goal.key:
                    problem = f"goal {goal.key!r} can't be linked with itself; remove the link"
                    yield ("goals", index, name, position, "goal"), problem


def _references(plan: Plan) -> Iterator[tuple[str, str, Path]]:  # noqa: C901 - one loop a list
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


def _some_node_twice(sources: Sequence[Source]) -> bool:
    """Tell whether any key is declared twice: only then can two lists contradict each other."""
    counts = (
        (sum(len(records) for records in lists), len({record.key for records in lists for record in records}))
        for name in LISTS
        for lists in [[getattr(source.plan, name) or () for source in sources]]
    )
    return any(written != different for written, different in counts)


def _identities(plan: Plan, fewest: int) -> Iterator[tuple[tuple[object, ...], Path]]:
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


def _named(identity: tuple[object, ...]) -> str:
    kind, *rest = identity
    noun = {
        "periods": "period",
        "people": "person",
        "teams": "team",
        "goals": "goal",
        "teams of": "membership",
        "measures": "measure",
        "contributes_to": "contribution",
        "depends_on": "dependency",
        "commitments": "commitment",
    }[str(kind)]
    named = [part for part in rest if part is not None and not str(part).startswith(NAMELESS)]
    return f"{noun} {' / '.join(map(repr, named))}"
