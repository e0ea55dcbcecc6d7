"""The history on the command line: listing, comparing, undoing, looking back."""

import json
from datetime import UTC, datetime

import pytest
from maps import everything

from analyzer.changes.editing import carry_out
from analyzer.changes.revisions import Author
from analyzer.exchange.changing import change_of
from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_files
from analyzer.graph.schema import clear
from analyzer.history.cadence import mark
from analyzer.history.kinds import CadenceKind

CLOUD = "cloud-infrastructure"


@pytest.fixture
def past(shell, store):
    """The example organisation as it was imported, then changed twice, with a mark between."""
    clear(store)
    today = datetime.now(UTC).date()
    import_plan(store, read_files([EXAMPLE]), author=Author("Ada B.", why="first map"))
    for author, name, fields in (
        (Author("Ada B.", why="the vendor is late"), "postpone", {"goal": CLOUD, "to": "2027-06-30"}),
        (Author("Bo"), "rename_goal", {"key": CLOUD, "to": "cloud"}),
    ):
        made = change_of(name, fields, name)
        store.write(lambda tx, made=made, author=author: carry_out(tx, [made], (), today, author=author))
        if name == "postpone":
            store.write(lambda tx: mark(tx, "Kick-off", CadenceKind.PLANNING, Author("Bo")))
    yield shell
    clear(store)


def test_edits_are_listed(past):
    told = past.run("history").stdout
    assert "Ada B.  the vendor is late" in told
    assert f"goal postponed: {CLOUD} by 181 days" in told
    assert "47 goals created: " in told
    listed = past.json("history", "--last", "2")
    assert [(one["revision"], one["by"]) for one in listed[1:]] == [(2, "Ada B.")]
    assert listed[1]["changes"] == [{"postpone": {"goal": CLOUD, "to": "2027-06-30"}}]
    assert [one["revision"] for one in past.json("history", "cloud")] == [3, 2, 1]
    assert [one["revision"] for one in past.json("history", "us-market")] == [1]
    assert [one["revision"] for one in past.json("history", "--team", "platform")] == [1]
    assert "there is no goal 'nobody', nor was there one" in past.run("history", "nobody", code=2).stderr


def test_what_changed_since(past):
    assert past.json("diff")["told"] == [f"goal renamed: {CLOUD} to cloud"]
    assert past.json("diff", "--since-last", "planning")["told"] == [f"goal renamed: {CLOUD} to cloud"]
    assert "goal postponed: cloud by 181 days" in past.run("diff", "1").stdout
    assert past.json("diff", "1", "2")["told"] == [f"goal postponed: {CLOUD} by 181 days"]
    year = past.json("cadence")[0]["on"][:4]
    assert past.json("diff", "--during", year)["edits"] == 3
    assert "Nothing." in past.run("diff", "3").stdout


def test_who_changed_what_and_why_is_kept(past):
    past.run("change", "--drop", "cloud", "--by", "Cy", "--why", "no money")
    newest = past.json("history", "--last", "1")[0]
    assert (newest["by"], newest["why"], newest["changes"]) == ("Cy", "no money", [{"drop": {"goal": "cloud"}}])
    past.run("import", "-", "--by", "Di", stdin="alignment: 1\ngoals: [{key: more, title: More}]\n")
    newest = past.json("history", "--last", "1")[0]
    assert (newest["by"], newest["why"], newest["told"]) == ("Di", "import of -", ["goal created: more"])


def test_an_edit_is_undone(past, store):
    before = everything(store)
    told = past.run("undo", "2", "--dry-run").stdout
    assert "goal brought forward: cloud by 181 days" in told
    assert "Nothing was written" in told
    assert {"revision", "dry_run"} & past.json("undo", "2", "--dry-run").keys() == {"dry_run"}
    assert everything(store) == before
    assert "Changed. This is revision 4" in past.run("undo", "2", "--by", "Bo").stdout
    newest = past.json("history", "cloud")[0]
    assert (newest["by"], newest["why"]) == ("Bo", "undoes revision 2")
    told = past.run("undo", "2", code=2).stderr
    assert "revision 2 was undone already, by revision 4; undo that to have it back" in told


def test_the_map_as_it_was(past, tmp_path):
    """As it was answered then: the document, findings and an impact."""
    example = tmp_path / "example.json"
    example.write_text(past.run("export", "--as-of", "1", "--format", "json").stdout)
    then = past.json("audit", "--as-of", "1")["findings"]
    assert then == past.json("audit", "--plan", example)["findings"]
    assert then != past.json("audit")["findings"]
    assert past.json("impact", "--as-of", "1", "--drop", CLOUD) == past.json(
        "impact", "--plan", example, "--drop", CLOUD
    )
    assert "The map was empty then." in past.run("audit", "--as-of", "0").stdout
    assert past.json("impact", "--as-of", "Kick-off", "--drop", CLOUD)["affected"]
    for question in (["outlook", "--drop", CLOUD], ["remedies"], ["score"]):
        assert past.json(*question, "--as-of", "1") == past.json(*question, "--plan", example)
    assert CLOUD in past.run("impact", "--drop", CLOUD, code=2).stderr
    assert {one["key"] for one in json.loads(past.run("export", "--format", "json").stdout)["goals"]} >= {"cloud"}


def test_the_map_as_it_was_before_more_than_a_view_holds(past):
    """Asked beside the live map, which nobody has to wait for."""
    past.run(
        "import", "-", stdin="alignment: 1\ngoals:\n" + "".join(f"- {{key: g{n}, title: G}}\n" for n in range(5_100))
    )
    impact = past.json("impact", "--as-of", "1", "--drop", CLOUD)
    assert {one["goal"] for one in impact["affected"]} >= {"saas-model", "us-market"}


def test_events_are_marked_and_taken_back(past):
    assert "Marked Check, check-in on " in past.run("cadence", "mark", "Check", "--kind", "check-in").stdout
    past.run("cadence", "unmark", "Check")
    assert past.json("cadence")[0] | {"on": None} == {
        "name": "Kick-off", "kind": "planning", "on": None, "revision": 2, "by": "Bo", "why": None,
    }  # fmt: skip
    assert "Kick-off" in past.run("cadence").stdout
    assert "Took Kick-off back" in past.run("cadence", "unmark", "Kick-off").stdout
    assert "No event was marked yet" in past.run("cadence").stdout
    assert "no cadence event was marked yet" in past.run("diff", code=2).stderr


def test_churn(past):
    periods = past.json("churn")
    assert [one["period"] for one in periods if one["reprioritised"]] == ["2026-Q4"]
    assert "2026-Q4" in past.run("churn", "2026-Q4").stdout


BAD = [
    (["diff", "nope"], "'nope' is neither a day nor the number of a revision, and there is no cadence event 'nope': there are Kick-off"),
    (["diff", "3", "1"], "the second moment is before the first"),
    (["diff", "--during", "26"], "write 2026 or 2026-Q3"),
    (["diff", "1", "--during", "2026"], "write SINCE, or --during, or --since-last"),
    (["undo", "77"], "there is no edit 77 to undo"),
    (["undo", "0"], "there is no edit 0 to undo"),
    (["churn", "nope"], "there is no period 'nope'"),
    (["history", "cloud", "--team", "platform"], "name one goal, --team, --person or --period"),
    (["audit", "--as-of", "1999-01-01"], "begins after 1999-01-01"),
    (["audit", "--as-of", "99"], "there is no revision 99: the history of this map goes from 0 to 3"),
    (["audit", "--as-of", "1", "--record"], "leave out --plan, --as-of, --scenario and --rule"),
    (["audit", "--as-of", "2199-01-01"], "2199-01-01 is still to come; name a day up to"),
    (["impact", "--as-of", "2026-02-30", "--drop", "x"], "'2026-02-30' is no day"),
    (["cadence", "mark", "Kick-off"], "there is an event of that name already"),
    (["cadence", "mark", "Later", "--on", "2199-01-01"], "still to come"),
    (["cadence", "unmark", "Nope"], "there is no cadence event 'Nope'"),
    (["change", "--drop", "cloud", "--why", "two\nlines"], "--why"),
]  # fmt: skip


def test_bad_input_is_one_clear_error(past, store):
    before = everything(store)
    for arguments, told in BAD:
        failed = past.run(*arguments, code=2)
        assert told in failed.stderr, arguments
        assert "Traceback" not in failed.stderr
    assert everything(store) == before
