"""The outlook through GraphQL."""

import pytest
from maps import do

from analyzer.outlook import Asked, Beliefs, look_ahead
from api import outlook

WHOLE = """query ($draws: Int, $seed: Int, $top: Int, $beliefs: BeliefsInput) {
  outlook(draws: $draws, seed: $seed, top: $top, beliefs: $beliefs) {
    draws seed othersAtMost
    goals { goal { key title team { key } } chance standardError attainable supported }
    assumptions {
      contribution { because share source { key } target { key title } }
      worth
      byGoal { goal { key } worth }
    }
  }
}"""


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        ({}, Asked(1_000)),
        ({"draws": 200, "seed": 7, "top": 2}, Asked(200, 7, 2)),
        (
            {"draws": 100, "beliefs": {"enough": 0.6, "stretch": 0.5}},
            Asked(100, beliefs=Beliefs(enough=0.6, stretch=0.5)),
        ),
    ],
)
def test_it_is_what_the_library_says(ask, store, variables, asked):
    told, found = ask(WHOLE, **variables)["outlook"], look_ahead(store.read, asked)
    assert (told["draws"], told["seed"], told["othersAtMost"]) == (asked.draws, asked.seed, None)
    assert [
        (one["goal"]["key"], one["goal"]["title"], one["chance"], one["standardError"]) for one in told["goals"]
    ] == [(one.goal, one.title, one.chance, one.standard_error) for one in found.goals]
    assert [(one["attainable"], one["supported"]) for one in told["goals"]] == [
        (one.attainable, one.supported) for one in found.goals
    ]
    assert len(told["assumptions"]) == asked.top
    for one, expected in zip(told["assumptions"], found.assumptions, strict=True):
        link = one["contribution"]
        assert (link["source"]["key"], link["target"]["key"]) == (expected.source, expected.target)
        assert (link["because"], one["worth"]) == (expected.because, expected.worth)
        assert {part["goal"]["key"]: part["worth"] for part in one["byGoal"]} == expected.by_goal


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("draws: 0", "bad_model"),
        ("draws: 10001", "bad_model"),
        ("top: -1", "bad_model"),
        ("beliefs: {commitment: 1.5}", "bad_model"),
        ("beliefs: {enough: 0}", "bad_model"),
        ("draws: 3000000000", "bad_request"),
        ("beliefs: {hope: 1}", "bad_request"),
    ],
)
def test_what_can_not_be_asked(ask, arguments, code):
    assert ask.refused(f"{{ outlook({arguments}) {{ draws }} }}")["extensions"]["code"] == code


def test_few_at_once(ask):
    many = " ".join(f"a{n}: outlook(draws: 1) {{ draws }}" for n in range(6))
    assert ask.refused(f"{{ {many} }}")["extensions"]["code"] == "too_much"


def test_as_many_statements_for_many_assumptions_as_for_one(ask):
    assert ask.count("{ outlook { goals { chance } assumptions { worth } } }") == 4
    few, many = (ask.count(WHOLE, draws=100, top=top) for top in (1, 20))
    assert few == many == 4 + 6, "goals, their teams by two, contributions and both their ends"


def test_an_assumption_that_goes_meanwhile_is_said(ask, store, monkeypatch):
    ends = {}

    def then_gone(*given):
        found = look_ahead(*given)
        ends.update(source=found.assumptions[0].source, target=found.assumptions[0].target)
        do(store, "MATCH (a:Goal {key: $source})-[link:CONTRIBUTES_TO]->(b:Goal {key: $target}) "
           "CREATE (a)-[aside:ASIDE]->(b) SET aside = link DELETE link", **ends)  # fmt: skip
        return found

    monkeypatch.setattr(outlook, "look_ahead", then_gone)
    try:
        error = ask.refused(WHOLE, draws=100)
    finally:
        do(store, "MATCH (a:Goal)-[aside:ASIDE]->(b:Goal) CREATE (a)-[link:CONTRIBUTES_TO]->(b) SET link = aside DELETE aside")  # fmt: skip
    assert error["extensions"]["code"] == "stale"
    assert look_ahead(store.read, Asked(100)).assumptions[0].source == ends["source"]
