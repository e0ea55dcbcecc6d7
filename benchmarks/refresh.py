"""What keeping findings fresh costs an edit, beside auditing the whole map again; answers are compared first.

    python benchmarks/refresh.py --goals 1000 10000 100000 --edits 200

Edits are drawn uniformly from the goals and the kinds below; each is written in a transaction that is rolled back, once
with the stored findings rewritten and once without: the difference is the cost. The worst subjects, those with the most
links, are told apart. Times are wall-clock milliseconds of this machine; read the ratios.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from analyzer.changes.difference import Changed, Difference
from analyzer.changes.editing import edit
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph import schema
from analyzer.graph.contents import COMMITMENTS, CONTRIBUTIONS, GOALS, Contents, Identity, Kind, read_contents
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store, Transaction
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.rule import Rule
from analyzer.rules.stored import bring_up_to_date, read_stored
from analyzer.settings import read_settings

TODAY = date(2026, 11, 16)
RULES = built_in()
CHECKED = 10
"""Edits after which the stored findings are compared with a full audit, on maps of up to 10,000 goals."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--goals", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--edits", type=int, default=200)
    options.add_argument("--heap", default=read_settings().alignment_neo4j_heap)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        private = PrivateNeo4j(Path(folder) / "neo4j", read_settings().alignment_cache, heap=asked.heap)
        try:
            with Store(private.start()) as store:
                for goals in asked.goals:
                    measure(store, goals, asked.edits)
        finally:
            private.stop()


def measure(store: Store, goals: int, edits: int) -> None:
    """Measure a full audit, storing what it finds, and edits."""
    schema.clear(store)
    import_plan(store, [read_data(generate(goals))])
    store.run_schema("CALL db.prepareForReplanning()")
    store.read(audited)
    slowest, found = min(
        (store.read(audited) for _ in range(3 if goals < 50_000 else 1)), key=lambda one: sum(one[0].values())
    )
    whole = sum(slowest.values())
    print(f"\n{goals:,} goals, {found:,} findings: a full audit by {len(RULES)} rules takes {whole:.2f} s")
    for name, seconds in sorted(slowest.items(), key=lambda one: -one[1])[:5]:
        print(f"    {seconds * 1000:8.0f} ms  {name}")
    begun = time.perf_counter()
    bring_up_to_date(store, RULES, TODAY)
    print(f"storing all findings takes {time.perf_counter() - begun:.1f} s")
    contents = store.read(read_contents)
    draw = random.Random(1)
    keys = sorted(key for (key,) in contents[GOALS])
    drawn = [any_edit(contents, draw.choice(keys), draw) for _ in range(edits)]
    links = defaultdict(int)
    for source, target in contents[CONTRIBUTIONS]:
        links[source] += 1
        links[target] += 1
    worst = [any_edit(contents, key, draw) for key in sorted(links, key=lambda key: -links[key])[:20]]
    if goals <= 10_000:
        for _, difference in drawn[:CHECKED]:
            store.rehearse(lambda tx, difference=difference: agree(tx, difference))
    for one in (*drawn[:10], *worst[:2]):  # so that all is planned
        store.rehearse(lambda tx, one=one: edit(tx, one[1], RULES, TODAY))
    tell("edits of any goal", cost(store, drawn), whole)
    tell("edits of the 20 goals with most links", cost(store, worst), whole)


def audited(tx: Transaction) -> tuple[dict[str, float], int]:
    """Ask each rule of the whole map: seconds by rule, and how many findings there are."""
    seconds, findings = {}, 0
    for rule in RULES:
        begun = time.perf_counter()
        findings += len(check(tx, [rule], today=TODAY))
        seconds[rule.id] = time.perf_counter() - begun
    return seconds, findings


def agree(tx: Transaction, difference: Difference) -> None:
    edit(tx, difference, RULES, TODAY)
    stored = read_stored(tx, RULES, dict.fromkeys(rule.id for rule in RULES))
    assert stored == check(tx, RULES, today=TODAY), "refreshed findings differ from those of a full audit"


def any_edit(contents: Contents, key: str, draw: random.Random) -> tuple[str, Difference]:
    """Change one thing about a goal; of the kinds that it has, any."""
    goal = contents[GOALS][key,]
    out = contents.declared(CONTRIBUTIONS, [key])[key]
    made = contents.declared(COMMITMENTS, [key])[key]
    kinds: dict[str, Difference] = {
        "progress": changed(contents, GOALS, (key,), progress=draw.random()),
        "due": changed(contents, GOALS, (key,), due=goal.get("due", TODAY) + timedelta(draw.randint(1, 90))),
        "title": changed(contents, GOALS, (key,), title=f"{goal['title']}, again"),
        "drop": changed(contents, GOALS, (key,), status="dropped"),
        "new goal": Difference(
            created={GOALS: {("new",): {"title": "New"}}, CONTRIBUTIONS: {("new", key): {"share": 0.1}}}
        ),
    }
    if out:
        link = draw.choice(out)
        kinds["share"] = changed(contents, CONTRIBUTIONS, link, share=draw.random())
        kinds["agree"] = changed(contents, CONTRIBUTIONS, link, status="agreed")
        kinds["cut"] = Difference(deleted={CONTRIBUTIONS: {link: contents[CONTRIBUTIONS][link]}})
    if made:
        kinds["effort"] = changed(contents, COMMITMENTS, draw.choice(made), effort=draw.randint(1, 50) * 1_000_000)
    name = draw.choice(sorted(kinds))
    return name, kinds[name]


def changed(contents: Contents, kind: Kind, identity: Identity, **properties: object) -> Difference:
    old = {name: contents[kind][identity].get(name) for name in properties}
    return Difference(changed={kind: {identity: Changed(old, properties)}})


def cost(store: Store, edits: list[tuple[str, Difference]]) -> list[tuple[str, float]]:
    """Milliseconds that rewriting the findings adds to each edit."""
    return [(name, timed(store, one, RULES) - timed(store, one, ())) for name, one in edits]


def timed(store: Store, difference: Difference, rules: tuple[Rule, ...]) -> float:
    def work(tx: Transaction) -> float:
        begun = time.perf_counter()
        edit(tx, difference, rules, TODAY)
        return (time.perf_counter() - begun) * 1000

    return store.rehearse(work)


def tell(what: str, costs: list[tuple[str, float]], whole: float) -> None:
    some = sorted(ms for _, ms in costs)
    mean = statistics.mean(some)
    print(
        f"{what}: median {statistics.median(some):.0f} ms, mean {mean:.0f}, nine in ten below "
        f"{some[len(some) * 9 // 10]:.0f}, worst {some[-1]:.0f}; a full audit: {whole * 1000 / mean:.0f} times the mean"
    )
    kinds = defaultdict(list)
    for name, ms in costs:
        kinds[name].append(ms)
    print("    " + ", ".join(f"{name} {statistics.median(kinds[name]):.0f}" for name in sorted(kinds)))


if __name__ == "__main__":
    main()
