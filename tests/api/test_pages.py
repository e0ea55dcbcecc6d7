"""Pages: all of them together are everything, in order, once."""

import base64
from itertools import pairwise

import pytest

from .conftest import ODD

PAGE = """query ($first: Int, $after: String, $filter: GoalFilter, $order: GoalOrder) {
  goals(first: $first, after: $after, filter: $filter, orderBy: $order) {
    totalCount nodes { key title due priority level status } edges { cursor node { key } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
RANK = {"CORPORATE": 0, "DEPARTMENT": 1, "TEAM": 2, "INDIVIDUAL": 3}


def every_page(ask, first, **variables):
    found, after, pages = [], None, 0
    while True:
        page = ask(PAGE, first=first, after=after, **variables)["goals"]
        assert [edge["node"]["key"] for edge in page["edges"]] == [node["key"] for node in page["nodes"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += page["nodes"]
        pages += 1
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            assert pages == max(1, -(-len(found) // first))
            return found
        assert len(page["nodes"]) == first


@pytest.fixture(scope="module")
def everything(ask):
    return every_page(ask, 400)


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ["KEY", "TITLE", "DUE", "PRIORITY", "LEVEL"])
def test_pages_are_everything_in_order(ask, everything, field, direction):
    found = every_page(ask, 97, order={"field": field, "direction": direction})
    assert sorted(node["key"] for node in found) == sorted(node["key"] for node in everything)
    values = [RANK.get(node[field.lower()]) if field == "LEVEL" else node[field.lower()] for node in found]
    there = [value for value in values if value is not None]
    assert values[: len(there)] == there, "absent values come last"
    units = (lambda text: text.encode("utf-16-be")) if field == "TITLE" else None
    assert there == sorted(there, key=units, reverse=direction == "DESC")
    if field not in ("KEY", "TITLE"):
        for one, other in pairwise(found):
            units = [node["key"].encode("utf-16-be") for node in (one, other)]
            assert one[field.lower()] != other[field.lower()] or units[0] < units[1]


def test_odd_keys_page_by_page(ask):
    for direction in ("ASC", "DESC"):
        order = {"field": "KEY", "direction": direction}
        found = [node["key"] for node in every_page(ask, 1, filter={"keys": ODD}, order=order)]
        assert found == sorted(ODD, reverse=direction == "DESC")
        for field in ("DUE", "TITLE"):
            found = [node["key"] for node in every_page(ask, 1, filter={"keys": ODD}, order={**order, "field": field})]
            assert sorted(found) == sorted(ODD), "no row gets lost between two pages"
        found = [node["key"] for node in every_page(ask, 1, filter={"status": "DROPPED"}, order=order)]
        assert set(ODD) < set(found)
        assert found == sorted(found, reverse=direction == "DESC")


@pytest.mark.parametrize("key", ODD)
def test_an_odd_key_in_every_place(ask, key):
    data = ask(
        """query ($key: String!, $team: String!, $owner: String!, $text: String!, $keys: [String!]!) {
        goal(key: $key) { key team { key } }
        a: goals(filter: {keys: $keys}) { nodes { key } }
        b: goals(filter: {team: [$team]}) { nodes { key } }
        c: goals(filter: {owner: [$owner]}) { nodes { key } }
        d: goals(filter: {text: $text}) { nodes { key } } }""",
        key=key,
        keys=[key],
        team=f"t {key}",
        owner=f"o {key}",
        text=f"Reach {key}",
    )
    assert data["goal"] == {"key": key, "team": {"key": f"t {key}"}}
    for alias in "abc":
        assert data[alias]["nodes"] == [{"key": key}]
    assert {"key": key} in data["d"]["nodes"]


FILTERS = {
    "level": ({"level": "CORPORATE"}, lambda goal: goal["level"] == "CORPORATE"),
    "levels": ({"level": ["TEAM", "INDIVIDUAL"]}, lambda goal: goal["level"] in ("TEAM", "INDIVIDUAL")),
    "status": ({"status": "ACTIVE"}, lambda goal: goal["status"] in ("ACTIVE", None)),
    "none": ({"status": []}, lambda _: False),
    "live": ({"live": True}, lambda goal: goal["status"] in ("ACTIVE", "DRAFT", "PROPOSED", None)),
    "not live": ({"live": False}, lambda goal: goal["status"] not in ("ACTIVE", "DRAFT", "PROPOSED", None)),
    "both": ({"live": True, "status": ["DROPPED", "DRAFT"]}, lambda goal: goal["status"] == "DRAFT"),
    "before": ({"dueBefore": "2027-01-01"}, lambda goal: goal["due"] and goal["due"] < "2027-01-01"),
    "after": ({"dueAfter": "2026-12-31"}, lambda goal: goal["due"] and goal["due"] > "2026-12-31"),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters(ask, everything, name):
    which, wanted = FILTERS[name]
    want = sorted(goal["key"] for goal in everything if wanted(goal))
    assert want or name == "none"
    for order in ({"field": "KEY"}, {"field": "DUE", "direction": "DESC"}):
        assert sorted(goal["key"] for goal in every_page(ask, 400, filter=which, order=order)) == want


def test_filters_by_what_it_is_linked_with(ask):
    data = ask("""{ a: goals(filter: {team: "platform", period: "2026-Q4"}) { nodes { team { key } period { key } } }
      b: goals(filter: {team: ["platform", "nobody"]}) { totalCount } c: team(key: "platform") { goals { key } }
      d: goals(filter: {team: "platform", owner: "rosa"}) { totalCount }
      e: goals(filter: {ambition: STRETCH, origin: BOTTOM_UP}) { nodes { ambition origin } } }""")
    assert data["a"]["nodes"]
    assert {(goal["team"]["key"], goal["period"]["key"]) for goal in data["a"]["nodes"]} == {("platform", "2026-Q4")}
    assert data["b"]["totalCount"] == len(data["c"]["goals"])
    assert data["d"]["totalCount"] == 0
    assert {(goal["ambition"], goal["origin"]) for goal in data["e"]["nodes"]} <= {("STRETCH", "BOTTOM_UP")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "*",
        "a*",
        "title:x",
        "AND",
        "x OR",
        '"',
        "\\",
        "((",
        "foo~2",
        "[a TO b]",
        "NOT",
        "&& ||",
        "/x/",
        "!",
        "🦊" * 50,
    ],
)
def test_search_takes_any_text(ask, text):
    ask("query ($text: String) { goals(filter: {text: $text}) { totalCount nodes { key } } }", text=text)


def test_search_finds_all_words(ask):
    found = ask('{ goals(filter: {text: "CLOUD infrastructure"}) { nodes { key } } }')["goals"]["nodes"]
    assert {"key": "cloud-infrastructure"} in found
    none = ask('{ goals(filter: {text: "cloud nonsensical"}) { nodes { key } } }')["goals"]["nodes"]
    assert none == []
    assert ask.refused("query ($t: String) { goals(filter: {text: $t}) { totalCount } }", t="x" * 501)


def cursor(*parts):
    from api.ids import opaque

    return opaque(*parts)


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "🦊",
        "####",
        base64.b64encode(b"{}").decode(),
        cursor(),
        cursor("goals", "KEY", "ASC"),
        cursor("goals", "KEY", "ASC", None, None),
        cursor("goals", "KEY", "ASC", "k", "v"),
        cursor("goals", "KEY", "DESC", "k", None),
        cursor("goals", "TITLE", "ASC", "k", "t"),
        cursor("team", "k", None),
        cursor("list", 1, "x", "y", "z"),
        "A" * 10_000,
    ],
)
def test_a_bad_cursor_is_said(ask, after):
    error = ask.refused("query ($after: String) { goals(after: $after) { totalCount } }", after=after)
    assert error["extensions"]["code"] == "bad_input"
    assert "cursor" in error["message"]
    assert len(error["message"]) < 300


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("DUE", "soon"),
        ("DUE", 1),
        ("PRIORITY", "1"),
        ("PRIORITY", 2**63),
        ("LEVEL", 1.5),
        ("TITLE", 1),
        ("PRIORITY", True),
    ],
)
def test_a_cursor_with_a_strange_value_is_said(ask, field, value):
    after = cursor("goals", field, "ASC", "k", value)
    error = ask.refused(PAGE, after=after, order={"field": field})
    assert error["extensions"]["code"] == "bad_input"


def test_page_sizes(ask):
    assert len(ask("{ goals { nodes { key } } }")["goals"]["nodes"]) == 50
    assert len(ask("{ goals(first: null) { nodes { key } } }")["goals"]["nodes"]) == 50
    empty = ask("{ goals(first: 0) { nodes { key } pageInfo { hasNextPage endCursor } } }")["goals"]
    assert empty == {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}
    for first in (-1, 1001, 2**31 - 1):
        assert "first" in ask.refused(PAGE, first=first)["message"]


@pytest.mark.parametrize("name", ["teams", "people"])
def test_other_lists_page_too(ask, name):
    page = f"{name}(first: 7, after: $after) {{ totalCount nodes {{ key }} pageInfo {{ hasNextPage endCursor }} }}"
    query = f"query ($after: String) {{ {page} }}"
    found, after = [], None
    while True:
        page = ask(query, after=after)[name]
        found += [node["key"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == sorted(found)
    assert len(found) == len(set(found)) == page["totalCount"]


def test_teams_by_function(ask):
    data = ask("{ teams(first: 1000, filter: {function: [COMMUNITY]}) { totalCount nodes { function } } }")["teams"]
    assert data["totalCount"] == len(data["nodes"]) > 0
    assert {team["function"] for team in data["nodes"]} == {"COMMUNITY"}
