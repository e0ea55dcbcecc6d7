"""A first answer, as somebody would find it by hand: what comes last by priority goes first."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from analyzer.capacity.problem import Problem
from analyzer.impact.filling import Pair


def first_answer(problem: Problem, rank: Callable[[str], Any]) -> frozenset[int]:
    """Go from one over-committed period to the next and take what helps there and harms nowhere, until it fits."""
    return _Greedy(problem, rank).answer()


class _Greedy:
    def __init__(self, problem: Problem, rank: Callable[[str], Any]) -> None:
        self._problem = problem
        last_first = sorted(problem.of_goal, key=rank, reverse=True)
        self._place = {goal: place for place, goal in enumerate(last_first)}
        self._added: dict[Pair, int] = defaultdict(int)
        self._chosen: set[int] = set()
        self._moved: set[str] = set()
        self._shifts = [option.shifts for option in problem.options]
        self._slips = [(limit, problem.slip(limit)) for limit in problem.limits]
        self._limits_of: dict[int, list[int]] = defaultdict(list)
        for place, (_, slip) in enumerate(self._slips):
            for number in slip:
                self._limits_of[number].append(place)

    def answer(self) -> frozenset[int]:
        for pair, row in self._problem.rows.items():
            helping = [number for number, effort in row.items() if effort < 0]
            helping.sort(key=lambda number: (self._place[self._problem.options[number].goal], number))
            for number in helping:
                if self._added[pair] <= self._problem.room[pair]:
                    break
                self._try(number)
        return frozenset(self._chosen)

    def _try(self, number: int) -> None:
        goal = self._problem.options[number].goal
        if goal in self._moved or not self._fits(number) or not self._in_time(number):
            return
        self._moved.add(goal)
        self._chosen.add(number)
        for pair, effort in self._shifts[number].items():
            self._added[pair] += effort

    def _fits(self, number: int) -> bool:
        return all(
            effort < 0 or self._added[pair] + effort <= self._problem.room[pair]
            for pair, effort in self._shifts[number].items()
            if pair in self._problem.rows
        )

    def _in_time(self, number: int) -> bool:
        for place in self._limits_of[number]:
            limit, slip = self._slips[place]
            if slip[number] + sum(slip.get(one, 0) for one in self._chosen & slip.keys()) > limit.days:
                return False
        return True
