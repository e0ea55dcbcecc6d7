"""What a what-if and a look back cost, beside copying the map, and what editors notice of both; answers compared first.

    python benchmarks/views.py --goals 10000 --edits 1000

A what-if of one change stands beside: copy the map into another Neo4j, change it there, audit both, compare. Then so
many edits are made, and the map is asked as of before them: a goal, a page, an impact by GraphQL, and a whole audit
beside the live one. At last edits are timed alone, and while eight what-ifs and a look back are asked without a pause.
Times are wall-clock of this machine.
"""

import argparse
import hashlib
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from analyzer.changes.difference import compare
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change
from analyzer.changes.making import make
from analyzer.changes.revisions import Author, span
from analyzer.changes.writing import apply
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import schema
from analyzer.graph.contents import CONTRIBUTIONS, GOALS, read_contents
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store, Transaction
from analyzer.history.past import contents_at
from analyzer.impact import what_breaks
from analyzer.rules.audit import Audit, audit
from analyzer.rules.audit import compare as compare_findings
from analyzer.rules.check import plan
from analyzer.rules.files import built_in
from analyzer.rules.ruleset import rule_set
from analyzer.rules.stored import bring_up_to_date
from analyzer.settings import read_settings
from api.execution import Executor
from api.request import Operation

TODAY = date(2026, 11, 16)
RULES = built_in()
WHAT_IFS = 100
EDITORS = 250
BESIDE = 8
"""What-ifs that are asked at once beside the editors."""

MOMENTS = {
    "a goal": "goal(key: %s) { title due status support contributesTo { target { key } share } findings { rule } }",
    "a page": "goals(first: 100) { nodes { key title status contributesTo { target { key } } } }",
    "an impact": "impact(changes: [{drop: {goal: %s}}]) { affected { goal { key } outcome kept } freed { effort } }",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, default=1_000)
    options.add_argument("--edits", type=int, default=1_000)
    options.add_argument("--heap", default=read_settings().alignment_neo4j_heap)
    options.add_argument("--only-editors", action="store_true", help="leave out what-ifs and looks back by themselves")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private, other = (
            PrivateNeo4j(Path(folder) / name, read_settings().alignment_cache, heap=asked.heap)
            for name in ("neo4j", "other")
        )
        try:
            with Store(private.start()) as store, Store(other.start()) as scratch:
                measure(store, scratch, asked.goals, asked.edits, only_editors=asked.only_editors)
        finally:
            private.stop()
            other.stop()


def measure(  # noqa: PLR0913 - how much of what
    store: Store, scratch: Store, goals: int, edits: int, editors: int = EDITORS, *, only_editors: bool = False
) -> None:
    """Measure what-ifs, looks back, and editing beside them."""
    for one in (store, scratch):
        schema.clear(one)
        schema.prepare(one)
    import_plan(store, [read_data(generate(goals))])
    for one in (store, scratch):
        one.run_schema("CALL db.prepareForReplanning()")
    bring_up_to_date(store, RULES, TODAY)
    store.rehearse(lambda tx: plan(tx, RULES, TODAY))
    draw = random.Random(1)
    contents = store.read(read_contents)
    keys, links = sorted(str(key) for (key,) in contents[GOALS]), sorted(contents[CONTRIBUTIONS])
    print(f"\n{goals:,} goals")
    if not only_editors:
        what_ifs(store, scratch, [any_change(draw, keys, links) for _ in range(WHAT_IFS)])
        look_back(store, scratch, [any_change(draw, keys, links) for _ in range(edits)], draw.choice(keys))
    beside(store, draw, keys, editors)


def any_change(draw: random.Random, keys: list[str], links: list[tuple[str | None, ...]]) -> Change:
    """Draw one of six kinds, and what it is about."""
    goal, (source, target) = draw.choice(keys), draw.choice(links)
    fields: dict[str, dict[str, Any]] = {
        "drop": {"goal": goal},
        "postpone": {"goal": goal, "to": (TODAY + timedelta(days=draw.randint(1, 500))).isoformat()},
        "set_progress": {"goal": goal, "progress": draw.random()},
        "edit_goal": {"key": goal, "title": f"Reach {draw.random()}"},
        "alter_contribution": {"goal": source, "to": target, "confidence": draw.random()},
        "refute_contribution": {"goal": source, "to": target},
    }
    name = draw.choice(sorted(fields))
    return CHANGES[name].model_validate(fields[name])


def what_ifs(store: Store, scratch: Store, changes: list[Change]) -> None:
    """Rehearse each; the first also the other way."""
    before = state(store)
    begun = time.perf_counter()
    copied = by_copy(store, scratch, changes[0])
    other = time.perf_counter() - begun
    found = what_breaks(store.rehearse, RULES, changes[:1], today=TODAY).findings
    assert (found.new, found.resolved) == copied, "a what-if and two audits differ"
    times = [timed(lambda one=change: what_breaks(store.rehearse, RULES, [one], today=TODAY)) for change in changes]  # type: ignore[misc]
    assert state(store) == before, "something remains of a what-if"
    ratio = other / statistics.median(times)
    print(f"what-if of one change: {shown(times)}; copy, change, audit both: {other:.1f} s, {ratio:,.0f} times as long")


def by_copy(store: Store, scratch: Store, change: Change) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Copy the map, change the copy, audit both."""
    contents = store.read(read_contents)

    def copied(tx: Transaction) -> Audit:
        apply(tx, compare(read_contents(tx), contents))
        apply(tx, make(tx, [change], TODAY))
        return audit(tx, RULES, today=TODAY)

    before, after = store.read(lambda tx: audit(tx, RULES, today=TODAY)), scratch.rehearse(copied)
    compared = compare_findings(before.findings, after.findings)
    return compared.new, compared.resolved


def look_back(store: Store, scratch: Store, changes: list[Change], goal: str) -> None:
    """Ask, edit, and ask again as of before the edits."""
    begin = store.read(span)[1]
    executor = Executor(store, rule_set(), lambda: datetime(2026, 11, 16, tzinfo=UTC), 600)
    asked = {name: query.replace("%s", orjson.dumps(goal).decode()) for name, query in MOMENTS.items()}
    then = {name: answer(executor, f"{{ {query} }}") for name, query in asked.items()}
    live = store.read(lambda tx: audit(tx, RULES, today=TODAY))
    at = datetime(2026, 11, 16, tzinfo=UTC)
    times = [timed(lambda one=change: store.write(lambda tx: edit(tx, one, at))) for change in changes]  # type: ignore[misc]
    print(f"{len(changes):,} edits, kept in the history: {shown(times)} each")
    for name, query in asked.items():
        view = f'{{ view(asOf: "{begin}") {{ {query} }} }}'
        assert answer(executor, view)["view"] == then[name], f"{name} as of then is another"
        times = [timed(lambda one=view: answer(executor, one)) for _ in range(5)]  # type: ignore[misc]
        print(f"  {name} as of {len(changes):,} edits back: {shown(times)}")
    auditing = timed(lambda: store.read(lambda tx: audit(tx, RULES, today=TODAY)))
    for which in ("the first", "another"):
        begun = time.perf_counter()
        past, loading = audited(store, scratch, begin)
        whole = time.perf_counter() - begun
        assert past.findings == live.findings, "an audit as of then is another"
        print(f"  {which} audit as of then: {whole:.1f} s, {loading:.1f} of it loading; a live one: {auditing:.1f} s")


def audited(store: Store, scratch: Store, revision: int) -> tuple[Audit, float]:
    """Audit the map as it was, beside the live one; with the seconds that loading took."""
    begun = time.perf_counter()
    contents = store.rehearse(lambda tx: contents_at(tx, revision))

    def beside_the_live_map(tx: Transaction) -> tuple[Audit, float]:
        apply(tx, compare(read_contents(tx), contents))
        loading = time.perf_counter() - begun
        return audit(tx, RULES, today=TODAY), loading

    return scratch.rehearse(beside_the_live_map)


def beside(store: Store, draw: random.Random, keys: list[str], editors: int) -> None:
    """Time edits of the same goals alone, and beside what-ifs and looks back without a pause."""
    executor = Executor(store, rule_set(), lambda: datetime(2026, 11, 16, tzinfo=UTC), 600)
    change = "mutation ($c: [Change!]!) { change(changes: $c) { revision } }"
    impact = "query ($g: String!) { impact(changes: [{drop: {goal: $g}}]) { affected { kept } } }"
    edited = [draw.choice(keys) for _ in range(editors)]

    def edit_all() -> list[float]:
        titles = [{"editGoal": {"key": key, "title": f"Reach {draw.random()}"}} for key in edited]
        return [timed(lambda one=one: answer(executor, change, {"c": [one]})) for one in titles]  # type: ignore[misc]

    edit_all()  # the first of any kind takes longer
    quiet = edit_all()
    begin = store.read(span)[1] - editors
    back = f'{{ view(asOf: "{begin}") {{ goals(first: 10) {{ nodes {{ key title }} }} }} }}'
    over, failed, asked = threading.Event(), [], [0, 0]

    def ask(which: int, question: Callable[[], object]) -> None:
        while not over.is_set():
            try:
                question()
                asked[which] += 1
            except AssertionError as why:
                failed.append(why)

    questions = [(0, lambda: answer(executor, impact, {"g": random.choice(keys)}))] * BESIDE
    threads = [threading.Thread(target=ask, args=one) for one in [*questions, (1, lambda: answer(executor, back))]]
    for thread in threads:
        thread.start()
    busy = edit_all()
    over.set()
    for thread in threads:
        thread.join()
    assert not failed, failed[0]
    print(f"edits alone: {shown(quiet)}, p99 {percentile(quiet):.0f} ms")
    print(f"edits beside {asked[0]} what-ifs by {BESIDE} and {asked[1]} looks back: {shown(busy)}, ", end="")
    print(f"p99 {percentile(busy):.0f} ms, {percentile(busy) / percentile(quiet):.1f} times")


def edit(tx: Transaction, change: Change, at: datetime) -> None:
    carry_out(tx, [change], RULES, TODAY, author=Author("bench", at))


def answer(executor: Executor, query: str, variables: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - as asked
    """Ask by GraphQL, as a client's request would."""
    body = orjson.loads(executor.run(Operation(query, variables)).body)
    assert "errors" not in body, body
    return body["data"]


def state(store: Store) -> str:
    """Name all that is in the map: rows, versions, stored findings."""

    def read(tx: Transaction) -> list[Any]:
        versions = tx.rows("MATCH (n) WHERE n.key IS NOT NULL RETURN labels(n)[0] AS l, n.key AS k, n.version AS v", {})
        findings = tx.rows("MATCH (f:Finding)-[:ABOUT]->(n) RETURN f.fingerprint AS f, f.message AS m, n.key AS k", {})
        count = tx.rows("MATCH (n) RETURN count(n) AS n, COUNT {()-->()} AS r", {})
        tables = read_contents(tx).tables
        rows = [sorted(map(str, some)) for some in (versions, findings, count)]
        return [*rows, *(sorted(map(str, table.items())) for table in tables.values())]

    return hashlib.sha256(orjson.dumps(store.read(read))).hexdigest()


def timed(way: Callable[[], object]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


def percentile(times: list[float]) -> float:
    """Give the 99th, in milliseconds."""
    return sorted(times)[min(len(times) - 1, round(0.99 * len(times)))] * 1_000


def shown(times: list[float]) -> str:
    """Say the median with the spread, in milliseconds."""
    low, middle, high = (1_000 * value for value in (min(times), statistics.median(times), max(times)))
    return f"median {middle:,.0f} ms [{low:,.0f}..{high:,.0f}]"


if __name__ == "__main__":
    main()
