"""The example says what its head promises; read as plain YAML, without any part of the product."""

from collections import Counter
from importlib.resources import files

import pytest
import yaml
from oracles import rules

TEXT = (files("analyzer") / "exchange" / "example.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example():
    return yaml.load(TEXT, yaml.BaseLoader)


@pytest.fixture(scope="module")
def goals(example):
    return {goal["key"]: goal for goal in example["goals"]}


def keys(example, of):
    return [node["key"] for node in example[of]]


def test_it_uses_no_aliases_and_no_key_twice():
    """Neither is allowed in a document, and BaseLoader lets both through."""
    assert not any(isinstance(token, yaml.AnchorToken | yaml.AliasToken) for token in yaml.scan(TEXT))
    waiting = [yaml.compose(TEXT, yaml.BaseLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            names = [name.value for name, _ in node.value]
            assert len(set(names)) == len(names), node.start_mark
            waiting.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)


def test_its_size_is_that_of_a_tutorial(example):
    assert 35 <= len(example["goals"]) <= 50
    assert Counter(goal["level"] for goal in example["goals"])["corporate"] == 4
    assert {team["function"] for team in example["teams"]} == {"corporate", "market", "product", "support", "community"}


def test_keys_are_unique_and_references_resolve(example, goals):
    known = {kind: set(keys(example, kind)) for kind in ("periods", "people", "teams", "goals")}
    for kind, names in known.items():
        assert len(names) == len(example[kind])
    for person in example["people"]:
        assert known["teams"] >= set(person["teams"])
    for team in example["teams"]:
        assert team.get("part_of", "board") in known["teams"]
        assert known["periods"] >= set(team.get("capacity", {}))
    for key, goal in goals.items():
        assert goal["team"] in known["teams"]
        assert goal["period"] in known["periods"]
        assert goal.get("owner", "ingrid") in known["people"]
        for field in ("contributes_to", "depends_on"):
            targets = [link["goal"] for link in goal.get(field, [])]
            assert known["goals"] - {key} >= set(targets)
            assert len(set(targets)) == len(targets)
        promises = [(c["team"], c["period"], c["promised_to"]) for c in goal.get("commitments", [])]
        assert len(set(promises)) == len(promises)
        for team, period, promised_to in promises:
            assert {team, promised_to} <= known["teams"]
            assert period in known["periods"]


def test_measures_of_links_exist(goals):
    names = {key: [measure["name"] for measure in goal.get("measures", [])] for key, goal in goals.items()}
    assert all(len(set(several)) == len(several) for several in names.values())
    for source, target, link in rules.contributions({"goals": list(goals.values())}):
        assert link.get("from_measure") in (None, *names[source])
        assert link.get("to_measure") in (None, *names[target])


def test_the_planted_problems_are_what_the_rules_find(example):
    planted = {
        "structure/orphan_goal": {"expense-module", "service-desk-relief"},
        "structure/unreachable_goal": {"fewer-night-alarms", "prompt-library"},
        "support/unsupported_goal": {"cost-reduction"},
        "support/insufficient_support": {"us-market", "us-pipeline", "eu-retention"},
        "capacity/over_committed": {("platform", "2026-Q4"), ("platform", "2027-Q1"), ("hr", "2027-Q1")},
        "capacity/no_capacity_stated": {("legal", "2027-Q1"), ("mobile", "2027-Q1"), ("language-guild", "2026-Q4")},
        "capacity/unaligned_effort": {("language-guild", "2026-Q4")},
        "structure/circular_assumptions": {"eu-acquisition"},
        "structure/isolated_cluster": {"fewer-night-alarms", "language-models"},
        "structure/silo_team": {"language-guild"},
        "support/conflicting_goals": {("year-end-discount", "saas-model")},
        "assumptions/refuted_without_replacement": {("cost-reduction", "subscription-billing")},
        "dependencies/declined": {("us-compliance", "monday-cash-report")},
        "dependencies/not_agreed": {("payroll-us", "ledger-us"), ("subscription-billing", "cloud-infrastructure")},
        "time/dependency_too_late": {
            ("payroll-us", "ledger-us"),
            ("us-campaign", "us-compliance"),
            ("us-sales-team", "us-compliance"),
        },
        "measures/no_measure": {"service-desk-relief"},
        "measures/only_binary": {"us-sales-team"},
        "ownership/no_owner": {"mobile-approvals"},
        "ownership/owner_outside_team": {"cost-reduction"},
    }
    found = rules.every_finding(example)
    assert {rule: found[rule] for rule in planted} == planted


def test_what_is_close_to_a_problem_but_none_is_there_too(example, goals):
    assert goals["language-models"]["standalone"]
    assert {pair for pair, load in rules.loads(example).items() if load == rules.capacities(example).get(pair)} >= {
        ("ledger", "2027-Q1"),
        ("invoicing", "2027-Q1"),
        ("payroll", "2027-Q1"),
    }
    assert {link.get("status") for _, target, link in rules.contributions(example) if target == "cost-reduction"} == {
        *("declined", "refuted", "agreed")
    }
    assert goals["data-centre-exit"]["status"] == "dropped"


@pytest.mark.parametrize("needing", ["us-sales-team", "us-campaign"])
def test_the_launch_slipped_past_those_who_wait_for_it(goals, needing):
    need = next(need for need in goals[needing]["depends_on"] if need["goal"] == "us-compliance")
    assert need["by"] < goals["us-compliance"]["due"]


def test_everybody_reached_from_the_cloud(example):
    """Dropping or moving cloud-infrastructure is the tutorial's question; it must be worth asking."""
    needs = {
        (need["goal"], goal["key"])
        for goal in example["goals"]
        for need in goal.get("depends_on", [])
        if need["status"] != "declined"
    }
    steps = needs | {(source, target) for source, target, _ in rules.supporting_links(example)}
    reached, before = {"cloud-infrastructure"}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {after for ahead, after in steps if ahead in reached}
    assert reached - {"cloud-infrastructure"} == {
        *("saas-model", "saas-edition", "saas-references", "saas-interest", "subscription-billing"),
        *("us-market", "us-data-region", "us-compliance", "us-campaign", "us-sales-team", "us-pipeline"),
    }
