"""What comparing scenarios costs, beside audits of the map as it is and as a scenario makes it; answers compared first.

    python benchmarks/scenarios.py --goals 1000 --scenarios 100

Each scenario is one change of a goal that is drawn uniformly. They are compared as `alignment scenario compare` does:
impact, findings, score and capacity of each, a transaction of its own that is rolled back. Times are wall-clock of this
machine.
"""

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import make
from analyzer.changes.writing import apply
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import schema
from analyzer.graph.contents import CONTRIBUTIONS, GOALS, read_contents
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store, Transaction
from analyzer.rules.audit import Audit, audit
from analyzer.rules.audit import compare as compare_findings
from analyzer.rules.check import plan
from analyzer.rules.files import built_in
from analyzer.rules.score import score
from analyzer.rules.stored import bring_up_to_date
from analyzer.scenarios.comparing import compare
from analyzer.scenarios.editing import Decision, Saying, save
from analyzer.scenarios.kept import read_named
from analyzer.settings import read_settings

TODAY = date(2026, 11, 16)
RULES = built_in()
ADA = Decision("Ada", datetime(2026, 11, 16, tzinfo=UTC), TODAY)
CHECKED = 3
"""Scenarios whose answers are compared with two audits."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, default=1_000)
    options.add_argument("--scenarios", type=int, default=100)
    options.add_argument("--heap", default=read_settings().alignment_neo4j_heap)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private = PrivateNeo4j(Path(folder) / "neo4j", read_settings().alignment_cache, heap=asked.heap)
        try:
            with Store(private.start()) as store:
                measure(store, asked.goals, asked.scenarios)
        finally:
            private.stop()


def measure(store: Store, goals: int, scenarios: int) -> None:
    """Save scenarios of one change, and compare them all."""
    schema.clear(store)
    import_plan(store, [read_data(generate(goals))])
    store.run_schema("CALL db.prepareForReplanning()")
    bring_up_to_date(store, RULES, TODAY)
    store.rehearse(lambda tx: plan(tx, RULES, TODAY))
    draw = random.Random(1)
    contents = store.read(read_contents)
    keys, links = sorted(key for (key,) in contents[GOALS]), sorted(contents[CONTRIBUTIONS])
    changes = {f"scenario {number}": any_change(draw, keys, links) for number in range(scenarios)}
    begun = time.perf_counter()
    for name, change in changes.items():
        store.write(lambda tx, name=name, change=change: save(tx, name, Saying([change]), ADA))
    saving = time.perf_counter() - begun
    for name in list(changes)[:CHECKED]:
        agree(store, name, changes[name])
    compare(store.read, store.rehearse, RULES, list(changes)[:10], today=TODAY)  # so that all is planned
    times: list[float] = []

    def rehearse(work, *, seconds=None):  # noqa: ANN001, ANN202 - as Store.rehearse
        begun = time.perf_counter()
        answer = store.rehearse(work, seconds=seconds)
        times.append(time.perf_counter() - begun)
        return answer

    begun = time.perf_counter()
    found = compare(store.read, rehearse, RULES, list(changes), today=TODAY)
    whole = time.perf_counter() - begun
    assert len(found.sides) == scenarios
    assert all(side.effect for side in found.sides)
    begun = time.perf_counter()
    store.read(lambda tx: audit(tx, RULES, today=TODAY))
    auditing = time.perf_counter() - begun
    some = sorted(times)
    print(
        f"{goals:,} goals: {scenarios:,} scenarios of one change saved in {saving:.1f} s, compared in {whole:.1f} s: "
        f"median {statistics.median(some) * 1000:.0f} ms, mean {statistics.mean(some) * 1000:.0f}, nine in ten below "
        f"{some[len(some) * 9 // 10] * 1000:.0f}, worst {some[-1] * 1000:.0f}; "
        f"1,000 would take {whole / scenarios * 1000:.0f} s"
    )
    print(f"an audit of the map takes {auditing:.2f} s, {auditing / (whole / scenarios):.0f} times a scenario")


def any_change(draw: random.Random, keys: list[str], links: list[tuple[str | None, ...]]) -> Change:
    """Change one thing about a goal, or about a link."""
    goal, (source, target) = draw.choice(keys), draw.choice(links)
    name, fields = draw.choice(
        [
            ("drop", {"goal": goal}),
            ("postpone", {"goal": goal, "to": TODAY + timedelta(draw.randint(100, 500))}),
            ("set_progress", {"goal": goal, "progress": draw.random()}),
            ("set_priority", {"goal": goal, "priority": draw.randint(1, 9)}),
            ("alter_contribution", {"goal": source, "to": target, "confidence": draw.random()}),
            ("cut_contribution", {"goal": source, "to": target}),
        ]
    )
    return CHANGES[name].model_validate(fields)


def agree(store: Store, name: str, change: Change) -> None:
    """Compare a side with what two audits of the whole map say, before and after the change is made."""

    def audits(tx: Transaction) -> tuple[Audit, Audit]:
        before = audit(tx, RULES, today=TODAY)
        apply(tx, make(tx, [change], TODAY))
        return before, audit(tx, RULES, today=TODAY)

    before, after = store.rehearse(audits)
    (side,) = compare(store.read, store.rehearse, RULES, [name], today=TODAY).sides
    assert side.scenario == store.read(lambda tx: read_named(tx, [name]))[name]
    assert side.effect is not None
    assert side.effect.findings == compare_findings(before.findings, after.findings), "findings differ from two audits"
    assert side.effect.score == score(after, {}).points, "the score differs from that of an audit"


if __name__ == "__main__":
    main()
