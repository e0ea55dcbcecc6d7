"""The question as a mixed integer programme, given to HiGHS; what it answers is checked in whole numbers."""

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import highspy
import numpy as np

from analyzer.capacity.problem import Cost, Problem

LARGEST = 1_000_000
"""Numbers beyond are scaled down: HiGHS takes a millionth too much for enough."""

ROUNDS = 50
"""Answers of HiGHS that may turn out to be a little too much, each of which is then ruled out."""

TICK = 0.1
"""Seconds between two looks at the clock and at Ctrl-C."""


class Clock:
    """How long one may go on looking for something better."""

    def __init__(self, seconds: float, stopped: threading.Event | None = None) -> None:
        self._ends = time.monotonic() + seconds
        self._stopped = stopped or threading.Event()

    def share(self, seconds: float) -> "Clock":
        """Give a clock for a part of the time, which stops with this one."""
        return Clock(seconds, self._stopped)

    def stop(self) -> None:
        """Let no more time be left."""
        self._stopped.set()

    def left(self) -> float:
        """Tell how many seconds are left."""
        return 0.0 if self._stopped.is_set() else max(0.0, self._ends - time.monotonic())


class Found(NamedTuple):
    """The best answer found, and a number that no answer costs less than."""

    chosen: frozenset[int]
    bound: int


class Programme:
    """One problem, of which one cost after the other is made as small as it gets."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self._problem = problem
        self._clock = clock
        self._over = [pair for pair in problem.rows if problem.room[pair] < 0]
        amounts = [effort for row in problem.rows.values() for effort in row.values()]
        self._unit = math.gcd(*amounts, *(problem.room[pair] for pair in problem.rows)) or 1
        largest = max(map(abs, (*amounts, *problem.room.values())), default=0)
        self._unit_of_solver = self._unit * max(1.0, largest / self._unit / LARGEST)
        self._covers: list[Mapping[int, float]] = []

    def minimise(
        self, stage: int, start: frozenset[int], seconds: float, tell: Callable[[float], None] = lambda _: None
    ) -> Found:
        """Make one cost as small as possible without any before it growing beyond that of the answer to start from."""
        until = time.monotonic() + seconds
        best, cost = start, self._problem.cost(start)
        bound = 0
        for _ in range(ROUNDS):
            seconds = min(until - time.monotonic(), self._clock.left())
            if seconds <= 0:
                break
            chosen, proven = self._solve(stage, best, seconds, tell)
            bound = max(bound, proven)
            if chosen is None:
                break
            if self._problem.allows(chosen) and self._problem.cost(chosen)[: stage + 1] <= cost[: stage + 1]:
                best = chosen
                break
            if not self._rule_out(chosen, anywhere=bool(stage and not cost.excess)):
                break
        return Found(best, min(bound, self._problem.cost(best)[stage]))

    def _rule_out(self, chosen: frozenset[int], *, anywhere: bool) -> bool:
        """Forbid all answers that put as much into the same periods as one that is a little too much."""
        burst = [*self._problem.stays_over(chosen)] if anywhere else self._problem.burst(chosen)
        for pair in burst:
            row = self._problem.rows[pair]
            self._covers.append(
                {
                    number: 1.0 if effort > 0 else -1.0
                    for number, effort in row.items()
                    if (effort > 0) == (number in chosen)
                }
            )
        return bool(burst)

    def _solve(
        self, stage: int, start: frozenset[int], seconds: float, tell: Callable[[float], None]
    ) -> tuple[frozenset[int] | None, int]:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, Any] = {
            "output_flag": False,
            "time_limit": seconds,
            "threads": 1,
            "parallel": "off",
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.5 * self._unit / self._unit_of_solver if stage == 0 else 0.5,
        }
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._model(stage, self._problem.cost(start)))
        known = highspy.HighsSolution()
        known.col_value = self._columns(start)
        solver.setSolution(known)
        self._run(solver, tell)
        status, told = solver.getModelStatus(), solver.getInfo()
        if told.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, 0
        values = solver.getSolution().col_value
        chosen = frozenset(number for number in range(len(self._problem.options)) if values[number] > 0.5)  # noqa: PLR2004 - 0 or 1
        scale = self._unit_of_solver if stage == 0 else 1
        whole = self._unit if stage == 0 else 1
        if status == highspy.HighsModelStatus.kOptimal:
            return chosen, self._problem.cost(chosen)[stage]
        least = told.mip_dual_bound * scale / whole
        return chosen, math.ceil(least - 1e-6) * whole if math.isfinite(least) and least > 0 else 0

    def _columns(self, chosen: frozenset[int]) -> list[float]:
        taken = [float(number in chosen) for number in range(len(self._problem.options))]
        return taken + [self._problem.overload(pair, chosen) / self._unit_of_solver for pair in self._over]

    def _run(self, solver: highspy.Highs, tell: Callable[[float], None]) -> None:
        """Let it work beside this thread, so that Ctrl-C is heard, and ends the work and not the program."""
        gap = [1.0]

        def interrupt(event: Any) -> None:  # noqa: ANN401 - an event of highspy
            if not self._clock.left():
                event.interrupt()

        def listen(event: Any) -> None:  # noqa: ANN401 - an event of highspy
            gap[0] = min(gap[0], event.data_out.mip_gap)

        solver.cbMipInterrupt.subscribe(interrupt)
        solver.cbSimplexInterrupt.subscribe(interrupt)
        solver.cbMipLogging.subscribe(listen)
        work = threading.Thread(target=solver.run, name="alignment-solving", daemon=True)
        work.start()
        while work.is_alive():
            try:
                work.join(TICK)
                tell(1 - gap[0])
            except KeyboardInterrupt:
                self._clock.stop()

    def _model(self, stage: int, fixed: Cost) -> highspy.HighsLp:
        problem, slack = self._problem, len(self._problem.options)
        slacks = {pair: slack + place for place, pair in enumerate(self._over)}
        rows = _Rows()
        for pair, row in problem.rows.items():
            scaled = {number: effort / self._unit_of_solver for number, effort in row.items()}
            if pair in slacks and (stage == 0 or fixed.excess):
                scaled[slacks[pair]] = -1.0
            rows.add(scaled, problem.room[pair] / self._unit_of_solver)
        for numbers in problem.of_goal.values():
            if len(numbers) > 1:
                rows.add(dict.fromkeys(numbers, 1.0), 1)
        for limit in problem.limits:
            rows.add({number: float(days) for number, days in problem.slip(limit).items()}, limit.days)
        for cover in self._covers:
            rows.add(cover, sum(part > 0 for part in cover.values()) - 1)
        if stage and fixed.excess:
            most = (fixed.excess + self._unit / 2) / self._unit_of_solver
            rows.add(dict.fromkeys(slacks.values(), 1.0), most)
        for earlier in range(1, stage):
            rows.add(self._prices(earlier), fixed[earlier] + 0.5)
        prices = dict.fromkeys(slacks.values(), 1.0) if stage == 0 else self._prices(stage)
        return rows.model(prices, slack, [-problem.room[pair] / self._unit_of_solver for pair in self._over])

    def _prices(self, stage: int) -> dict[int, float]:
        prices = {
            number: Cost(0, option.support, option.promises, 1, option.steps)[stage]
            for number, option in enumerate(self._problem.options)
        }
        return {number: float(price) for number, price in prices.items() if price}


class _Rows:
    """Rows of a programme, each a sum that is not to be more than something."""

    def __init__(self) -> None:
        self._starts = [0]
        self._columns: list[int] = []
        self._values: list[float] = []
        self._most: list[float] = []

    def add(self, row: Mapping[int, float], most: float) -> None:
        self._columns += row
        self._values += row.values()
        self._starts.append(len(self._columns))
        self._most.append(most)

    def model(self, prices: Mapping[int, float], options: int, slacks: Iterable[float]) -> highspy.HighsLp:
        """Give the programme: so many columns that are taken or not, and some for what is too much."""
        slack = list(slacks)
        model = highspy.HighsLp()
        model.num_col_ = options + len(slack)
        model.num_row_ = len(self._most)
        costs = np.zeros(model.num_col_)
        costs[list(prices)] = list(prices.values())
        model.col_cost_ = costs
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = np.array([1.0] * options + slack)
        model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
        model.row_upper_ = np.array(self._most)
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger] * options + [kinds.kContinuous] * len(slack)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self._starts)
        model.a_matrix_.index_ = np.array(self._columns)
        model.a_matrix_.value_ = np.array(self._values)
        return model
