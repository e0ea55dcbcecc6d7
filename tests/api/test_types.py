"""Every type, and every link in both directions, against the plan that was imported."""

import pytest

from analyzer import model
from analyzer.graph.contents import (
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    MEMBERS,
    OWNERS,
    PART_OF,
    PURSUERS,
    read_contents,
)

FRAGMENTS = """
fragment G on Goal { id key title description level ambition status origin starts due priority progress likelihood
  standalone version support progressNow }
fragment T on Team { id key name function version }
fragment P on Person { id key name email version }
fragment Q on Period { id key starts ends version }
fragment C on Contribution { id because share confidence essential route lagDays status evidence fromMeasure toMeasure
  reviewedOn reviewedAs counts supports source { ...G } target { ...G } }
fragment D on Dependency { id needs by status counts goal { ...G } neededGoal { ...G } }
fragment M on Measure { id name unit baseline target current measuredOn kind automatic everyDays
  readings { on value } goal { ...G } }
fragment K on Commitment { id effort promisedTo goal { ...G } team { ...T } period { ...Q } }
fragment L on TeamLoad { load capacity overCommitted team { ...T } period { ...Q } }
"""
GOAL = (
    FRAGMENTS
    + """query ($filter: GoalFilter) { goals(first: 1000, filter: $filter) { totalCount nodes {
    ...G team { ...T } owner { ...P } period { ...Q } measures { ...M } contributesTo { ...C } contributedBy { ...C }
    dependsOn { ...D } neededBy { ...D } commitments { ...K } } }
    used: team(key: "board") { ...L_ } }
fragment L_ on Team { loads { ...L } }"""
)
OTHERS = (
    FRAGMENTS
    + """{ teams(first: 1000) { totalCount nodes { ...T partOf { ...T } parts { ...T } members { ...P } goals { key }
      commitments { id effort promisedTo goal { key } team { key } period { key } } loads { ...L } } }
  people(first: 1000) { totalCount nodes { ...P teams { ...T } owns { key } } }
  periods { ...Q goals { key } commitments { id goal { key } team { key } period { key } } loads { ...L } }
  effortUnit used: goal(key: "none") { ...G measures { ...M } contributesTo { ...C } dependsOn { ...D }
    commitments { ...K } } }"""
)


@pytest.fixture(scope="module")
def contents(store):
    return store.read(read_contents)


@pytest.fixture(scope="module")
def goals(ask, contents):
    """All goals with all their links, by key; in chunks, as a page has at most 1,000."""
    keys = sorted(row[0] for row in contents[GOALS])
    found = {}
    for start in range(0, len(keys), 500):
        page = ask(GOAL, filter={"keys": keys[start : start + 500]})["goals"]
        found.update((node["key"], node) for node in page["nodes"])
    assert sorted(found) == keys
    return found


@pytest.fixture(scope="module")
def others(ask):
    return ask(OTHERS)


def test_goals_are_what_the_map_holds(goals, contents):
    for (key,), stored in contents[GOALS].items():
        for name in model.Goal.model_fields.keys() - {"key"}:
            want, got = stored.get(name), goals[key][camel(name)]
            want = want.isoformat() if hasattr(want, "isoformat") else want
            assert got == (want.upper() if name in ("level", "ambition", "status", "origin") and want else want), name
        assert goals[key]["version"] >= 1


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def links(nodes, field, *ends):
    return sorted(
        (tuple(node["key"] if end is None else link[end]["key"] for end in ends))
        for node in nodes
        for link in node[field]
    )


def test_contributions_both_ways(goals, contents):
    want = sorted(contents[CONTRIBUTIONS])
    assert links(goals.values(), "contributesTo", None, "target") == want
    assert links(goals.values(), "contributesTo", "source", "target") == want
    assert links(goals.values(), "contributedBy", "source", None) == want
    assert links(goals.values(), "contributedBy", "source", "target") == want


def test_dependencies_both_ways(goals, contents):
    want = sorted(contents[DEPENDENCIES])
    assert links(goals.values(), "dependsOn", "neededGoal", None) == want
    assert links(goals.values(), "neededBy", None, "goal") == want
    assert links(goals.values(), "neededBy", "neededGoal", "goal") == want


def test_both_directions_show_the_same_link(goals):
    there = {link["id"]: link for goal in goals.values() for link in goal["contributesTo"]}
    back = {link["id"]: link for goal in goals.values() for link in goal["contributedBy"]}
    assert there == back
    there = {link["id"]: link for goal in goals.values() for link in goal["dependsOn"]}
    back = {link["id"]: link for goal in goals.values() for link in goal["neededBy"]}
    assert there == back


def test_fields_of_links(goals, contents):
    for (source, target), stored in contents[CONTRIBUTIONS].items():
        link = next(one for one in goals[source]["contributesTo"] if one["target"]["key"] == target)
        assert (link["share"], link["confidence"], link["because"], link["lagDays"]) == tuple(
            stored.get(name) for name in ("share", "confidence", "because", "lag_days")
        )
        status = {key: (goals[key]["status"] or "ACTIVE").lower() for key in (source, target)}
        counts = (
            status[target] in model.LIVE
            and status[source] in model.COUNTING
            and stored.get("status") not in model.REFUSED
        )
        assert link["counts"] is counts
        assert link["supports"] is (counts and stored.get("share", 0) >= 0)
    for (needed, goal), stored in contents[DEPENDENCIES].items():
        link = next(one for one in goals[goal]["dependsOn"] if one["neededGoal"]["key"] == needed)
        assert (link["needs"], link["status"]) == (stored.get("needs"), (stored.get("status") or "").upper() or None)
        assert link["counts"] is (stored.get("status") != "declined")


def test_support(goals, contents):
    for key, goal in goals.items():
        incoming = {source: link for (source, to), link in contents[CONTRIBUTIONS].items() if to == key}
        shares = [link.get("share") for link in incoming.values()]
        free = max(0.0, 1 - sum(share for share in shares if share is not None and share > 0))
        absent = shares.count(None)
        want = sum(
            (free / absent if link["share"] is None else link["share"])
            * (1 if link["confidence"] is None else link["confidence"])
            for link in goal["contributedBy"]
            if link["supports"]
        )
        assert goal["support"] == pytest.approx(want, abs=1e-12)


def test_progress(goals):
    assert goals["a/b"]["progress"] is None
    assert goals["a/b"]["progressNow"] == 0.25


def test_measures(goals, contents):
    found = sorted((key, one["name"]) for key, goal in goals.items() for one in goal["measures"])
    assert found == sorted(contents[MEASURES])
    assert all(one["goal"]["key"] == key for key, goal in goals.items() for one in goal["measures"])
    assert goals["目标"]["measures"][0]["readings"] == [
        {"on": "2026-01-01", "value": 0.5},
        {"on": "2026-02-01", "value": 1},
    ]


def test_commitments_from_all_ends(goals, others, contents):
    want = sorted(contents[COMMITMENTS], key=repr)
    sides = (goals.values(), others["teams"]["nodes"], others["periods"])
    for nodes in sides:
        found = [one for node in nodes for one in node["commitments"]]
        assert len({one["id"] for one in found}) == len(want)
        ends = sorted((one["goal"]["key"], one["team"]["key"], one["period"]["key"]) for one in found)
        assert ends == sorted(identity[:3] for identity in want)
    effort = [one["effort"] for one in goals["🦊 fox"]["commitments"]]
    assert sorted(effort, key=str) == ["0.1", None]


def test_teams_people_and_periods_both_ways(goals, others, contents):
    teams, people, periods = others["teams"]["nodes"], others["people"]["nodes"], others["periods"]
    assert others["teams"]["totalCount"] == len(teams)
    assert others["people"]["totalCount"] == len(people)
    pursued = sorted(contents[PURSUERS])
    assert sorted((team["key"], goal["key"]) for team in teams for goal in team["goals"]) == pursued
    assert sorted((goal["team"]["key"], key) for key, goal in goals.items() if goal["team"]) == pursued
    owned = sorted(contents[OWNERS])
    assert sorted((person["key"], goal["key"]) for person in people for goal in person["owns"]) == owned
    assert sorted((goal["owner"]["key"], key) for key, goal in goals.items() if goal["owner"]) == owned
    held = sorted(contents[IN_PERIOD])
    assert sorted((goal["key"], period["key"]) for period in periods for goal in period["goals"]) == held
    assert sorted((key, goal["period"]["key"]) for key, goal in goals.items() if goal["period"]) == held
    members = sorted(contents[MEMBERS])
    assert sorted((person["key"], team["key"]) for person in people for team in person["teams"]) == members
    assert sorted((person["key"], team["key"]) for team in teams for person in team["members"]) == members
    parts = sorted(contents[PART_OF])
    assert sorted((team["key"], team["partOf"]["key"]) for team in teams if team["partOf"]) == parts
    assert sorted((part["key"], team["key"]) for team in teams for part in team["parts"]) == parts


def test_loads_are_the_same_from_both_sides_and_exact(others):
    of_teams = [load for team in others["teams"]["nodes"] for load in team["loads"]]
    of_periods = [load for period in others["periods"] for load in period["loads"]]
    by_ends = lambda load: (load["team"]["key"], load["period"]["key"])  # noqa: E731
    assert sorted(of_teams, key=by_ends) == sorted(of_periods, key=by_ends)
    found = {by_ends(load): load for load in of_teams}
    ledger = found["ledger", "2027-Q1"]
    assert (ledger["load"], ledger["capacity"], ledger["overCommitted"]) == ("55.5", "55.5", False)
    assert found["platform", "2026-Q4"]["overCommitted"] is True
    assert found["legal", "2027-Q1"]["capacity"] is None
    assert found["legal", "2027-Q1"]["overCommitted"] is False
    odd = found["t a/b", "p a/b"]
    assert (odd["load"], odd["capacity"]) == ("0", "0.3"), "a dropped goal needs nothing"


def test_periods_in_the_order_in_which_they_begin(others):
    starts = [period["starts"] for period in others["periods"]]
    dated = [day for day in starts if day]
    assert starts == sorted(dated) + [None] * (len(starts) - len(dated))


def test_every_id_leads_back(ask, goals):
    goal = goals["#hash {brace}"]
    ids = [goal["id"], goal["measures"][0]["id"], goal["contributesTo"][0]["id"], goal["dependsOn"][0]["id"]]
    ids += [one["id"] for one in goal["commitments"]]
    ids += [goal["team"]["id"], goal["owner"]["id"], goal["period"]["id"]]
    assert len(set(ids)) == len(ids)
    for one in ids:
        data = ask("query ($id: ID!) { node(id: $id) { __typename id } }", id=one)
        assert data["node"]["id"] == one
    data = ask(
        "query ($id: ID!) { node(id: $id) { ... on Goal { title contributesTo { share } } ... on Team { name } } }",
        id=goal["id"],
    )
    assert data["node"]["title"] == "Reach #hash {brace}"


@pytest.mark.parametrize(
    "id", ["", "x", "🦊", "bnVsbA", "W10", "WyJHb2FsIl0", "WyJHb2FsIixudWxsXQ", "WyJOb25lIiwieCJd", "W1tdXQ", "W3t9XQ"]
)
def test_a_bad_id_is_said(ask, id):  # noqa: A002
    error = ask.refused("query ($id: ID!) { node(id: $id) { id } }", id=id)
    assert error["extensions"]["code"] == "bad_input"
    assert "not an id" in error["message"]


def test_what_is_not_there_is_null(ask):
    from api.ids import opaque

    data = ask(
        '{ goal(key: "none") { key } team(key: "none") { key } person(key: "") { key } period(key: "x") { key } }'
    )
    assert set(data.values()) == {None}
    for parts in (("Goal", "gone"), ("Measure", "gone", "x"), ("Contribution", "a/b", "gone"), ("Team", "gone")):
        assert ask("query ($id: ID!) { node(id: $id) { id } }", id=opaque(*parts))["node"] is None
