"""The life of findings on the command line: kept audits, acceptances, the score, and renamed goals."""

import getpass
import json

import pytest
from maps import do, everything

from analyzer.graph.schema import prepare

LIFE = "MATCH (any) WHERE any:Audit OR any:Acceptance OR any:Renaming DELETE any"


@pytest.fixture
def life(example, store):
    """The example organisation, about which nothing was kept yet."""
    prepare(store)
    do(store, LIFE)
    yield example
    do(store, LIFE)


def found(life, *arguments):
    return life.json("audit", *arguments)["findings"]


def test_audits_are_kept_listed_and_compared(life):
    assert "No audit was kept yet" in life.run("audits").stdout
    assert life.json("audits") == []
    assert "kept as audit 1" in life.run("audit", "--record", "--by", "Ada B.", "--today", "2026-10-01").stderr
    lonely = "alignment: 1\ngoals: [{key: lonely, title: Nobody needs this}]\n"
    life.run("import", "-", stdin=lonely)
    told = life.run("audit", "--record", "--today", "2026-10-01")
    assert "kept as audit 2" in told.stderr
    assert "Since audit 1 of 2026-10-01: " in told.stdout
    listed = life.json("audits")
    assert set(listed[0]) == {"number", "at", "by", "today", "revision", "score", "errors", "warnings", "infos"}
    assert [(one["number"], one["by"], one["today"]) for one in listed] == [
        (1, "Ada B.", "2026-10-01"),
        (2, getpass.getuser(), "2026-10-01"),
    ]
    assert "Ada B." in life.run("audits").stdout
    compared = life.json("audits", "compare", "1", "2")
    assert set(compared) == {"against", "new", "open", "fixed", "reappeared"}
    assert "structure/orphan_goal" in {one["rule"] for one in compared["new"]}
    assert {one["subject"]["key"] for one in compared["new"]} == {"lonely"}
    assert compared["fixed"] == compared["reappeared"] == []
    life.run("import", "--replace", "--example")
    now = life.json("audits", "compare", "2", "--today", "2026-10-01")
    assert {one["subject"]["key"] for one in now["fixed"]} == {"lonely"}
    assert now["new"] == []
    life.run("audit", "--record", "--today", "2026-10-01")
    life.run("import", "-", stdin=lonely)
    back = life.run("audits", "compare", "3", "--today", "2026-10-01").stdout
    assert f"Reappeared: {len(compared['new'])}" in back
    assert "New: 0" in back
    assert "structure/orphan_goal" in back


def test_reading_writes_nothing(life, store):
    life.run("audit", "--record")
    (one, *_) = found(life)
    life.run("accept", one["fingerprint"], "--reason", "Known")
    before = everything(store)
    for command in (["audit"], ["audits"], ["audits", "compare", "1"], ["score"], ["accept", "--list"]):
        life.run(*command)
        life.json(*command)
    assert everything(store) == before


def test_an_accepted_finding_is_told_and_counts_but_fails_nothing(life):
    day = ("--today", "2026-10-01")
    errors = [one for one in found(life, *day) if one["severity"] == "error"]
    before = life.json("audit", *day)["summary"]
    for one in errors:
        life.run("audit", "--fail-on", "error", *day, code=1)
        life.run(
            "accept",
            one["fingerprint"][:12],
            "--reason",
            "The board\nknows",
            "--by",
            "ada",
            "--until",
            "2099-12-31",
            *day,
        )
    told = life.run("audit", "--fail-on", "error", *day).stdout
    marked = [line for line in told.splitlines() if "(accepted by ada until 2099-12-31: The board knows)" in line]
    assert len(marked) == len(errors)
    assert {line.split()[-1] for line in marked} == {one["fingerprint"][:8] for one in errors}
    assert f"{len(errors)} of them accepted" in told
    after = life.json("audit", *day)
    assert after["summary"] == {**before, "accepted": len(errors)}
    assert 0 < after["summary"]["score"] < 100
    for one in after["findings"]:
        accepted = {"reason": "The board\nknows", "by": "ada", "until": "2099-12-31"}
        assert one.get("accepted") == (accepted if one["severity"] == "error" else None)
    life.run("audit", "--fail-on", "error", "--today", "2100-01-01", code=1)
    listed = life.json("accept", "--list", *day)
    assert {one["fingerprint"] for one in listed} == {one["fingerprint"] for one in errors}
    assert {one["in_force"] for one in listed} == {True}
    assert "over, was accepted by ada until 2099-12-31" in life.run("accept", "--list", "--today", "2100-01-01").stdout
    assert "Withdrawn" in life.run("accept", "--withdraw", errors[0]["fingerprint"][:12].upper()).stdout
    life.run("audit", "--fail-on", "error", *day, code=1)
    assert len(life.json("accept", "--list")) == len(errors) - 1


def test_the_score_says_where_points_are_lost(life):
    life.run("audit", "--record", "--today", "2026-10-01")
    told = life.json("score", "--today", "2026-10-01")
    assert set(told) == {"today", "score", "accepted", "by_rule", "by_team", "by_corporate_goal", "trend"}
    for shares in ("by_rule", "by_team", "by_corporate_goal"):
        assert sum(one["points"] for one in told[shares]) == pytest.approx(100 - told["score"])
    assert [one["number"] for one in told["trend"]] == [1]
    assert told["trend"][0]["score"] == told["score"]
    shown = life.run("score", "--today", "2026-10-01").stdout
    assert f"Score {told['score']:.2f} of 100" in shown
    assert "By corporate goal, points that are lost" in shown
    plan = life.file("small.yaml", "alignment: 1\ngoals: [{key: a, title: A}]\n")
    assert life.json("score", "--plan", plan)["trend"] == []


def test_a_renamed_goal_keeps_everything(life):
    day = ("--today", "2026-10-01")
    before = json.loads(life.run("export", "--format", "json").stdout)
    life.run("audit", "--record", *day)
    (one, *_) = [one for one in found(life, *day) if one["subject"]["key"] == "cost-reduction"]
    life.run("accept", one["fingerprint"], "--reason", "Known", *day)
    assert life.run("rename", "cost-reduction", "e\u0301/1").stdout == "Renamed cost-reduction to \u00e9/1.\n"
    since = life.json("audits", "compare", "1", *day)
    assert since["new"] == since["fixed"] == since["reappeared"] == []
    (again,) = [one for one in found(life, *day) if "accepted" in one]
    assert (again["subject"]["key"], again["rule"]) == ("\u00e9/1", one["rule"])
    life.run("rename", "\u00e9/1", "cost-reduction")
    assert json.loads(life.run("export", "--format", "json").stdout) == before


def test_a_reviewed_contribution_is_suspect_once_a_goal_changes(life, tmp_path):
    """Until then the audit says nothing about it, and no longer that it is stale."""
    day = ("--today", "2026-10-01")
    exported = json.loads(life.run("export", "--format", "json").stdout)
    link = next((goal["key"], made["goal"]) for goal in exported["goals"] for made in goal.get("contributes_to", ()))

    def told():
        return [
            one
            for one in found(life, *day)
            if (one["subject"]["key"], one["evidence"].get("target")) == link
            and one["rule"] in ("assumptions/suspect", "assumptions/stale")
        ]

    life.run("review", *link, *day)
    try:
        assert told() == []
        later = tmp_path / "later.json"
        later.write_text(json.dumps({"alignment": 1, "goals": [{"key": link[1], "title": "Another outcome"}]}), "utf-8")
        life.run("import", str(later))
        assert [one["rule"] for one in told()] == ["assumptions/suspect"]
        assert (
            life.run("review", *link, *day).stdout == f"Reviewed on 2026-10-01: {link[0]} contributes to {link[1]}.\n"
        )
        assert told() == []
        assert "does not contribute to" in life.run("review", *reversed(link), code=2).stderr
    finally:
        before = tmp_path / "before.json"
        before.write_text(json.dumps(exported), "utf-8")
        life.run("import", "--replace", str(before))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["audit", "--record", "--plan", "small.yaml"], "--record keeps audits of the stored map"),
        (["audit", "--record", "--rule", "structure/orphan_goal"], "--record keeps audits of the stored map"),
        (["audit", "--record", "--by", " "], "--by ' ': write a name"),
        (["audit", "--record", "--by", "a\x1b[2J"], "printable characters"),
        (["audit", "--by", "ada"], "--by is about --record"),
        (["audits", "compare", "1"], "none was kept yet"),
        (["audits", "compare", "1", "2"], "none was kept yet"),
        (["audits", "compare", "2", "1"], "name the earlier one first"),
        (["audits", "compare", "0"], "greater than or equal to 1"),
        (["accept"], "name the finding to accept"),
        (["accept", "abcdef", "--list"], "name the finding to accept"),
        (["accept", "--list", "--reason", "So"], "are about a finding to accept"),
        (["accept", "abcdef"], "--reason TEXT"),
        (["accept", "abcde", "--reason", "So"], "write 6 or more of its digits"),
        (["accept", "wonderful", "--reason", "So"], "is no fingerprint"),
        (["accept", "ffffffffffff", "--reason", "So"], "nothing that is found has a fingerprint"),
        (["accept", "abcdef", "--reason", "So", "--until", "soon"], "write a date as YYYY-MM-DD"),
        (["accept", "--withdraw", "abcdef"], "nothing that is accepted has a fingerprint"),
        (["rename", "nope", "other"], "there is no goal 'nope'"),
        (["rename", "us-market", "saas-model"], "'saas-model' is taken"),
        (["rename", "us-market", ""], "is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(map(ascii, value)),
)
def test_bad_input_is_one_clear_error(life, store, arguments, told):
    life.file("small.yaml", "alignment: 1\ngoals: [{key: a, title: A}]\n")
    before = everything(store)
    done = life.run(*arguments, code=2)
    assert told in " ".join(done.stderr.split())
    assert done.stdout == ""
    assert everything(store) == before


def test_a_bad_acceptance_changes_nothing(life, store):
    (one, *_) = found(life)
    before = everything(store)
    for options, told in (
        (["--reason", " "], "the reason is blank"),
        (["--reason", "x" * 2_001], "2,001 characters long"),
        (["--reason", "So", "--until", "2020-01-01"], "is over already"),
    ):
        assert told in life.run("accept", one["fingerprint"], *options, code=2).stderr
    assert everything(store) == before


def test_a_prefix_that_several_findings_share_is_refused():
    from analyzer.cli.life import _only
    from analyzer.errors import InputError

    there = {f"abcdef{number}": f"finding {number}" for number in range(5)}
    assert _only("ABCDEF3", there, "found") == "abcdef3"
    with pytest.raises(InputError, match=r"5 fingerprints begin with abcdef.*abcdef0 \(finding 0\).*abcdef2.*; …$"):
        _only("abcdef", there, "found")


def test_an_audit_that_is_not_whole_is_not_kept(life):
    own = life.folder / "own" / "ours"
    own.mkdir(parents=True)
    (own / "bad.cypher").write_text("nonsense")
    told = life.run("audit", "--record", "--rules", "own", code=2)
    assert "not kept" in told.stderr
    assert life.json("audits") == []
    assert "bad.cypher" in life.run("score", "--rules", "own", code=2).stderr
    life.run("audit", "--record")
    assert "bad.cypher" in life.run("audits", "compare", "1", "--rules", "own", code=2).stderr
