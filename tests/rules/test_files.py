"""Rule files and pages: what is refused, and in which words."""

from datetime import date

import pytest

from analyzer.errors import BadFrontMatter, BadQuery, RuleError
from analyzer.graph.texts import root
from analyzer.rules.catalogue import browser_line, overview
from analyzer.rules.files import built_in, parse_rule, read_page, read_rules
from analyzer.rules.finding import fingerprint, in_words
from analyzer.rules.page import parse_page
from analyzer.rules.rule import Reach, Severity

HEAD = {
    "title": '"T"',
    "severity": '"info"',
    "about": '"Goal"',
    "reach": '"self"',
    "message": '"{title} {what}"',
    "since": '"0.1.0"',
}
QUERY = "MATCH (goal:Goal)\nRETURN goal.key AS key, goal.title AS title, goal.due AS what\nORDER BY key"


def text(query=QUERY, **front):
    head = {**HEAD, **front}
    return "".join(f"// {name} = {value}\n" for name, value in head.items() if value) + query + "\n"


def test_all_is_read():
    rule = parse_rule(
        text(**{"identity": '["what"]', "settings.least": "2", "settings.kinds": '["a", "b"]'}), "own/some_rule.cypher"
    )
    assert (rule.id, rule.family, rule.title, rule.about) == ("own/some_rule", "own", "T", "Goal")
    assert (rule.severity, rule.reach, rule.identity) == (Severity.INFO, Reach.SELF, ("what",))
    assert rule.settings == {"least": 2, "kinds": ["a", "b"]}
    assert rule.columns == ("key", "title", "what")
    assert rule.query == QUERY
    assert (
        browser_line(rule, date(2026, 1, 2)) == ":params {live: ['draft', 'proposed', 'active'], "
        "counting: ['draft', 'proposed', 'active', 'achieved'], refused: ['declined', 'refuted'], "
        "today: date('2026-01-02'), least: 2, kinds: ['a', 'b']}"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": None}, "own/rule.cypher: title is missing; add a line // title = …"),
        ({"severity": '"bad"'}, "own/rule.cypher:2: severity must be 'error', 'warning' or 'info'"),
        (
            {"reach": '"far"'},
            "own/rule.cypher:4: reach must be 'self', 'neighbours', 'cluster', 'namesakes', 'corporate'",
        ),
        ({"about": '"Period"'}, 'own/rule.cypher:7: the query begins with Goal, but about = "Period"'),
        ({"about": '"Team"'}, 'own/rule.cypher:7: the query begins with Goal, but about = "Team"'),
        (
            {"since": '"soon"'},
            'own/rule.cypher:6: since: write the version that brought it as three numbers in quotes, such as "1.0.0"',
        ),
        ({"title": "3"}, "own/rule.cypher:1: title: write text of one line in quotes, at most 300 characters"),
        ({"identity": '"due"'}, 'own/rule.cypher:7: identity: write a list of columns, such as ["period"]'),
        ({"settings.x": "[[1]]"}, "own/rule.cypher:7: settings: write settings.name = value"),
        ({"sinze": '"0.1.0"'}, "own/rule.cypher:7: sinze is not known here; remove it, or write settings.sinze"),
        ({"message": '"{nothing}"'}, "own/rule.cypher: the message names {nothing}, but the query returns key, title"),
        ({"message": '"{title"'}, "own/rule.cypher: the message holds a brace"),
        ({"message": '"{title!r}"'}, "own/rule.cypher: the message holds a brace"),
        ({"identity": '["title"]'}, "own/rule.cypher: identity names 'title', but the query returns"),
        ({"amounts": '["due"]'}, "own/rule.cypher: amounts names 'due'"),
        ({"amounts": '["what"]', "identity": '["what"]'}, "own/rule.cypher: 'what' can't be both"),
        ({"settings.live": "1"}, "own/rule.cypher: a setting can't be called 'live'"),
        ({"id": '"x/y"'}, "own/rule.cypher: id comes from the file itself"),
        ({"title": "T"}, "own/rule.cypher:1: Invalid value; write name = value (TOML)"),
    ],
)
def test_a_bad_head(changed, said):
    with pytest.raises(RuleError) as refused:
        parse_rule(text(**changed), "own/rule.cypher")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert isinstance(refused.value, BadQuery if "about" in changed else BadFrontMatter)


def test_a_parameter_that_nobody_gives():
    query = QUERY.replace("RETURN", "WHERE goal.priority > $least // $most\nRETURN", 1)
    with pytest.raises(BadFrontMatter, match=r"own/rule\.cypher: the query asks for \$least, which nobody gives"):
        parse_rule(text(query), "own/rule.cypher")
    assert parse_rule(text(query, **{"settings.least": "2"}), "own/rule.cypher").settings == {"least": 2}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ":7: the query is missing"),
        ("MATCH (goal:Goal) RETURN 1", ":7: the query must begin with a line that is exactly MATCH (x:Goal), not"),
        ("MATCH (goal:Goal {key: 'a'})\nRETURN 1", ":7: the query must begin with a line that is exactly"),
        ("CREATE (goal:Goal)\nRETURN 1", ":7: the query must begin with a line that is exactly"),
        ("MATCH (goal:Goal)\n  -[:IN]->(p)\n" + QUERY[18:], ":8: the first line must be a whole pattern"),
        ("MATCH (goal:Goal)\n, (p:Period)\n" + QUERY[18:], ":8: the first line must be a whole pattern"),
        ("MATCH (team:Team)\nRETURN 1", ':7: the query begins with Team, but about = "Goal"'),
        ("MATCH (goal:Goal)\nRETURN goal.key AS key", ":8: the query must end with a line RETURN … and"),
        ("MATCH (goal:Goal)\nRETURN goal.title AS title\nORDER BY key", "the query must return the key"),
        ("MATCH (goal:Goal)\nRETURN goal.key AS key, 1 + 1\nORDER BY key", "give the column '1 + 1' a name"),
        ("MATCH (goal:Goal)\nWHERE goal.due < date()\n" + QUERY[18:], ":8: date() gives another answer each time"),
        ("MATCH (goal:Goal)\n\nWHERE rand ( ) < 1\n" + QUERY[18:], ":9: rand ( ) gives another answer each time"),
    ],
)
def test_a_bad_query(query, said):
    with pytest.raises(BadQuery) as refused:
        parse_rule(text(query), "own/rule.cypher")
    assert f"own/rule.cypher{said}" in str(refused.value) or said in str(refused.value)


@pytest.mark.parametrize(
    ("returned", "columns"),
    [
        ("goal.key AS key, [1, 2] AS what, f(1, 'a, b AS c') AS title", ("key", "what", "title")),
        ("key, title, what", ("key", "title", "what")),
        ("DISTINCT key, title,\n  what", ("key", "title", "what")),
        ("goal.key AS key, goal.title AS title,\n  COUNT { (a)-->() RETURN 1 AS x } AS what", ("key", "title", "what")),
    ],
)
def test_columns(returned, columns):
    rule = parse_rule(text(f"MATCH (goal:Goal)\nRETURN {returned}\nORDER BY key, what"), "own/rule.cypher")
    assert rule.columns == columns


def test_what_looks_like_the_clock_in_text_is_no_clock():
    parse_rule(text(QUERY.replace("RETURN", "WHERE goal.title = 'date()' // now rand()\nRETURN")), "own/rule.cypher")


def test_all_bad_files_are_told_at_once(tmp_path):
    family = tmp_path / "own"
    family.mkdir()
    (family / "a.cypher").write_text(text(title=None))
    (family / "b.cypher").write_text(text("nonsense"))
    (family / "c.cypher").write_bytes(b"\xff")
    (family / "D.cypher").write_text(text())
    (family / "fine.cypher").write_text(text())
    (family / "fine.md").write_text("left alone")
    (tmp_path / "README.md").write_text("left alone")
    with pytest.raises(RuleError) as refused:
        read_rules(tmp_path)
    said = str(refused.value)
    assert all(name in said for name in ("own/a.cypher", "own/b.cypher:7", "own/c.cypher", "own/D.cypher"))
    assert "fine" not in said
    for name in ("a", "b", "c"):
        (family / f"{name}.cypher").unlink()
    with pytest.raises(BadFrontMatter, match="own/D"):
        read_rules(tmp_path)
    (family / "D.cypher").unlink()
    assert [rule.id for rule in read_rules(tmp_path)] == ["own/fine"]


PAGE = """# T

## What it finds

This.

## Why it matters

That.

## What to do

Something.

## Cases

### Fires

```yaml today=2026-02-28
goals: []
```

```text
a: b

c: d
```

### Silent

```yaml
goals: []
```

```text
```
"""


def test_a_page():
    page = parse_page(PAGE, "own/rule.md", "T")
    assert (page.finds, page.matters, page.remedy) == ("This.", "That.", "Something.")
    fires, silent = page.cases
    assert (fires.title, fires.plan, fires.expected, fires.today) == (
        "Fires",
        "goals: []\n",
        ("a: b", "c: d"),
        date(2026, 2, 28),
    )
    assert silent.expected == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# T\n", "# U\n", "own/rule.md:1: a page begins with the title of its rule: # T"),
        ("## What to do", "## Remedy", "own/rule.md: a page has these sections in this order"),
        ("This.", "", "own/rule.md:3: write something under ## What it finds"),
        ("```yaml\n", "```json\n", "own/rule.md:29: the case 'Silent' needs"),
        ("```text\n```\n", "", "own/rule.md:29: the case 'Silent' needs"),
        ("```text\n```\n", "```text\nx: y\n```\n", "give a case in which the rule finds something, and one in which"),
        (
            "today=2026-02-28",
            "today=2026-02-30",
            "own/rule.md:17: the case 'Fires': today=2026-02-30 is no date; write today=YYYY-MM-DD",
        ),
    ],
)
def test_a_bad_page(old, new, said):
    with pytest.raises(BadFrontMatter) as refused:
        parse_page(PAGE.replace(old, new, 1), "own/rule.md", "T")
    assert said in str(refused.value)


def test_a_missing_page(tmp_path):
    with pytest.raises(BadFrontMatter, match="write this page"):
        read_page(built_in()[0], tmp_path)


def test_every_built_in_rule_has_its_page_and_every_page_its_rule():
    assert len(built_in()) >= 6
    assert all(read_page(rule).cases for rule in built_in())
    pages = {
        f"{f.name}/{p.name}" for f in root.joinpath("rules").iterdir() for p in f.iterdir() if p.name[-3:] == ".md"
    }
    assert pages == {f"{rule.id}.md" for rule in built_in()}


def test_overview_lists_every_rule():
    page = overview(built_in())
    assert all(f"[`{rule.id}`](../cypher/rules/{rule.id}.md)" in page and rule.title in page for rule in built_in())


def test_fingerprints_depend_on_nothing_but_identity():
    assert fingerprint("a/b", "Goal", "k", ()) == "ecf6a7eee90014a3d9e01f036a3d8386885fe6fcf5488a63ccc5add5a224302c"
    parts = [("a/b", "Goal", "k", ()), ("a/b", "Goal", "k", ("",)), ("a/b", "Goal", "k", ("x", "y"))]
    parts += [("a/b", "Goal", "k", ("x,y",)), ("a/b", "Goal", 'k","x', ()), ("a/b", "Goal", "k", ('x","y',))]
    parts += [("a/b", "Goal", "k", (1,)), ("a/b", "Goal", "k", ("1",)), ("a/b", "Goal", "k", (None,))]
    assert len({fingerprint(*part) for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.55, "0.55"), (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.004, "0.004"), (1 - 2e-9, "0.999999998"), (1e-15, "0")],
)
def test_numbers_in_words(value, words):
    assert in_words(value) == words
