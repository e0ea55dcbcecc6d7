"""The outlook beside a naive simulation in plain Python; answers on the same draws are compared first.

    python benchmarks/outlook.py --goals 10000 --draws 1000 10000 --runs 5

Ours is the whole outlook: reading the map from Neo4j, drawing it, and the ten assumptions most worth testing. The naive
one draws once and works out who is met, for so few draws as it can, without any worth; its time is given for as many
draws as ours. Made-up maps seldom have shares that add up, so they are asked once more with less being enough: then
corporate goals are met now and then, and thousands of links decide. Wall-clock times of this machine; read the ratios.
"""

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import schema
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store
from analyzer.impact.links import supporting
from analyzer.outlook import Asked, Beliefs, Outlook, look_ahead
from analyzer.outlook.draws import Dice, unpack
from analyzer.outlook.reading import Reading, read_map
from analyzer.settings import read_settings

FEW = 64
"""Draws on which answers are compared."""

Pair = tuple[str, str]
Luck = Callable[..., bool]

CASES = {"as people believe": Beliefs(), "with 0.3 enough": Beliefs(enough=0.3, enough_for_stretch=0.2)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, nargs="+", default=[10_000])
    options.add_argument("--draws", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--runs", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private = PrivateNeo4j(Path(folder) / "neo4j", read_settings().alignment_cache)
        try:
            with Store(private.start()) as store:
                for goals in asked.goals:
                    measure(store, goals, asked.draws, asked.runs)
        finally:
            private.stop()


def measure(store: Store, goals: int, draws: list[int], runs: int) -> None:
    """Compare and measure on a made-up map."""
    schema.clear(store)
    import_plan(store, [read_data(generate(goals))])
    reading = store.read(read_map)
    print(f"\n{goals:,} goals, {len(list(supporting(reading.facts))):,} links that support")
    print(f"{'':36}{'ours':>24}{'naive':>12}   ratio   what ours found")
    for name, beliefs in CASES.items():
        naive = Naive(reading, beliefs)
        compare(naive, look_ahead(store.read, Asked(FEW, 1, beliefs=beliefs)))
        alone = timed(lambda naive=naive: [naive.met(naive.any_luck()) for _ in range(FEW)]) / FEW
        for many in draws:
            asked = Asked(many, beliefs=beliefs)
            found = look_ahead(store.read, asked)
            times = [timed(lambda asked=asked: look_ahead(store.read, asked)) for _ in range(runs)]
            ratio = statistics.median(times) / (alone * many)
            best = f"{found.assumptions[0].worth:.3f} at best" if found.assumptions else "nothing decides"
            told = f"{sum(0 < one.chance < 1 for one in found.goals)} of {len(found.goals)} in doubt, {best}"
            print(
                f"{f'{name}, {many:,} draws':36}{shown(times):>24}{alone * many:>10.3g} s   {ratio:.4f}  {told}",
                flush=True,
            )


class Naive:
    """A map as dictionaries; one draw at a time, over and over all goals until nobody more is met."""

    def __init__(self, reading: Reading, beliefs: Beliefs) -> None:
        goals = reading.facts.goals
        self.links: dict[str, list[tuple[str, float, float]]] = {}
        for link, share in supporting(reading.facts):
            sure = 1.0 if link.confidence is None else link.confidence
            self.links.setdefault(link.target, []).append((link.source, share, sure))
        self.chance = {
            key: (beliefs.chance(said.ambition, said.likelihood) if goals[key].live else float(goals[key].supplies))
            for key, said in reading.forecasts.items()
            if key not in self.links
        }
        self.needed = {key: beliefs.needed(reading.forecasts[key].ambition) - 1e-9 for key in self.links}
        self.draw = random.Random(0)

    def met(self, luck: Luck, forced: Mapping[Pair, bool] | None = None) -> set[str]:
        """Tell who is met in one draw, in which some links may be forced to hold or to fail."""
        met = {key for key, chance in self.chance.items() if luck(chance, key)}
        holding = {
            key: [
                (source, share)
                for source, share, sure in links
                if (forced or {}).get((source, key), luck(sure, source, key))
            ]
            for key, links in self.links.items()
        }
        before = -1
        while before < len(met):
            before = len(met)
            for key, links in holding.items():
                if key not in met and sum(share for source, share in links if source in met) >= self.needed[key]:
                    met.add(key)
        return met

    def any_luck(self) -> Luck:
        """Draw anew each time."""
        return lambda chance, *_: self.draw.random() < chance

    def same_luck(self, number: int, dice: Dice) -> Luck:
        """Give what the product draws."""

        def luck(chance: float, *what: str) -> bool:
            words = dice.of_goal(*what, chance) if len(what) == 1 else dice.of_link(*what, chance)
            return bool(unpack(words)[number])

        return luck


def compare(naive: Naive, found: Outlook) -> None:
    """Hold chances, and the worth of the first assumption, against those of the naive simulation on the same draws."""
    asked = found.asked
    dice = Dice(asked.seed, asked.draws)
    lucks = [naive.same_luck(number, dice) for number in range(asked.draws)]
    met = [naive.met(luck) for luck in lucks]
    for one in found.goals:
        assert one.chance == sum(one.goal in some for some in met) / asked.draws, f"{one.goal}: the chances differ"
    for one in found.assumptions[:1]:
        ends = one.source, one.target
        holds, fails = ([naive.met(luck, {ends: forced}) for luck in lucks] for forced in (True, False))
        for goal, worth in one.by_goal.items():
            often = sum(goal in some for some in holds) - sum(goal in some for some in fails)
            assert worth == often / asked.draws, f"{one.source} to {one.target}: the worths differ"


def timed(way: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def shown(times: list[float]) -> str:
    return f"{statistics.median(times):.3g} [{min(times):.3g}..{max(times):.3g}] s"


if __name__ == "__main__":
    main()
