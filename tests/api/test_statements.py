"""How many statements an operation takes: it depends on the operation, not on the data."""

import time

import pytest

from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data


@pytest.fixture(scope="module", autouse=True)
def _large(store):
    import_plan(store, [read_data(generate(1_000, seed=1))])


SCALARS = "key title level status due"
OPERATIONS = {
    "scalars": (f"nodes {{ {SCALARS} }}", 1),
    "count": (f"totalCount nodes {{ {SCALARS} }}", 2),
    "three links": (
        f"nodes {{ {SCALARS} team {{ name }} measures {{ name }} contributesTo {{ share target {{ title }} }} }}",
        1 + 2 + 1 + 2,
    ),
    "aliases cost nothing": ("nodes { a: team { name } b: team { key } }", 3),
    "two levels": ("nodes { contributesTo { target { contributesTo { target { title } } } } }", 5),
    "both directions": (
        "nodes { contributesTo { share } contributedBy { share } dependsOn { by } neededBy { by } }",
        5,
    ),
    "computed": ("nodes { support progressNow measures { name } }", 3),
    "under fragments": ("nodes { ...A ... on Node { ... on Goal { owner { name } } } }", 1 + 2 + 2),
    "left out": ("nodes { team @skip(if: true) { name } owner @include(if: false) { name } }", 1),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_as_many_for_ten_goals_as_for_a_thousand(ask, name):
    selected, expected = OPERATIONS[name]
    more = "fragment A on Goal { team { name } }" if "...A" in selected else ""
    query = f"query ($first: Int) {{ goals(first: $first, orderBy: {{field: DUE}}) {{ {selected} }} }} {more}"
    counts = {first: ask.count(query, first=first) for first in (10, 1_000)}
    assert max(counts.values()) == expected, "fewer only when everything is there already"


def test_the_rest(ask):
    assert ask.count("{ __schema { queryType { name } } }") == 0
    assert ask.count("{ rules { id page } }") == 0
    assert ask.count("{ periods { loads { load team { name } } } }") == 3
    assert ask.count('{ team(key: "platform") { goals { key } members { key } loads { load } } }') == 6
    rules = len(ask("{ rules { id } }")["rules"])
    assert ask.count("{ audit { summary { findings } } findings { totalCount } }") == rules + 4, (
        "how many nodes there are, the revision before and after, which findings are stored"
    )
    few = ask.count("{ findings(first: 1) { nodes { subject { node { id } } } } }")
    many = ask.count("{ findings(first: 1000) { nodes { subject { node { id } } } } }")
    assert few <= many <= rules + 4 + 3, "one statement more for goals, teams and people each"


def test_ten_levels_of_a_ring_ask_for_each_goal_once(ask):
    query = "title"
    for _ in range(10):
        query = f"contributesTo {{ target {{ {query} }} }}"
    assert ask.count(f'{{ goal(key: "a/b") {{ {query} }} }}') == 1 + 2 * 10


def test_a_page_of_a_thousand(ask, record_property):
    query = (
        f"{{ goals(first: 1000) {{ nodes {{ {SCALARS} team {{ name }} measures {{ name }} "
        "contributesTo { share target { key } } } } }"
    )
    ask(query)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - start)
    record_property("ms", round(1000 * sorted(times)[2]))
    assert min(times) < 5
