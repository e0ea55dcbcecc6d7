"""Ways out of over-commitments on the command line."""

import json

import yaml
from maps import do

TODAY = ("--today", "2026-11-16")


def test_who_promised_too_much_and_the_four_ways(example):
    told = example.run("remedies", *TODAY).stdout
    assert "platform in 2026-Q4: 140 promised, 120 can be done, 20 too much" in told
    assert "1. Postpone one's own roadmap: not enough" in told
    assert "of 140 promised, nothing is its own roadmap" in told
    assert "2. Reprioritise what was promised to others: enough" in told
    assert "platform takes back 20 in 2026-Q4 promised to developer-experience" in told
    assert "26.9% of a corporate goal's support, 4 promises to others broken, 2 goals moved" in told
    assert "weakened us-market  84% of its support is left" in told
    assert "Give platform 20 more in 2026-Q4, from 120 to 140." in told


def test_as_json(example):
    told = example.json("remedies", *TODAY)
    assert told["over_committed"][1] == {
        "team": "hr",
        "period": "2027-Q1",
        "load": 32.5,
        "capacity": 25,
        "excess": 7.5,
    }
    assert [way["way"] for way in told["ways"]] == ["own-roadmap", "other-promises", "joint-choice", "more-capacity"]
    assert [way["enough"] for way in told["ways"]] == [False, True, True, True]
    assert all(way["proven"] for way in told["ways"])
    assert told["ways"][3]["costs"] == {"support": 0, "promises": 0, "moves": 3, "capacity": 37.5}
    assert told["ways"][3]["changes"][1] == {"set_capacity": {"team": "hr", "period": "2027-Q1", "amount": 32.5}}


def test_what_a_way_changes_is_read_by_impact_and_change(example):
    changes = example.run("remedies", *TODAY, "--changes-of", "other-promises").stdout
    assert len(yaml.safe_load(changes)["changes"]) == 4
    found = json.loads(example.run("impact", "--changes", "-", "--format", "json", stdin=changes).stdout)
    kept = {one["goal"]: one["kept"] for one in found["affected"]}
    (way,) = example.json("remedies", *TODAY, "--way", "other-promises")["ways"]
    assert {one["goal"]: one["kept"] for one in way["corporate_goals"]} == {
        key: kept[key] for key in ("us-market", "saas-model")
    }
    resolved = {one["rule"] for one in found["findings"]["resolved"]}
    assert "capacity/over_committed" in resolved
    assert "capacity/over_committed" not in {one["rule"] for one in found["findings"]["new"]}
    example.run("change", "--changes", "-", stdin=changes)
    assert "No team has promised more" in example.run("remedies", *TODAY).stdout
    assert example.json("remedies", *TODAY) == {"over_committed": [], "ways": []}
    assert "nothing to change" in example.run("remedies", "--changes-of", "joint-choice", code=2).stderr


def test_only_some(example):
    told = example.json("remedies", *TODAY, "--team", "platform", "--period", "2027-Q1", "--way", "more-capacity")
    assert [(one["team"], one["period"]) for one in told["over_committed"]] == [("platform", "2027-Q1")]
    assert [way["way"] for way in told["ways"]] == ["more-capacity"]
    late = example.json("remedies", "--today", "2027-01-01")
    assert {one["period"] for one in late["over_committed"]} == {"2027-Q1"}


def test_about_a_plan_that_is_not_stored(example):
    document = {
        "alignment": 1,
        "periods": [{"key": "q"}],
        "teams": [{"key": "t", "capacity": {"q": 1}}],
        "goals": [{"key": "g", "title": "G", "team": "t", "commitments": [{"team": "t", "period": "q", "effort": 2}]}],
    }
    plan = example.file("over.json", json.dumps(document))
    told = example.run("remedies", "--plan", plan, "--way", "own-roadmap").stdout
    assert "t stays 1 over in q: of 2 promised, 2 is its own roadmap; g has no due date" in told


def test_what_can_not_be_asked(example):
    assert "there is no team 'nope'" in example.run("remedies", "--team", "nope", code=2).stderr
    assert "give more than 0" in example.run("remedies", "--seconds", "0", code=2).stderr
    assert "nothing that can be changed" in example.run("remedies", "--changes-of", "own-roadmap", code=2).stderr
    both = ("--changes-of", "joint-choice")
    assert "leave --way out" in example.run("remedies", *both, "--way", "joint-choice", code=2).stderr
    assert "prints YAML" in example.run("remedies", *both, "--format", "json", code=2).stderr


def test_ways_are_kept_as_scenarios(example, store):
    """Compared, asked about, audited and adopted like any other."""
    told = example.run("remedies", *TODAY, "--save", "Q4/π", "--by", "Ada").stderr
    assert "kept as scenarios: Q4/π other-promises, Q4/π joint-choice, Q4/π more-capacity" in told
    try:
        more = "Q4/π more-capacity"
        assert "--by" not in example.run("scenario", "compare", more, *TODAY).stdout
        impact = example.run("impact", "--scenario", more, *TODAY).stdout
        assert "capacity/over_committed" in impact
        rules = {one["rule"] for one in example.json("audit", "--scenario", more, *TODAY)["findings"]}
        assert "capacity/over_committed" not in rules
        assert "capacity/over_committed" in {one["rule"] for one in example.json("audit", *TODAY)["findings"]}
        assert example.json("remedies", "--scenario", more, *TODAY) == {"over_committed": [], "ways": []}
        assert example.json("score", "--scenario", more, *TODAY)["score"] > example.json("score", *TODAY)["score"]
        left = example.json("outlook", "--scenario", "Q4/π other-promises", *TODAY)
        given = example.run("remedies", *TODAY, "--changes-of", "other-promises").stdout
        assert left == json.loads(
            example.run("outlook", "--changes", "-", *TODAY, "--format", "json", stdin=given).stdout
        )
        assert (
            "there is a scenario 'Q4/π other-promises' already"
            in example.run("remedies", *TODAY, "--save", "Q4/π", code=2).stderr
        )
        example.run("scenario", "adopt", more, *TODAY)
        assert "No team" in example.run("remedies", *TODAY).stdout
    finally:
        do(store, "MATCH (scenario:Scenario) DETACH DELETE scenario")


def test_what_can_not_be_kept_is_refused(example):
    for arguments, told in (
        (
            ["remedies", "--save", "x", "--changes-of", "joint-choice"],
            "leave out --plan, --as-of, --scenario and --changes-of",
        ),
        (["remedies", "--save", "x", "--scenario", "y"], "leave out --plan, --as-of, --scenario and --changes-of"),
        (["remedies", "--by", "Ada"], "--by is about --save"),
        (["remedies", "--scenario", "nope"], "no scenario 'nope'"),
        (["outlook", "--scenario", "nope"], "no scenario 'nope'"),
        (["score", "--scenario", "nope", "--as-of", "1"], "leave out --as-of"),
        (["impact", "--scenario", "nope"], "no scenario 'nope'"),
        (["audit", "--scenario", "nope"], "no scenario 'nope'"),
        (["audit", "--scenario", "nope", "--as-of", "1"], "leave out --as-of"),
    ):
        assert told in example.run(*arguments, code=2).stderr
