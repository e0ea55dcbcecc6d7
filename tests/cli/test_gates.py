"""A map without goals passes no gate, and what is asked before a map is deleted."""

import pytest

from analyzer.graph.schema import clear


@pytest.fixture(autouse=True)
def _nothing_decided(store):
    clear(store)


@pytest.mark.parametrize("teams", [False, True])
def test_a_map_without_goals_lets_nothing_through(shell, store, teams):
    if teams:
        shell.run("import", "-", stdin="alignment: 1\nteams: [{key: board, name: Board}]\n")
    for arguments in (["--fail-on", "error"], ["--fail-on", "info", "--format", "json"], ["--record"]):
        told = shell.run("audit", *arguments, code=2)
        assert f"the map at {store.address.uri} has no goals: import a plan, or check NEO4J_URI" in told.stderr
        assert told.stdout == ""
    assert shell.json("audits") == []
    told = shell.run("audit")
    assert f"warning: the map at {store.address.uri} has no goals" in told.stderr
    plan = shell.file("teams.yaml", "alignment: 1\nteams: [{key: board, name: Board}]\n")
    shell.run("audit", "--plan", plan, "--fail-on", "error")


def test_reset_says_what_goes_besides_goals(example):
    example.run("audit", "--record")
    one = example.json("audit")["findings"][0]
    example.run("accept", one["fingerprint"], "--reason", "Known")
    asked = example.run("reset", stdin="n\n", code=2).stdout
    assert (
        "47 goals, with all that was decided about it: audits kept 1, findings accepted 1, and its history of 1 edit?"
        in asked
    )
    example.run("reset", "--yes")
    assert example.json("audits") == []


def test_an_acceptance_is_judged_by_the_day_that_is_named(example):
    (one, *_) = example.json("audit", "--today", "2098-12-31")["findings"]
    name = ("accept", one["fingerprint"], "--reason", "So")
    told = example.run(*name, "--today", "2098-12-31", "--until", "2098-12-30", code=2).stderr
    assert "until 2098-12-30 is over already: name a day from 2098-12-31 on" in told
    assert example.json("accept", "--list") == []
    (past, *_) = example.json("audit", "--today", "2020-01-01")["findings"]
    example.run("accept", past["fingerprint"], "--reason", "So", "--today", "2020-01-01", "--until", "2020-01-02")
    assert [kept["until"] for kept in example.json("accept", "--list")] == ["2020-01-02"]
