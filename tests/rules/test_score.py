"""The score is exact, however it is shared out, and knows where its points are lost."""

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from oracles.score import places_of
from rules.maps import random_document
from strategies import examples

from analyzer.rules.acceptance import accept
from analyzer.rules.audit import audit
from analyzer.rules.files import built_in
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.rule import Severity
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.score import WEIGHTS, Place, read_places, score
from analyzer.rules.standing import read_standing

TODAY = date(2026, 1, 1)
SEEDS = st.integers(0, 100_000)


def about(label, key):
    return Finding("a/b", Severity.ERROR, Subject(label, key), "", {}, (), "")


@examples(100)
@given(SEEDS)
def test_places_are_those_of_the_oracle(on_map, seed):
    document = random_document(seed)
    subjects = [
        about(label, one["key"])
        for label, some in (("Goal", "goals"), ("Team", "teams"), ("Person", "people"))
        for one in document[some]
    ]
    places = on_map(document, lambda tx: read_places(tx, subjects))
    assert places == places_of(document)


@examples(60)
@given(SEEDS)
def test_every_way_of_sharing_adds_up_to_the_whole(on_map, seed):

    def ask(tx):
        found = audit(tx, built_in(), today=TODAY)
        return found, read_places(tx, found.findings)

    found, places = on_map(random_document(seed), ask)
    accepted = {one.fingerprint for one in found.findings[::3]}
    told = score(found, places, accepted)
    lacking = 100 - told.points
    for shares in (told.by_rule, told.by_team, told.by_corporate_goal):
        assert sum(shares.values(), Fraction(0)) == lacking
        assert all(points > 0 for points in shares.values())
    whole = sum(WEIGHTS[asked.rule.severity] * asked.looked_at for asked in found.rules)
    assert lacking * whole == 100 * sum(WEIGHTS[one.severity] for one in found.findings)
    assert told.accepted * whole == 100 * sum(WEIGHTS[one.severity] for one in found.findings[::3])
    assert score(found, places).accepted == 0
    assert score(found, places).points == told.points


def test_nothing_to_look_at_is_perfect(on_map):
    empty = on_map({"alignment": 1}, lambda tx: audit(tx, built_in(), today=TODAY))
    assert score(empty, {}).points == 100
    assert score(empty, {}).document() == {
        "score": 100.0,
        "accepted": 0.0,
        "by_rule": [],
        "by_team": [],
        "by_corporate_goal": [],
    }


MAP = {
    "alignment": 1,
    "teams": [{"key": "t", "name": "The Team"}, {"key": "s"}],
    "people": [{"key": "p", "name": "Pat", "teams": ["t", "s"]}],
    "goals": [
        {"key": "top", "title": "The top", "level": "corporate", "team": "t"},
        {"key": "g", "title": "Supports", "team": "t", "owner": "p", "contributes_to": [{"goal": "top", "share": 0.2}]},
        {"key": "lonely", "title": "Alone"},
    ],
}


def test_a_standing_says_all_that_is_known(on_map):
    rules = RuleSet(built_in())

    def ask(tx):
        def asking(work, **_):
            return work(tx)

        first = read_standing(asking, rules, TODAY)
        (lonely,) = (one for one in first.audit.findings if one.rule == "structure/orphan_goal")
        accept(tx, [lonely], "It is on purpose", "ada", datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 2))
        return first, lonely, read_standing(asking, rules, TODAY), read_standing(asking, rules, date(2026, 1, 3))

    first, lonely, accepted, later = on_map(MAP, ask)
    assert first.since is None
    assert first.trend == ()
    assert not first.accepted
    assert first.places["Goal", "g"] == Place("t", "p", ("top",))
    assert first.places["Goal", "lonely"] == Place()
    assert first.names["Goal", "top"] == "The top"
    assert first.names["Team", "t"] == "The Team"
    assert first.names["Person", "p"] == "Pat"
    assert list(accepted.accepted) == [lonely.fingerprint]
    assert accepted.lived_with == (lonely,)
    assert accepted.score.points == first.score.points
    assert accepted.score.accepted == first.score.by_rule["structure/orphan_goal"]
    assert later.lived_with == ()
    document = accepted.document()
    (marked,) = (one for one in document["findings"] if "accepted" in one)
    assert marked["fingerprint"] == lonely.fingerprint
    assert marked["accepted"] == {"reason": "It is on purpose", "by": "ada", "until": "2026-01-02"}
    assert document["summary"]["accepted"] == 1
    assert document["summary"]["score"] == float(accepted.score.points)
