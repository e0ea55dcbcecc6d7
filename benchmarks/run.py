"""Import, audit and impact beside the bare statements that one would send instead; answers are compared first.

    python benchmarks/run.py --goals 1000 10000 100000 --runs 5

Times are wall-clock seconds of this machine; read the ratios. YAML is parsed apart, since that is what it costs.
"""

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
import orjson

from analyzer.changes.difference import Difference, compare
from analyzer.changes.kinds.goals import Drop
from analyzer.exchange.document import parse
from analyzer.exchange.exporting import document_of, to_json, to_yaml
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data, read_text
from analyzer.graph import schema
from analyzer.graph.contents import KINDS, Contents, read_contents
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store
from analyzer.graph.texts import text
from analyzer.impact import what_breaks
from analyzer.plan.merging import contents_of
from analyzer.rules.audit import audit
from analyzer.rules.check import parameters
from analyzer.rules.files import built_in
from analyzer.settings import read_settings

TODAY = date(2026, 11, 16)
SLICE = 10_000
REACH = """
UNWIND $keys AS key MATCH (goal:Goal {key: key})-[:CONTRIBUTES_TO|NEEDED_BY*1..]->(other:Goal)
WITH DISTINCT other RETURN collect(other.key)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only-imports", action="store_true", help="leave out audit and impact")
    options.add_argument("--heap", default=read_settings().alignment_neo4j_heap)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private = PrivateNeo4j(Path(folder) / "neo4j", read_settings().alignment_cache, heap=asked.heap)
        try:
            address = private.start()
            with (
                Store(address) as store,
                neo4j.GraphDatabase.driver(
                    address.uri, auth=(address.username, address.password or ""), notifications_min_severity="OFF"
                ) as driver,
            ):
                for goals in asked.goals:
                    plan = measure_imports(store, driver, goals, asked.runs)
                    if not asked.only_imports:
                        measure_answers(store, driver, plan, asked.runs)
        finally:
            private.stop()


def measure_imports(store: Store, driver: neo4j.Driver, goals: int, runs: int) -> dict[str, Any]:
    """Measure what brings a map in and out; it is in the store afterwards."""
    plan = generate(goals)
    written = to_json(plan).decode()
    rows = rows_of(compare(Contents(), contents_of(read_data(plan).plan)))
    print(f"\n{goals:,} goals, {sum(len(some) for _, some in rows):,} rows, {len(written) / 1e6:.1f} MB of JSON")
    print(f"{'':34}{'ours':>24}{'bare':>24}   ratio")

    def ours_from_rows() -> None:
        import_plan(store, [read_data(plan)])

    def ours_from_json() -> None:
        import_plan(store, [read_text(written, "plan.json")])

    def bare_from_rows() -> None:
        send(driver, rows)

    def bare_from_json() -> None:
        orjson.loads(written)
        send(driver, rows)

    fresh = lambda: schema.clear(store)  # noqa: E731
    fresh(), ours_from_json()
    mine = store.read(read_contents)
    fresh(), bare_from_rows()
    bare = store.read(read_contents)
    bare.effort_unit = mine.effort_unit
    assert not compare(mine, bare), "the two imports differ"
    few = max(1, runs if goals < 50_000 else min(runs, 3))
    pair("import from parsed rows", ours_from_rows, bare_from_rows, few, fresh)
    pair("import from JSON", ours_from_json, bare_from_json, few, fresh)
    fresh(), ours_from_rows()
    alone("the same import again (no writes)", ours_from_json, few)
    alone("export as JSON", lambda: to_json(export(store)), few)
    if goals <= 10_000:
        yaml = to_yaml(plan)
        alone("parsing it as YAML", lambda: parse(yaml, "plan.yaml"), 1)
    return plan


def measure_answers(store: Store, driver: neo4j.Driver, plan: dict[str, Any], runs: int) -> None:
    """Measure audit and impact on the map that is in the store."""
    found = store.read(lambda tx: audit(tx, built_in(), today=TODAY))
    rows = bare_audit(driver)
    for asked in found.rules:  # of what an algorithm is given, rows are no findings
        assert asked.rule.algorithm or rows[asked.rule.id] == asked.count, f"the two audits differ: {asked.rule.id}"
    pair(
        f"full audit, {len(found.rules)} rules",
        lambda: store.read(lambda tx: audit(tx, built_in(), today=TODAY)),
        lambda: bare_audit(driver),
        runs,
    )

    keys = [goal["key"] for goal in plan["goals"]]
    some = random.Random(1).sample(keys, min(len(keys), runs * 5))
    reached = []
    for key in some:
        one = what_breaks(store.rehearse, built_in(), [Drop(goal=key)], today=TODAY)
        reached.append(len(one.affected))
        assert {item.goal for item in one.affected} <= set(bare_reach(driver, key)), "the two reaches differ"
    ask: Iterator[str] = iter(some * (runs + 2))
    ask_bare: Iterator[str] = iter(some * (runs + 2))
    pair(
        f"impact of a drop (median {statistics.median(reached):.0f} hit)",
        lambda: what_breaks(store.rehearse, built_in(), [Drop(goal=next(ask))], today=TODAY),
        lambda: bare_reach(driver, next(ask_bare)),
        len(some),
    )


def rows_of(difference: Difference) -> list[tuple[str, list[dict[str, Any]]]]:
    """Give what the bare statements send: ready rows, with the statement of each kind."""
    return [
        (
            text(f"writes/create/{kind.name}"),
            [
                {**dict(zip(kind.identity, identity, strict=True)), "properties": properties}
                for identity, properties in difference.created.get(kind, {}).items()
            ],
        )
        for kind in KINDS
    ]


def send(driver: neo4j.Driver, rows: list[tuple[str, list[dict[str, Any]]]]) -> None:
    """Send rows in one transaction, by bare UNWIND statements of 10,000 rows."""
    with driver.session() as session, session.begin_transaction() as tx:
        for statement, some in rows:
            for start in range(0, len(some), SLICE):
                tx.run(statement, rows=some[start : start + SLICE]).consume()
        tx.commit()


def export(store: Store) -> dict[str, Any]:
    return document_of(store.read(read_contents))


def bare_audit(driver: neo4j.Driver) -> dict[str, int]:
    """Run the rules' queries as they stand in their files, and count their rows."""
    counts = {}
    with driver.session(default_access_mode="READ") as session, session.begin_transaction() as tx:
        for rule in built_in():
            counts[rule.id] = len(tx.run(rule.query, {**parameters(TODAY), **rule.settings}).values())
    return counts


def bare_reach(driver: neo4j.Driver, key: str) -> list[str]:
    """Ask for no more than what is reached: no outcome, no chain, no findings."""
    with driver.session(default_access_mode="READ") as session:
        return list(session.run(REACH, keys=[key]).single(strict=True)[0])


def pair(
    name: str, ours: Callable[[], Any], bare: Callable[[], Any], runs: int, before: Callable[[], Any] | None = None
) -> None:
    """Time two ways in turn, A B B A, and print medians, spread and the ratio of the medians."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs):
        ways = list(zip((ours, bare), times, strict=True))
        for way, spent in reversed(ways) if run % 2 else ways:
            if before:
                before()
            spent.append(timed(way))
    ratio = statistics.median(times[0]) / statistics.median(times[1])
    print(f"{name:34}{shown(times[0]):>24}{shown(times[1]):>24}   {ratio:.2f}", flush=True)


def alone(name: str, way: Callable[[], Any], runs: int) -> None:
    print(f"{name:34}{shown([timed(way) for _ in range(runs)]):>24}", flush=True)


def timed(way: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def shown(times: list[float]) -> str:
    scale, unit = (1, "s") if statistics.median(times) >= 1 else (1000, "ms")
    low, middle, high = (value * scale for value in (min(times), statistics.median(times), max(times)))
    return f"{middle:.3g} [{low:.3g}..{high:.3g}] {unit}"


if __name__ == "__main__":
    main()
