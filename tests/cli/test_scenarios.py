"""Scenarios on the command line, from the first thought to the decision."""

import getpass

import pytest
from maps import do, everything

from analyzer.graph.schema import prepare

GONE = "MATCH (any) WHERE any:Scenario OR any:Renaming DETACH DELETE any"


@pytest.fixture
def shell_(example, store):
    """The example organisation, for which there are no scenarios yet."""
    prepare(store)
    do(store, GONE)
    yield example
    do(store, GONE)


def test_from_the_first_thought_to_the_decision(shell_):
    alignment = shell_
    assert "No scenario was saved yet" in alignment.run("scenario").stdout
    assert alignment.json("scenario", "list") == []
    told = alignment.run(
        "scenario", "save", "later", "--postpone", "cloud-infrastructure=2027-06-30", "--why", "Two quarters"
    ).stdout
    assert told == "Saved later: 1 change, version 1.\n"
    alignment.run(
        "scenario",
        "save",
        "leaner / 'so'",
        "--change",
        "set_capacity: {team: platform, period: 2026-Q4, amount: 80}",
        "--on",
        "later",
        "--by",
        "Ada",
    )
    listed = alignment.json("scenario")
    assert [(one["key"], one["by"], one["on"], one["version"]) for one in listed] == [
        ("later", getpass.getuser(), [], 1),
        ("leaner / 'so'", "Ada", ["later"], 1),
    ]
    assert listed[0]["changes"] == [{"postpone": {"goal": "cloud-infrastructure", "to": "2027-06-30"}}]
    shown = alignment.json("scenario", "show", "later")
    assert (shown["why"], shown["conflicts"], shown["adopted"]) == ("Two quarters", [], None)
    assert "Nothing that happened meanwhile is in its way." in alignment.run("scenario", "show", "later").stdout

    found = alignment.json("scenario", "compare", "later", "leaner / 'so'", "--today", "2026-10-01")
    later, leaner = (one["effect"] for one in found["scenarios"])
    impact = alignment.json("impact", "--postpone", "cloud-infrastructure=2027-06-30", "--today", "2026-10-01")
    assert later["findings"] == impact["findings"]
    tops = {one["goal"] for one in found["corporate_goals"]}
    assert {one["goal"]: one["days_late"] for one in later["corporate_goals"]} == {
        one["goal"]: one["days_late"] for one in impact["affected"] if one["goal"] in tops
    }
    assert found["score"] == alignment.json("score", "--today", "2026-10-01")["score"]
    assert [one["capacity"] for one in leaner["capacity"]] == [{"before": 120, "after": 80}]
    table = alignment.run(
        "scenario", "compare", "later", "leaner / 'so'", "--today", "2026-10-01", COLUMNS="200"
    ).stdout
    assert "140 of 120" in table
    assert "140 of 80" in table
    assert "delayed" in table

    plan = alignment.run("scenario", "export", "leaner / 'so'").stdout
    alignment.file("leaner.yaml", plan)
    assert (
        alignment.json("impact", "--changes", "leaner.yaml", "--today", "2026-10-01")["findings"] == leaner["findings"]
    )
    own = alignment.json("scenario", "export", "leaner / 'so'", "--own")
    assert own == {"changes": [{"set_capacity": {"team": "platform", "period": "2026-Q4", "amount": 80}}]}

    rehearsed = alignment.run("scenario", "adopt", "leaner / 'so'", "--dry-run").stdout
    assert "Would adopt later, leaner / 'so'; nothing was kept." in rehearsed
    adopted = alignment.run("scenario", "adopt", "leaner / 'so'", "--by", "Board").stdout
    assert "Adopted later, leaner / 'so'." in adopted
    assert "This is revision" in adopted
    assert alignment.json("scenario", "show", "later")["adopted"]["by"] == "Board"
    assert "2027-06-30" in alignment.run("export").stdout
    revision = alignment.json("scenario", "show", "later")["adopted"]["revision"]
    assert alignment.run("undo", revision, "--dry-run").stderr == ""
    assert "was adopted by Board" in alignment.run("scenario", "adopt", "later", code=2).stderr
    assert alignment.run("scenario", "export", "leaner / 'so'").stdout == plan


def test_what_happened_meanwhile_is_told_and_looked_at(shell_):
    alignment = shell_
    alignment.run("scenario", "save", "later", "--postpone", "cloud-infrastructure=2027-06-30")
    alignment.run("change", "--postpone", "cloud-infrastructure=2027-03-31")
    alignment.run("rename", "cloud-infrastructure", "cloud")
    shown = alignment.run("scenario", "show", "later").stdout
    assert "warning  changes[0].postpone: due of goal 'cloud' was moved from" in shown
    told = alignment.run("scenario", "adopt", "later", code=2).stderr
    assert "alignment scenario refresh later" in told
    refreshed = alignment.run("scenario", "refresh", "later").stdout
    assert refreshed.startswith("Accepted: changes[0].postpone: due of goal 'cloud' was moved from")
    assert "version 2" in refreshed
    assert alignment.json("scenario", "show", "later")["conflicts"] == []
    alignment.run("change", "--drop", "cloud")
    assert "goal 'cloud' was dropped meanwhile" in alignment.run("scenario", "compare", "later").stdout


def test_more_is_appended_or_all_is_replaced(shell_):
    alignment = shell_
    alignment.run("scenario", "save", "it", "--drop", "cloud-infrastructure")
    assert (
        "2 changes, version 2"
        in alignment.run("scenario", "save", "it", "--append", "--postpone", "us-market=2027-12-31").stdout
    )
    assert "1 change, version 3" in alignment.run("scenario", "save", "it", "--replace", "--drop", "us-market").stdout
    assert alignment.run("scenario", "delete", "it").stdout == "Deleted it.\n"
    assert alignment.json("scenario") == []


REFUSED = {
    "taken": (["save", "there", "--drop", "us-market"], "there is a scenario 'there' already, of version 1"),
    "unknown goal": (["save", "x", "--drop", "nope"], "--drop nope: there is no goal 'nope'; check the key"),
    "nothing": (["save", "x"], "say what to change: --drop KEY"),
    "empty name": (["save", "", "--drop", "us-market"], "NAME '': is empty"),
    "unknown below": (["save", "x", "--on", "nope"], "there is no scenario 'nope'; `alignment scenario` lists all"),
    "both": (["save", "there", "--append", "--replace", "--drop", "us-market"], "give one of the two"),
    "replace none": (["save", "x", "--replace", "--drop", "us-market"], "there is no scenario 'x'"),
    "show": (["show", "nope"], "there is no scenario 'nope'"),
    "compare": (["compare", "there", "nope", "neither"], "there is no scenario 'neither'"),
    "adopt": (["adopt", "nope"], "there is no scenario 'nope'"),
    "refresh": (["refresh", "nope"], "there is no scenario 'nope'"),
    "export": (["export", "nope"], "there is no scenario 'nope'"),
    "delete": (["delete", "nope"], "there is no scenario 'nope'"),
    "delete below": (["delete", "there"], "'there' can't be deleted, since 'above' stand on it"),
    "nobody": (["adopt", "there", "--by", ""], "--by '': write a name"),
    "no day": (["compare", "there", "--today", "soon"], "--today soon: write a date"),
}


def test_what_is_wrong_is_told_and_nothing_written(shell_, store):
    alignment = shell_
    alignment.run("scenario", "save", "there", "--drop", "us-market")
    alignment.run("scenario", "save", "above", "--on", "there")
    before = everything(store)
    for arguments, told in REFUSED.values():
        assert told in alignment.run("scenario", *arguments, code=2).stderr, arguments
    assert everything(store) == before


def test_a_reset_says_how_many_go(shell_):
    alignment = shell_
    alignment.run("scenario", "save", "it", "--drop", "us-market")
    assert "scenarios 1, and its history of" in alignment.run("reset", stdin="n\n", code=2).stdout
    alignment.run("import", "--example", "--replace")
    assert [one["key"] for one in alignment.json("scenario")] == ["it"]
    alignment.run("reset", "--yes")
    assert alignment.json("scenario") == []
