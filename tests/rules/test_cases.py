"""The page of a rule is its test."""

import pytest

from analyzer.exchange.reading import read_text
from analyzer.rules.check import check
from analyzer.rules.choices import choose
from analyzer.rules.files import built_in, read_page

CASES = [
    pytest.param(rule, case, id=f"{rule.id}-{case.title}") for rule in built_in() for case in read_page(rule).cases
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(on_map, rule, case):
    """A rule finds exactly what its page says, on a real Neo4j."""
    plan = read_text(f"alignment: 1\n{case.plan}", f"{rule.id}.md")
    found = on_map(plan, lambda tx: check(tx, [rule], today=case.today))
    assert_found(found, case)


@pytest.mark.parametrize(("rule", "case"), [param for param in CASES if "walk_up_at_most" in param.values[0].settings])
def test_case_the_other_way(on_map, rule, case):
    """What is too much to be found by walking up is found by walking down."""
    plan = read_text(f"alignment: 1\n{case.plan}", f"{rule.id}.md")
    down = choose([rule], {rule.id: {"walk_up_at_most": 0}}, "down")
    assert_found(on_map(plan, lambda tx: check(tx, down, today=case.today)), case)


def assert_found(found, case):
    assert [f"{one.subject.key}: {one.message}" for one in found] == list(case.expected)
