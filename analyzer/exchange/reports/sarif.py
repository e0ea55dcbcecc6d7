"""Findings as SARIF 2.1.0, for code scanners: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import orjson

from analyzer.exchange.reports.telling import states
from analyzer.rules.finding import Finding
from analyzer.rules.page import Page
from analyzer.rules.records import Known
from analyzer.rules.rule import Rule, Severity
from analyzer.rules.standing import Standing

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
BASELINE = {"new": "new", "reappeared": "new", "open": "unchanged"}


def to_sarif(standing: Standing, pages: Mapping[str, Page]) -> str:
    """Write one run: each rule that was asked with its page, each finding at the logical place of its subject.

    Beside an audit that was kept, findings are new or unchanged, and those that were fixed are told as absent.
    """
    audit = standing.audit
    rules = [asked.rule for asked in audit.rules]
    run = {
        "tool": {
            "driver": {
                "name": "alignment-analyzer",
                "semanticVersion": version("alignment-analyzer"),
                "rules": [_rule(rule, pages[rule.id]) for rule in rules],
            }
        },
        "automationDetails": {"id": f"alignment-audit/{audit.today.isoformat()}"},
        "invocations": [
            {
                "executionSuccessful": not audit.problems,
                "toolExecutionNotifications": [{"level": "error", "message": _message(why)} for why in audit.problems],
            }
        ],
        "results": list(_results(standing, {rule.id: number for number, rule in enumerate(rules)})),
    }
    document: dict[str, Any] = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _results(standing: Standing, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    became = states(standing.since)
    for one in standing.audit.findings:
        state = became.get(one.fingerprint)
        yield {
            **_result(one, numbers),
            **({"baselineState": BASELINE[state]} if state else {}),
            "suppressions": _suppressions(standing, one.fingerprint),
            "properties": {
                "evidence": one.document()["evidence"],
                **({"reappeared": True} if state == "reappeared" else {}),
            },
        }
    for known in standing.since.fixed if standing.since else ():
        yield {**_result(known, numbers), "baselineState": "absent", "suppressions": []}


def _result(one: Finding | Known, numbers: Mapping[str, int]) -> dict[str, Any]:
    label, key = one.subject
    place = {"name": key, "fullyQualifiedName": f"{label}/{quote(key, safe='')}", "kind": "object"}
    return {
        "ruleId": one.rule,
        **({"ruleIndex": numbers[one.rule]} if one.rule in numbers else {}),
        "level": LEVELS[one.severity],
        "message": _message(one.message),
        "locations": [{"logicalLocations": [place]}],
        "partialFingerprints": {"alignment/v1": one.fingerprint},
    }


def _suppressions(standing: Standing, fingerprint: str) -> list[dict[str, Any]]:
    """Tell an acceptance; an empty list says that there is none, as the standard asks of all results or of none."""
    accepted = standing.accepted.get(fingerprint)
    if accepted is None:
        return []
    until = {"until": accepted.until.isoformat()} if accepted.until else {}
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": accepted.reason,
            "properties": {"by": accepted.by, "at": accepted.at.isoformat(), **until},
        }
    ]


def _message(text: str) -> dict[str, str]:
    """Write literal text: braces would be places of arguments (3.11.5), brackets and a parenthesis a link (3.11.6)."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}


def _rule(rule: Rule, page: Page) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": page.finds},
        "help": {"text": page.remedy, "markdown": f"{page.matters}\n\n{page.remedy}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
