"""Findings as JUnit XML, for pipelines that show test results: a rule is a test suite, a finding a failure in it."""

import re
from collections.abc import Collection, Iterable

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from analyzer.exchange.reports.telling import acceptance, by_rule
from analyzer.rules.finding import Finding, in_words
from analyzer.rules.rule import Severity
from analyzer.rules.standing import Standing

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PROBLEMS = "rules that could not be asked"


def to_junit(standing: Standing, fail_on: Severity, known: Collection[str] = ()) -> str:
    """Write a suite a rule; findings as bad as `fail_on` or worse fail, unless accepted or known; all are told."""
    report = JUnitXml("alignment audit")
    for asked, found in by_rule(standing.audit):
        rule = asked.rule
        cases = [_case(standing, one, fail_on, known) for one in found] or [TestCase(_xml(rule.title), rule.id)]
        report.add_testsuite(_suite(rule.id, cases))
    if standing.audit.problems:
        cases = [TestCase(f"problem {number}", PROBLEMS) for number, _ in enumerate(standing.audit.problems, 1)]
        for case, problem in zip(cases, standing.audit.problems, strict=True):
            case.result = [Error(_xml(problem))]
        report.add_testsuite(_suite(PROBLEMS, cases))
    report.update_statistics()  # type: ignore[no-untyped-call]
    written: bytes = report.tostring()  # type: ignore[no-untyped-call]
    return written.decode("utf-8")


def _suite(name: str, cases: Iterable[TestCase]) -> TestSuite:
    suite = TestSuite(name)
    suite.add_testcases(list(cases))  # all at once: each call counts the whole suite
    return suite


def _case(standing: Standing, one: Finding, fail_on: Severity, known: Collection[str]) -> TestCase:
    """Name a case by all that identifies its finding: some pipelines take cases of one name for one."""
    case = TestCase(_xml(" ".join((*one.subject, *map(in_words, one.identity)))), one.rule)
    if accepted := standing.accepted.get(one.fingerprint):
        case.system_out = _xml(f"{one.message}\n{acceptance(accepted)}")
    elif one.severity.rank <= fail_on.rank and one.fingerprint not in known:
        case.result = [Failure(_xml(one.message), one.severity.value)]
    else:
        case.system_out = _xml(one.message)
    return case


def _xml(text: str) -> str:
    """Leave out what XML can't hold."""
    return NOT_XML.sub("\ufffd", text)
