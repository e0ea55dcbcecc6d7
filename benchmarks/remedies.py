"""Ways out of over-commitments, beside what somebody would do by hand; what the answers change is tried out first.

    python benchmarks/remedies.py --teams 200 --goals 5000 --seconds 30

An organisation is made up in which every other team's period is over-committed. By hand, one goes from period to period
and takes what comes last by priority, as long as too much is promised; the optimiser may start from that and must never
cost more. Times are wall-clock seconds of this machine.
"""

import argparse
import random
import tempfile
import time
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from analyzer.capacity import Remedies, Remedy, Way, find_remedies
from analyzer.capacity.greedy import first_answer
from analyzer.capacity.options import Desk
from analyzer.capacity.problem import Cost, problem_of
from analyzer.capacity.situation import read_situation
from analyzer.changes.making import make
from analyzer.changes.writing import apply
from analyzer.exchange.generate import LIVE, generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import schema
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store, Transaction
from analyzer.model import MILLION, amount, millionths
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.settings import read_settings

TODAY = date(2026, 1, 1)
OVER = [rule for rule in built_in() if rule.id == "capacity/over_committed"]
OWN = 0.4
"""What part of goals is a team's own roadmap."""

TIGHT = (0.7, 1.3)
"""Capacities, as parts of what is promised."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, default=5_000)
    options.add_argument("--teams", type=int, default=200)
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--heap", default=read_settings().alignment_neo4j_heap)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private = PrivateNeo4j(Path(folder) / "neo4j", read_settings().alignment_cache, heap=asked.heap)
        try:
            with Store(private.start()) as store:
                schema.prepare(store)
                measure(store, overburdened(asked.goals, asked.teams, asked.seed), asked.seconds)
        finally:
            private.stop()


def overburdened(goals: int, teams: int, seed: int) -> dict[str, Any]:
    """Make up an organisation with capacities about as large as what is promised, part of it for nobody else."""
    plan = generate(goals, teams=teams, seed=seed)
    draw = random.Random(seed)
    loads: dict[tuple[str, str], int] = defaultdict(int)
    for goal in plan["goals"]:
        own = draw.random() < OWN
        for made in goal.get("commitments", ()):
            if own and made["team"] == goal.get("team"):
                made.pop("promised_to", None)
            if goal.get("status") in LIVE:
                loads[made["team"], made["period"]] += millionths(Decimal(made.get("effort") or 0))
    for team in plan["teams"]:
        team["capacity"] = {
            period["key"]: int(float(amount(loads[team["key"], period["key"]])) * draw.uniform(*TIGHT) * 4) / 4
            for period in plan["periods"]
        }
    return plan


def measure(store: Store, plan: dict[str, Any], seconds: float) -> None:
    """Measure reading and all four ways; tell what each costs, and what it costs by hand."""
    import_plan(store, [read_data(plan)])
    begun = time.perf_counter()
    situation = store.read(lambda tx: read_situation(tx, TODAY))
    reading = time.perf_counter() - begun
    begun = time.perf_counter()
    found = find_remedies(store.read, today=TODAY, seconds=seconds)
    whole = time.perf_counter() - begun
    print(
        f"{len(plan['goals']):,} goals, {len(plan['teams']):,} teams, {len(plan['periods'])} periods: "
        f"{len(found.over):,} of {len(situation.loads):,} teams' periods over-committed\n"
        f"reading takes {reading:.2f} s, all four ways with reading {whole:.1f} s"
    )
    for remedy in found.ways:
        store.rehearse(lambda tx, remedy=remedy: agree(tx, found, remedy))
    print(f"\n{'':38}{'too much':>10}{'support':>10}{'promises':>10}{'moves':>8}{'s':>8}")
    for remedy in found.ways:
        by_hand, spent = hand(found, remedy.way)
        ours = cost_of(remedy)
        assert ours[:4] <= by_hand[:4], f"{remedy.way} is worse than by hand"
        shown(remedy.way.value, ours)
        if remedy.way is not Way.MORE_CAPACITY:
            shown("    by hand", by_hand, spent)
        if remedy.gap:
            print(f"    {remedy.gap.sentence}")


def agree(tx: Transaction, found: Remedies, remedy: Remedy) -> None:
    """Make the changes, and see who is over-committed then."""
    for start in range(0, len(remedy.changes), 5_000):
        apply(tx, make(tx, remedy.changes[start : start + 5_000], TODAY))
    there = {(one.subject.key, one.evidence["period"]) for one in check(tx, OVER, today=TODAY)}
    assert there == {(one.team, one.period) for one in remedy.left}, f"{remedy.way} leaves others over-committed"
    assert {(one.team, one.period) for one in remedy.left} <= {one.pair for one in found.over}


def hand(found: Remedies, way: Way) -> tuple[Cost, float]:
    begun = time.perf_counter()
    problem = problem_of(found.situation, found.over, Desk(found.situation, found.over).choices(way))
    cost = problem.cost(first_answer(problem, found.situation.rank))
    return cost, time.perf_counter() - begun


def cost_of(remedy: Remedy) -> Cost:
    left = sum(millionths(one.excess) for one in remedy.left)
    return Cost(left, round(remedy.support * MILLION), remedy.promises, len(remedy.moves))


def shown(name: str, cost: Cost, seconds: float | None = None) -> None:
    spent = "" if seconds is None else f"{seconds:.2f}"
    too_much = f"{amount(cost.excess):f}"
    print(f"{name:38}{too_much:>10}{cost.support / MILLION:>10.4f}{cost.promises:>10,}{cost.moves:>8,}{spent:>8}")


if __name__ == "__main__":
    main()
