"""Every form that the command line offers is written from one place."""

import json
import xml.etree.ElementTree as ET

import pytest
from exchange.reports.standings import audit_of, standing_of

from analyzer.cli.app import AuditFormat
from analyzer.cli.reporting import report
from analyzer.rules.ruleset import rule_set

BEGINNINGS = {
    "json": "{",
    "html": "<!doctype html>",
    "markdown": "# Alignment audit of 2026-11-16\n",
    "csv": "rule,severity,label,key,message,team,owner,corporate_goals,state,accepted,",
    "sarif": "{",
    "junit": "<testsuites ",
}


@pytest.mark.parametrize("form", [form for form in AuditFormat if form is not AuditFormat.TABLE])
def test_every_form_but_the_table_is_a_report(example, form):
    text = report(example, rule_set(), form.value, "error")
    assert text.startswith(BEGINNINGS[form])
    text.encode()
    for one in example.audit.findings[:3]:
        assert one.subject.key.replace("-", "") in text.replace("\\", "").replace("-", "")
    if form in ("json", "sarif"):
        json.loads(text)
    if form is AuditFormat.JUNIT:
        ET.fromstring(text)


def test_what_fails_is_up_to_the_caller(example):
    failing = [
        int(ET.fromstring(report(example, rule_set(), "junit", bar)).attrib["failures"])
        for bar in ("error", "warning", "info")
    ]
    assert 0 < failing[0] < failing[1] < failing[2]


def test_an_empty_map_has_every_report():
    for form in BEGINNINGS:
        assert report(standing_of(audit_of([], looked_at=0)), rule_set(), form, "error")
