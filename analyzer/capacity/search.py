"""The best answer to a problem: one cost after the other as small as it gets, part by part."""

from collections.abc import Callable
from typing import Any, NamedTuple

from analyzer.capacity.greedy import first_answer
from analyzer.capacity.options import Option
from analyzer.capacity.problem import Cost, Problem
from analyzer.capacity.programme import Clock, Programme
from analyzer.impact.filling import Pair

PATIENCE = 0.6
"""What part of the time that is left the first costs may take from those that come after them."""


class Gap(NamedTuple):
    """What is not proven: by how much an answer may be bettered at most, in the first cost for which that is open."""

    cost: str
    amount: int


class Answer(NamedTuple):
    """The options taken, what they cost, where too much stays promised, and what is not proven about it."""

    taken: tuple[Option, ...]
    cost: Cost
    left: dict[Pair, int]
    gap: Gap | None


def best_answer(
    problem: Problem, rank: Callable[[str], Any], clock: Clock, tell: Callable[[float], None] = lambda _: None
) -> Answer:
    """Solve the parts one by one, the small ones first, each within its share of the time that is left."""
    parts = list(problem.parts())
    weights = [len(part.options) + 1 for part in parts]
    taken: list[Option] = []
    cost = Cost()
    left: dict[Pair, int] = {}
    open_: list[int] = [0] * len(Cost._fields)
    for place, part in enumerate(parts):

        def told(done: float, place: int = place) -> None:
            tell((sum(weights[:place]) + done * weights[place]) / sum(weights))

        chosen, gaps = _solve(part, rank, clock, clock.left() / (len(parts) - place), told)
        taken += [part.options[number] for number in sorted(chosen)]
        cost = cost.plus(part.cost(chosen))
        left |= part.stays_over(chosen)
        for stage, amount in gaps.items():
            open_[stage] += amount
    gap = next((Gap(name, amount) for name, amount in zip(Cost._fields, open_, strict=True) if amount), None)
    return Answer(tuple(sorted(taken, key=lambda one: one.goal)), cost, dict(sorted(left.items())), gap)


def _solve(
    part: Problem, rank: Callable[[str], Any], clock: Clock, seconds: float, tell: Callable[[float], None]
) -> tuple[frozenset[int], dict[int, int]]:
    """Start from what one would do by hand; tells by which cost and how much the answer may be bettered at most."""
    chosen = first_answer(part, rank)
    programme = Programme(part, clock)
    gaps: dict[int, int] = {}
    for stage in range(len(Cost._fields)):
        cost = part.cost(chosen)
        if not cost[stage]:
            continue
        given = min(seconds, clock.left()) * PATIENCE
        before = clock.left()
        found = programme.minimise(stage, chosen, given, tell)
        seconds -= before - clock.left()
        chosen = found.chosen
        if more := part.cost(chosen)[stage] - found.bound:
            gaps.setdefault(min(gaps, default=stage), more)
    return chosen, gaps
