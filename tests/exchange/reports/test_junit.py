"""JUnit XML that pipelines read: what fails, what passes, what could not be asked."""

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from exchange.reports.standings import audit_of, hostile, large, standing_of
from junitparser import JUnitXml

from analyzer.exchange.reports.junit import NOT_XML, PROBLEMS, to_junit
from analyzer.rules.rule import Severity


@pytest.mark.parametrize("fail_on", list(Severity))
def test_findings_as_bad_as_asked_fail_but_for_accepted_ones(example, fail_on):
    report = JUnitXml.fromstring(to_junit(example, fail_on).encode())
    audit = example.audit
    failing = [
        one for one in audit.findings if one.severity.rank <= fail_on.rank and one.fingerprint not in example.accepted
    ]
    silent = sum(not asked.count for asked in audit.rules)
    assert (report.tests, report.failures, report.errors, report.skipped) == (
        len(audit.findings) + silent,
        len(failing),
        0,
        0,
    )
    assert {suite.name: suite.tests for suite in report} == {asked.rule.id: asked.count or 1 for asked in audit.rules}
    told = [case.result[0].message for suite in report for case in suite if case.is_failure]
    assert Counter(told) == Counter(one.message for one in failing)
    passing = [case.system_out for suite in report for case in suite if case.is_passed and case.system_out]
    assert sum("\naccepted by Ingrid Solberg " in out for out in passing) == len(example.accepted)


def test_no_two_cases_have_one_name(example):
    report = JUnitXml.fromstring(to_junit(example, Severity.ERROR).encode())
    names = Counter((case.classname, case.name) for suite in report for case in suite)
    assert names.most_common(1)[0][1] == 1


def test_hostile_text_is_well_formed_and_is_kept_as_far_as_xml_can():
    standing = hostile()
    root = ET.fromstring(to_junit(standing, Severity.INFO))
    told = [one.attrib["message"] for one in root.iter("failure")] + [one.text for one in root.iter("system-out")]
    for one in standing.audit.findings:
        kept = " ".join(NOT_XML.sub("\ufffd", one.message).split())
        assert any(" ".join(text.split()).startswith(kept) for text in told)
    assert {one.tag for one in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "error", "system-out"}


def test_findings_of_a_baseline_are_told_and_pass():
    standing = hostile()
    known = {one.fingerprint for one in standing.audit.findings[:3]}
    failures = [
        sum(1 for _ in ET.fromstring(to_junit(standing, Severity.INFO, some)).iter("failure")) for some in ((), known)
    ]
    assert failures[0] - failures[1] == sum(name not in standing.accepted for name in known)


def test_rules_that_could_not_be_asked_are_errors():
    standing = standing_of(audit_of([], problems=["ours/a.cypher: does not run", "ours/b.cypher: too slow"]))
    report = JUnitXml.fromstring(to_junit(standing, Severity.ERROR).encode())
    assert report.errors == 2
    (suite,) = (suite for suite in report if suite.name == PROBLEMS)
    assert [case.result[0].message for case in suite] == ["ours/a.cypher: does not run", "ours/b.cypher: too slow"]


def test_many_findings_do_not_take_ever_longer():
    report = JUnitXml.fromstring(to_junit(large(20_000), Severity.WARNING).encode())
    assert report.tests == 20_001
