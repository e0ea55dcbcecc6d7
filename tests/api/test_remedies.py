"""Ways out of over-commitments by GraphQL."""

from analyzer.capacity import find_remedies
from api import remedies

from .conftest import TODAY

REMEDIES = """query ($teams: [String!], $periods: [String!], $seconds: Float) {
  remedies(teams: $teams, periods: $periods, seconds: $seconds) {
    overCommitted { team { key name } period { key } load capacity }
    ways { way title enough proven support broken capacity changes
      stillOver { team { key } period { key } excess sentence }
      moves { what days effort support promises sentence goal { key title } team { key } period { key } }
      lost { outcome kept daysLate goal { key } }
      gap { cost atMost sentence } } } }"""


def test_remedies_are_what_the_library_says(ask, store):
    told = ask(REMEDIES)["remedies"]
    want = find_remedies(store.read, today=TODAY).document()
    assert [(one["team"]["key"], one["period"]["key"], float(one["load"])) for one in told["overCommitted"]] == [
        (one["team"], one["period"], float(one["load"])) for one in want["over_committed"]
    ]
    assert told["overCommitted"][0]["team"]["name"] == "Platform"
    for way, wanted in zip(told["ways"], want["ways"], strict=True):
        assert way["way"].lower().replace("_", "-") == wanted["way"]
        assert way["changes"] == wanted["changes"]
        assert [one["sentence"] for one in way["moves"]] == [one["sentence"] for one in wanted["moves"]]
        assert [one["goal"] and one["goal"]["key"] for one in way["moves"]] == [one["goal"] for one in wanted["moves"]]
        assert [one["team"] and one["team"]["key"] for one in way["moves"]] == [one["team"] for one in wanted["moves"]]
        assert [one["sentence"] for one in way["stillOver"]] == [one["sentence"] for one in wanted["left"]]
        assert [(one["goal"]["key"], one["kept"]) for one in way["lost"]] == [
            (one["goal"], one["kept"]) for one in wanted["corporate_goals"]
        ]
        assert (way["proven"], way["gap"]) == (True, None)
        assert (way["support"], way["broken"]) == (wanted["costs"]["support"], wanted["costs"]["promises"])


def test_of_some_teams_and_periods(ask):
    told = ask(REMEDIES, teams=["hr"], periods=["2027-Q1"])["remedies"]
    assert [one["team"]["key"] for one in told["overCommitted"]] == ["hr"]
    assert ask(REMEDIES, teams=["legal"])["remedies"] == {"overCommitted": [], "ways": []}


def test_what_can_not_be_asked(ask):
    error = ask.refused(REMEDIES, teams=["nope"])
    assert error["extensions"]["code"] == "not_found"
    assert "there is no team 'nope'" in error["message"]
    assert ask.refused(REMEDIES, teams=["\u0000"])["extensions"]["code"] == "not_found"
    assert "give more than 0" in ask.refused(REMEDIES, seconds=-1)["message"]


def test_what_is_not_proven_is_told(ask, monkeypatch):
    from analyzer.capacity.programme import Programme

    minimise = Programme.minimise
    monkeypatch.setattr(Programme, "minimise", lambda self, stage, start, *_: minimise(self, stage, start, 0.0))
    ways = ask(REMEDIES, seconds=1e9)["remedies"]["ways"]
    assert any(way["gap"] and not way["proven"] and way["gap"]["atMost"] > 0 for way in ways)


def test_the_search_leaves_time_for_the_answer(ask, monkeypatch):
    asked = []

    def find(*args, seconds, **options):
        asked.append(seconds)
        return find_remedies(*args, seconds=seconds, **options)

    monkeypatch.setattr(remedies, "find_remedies", find)
    ask(REMEDIES, seconds=1_000)
    ask(REMEDIES, seconds=2)
    assert asked[0] < 30
    assert asked[1] == 2


def test_as_many_statements_as_it_has_parts(ask):
    """However many teams, goals and moves there are."""
    assert ask.count(REMEDIES, teams=["hr"]) == ask.count(REMEDIES)
