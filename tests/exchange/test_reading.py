"""From text to a plan that is right in itself: every mistake at once, each with its place."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from exchange.documents import in_json, in_yaml, plans
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from analyzer.errors import BadModel
from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.reading import check, read_data, read_files, read_text
from analyzer.model import key_of
from analyzer.plan.records import json_schema


def refusals(read):
    with pytest.raises(BadModel) as refused:
        read()
    return list(refused.value.problems)


def of_data(plan):
    return refusals(lambda: read_data(plan))


def repr_of(value):
    """A test's name; Python refuses to write out numbers that are too long."""
    return "long" if isinstance(value, int) and value > 10**100 else repr(value)


def one_goal(**fields):
    return {"alignment": 1, "goals": [{"key": "g", "title": "G", **fields}]}


def capacity(amount):
    return {"alignment": 1, "teams": [{"key": "t", "capacity": {"q": amount}}]}


TEXT = """\
alignment: 1
unit: days
periods:
  - {key: q1, starts: 20260101, ends: 2026-02-30}
  - starts: 2026-01-01
people: {key: ada}
teams:
  - key: t
    function: sales
    capacity:
      q1: -1
      q2: lots
goals:
  - key: a
    titel: A
  - key: b
    title: 5
    level: null
    progress: 1.5
    priority: 1.0
    contributes_to:
      - share: yes
        goal: ""
  - just text
"""


def test_every_mistake_is_listed_with_its_line():
    assert refusals(lambda: read_text(TEXT, "f.yaml")) == [
        "f.yaml:2: unit: there is no such field; check the spelling (`alignment schema` lists them all)",
        "f.yaml:4: periods[0].starts: write a date as YYYY-MM-DD",
        "f.yaml:4: periods[0].ends: write a date as YYYY-MM-DD (day is out of range for month)",
        "f.yaml:5: periods[1].key: is required; add it",
        "f.yaml:6: people: write a list",
        "f.yaml:9: teams[0].function: must be 'corporate', 'market', 'product', 'support' or 'community', not 'sales'",
        "f.yaml:11: teams[0].capacity.q1: input should be greater than or equal to 0, not -1",
        "f.yaml:12: teams[0].capacity.q2: write a number",
        "f.yaml:14: goals[0].title: is required; add it",
        "f.yaml:15: goals[0].titel: there is no such field; check the spelling (`alignment schema` lists them all)",
        "f.yaml:17: goals[1].title: write text; put quotes around it if it looks like a number",
        "f.yaml:19: goals[1].progress: input should be less than or equal to 1, not 1.5",
        "f.yaml:20: goals[1].priority: write a whole number",
        "f.yaml:22: goals[1].contributes_to[0].share: write a number",
        "f.yaml:23: goals[1].contributes_to[0].goal: is empty; write at least 1 character",
        "f.yaml:24: goals[2]: write fields with values here",
    ]


CONTRADICTING = """\
alignment: 1
teams:
  - {key: t, part_of: gone, function: sales}
goals:
  - key: a
    title: A
    due: soon
    owner: nobody
    contributes_to:
      - {goal: a, share: lots}
      - {goal: b}
      - {goal: b, confidence: 2}
  - key: a
    titel: A
    contributes_to: [{goal: b}, {because: none}]
    depends_on: [{goal: lost}]
  - just text
"""


@pytest.mark.parametrize("closed", [True, False])
def test_wrong_values_do_not_hide_what_contradicts_itself(tmp_path, closed):
    file, other = tmp_path / "f.yaml", tmp_path / "other.yaml"
    file.write_text(CONTRADICTING, "utf-8")
    other.write_text("alignment: 1\ngoals: [{key: b, title: B}]", "utf-8")
    problems = refusals(lambda: read_files([file, other], closed=closed))
    said = [problem.removeprefix(f"{file}:").replace(f"{file}:", "") for problem in problems]
    dangling = {
        "3: teams[0].part_of: there is no team 'gone'; add it or correct the key",
        "8: goals[0].owner: there is no person 'nobody'; add it or correct the key",
        "16: goals[1].depends_on[0].goal: there is no goal 'lost'; add it or correct the key",
    }
    assert {one for one in said if "there is no" in one and "field" not in one} == (dangling if closed else set())
    assert [one for one in said if one not in dangling] == [
        "3: teams[0].function: must be 'corporate', 'market', 'product', 'support' or 'community', not 'sales'",
        "7: goals[0].due: write a date as YYYY-MM-DD",
        "10: goals[0].contributes_to[0].share: write a number",
        "10: goals[0].contributes_to[0].goal: goal 'a' can't be linked with itself; remove the link",
        "12: goals[0].contributes_to[2].confidence: input should be less than or equal to 1, not 2",
        "12: goals[0].contributes_to[2]: contribution 'a' / 'b' is already at 11: goals[0].contributes_to[1]; keep one",
        "13: goals[1].title: is required; add it",
        "13: goals[1].key: goal 'a' is already at 5: goals[0].key; keep one",
        "14: goals[1].titel: there is no such field; check the spelling (`alignment schema` lists them all)",
        "15: goals[1].contributes_to[1].goal: is required; add it",
        "17: goals[2]: write fields with values here",
    ]


def test_records_without_a_key_are_not_taken_for_each_other(tmp_path):
    files = [tmp_path / "1.yaml", tmp_path / "2.yaml"]
    for file in files:
        file.write_text("alignment: 1\ngoals: [{title: A, measures: [{name: m}, {name: m}]}]", "utf-8")
    place = "goals[0].measures"
    assert refusals(lambda: read_files(files)) == [
        problem
        for file in files
        for problem in (
            f"{file}:2: goals[0].key: is required; add it",
            f"{file}:2: {place}[1]: measure 'm' is already at {file}:2: {place}[0]; keep one",
        )
    ]


@pytest.mark.parametrize(
    "teams", ["teams: {platform: {name: P}}", "team: [{key: platform}]", "teams: [{key: platform}]\nperiods: 1"]
)
def test_one_missing_list_is_one_mistake(tmp_path, teams):
    file = tmp_path / "f.yaml"
    goals = "".join(f"- {{key: g{n}, title: G, team: platform}}\n" for n in range(50))
    file.write_text(f"alignment: 1\n{teams}\ngoals:\n{goals}", "utf-8")
    assert len(refusals(lambda: read_files([file], closed=True))) == 1


def test_a_key_that_yaml_reads_as_a_number_is_the_key_that_was_meant(tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text("alignment: 1\nperiods: [{key: 2026}]\nteams: [{key: t, capacity: {2026: 60}}]", "utf-8")
    (problem,) = refusals(lambda: read_files([file], closed=True))
    assert problem == f"{file}:2: periods[0].key: write text; put quotes around it if it looks like a number"


def test_very_many_mistakes_in_one_record_are_all_told():
    links = [{"goal": f"g{n}", "wheight": 1} for n in range(20_000)]
    problems = of_data(one_goal(contributes_to=links, depends_on=[{"goal": "g"}]))
    assert len(problems) == 20_001
    assert problems[-1] == "plan: goals[0].depends_on[0].goal: goal 'g' can't be linked with itself; remove the link"


BREAKS = {
    "title": 5,
    "due": "x",
    "level": "low",
    "progress": 2,
    "unknown": 1,
    "measures": [{"name": "m"}, {"name": 1}],
    "team": 1,
    "contributes_to": 1,
}


@given(st.lists(st.sampled_from(sorted(BREAKS))), st.integers(0, 3), st.booleans())
def test_what_is_wrong_adds_to_what_contradicts_itself(broken, number, nameless):
    """Together, two kinds of mistakes are told as they are told apart."""
    goals = [
        {"key": "a", "title": "A", "depends_on": [{"goal": "a"}]},
        {"key": "b", "title": "B", "commitments": [{"team": "t", "period": "q"}] * 2},
        {"key": "a", "title": "A", "measures": [{"name": "m"}, {"name": "m"}]},
        {"key": "c", "title": "C", "contributes_to": [{"goal": "c"}, {"goal": "a"}, {"goal": "a"}]},
    ]
    apart = refusals(lambda: check([read_data({"alignment": 1, "goals": goals})]))
    goals[number] = {**goals[number], **{name: BREAKS[name] for name in broken}}
    replaced = {f"goals[{number}].{name}" for name in broken}
    if nameless:
        del goals[number]["key"]
    if not broken and not nameless:
        return
    together = of_data({"alignment": 1, "goals": goals})
    kept = [
        one
        for one in apart
        if not any(place in one for place in replaced) and not (nameless and f"goals[{number}]" in one)
        if not (nameless and number == 0 and "goals[2].key" in one)
    ]
    assert set(kept) <= set(together)
    extra = [one for one in together if one not in kept]
    assert all(f"goals[{number}]" in one for one in extra)
    assert all(any(place in one for one in extra) for place in replaced)


def test_the_same_in_json_has_the_lines_of_json():
    text = '{"alignment": 1,\n"goals": [{"key": "\\ud83c\\udfaf",\n"title": 5,\n"due": "x"}]}'
    assert [problem.split(" ")[:2] for problem in refusals(lambda: read_text(text, "f"))] == [
        ["f:3:", "goals[0].title:"],
        ["f:4:", "goals[0].due:"],
    ]


@pytest.mark.parametrize("raw", ["[]", "text", "1", "null", "--- ~", "- a", '"x"'])
def test_a_document_is_a_mapping(raw):
    assert refusals(lambda: read_text(raw, "f")) == ["f:1: document: write fields with values here"]


@pytest.mark.parametrize("version", [0, 2, "1", True, 1.0, Decimal(1), None, [1], 10**5000], ids=repr_of)
def test_the_version_of_the_format_is_one(version):
    (problem,) = of_data({"alignment": version})
    assert problem.startswith("plan: alignment: ")
    assert of_data({}) == ["plan: alignment: is required; add it"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", [1, True, None, [], {}, "", "x" * 2001, "\ud800"]),
        ("description", [1, "x" * 20_001]),
        ("level", ["Corporate", "", 1, True, []]),
        ("priority", [0, -1, 10**6 + 1, 1.0, Decimal(1), "1", True, 10**5000]),
        ("progress", [-0.1, 1.1, "0.5", True, 10**400, 10**5000, float("nan"), float("inf"), Decimal("NaN"), []]),
        ("due", [20260101, "20260101", "2026-1-1", "2026-W01-1", "0000-01-01", "10000-01-01", "2026-02-30", "", True]),
        (
            "due",
            [
                "2026-01-01T00:00:00",
                "\uff12\uff10\uff12\uff16-01-01",
                " 2026-01-01",
                "2026-01-01\n",
                datetime(2026, 1, 1, tzinfo=UTC),
                {},
            ],
        ),
        ("owner", ["", 1, "a\nb", "a\tb", "a\u200bb", "\u202e", "x" * 201, "\ud800", "\0", ["a"]]),
        ("measures", ["m", {"name": "m"}, [1], [{}], [{"name": "m", "unit": 1}], [{"name": "m", "nam": 1}]]),
        ("measures", [[{"name": "m", "automatic": value}] for value in (1, 0, "true", "yes", [])]),
        ("measures", [[{"name": "m", "target": value}] for value in (10**309, 10**400, "1", False, float("-inf"))]),
        ("measures", [[{"name": "m", "every_days": value}] for value in (0, 1.5, "1")]),
        ("measures", [[{"name": "m", "readings": value}] for value in ([{}], [1], [{"on": "2026-01-01"}], "x")]),
        ("contributes_to", [[{"goal": "h", "share": value}] for value in (-1.01, 1.01, "0.5", True, 10**400)]),
        ("contributes_to", [[{"goal": "h", "lag_days": value}] for value in (36_501, -36_501, 1.5, "1", True)]),
        ("contributes_to", [[{"goal": "h", "reviewed_as": "x" * 129}], [{"goal": None}], [{}], ["h"]]),
        ("depends_on", [[{"goal": "h", "status": "refuted"}], [{"goal": "h", "by": 1}]]),
        ("commitments", [[{"team": "t"}], [{"period": "q"}], [{"team": "t", "period": "q", "effort": "1"}]]),
        ("standalone", [True, 0]),
    ],
)
def test_wrong_values_are_refused_where_they_are(field, values):
    for value in values:
        problems = of_data(one_goal(**{field: value}))
        assert problems
        for problem in problems:
            assert problem.startswith(f"plan: goals[0].{field}")
            assert len(problem) < 400


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        *((text, Decimal(text)) for text in ("0", "0.3", "0.1", "999999999.999999", "0.000001", "1.0000000", "00.5")),
        *(("1e3", Decimal(1000)), ("1E-6", Decimal("0.000001")), ("-0.0", Decimal(0)), ("0x10", Decimal(16))),
        *((text, None) for text in ("0.1234567", "1000000000", "-1", "-0.000001", "1e9", "1e-7", "1e99999", "1e-99999")),
        *((text, None) for text in ("1." + "0" * 29 + "1", "999999999.9999999", "'1'", "true", "null", "[1]", ".1e-6")),
    ],
)  # fmt: skip
def test_amounts_are_exact(written, kept):
    text = f"alignment: 1\nteams:\n- key: t\n  capacity: {{q: {written}}}"
    if kept is None:
        (problem,) = refusals(lambda: read_text(text, "f"))
        assert problem.startswith("f:4: teams[0].capacity.q: ")
    else:
        assert read_text(text, "f").plan.teams[0].capacity == {"q": kept}


@pytest.mark.parametrize(
    "amount", [float("nan"), float("inf"), Decimal("sNaN"), "1", True, 10**5000, 10**9, -1, 1e-7], ids=repr_of
)
def test_amounts_that_are_none(amount):
    (problem,) = of_data(capacity(amount))
    assert problem.startswith("plan: teams[0].capacity.q: ")


def test_amounts_as_data_are_as_they_are_spelled():
    assert read_data(capacity(0.1)).plan.teams[0].capacity == {"q": Decimal("0.1")}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_extreme_days(day):
    assert read_data(one_goal(due=day)).plan.goals[0].due == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("e\u0301", "é"),
        ("e\u0301" * 200, "é" * 200),
        ("\u1100\u1161\u11a8", "각"),
        ("x" * 200, "x" * 200),
        ("🎯" * 200, "🎯" * 200),
        (" a/b #1 ", " a/b #1 "),
        ("\ufb01", "\ufb01"),
        ("ß", "ß"),
    ],
)
def test_keys_are_kept_in_nfc(written, kept):
    assert read_data(one_goal(owner=written)).plan.goals[0].owner == kept
    assert read_data({"alignment": 1, "people": [{"key": written}]}).plan.people[0].key == kept


def test_a_key_that_grows_in_nfc_is_measured_afterwards():
    assert len("\U0001d160" * 67) == 67
    (problem,) = of_data(one_goal(owner="\U0001d160" * 67))
    assert "is 201 characters long; write at most 200 characters" in problem


def test_titles_are_kept_as_they_are():
    for title in ("e\u0301", "x" * 2000, " a ", "\u200b", "\u2028"):
        assert read_data(one_goal(title=title)).plan.goals[0].title == title


@pytest.mark.parametrize("control", ["\0", "\x1b[2J", "\x07", "\x7f", "\x85", "\x9b", "\r", "a\rb"])
def test_what_could_steer_a_terminal_is_refused(control):
    plan = {
        "alignment": 1,
        "effort_unit": control,
        "people": [{"key": "p", "name": control, "email": control}],
        "goals": [{"key": "g", "title": control, "description": control, "measures": [{"name": "m", "unit": control}]}],
    }
    problems = of_data(plan)
    assert len(problems) == 6
    assert all("holds a control character" in problem for problem in problems)


def test_long_texts_have_lines_and_titles_do_not():
    for text in ("a\n\tb\n", "a\r\nb"):
        assert read_data(one_goal(description=text)).plan.goals[0].description == text
        assert of_data(one_goal(title=text)) == ["plan: goals[0].title: holds a control character; remove it"]


@pytest.mark.parametrize("key", ["\u0645\u06cc\u200c\u062e", "क्\u200dष", "👩\u200d💻"])
def test_joiners_are_a_part_of_words(key):
    assert read_data(one_goal(owner=key)).plan.goals[0].owner == key == key_of(key)


@pytest.mark.parametrize("key", ["", "\u200d", "a\nb", "\u200b", "\u202e", "\ud800", "x" * 201, "\U0001d160" * 67])
def test_a_key_given_by_hand_is_refused_as_in_a_document(key):
    with pytest.raises(ValueError, match=r"; (remove|write)") as refused:
        key_of(key)
    assert of_data(one_goal(owner=key)) == [f"plan: goals[0].owner: {refused.value}"]


def test_a_key_given_by_hand_is_as_in_a_document():
    assert key_of("e\u0301") == "é"


TWICE = """\
alignment: 1
periods: [{key: q}, {key: q}]
people:
  - {key: ada, teams: [t, u, t]}
teams: [{key: t}, {key: é},
        {key: e\u0301}]
goals:
  - key: g
    title: G
    measures:
      - name: m
      - name: m
    contributes_to: [{goal: h}, {goal: h, share: 1}]
    depends_on: [{goal: h},
                 {goal: h}]
    commitments:
      - {team: t, period: q}
      - {team: t, period: q, promised_to: x}
      - {team: t, period: q, promised_to: null, effort: 1}
      - {team: t, period: q, promised_to: x}
  - {key: g, title: again}
"""


def test_what_is_written_twice_names_both_places():
    assert refusals(lambda: check([read_text(TWICE, "f")])) == [
        "f:2: periods[1].key: period 'q' is already at f:2: periods[0].key; keep one",
        "f:4: people[0].teams[2]: membership 'ada' / 't' is already at f:4: people[0].teams[0]; keep one",
        "f:6: teams[2].key: team 'é' is already at f:5: teams[1].key; keep one",
        "f:12: goals[0].measures[1]: measure 'g' / 'm' is already at f:11: goals[0].measures[0]; keep one",
        "f:13: goals[0].contributes_to[1]: contribution 'g' / 'h' is already at f:13: goals[0].contributes_to[0]; keep one",
        "f:15: goals[0].depends_on[1]: dependency 'g' / 'h' is already at f:14: goals[0].depends_on[0]; keep one",
        "f:19: goals[0].commitments[2]: commitment 'g' / 't' / 'q' is already at f:17: goals[0].commitments[0]; keep one",
        (
            "f:20: goals[0].commitments[3]: commitment 'g' / 't' / 'q' / 'x' is already at f:18: goals[0].commitments[1]; "
            "keep one"
        ),
        "f:21: goals[1].key: goal 'g' is already at f:8: goals[0].key; keep one",
    ]


def test_a_period_of_a_capacity_spelled_in_two_ways():
    (problem,) = of_data({"alignment": 1, "teams": [{"key": "t", "capacity": {"é": 1, "e\u0301": 2}}]})
    assert problem.startswith("plan: teams[0].capacity: names a period twice")


def test_links_to_oneself_are_refused():
    text = "alignment: 1\ngoals:\n- key: é\n  title: G\n  contributes_to:\n  - goal: e\u0301\n  depends_on: [{goal: é}]"
    assert refusals(lambda: check([read_text(text, "f")])) == [
        "f:6: goals[0].contributes_to[0].goal: goal 'é' can't be linked with itself; remove the link",
        "f:7: goals[0].depends_on[0].goal: goal 'é' can't be linked with itself; remove the link",
    ]


def test_a_team_may_be_part_of_itself_through_others():
    teams = [{"key": "a", "part_of": "b"}, {"key": "b", "part_of": "a"}]
    assert read_data({"alignment": 1, "teams": teams})


def test_mistakes_of_all_files_at_once(tmp_path: Path):
    one, two, three, four = (tmp_path / name for name in ("1.yaml", "2.json", "3.yaml", "4.yaml"))
    one.write_text("alignment: 1\ngoals: [{key: a}]", "utf-8")
    two.write_text('{"alignment": 1,\n"x": 1}', "utf-8")
    three.write_bytes(b"a: \xff")
    problems = refusals(lambda: read_files([one, two, three, four, tmp_path]))
    assert [problem.split(": ")[0] for problem in problems] == [
        *(f"{one}:2", f"{two}:2", f"{three}:1"),
        *(str(four), str(tmp_path)),
    ]


def test_what_two_files_both_say(tmp_path: Path):
    one, two = tmp_path / "1.yaml", tmp_path / "2.yaml"
    one.write_text("alignment: 1\neffort_unit: days\n\ngoals: [{key: a, title: A}]", "utf-8")
    two.write_text("alignment: 1\neffort_unit: hours\ngoals:\n- key: a\n  title: B", "utf-8")
    assert refusals(lambda: check(read_files([one, two]))) == [
        f"{two}:2: effort_unit: 'hours' here, 'days' at {one}:2: effort_unit; use one unit",
        f"{two}:4: goals[0].key: goal 'a' is already at {one}:4: goals[0].key; keep one",
    ]
    assert (
        f"{one}:4: goals[0].key: goal 'a' is already at {one}:4" in refusals(lambda: check(read_files([one, one])))[0]
    )


def test_the_example_and_every_form_of_it_are_read():
    (example,) = read_files([EXAMPLE])
    raw = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    for form in (json.dumps, in_json, in_yaml):
        assert read_text(form(json.loads(json.dumps(raw, default=str))), "again").plan == example.plan


@examples(60)
@given(plan=plans())
def test_what_is_read_fits_the_json_schema(plan):
    """The schema is what people's editors check: it must not complain about what we take."""
    read_data(plan)
    jsonschema.Draft202012Validator(json_schema()).validate(plan)
