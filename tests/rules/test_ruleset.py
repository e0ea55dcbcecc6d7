"""What an organisation chose about rules, and rules of its own."""

import pytest
from rules.test_vetting import HEAD, RETURN, TODAY

from analyzer.errors import BadFrontMatter, BadSettings, RuleError, UnknownRule
from analyzer.rules import audit as auditing
from analyzer.rules.audit import audit_all
from analyzer.rules.choices import choose, read_choices
from analyzer.rules.files import built_in, parse_rule
from analyzer.rules.ruleset import rule_set
from analyzer.rules.scaffold import new_rule

WITH_SETTINGS = """// title = "T"
// severity = "warning"
// about = "Team"
// reach = "team"
// message = "{title}"
// settings.at_most = 5
// settings.at_most_by_team = {}
// settings.part = 0.5
// since = "0.1.0"
MATCH (team:Team)
WHERE team.size > coalesce($at_most_by_team[team.key], $at_most) * $part
RETURN team.key AS key, team.key AS title
ORDER BY key
"""


def rule():
    return parse_rule(WITH_SETTINGS, "own/rule.cypher")


def chosen(tmp_path, text):
    file = tmp_path / "rules.toml"
    file.write_text(text, "utf-8")
    return choose([rule()], read_choices(file), str(file))


def test_choices_replace_settings_and_severity(tmp_path):
    (one,) = chosen(
        tmp_path, '[rules."own/rule"]\nseverity = "info"\nat_most = 4\npart = 1\nat_most_by_team = {platform = 8}\n'
    )
    assert one.severity == "info"
    assert one.settings == {"at_most": 4, "at_most_by_team": {"platform": 8}, "part": 1}
    assert chosen(tmp_path, "") == (rule(),)
    assert chosen(tmp_path, '[rules."own/rule"]\nenabled = false') == ()


def test_every_wrong_choice_is_told_at_once(tmp_path):
    text = """
[rules."own/rule"]
enabled = "no"
severity = "fatal"
at_most = "many"
at_most_by_team = {platform = "many"}
least = 1
[rules."own/other"]
"""
    with pytest.raises(BadSettings) as refused:
        chosen(tmp_path, text)
    problems = str(refused.value).splitlines()
    assert [line.removeprefix(f"{tmp_path}/rules.toml: ").split(" must ")[0] for line in problems] == [
        "there is no rule 'own/other'; `alignment rules list` shows them",
        "own/rule: enabled",
        "own/rule: severity",
        "own/rule: at_most",
        "own/rule: at_most_by_team",
        "own/rule: there is no setting 'least'; it has at_most, at_most_by_team, part",
    ]


@pytest.mark.parametrize("text", ["x = 1", "[rules]\na = 1", "rules = 1", "[rules", "\udcff"])
def test_choices_of_another_form(tmp_path, text):
    file = tmp_path / "rules.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSettings, match=r"rules\.toml"):
        read_choices(file)
    with pytest.raises(BadSettings, match="can't be read"):
        read_choices(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "setting", ["other_by_team = {}", "at_most_by_team = {a = 1}", "at_most_by_team = 5", "x = {}"]
)
def test_a_setting_by_key_goes_with_one_for_all(setting):
    from analyzer.errors import BadFrontMatter

    with pytest.raises(BadFrontMatter, match="setting"):
        parse_rule(WITH_SETTINGS.replace("at_most_by_team = {}", setting), "own/rule.cypher")


def test_a_new_rule_runs_as_it_is_and_is_not_written_over(tmp_path):
    from analyzer.exchange.trying import try_rule  # noqa: F401 - the command line tries it, see tests/cli

    query, page = new_rule(tmp_path, "ours/no_description")
    rules = rule_set(tmp_path)
    (own,) = rules.own
    assert (own.id, rules.broken) == ("ours/no_description", {})
    assert len(rules.page(own).cases) == 2
    assert query.exists()
    assert page.exists()
    for name in ("ours/no_description", "Ours/x", "x", "a/b/c", "../x", "a/", "ours/é", "structure/orphan_goal"):
        with pytest.raises(BadSettings):
            new_rule(tmp_path, name)


def test_a_folder_of_rules(tmp_path):
    with pytest.raises(BadSettings, match="no such folder"):
        rule_set(tmp_path / "none")
    new_rule(tmp_path, "ours/fine")
    (tmp_path / "structure").mkdir()
    (tmp_path / "structure/orphan_goal.cypher").hardlink_to(tmp_path / "ours/fine.cypher")
    new_rule(tmp_path, "ours/broken")[0].write_text("// title = \nMATCH", "utf-8")
    rules = rule_set(tmp_path)
    assert [one.id for one in rules.own] == ["ours/fine"]
    told = sorted(str(why) for why in rules.broken.values())
    assert told[0].startswith("ours/broken.cypher:1: ")
    assert told[1].startswith("structure/orphan_goal.cypher: a rule that ships has this name")
    assert [one.id for one in rules.only(["ours/fine", "structure/orphan_goal"]).rules] == [
        "ours/fine",
        "structure/orphan_goal",
    ]
    with pytest.raises(UnknownRule, match="ours/none"):
        rules.only(["ours/none"])


def test_what_lies_about_in_a_folder_of_rules_stops_nothing(tmp_path):
    new_rule(tmp_path, "ours/fine")
    (tmp_path / "ours/.#fine.cypher").symlink_to("somebody@somewhere.1234")  # an editor's lock
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/x.cypher").write_text("", "utf-8")
    (tmp_path / "ours/folder.cypher").mkdir()
    (tmp_path / "ours/gone.cypher").symlink_to("nowhere")
    (tmp_path / "stray.cypher").write_text("", "utf-8")
    rules = rule_set(tmp_path)
    assert [one.id for one in rules.own] == ["ours/fine"]
    assert [str(why).partition(": ")[0] for why in rules.broken.values()] == [
        "stray.cypher",
        "ours/folder.cypher",
        "ours/gone.cypher",
    ]
    with pytest.raises(RuleError, match=r"ours/gone\.cypher: can't be read"):
        rules.only(["ours/gone"])
    (tmp_path / "ours/fine.md").write_bytes(b"\xff")
    with pytest.raises(BadFrontMatter, match="not UTF-8"):
        rules.page(rules.own[0])


def test_choices_about_rules_that_are_not_asked_now(tmp_path):
    """One file serves commands that ask one's own rules and commands that don't, and a broken rule stops no other."""
    new_rule(tmp_path, "ours/fine")
    new_rule(tmp_path, "ours/broken")[0].write_text("MATCH", "utf-8")
    file = tmp_path / "rules.toml"
    file.write_text('[rules."ours/fine"]\nseverity = "error"\n[rules."ours/broken"]\nseverity = "error"\n', "utf-8")
    assert rule_set(None, file).shipped == built_in()
    assert [one.severity for one in rule_set(tmp_path, file).own] == ["error"]
    file.write_text('[rules."ours/none"]\nseverity = "error"\n', "utf-8")
    with pytest.raises(BadSettings, match="no rule 'ours/none'"):
        rule_set(tmp_path, file)
    file.write_text('[rules."structure/orfan"]\nseverity = "error"\n', "utf-8")
    with pytest.raises(BadSettings, match="no rule 'structure/orfan'"):
        rule_set(None, file)


@pytest.mark.parametrize(
    "text", ["at_most = -1", "part = -0.5", "at_most_by_team = {platform = -1}"], ids=lambda text: text.split()[0]
)
def test_numbers_below_0_measure_nothing(tmp_path, text):
    with pytest.raises(BadSettings, match=rf"rules\.toml: own/rule: {text.split()[0]}.* 0 or more, not .*-"):
        chosen(tmp_path, f'[rules."own/rule"]\n{text}\n')
    chosen(tmp_path, f'[rules."own/rule"]\n{text.replace("-", "")}\n')


def test_a_default_that_is_0_or_less_may_be_replaced_by_what_is_less_still():
    lenient = parse_rule(WITH_SETTINGS.replace("part = 0.5", "part = 0.0"), "own/rule.cypher")
    (one,) = choose([lenient], {"own/rule": {"part": -0.5}}, "here")
    assert one.settings["part"] == -0.5


@pytest.mark.parametrize("value", ["99999999999999999999", "nan", "inf"])
def test_numbers_that_no_threshold_can_be(tmp_path, value):
    name = "at_most" if value.isdigit() else "part"
    with pytest.raises(BadSettings, match=f"own/rule: {name} must be like"):
        chosen(tmp_path, f'[rules."own/rule"]\n{name} = {value}\n')


def test_levels_are_those_that_there_are(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text('[rules."time/slipping"]\nbehind_by_level = {corporat = 0.5}\n', "utf-8")
    with pytest.raises(BadSettings, match="no level 'corporat'; there are corporate, department"):
        rule_set(None, file)


def test_one_bad_rule_spoils_no_other(store, tmp_path, monkeypatch):
    """Not one that does not run, writes, is too slow, finds too much or returns nonsense."""
    monkeypatch.setattr(auditing, "OWN_SECONDS", 2.0)
    monkeypatch.setattr(auditing, "OWN_ROWS", 3)
    bodies = {
        "fine": "",
        "fails": "WHERE goal.title = $nothing",
        "writes": "SET goal.title = 'x'",
        "month": "WHERE date({year: 2026, month: size(goal.title) + 12}) > $today",
        "cuts": "WHERE left(goal.title, size(goal.title) - 5) <> ''",
        "far": "WITH goal, [date('9999-12-31') + duration({days: 1})] AS title WHERE size(title) > 0 WITH {key: goal.key, title: title} AS goal",
        "divides": "WHERE 1 / (size(goal.title) - 1) > 0",
        "slow": "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH goal, count(*) AS n WHERE n > 0",
        "many": "UNWIND range(1, 5) AS n",
        "twice": "UNWIND range(1, 2) AS n",
    }
    (tmp_path / "ours").mkdir()
    for name, body in bodies.items():
        (tmp_path / f"ours/{name}.cypher").write_text(f"{HEAD}MATCH (goal:Goal)\n{body}\n{RETURN}", "utf-8")
    plan = {"alignment": 1, "goals": [{"key": "g", "title": "G"}]}

    def ask(work, *, seconds=None):
        from rules.conftest import become

        return store.rehearse(lambda tx: (become(tx, plan), work(tx))[1], seconds=seconds)

    found = audit_all(ask, rule_set(tmp_path), today=TODAY)
    assert [one.subject.key for one in found.findings if one.rule == "ours/fine"] == ["g"]
    assert {one.rule.id for one in found.rules} == {rule.id for rule in built_in()} | {"ours/fine"}
    assert [problem.partition(".cypher")[0] for problem in found.problems] == [
        f"ours/{name}" for name in sorted(bodies) if name != "fine"
    ]
    assert found.document()["problems"] == list(found.problems)
