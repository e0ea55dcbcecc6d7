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


def test_what_is_accepted_is_so_as_of_then_and_in_scenarios(example):
    day = ("--today", "2026-10-01")
    for one in example.json("audit", *day)["findings"]:
        if one["severity"] == "error":
            example.run("accept", one["fingerprint"], "--reason", "Known", *day)
    gate = (*day, "--fail-on", "error")
    example.run("audit", *gate)
    example.run("audit", *gate, "--as-of", "1")
    example.run("scenario", "save", "same", "--change", "edit_goal: {key: cloud-infrastructure, title: Else}")
    (renamed, *_) = [one for one in example.json("audit", *day)["findings"] if one.get("accepted")]
    key = renamed["subject"]["key"]
    kind = {"Goal": "goal", "Team": "team", "Person": "person"}[renamed["subject"]["label"]]
    example.run("scenario", "save", "named", "--change", f"rename_{kind}: {{key: '{key}', to: other}}")
    for scenario in ("same", "named"):
        found = example.json("audit", *gate, "--scenario", scenario)
        assert found["summary"]["accepted"] == found["summary"]["error"] > 0
        assert found["summary"]["revision"] == 1
    example.run("audit", *day, "--as-of", "0", "--fail-on", "error")


def test_a_baseline_is_of_a_whole_audit(example):
    known = example.folder / "known.json"
    example.run("audit", "--write-baseline", "known.json")
    before = known.read_bytes()
    own = example.folder / "own" / "ours"
    own.mkdir(parents=True)
    (own / "bad.cypher").write_text("nonsense")
    told = example.run("audit", "--rules", "own", "--baseline", "known.json", "--write-baseline", "known.json", code=2)
    assert "known.json: no baseline was written, since the audit is not whole" in told.stderr
    assert known.read_bytes() == before


def test_an_acceptance_is_judged_by_the_day_that_is_named(example):
    (one, *_) = example.json("audit", "--today", "2098-12-31")["findings"]
    name = ("accept", one["fingerprint"], "--reason", "So")
    told = example.run(*name, "--today", "2098-12-31", "--until", "2098-12-30", code=2).stderr
    assert "until 2098-12-30 is over already: name a day from 2098-12-31 on" in told
    assert example.json("accept", "--list") == []
    (past, *_) = example.json("audit", "--today", "2020-01-01")["findings"]
    example.run("accept", past["fingerprint"], "--reason", "So", "--today", "2020-01-01", "--until", "2020-01-02")
    assert [kept["until"] for kept in example.json("accept", "--list")] == ["2020-01-02"]
