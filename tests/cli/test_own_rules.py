"""Rules of one's own and choices on the command line: what is wrong is said, with the remedy."""

import os
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli.shell import ALIGNMENT

from analyzer.errors import BadSettings, RuleError
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.store import Store
from analyzer.rules.files import built_in
from analyzer.rules.ruleset import rule_set
from analyzer.rules.scaffold import new_rule
from analyzer.settings import read_settings

NOBODY = 65534

SLOW = """// title = "Slow"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "{title}"
// since = "0.1.0"
MATCH (goal:Goal)
UNWIND range(1, 100000000000) AS number
WITH goal, count(number) AS numbers
WHERE numbers > 0
RETURN goal.key AS key, goal.title AS title
ORDER BY key
"""


def test_the_list_of_rules_shortens_nothing(shell):
    for env in ({}, {"COLUMNS": "40"}):
        lines = shell.run("rules", "list", **env).stdout.splitlines()
        assert [line.split()[0] for line in lines] == ["rule", *(rule.id for rule in built_in())]
        assert all(line.endswith(rule.title) for line, rule in zip(lines[1:], built_in(), strict=True))


def test_trying_no_rule_is_no_success(shell):
    (shell.folder / "none").mkdir()
    assert "there is no rule to try: name one, or a folder" in shell.run("rules", "test", code=2).stderr
    told = shell.run("rules", "test", "--rules", "none", code=2)
    assert "none: there is no rule in it; begin one by `alignment rules new`" in told.stderr
    (shell.folder / "broken/ours").mkdir(parents=True)
    (shell.folder / "broken/ours/bad.cypher").write_text("nonsense", "utf-8")
    told = shell.run("rules", "test", "--rules", "broken", code=2)
    assert "ours/bad.cypher:1: " in told.stderr
    assert "there is no rule" not in told.stderr + told.stdout
    assert "cases" not in told.stdout


def test_a_new_rule_takes_no_name_of_one_that_ships(shell):
    told = shell.run("rules", "new", "structure/orphan_goal", "--rules", "taken", code=2)
    assert "structure/orphan_goal: a rule that ships has this name; choose another, such as ours/" in told.stderr
    assert not (shell.folder / "taken").exists()


@contextmanager
def as_nobody():
    """Permissions do not hold root up."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_cannot_be_read_is_named():
    built_in()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        new_rule(folder, "ours/fine")
        new_rule(folder, "theirs/hidden")
        choices = folder / "choices.toml"
        choices.write_text('[rules."theirs/hidden"]\nseverity = "error"\n', "utf-8")
        folder.chmod(0o755)
        (folder / "theirs").chmod(0)
        try:
            with as_nobody():
                rules = rule_set(folder, choices)
                with pytest.raises(RuleError) as refused:
                    rules.only(["theirs/hidden"])
            assert [one.id for one in rules.own] == ["ours/fine"]
            assert str(refused.value) == f"{folder / 'theirs'}: can't be read: Permission denied"
            (folder / "theirs").chmod(0o755)
            folder.chmod(0o600)
            with as_nobody(), pytest.raises(BadSettings, match="can't be read: Permission denied"):
                rule_set(folder)
            with as_nobody(), pytest.raises(BadSettings, match="can't be read: Permission denied"):
                rule_set(folder / "ours")
        finally:
            folder.chmod(0o755)
            (folder / "theirs").chmod(0o755)


def test_a_rule_that_is_switched_off_is_said_to_be(shell):
    shell.file("off.toml", '[rules."structure/orphan_goal"]\nenabled = false\n')
    for command in (["audit", "--rule"], ["rules", "show"]):
        told = shell.run(*command, "structure/orphan_goal", "--settings", "off.toml", code=2).stderr
        assert "structure/orphan_goal: switched off in off.toml; remove enabled = false there" in told


def test_choices_about_nothing_that_is_here_are_told(shell):
    """They may be about rules of one's own, whose folder is not given now."""
    shell.file("mine.toml", '[rules."ours/mine"]\nseverity = "info"\n')
    told = shell.run("rules", "list", "--settings", "mine.toml")
    assert "warning: mine.toml: there is no rule ours/mine unless --rules names its folder" in told.stderr
    shell.run("rules", "new", "ours/mine", "--rules", "mine")
    assert shell.run("rules", "list", "--settings", "mine.toml", "--rules", "mine").stderr == ""
    shell.file("never.toml", "[rules.Nonsense]\nenabled = false\n")
    assert "there is no rule 'Nonsense'" in shell.run("rules", "list", "--settings", "never.toml", code=2).stderr


def test_one_is_one(shell):
    shell.file("one.yaml", "alignment: 1\ngoals: [{key: a, title: A}]\n")
    told = shell.run("audit", "--plan", "one.yaml", "--rule", "structure/orphan_goal").stdout
    assert " 1 rule looked at 1 goal" in told
    shell.run("rules", "new", "ours/one", "--rules", "one")
    assert shell.run("rules", "test", "--rules", "one").stdout.endswith("2 cases, 0 failed.\n")


def wait_for_the_rule(running, find):
    for _ in range(600):
        assert running.poll() is None, running.communicate()
        if place := find():
            with Store(place) as store:
                asked = store.read(lambda tx: tx.rows("SHOW TRANSACTIONS YIELD currentQuery AS q RETURN q", {}))
            if any("100000000000" in (one["q"] or "") and not one["q"].startswith("EXPLAIN") for one in asked):
                return
        time.sleep(0.1)
    pytest.fail("the rule was never asked")


@pytest.mark.parametrize("plan", [[], ["--plan", "small.yaml"]], ids=["stored", "document"])
def test_ctrl_c_waits_for_no_rule(example, address, plan):
    (example.folder / "slow/ours").mkdir(parents=True, exist_ok=True)
    (example.folder / "slow/ours/slow.cypher").write_text(SLOW, "utf-8")
    example.file("small.yaml", "alignment: 1\ngoals: [{key: a, title: A}]\n")
    running = subprocess.Popen(
        [ALIGNMENT, "audit", "--rules", "slow", "--rule", "ours/slow", *plan],
        cwd=example.folder, env=example.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    asked = (
        PrivateNeo4j(Path(example.env["ALIGNMENT_DATA"]) / "scratch", read_settings().alignment_cache).find
        if plan
        else None
    )
    wait_for_the_rule(running, asked or (lambda: address))
    pressed = time.monotonic()
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=60)
    assert (running.returncode, out, told) == (130, "", "alignment: interrupted\n")
    assert time.monotonic() - pressed < 5
