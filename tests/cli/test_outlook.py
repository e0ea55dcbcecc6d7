"""The outlook on the command line."""

import json
import signal
import subprocess
import time

import pytest
from cli.shell import ALIGNMENT

from analyzer.outlook import Asked, Beliefs, look_ahead
from analyzer.outlook.asked import DRAWS, MOST_DRAWS, TOP


def test_as_json_it_is_what_the_library_says(example, store):
    told = example.json("outlook")
    assert told == look_ahead(store.read).document()
    assert list(told) == ["draws", "seed", "beliefs", "goals", "assumptions", "others_at_most"]
    assert (told["draws"], len(told["assumptions"])) == (DRAWS, TOP)
    asked = ("--draws", 500, "--seed", -3, "--top", 2, "--believe", "enough=0.6", "--believe", "commitment=1")
    found = look_ahead(store.read, Asked(500, -3, 2, Beliefs(enough=0.6, commitment=1)))
    assert example.json("outlook", *asked) == found.document()


def test_people_read_a_table(example):
    told = example.run("outlook", "--draws", 2_000, COLUMNS="200").stdout
    assert "saas-model" in told
    assert "A third of new revenue" in told
    assert "nothing supports it: as it is forecast" in told
    assert "2,000 draws, seed 0" in told
    assert "Most worth testing next:" in told
    assert "→ saas-edition  confidence 80%, decides about saas-model 0." in told
    assert "Most worth" not in example.run("outlook", "--top", 0).stdout
    assert (
        "No single assumption decides"
        in example.run("outlook", "--believe", "unstated=1", "--plan", "-", stdin=FORECAST).stdout
    )


FORECAST = "alignment: 1\ngoals: [{key: alone, title: Alone, level: corporate}]\n"


def test_with_changes_both_are_told(example, store):
    asked = ("outlook", "--drop", "saas-references", "--change", "edit_goal: {key: cost-reduction, level: null}")
    told = example.run(*asked, COLUMNS="200").stdout
    assert "as it is" in told
    assert "can't be met, even if every assumption holds" in told
    assert "no live corporate goal then" in told
    assert "Most worth testing next, with these changes" in told
    goals = {one["goal"]: one for one in example.json(*asked)["goals"]}
    before = {one.goal: one.chance for one in look_ahead(store.read).goals}
    assert {key: one["before"]["chance"] for key, one in goals.items()} == before
    assert goals["saas-model"]["then"]["chance"] == 0
    assert goals["saas-model"]["shift"]["chance"] == -before["saas-model"]
    assert goals["eu-growth"]["shift"] == {"chance": 0, "standard_error": 0}
    assert goals["cost-reduction"]["then"] is None


def test_a_plan_is_asked_about_without_being_stored(example):
    plan = example.file(
        "outlook.yaml",
        "alignment: 1\ngoals:\n- {key: top/1, title: T, level: corporate}\n"
        '- {key: b, title: B, likelihood: 1, contributes_to: [{goal: top/1, confidence: 0.5, because: "We\\nhope"}]}\n',
    )
    told = example.json("outlook", "--plan", plan, "--draws", 400)
    assert [one["goal"] for one in told["goals"]] == ["top/1"]
    assert told["goals"][0]["chance"] == pytest.approx(0.5, abs=0.13)
    assert "“We hope”" in example.run("outlook", "--plan", plan).stdout
    then = example.json("outlook", "--plan", plan, "--draws", 400, "--drop", "b")["goals"][0]["then"]
    assert then["chance"] == pytest.approx(0.8, abs=0.13)
    assert then["supported"] is False


def test_without_corporate_goals_it_says_what_to_do(example):
    plan = example.file("none.yaml", "alignment: 1\ngoals: [{key: a, title: A}]\n")
    assert "level: corporate" in example.run("outlook", "--plan", plan).stdout
    assert "level: corporate" in example.run("outlook", "--plan", plan, "--drop", "a").stdout
    assert example.json("outlook", "--plan", plan)["goals"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--draws", "0"], "draws: must be from 1 to 100,000, not 0"),
        (["--draws", "many"], "'--draws'"),
        (["--draws", "0", "--top", "-1"], "top: must be from 0 to 1,000, not -1"),
        (["--seed", "99999999999999999999"], "seed: must be"),
        (["--believe", "commitment"], "--believe commitment: write NAME=NUMBER"),
        (["--believe", "commitment=nan"], "write NAME=NUMBER"),
        (["--believe", "commitment=2"], "--believe commitment: input should be less than or equal to 1, not 2"),
        (["--believe", "enough=0"], "--believe enough: input should be greater than 0"),
        (["--believe", "hope=1"], "there is no 'hope'; there are commitment, stretch"),
        (["--believe", "stretch=1", "--believe", "stretch=0"], "stretch is said twice"),
        (["--drop", "nope"], "there is no goal 'nope'"),
        (["--change", ""], "write one change with its fields"),
    ],
)
def test_bad_input_is_one_clear_error(example, arguments, told):
    assert told in example.run("outlook", *arguments, code=2).stderr


def test_all_that_is_wrong_is_told_at_once(example):
    told = example.run("outlook", "--believe", "x=1", "--believe", "stretch=-1", code=2).stderr
    assert "no 'x'" in told
    assert "--believe stretch" in told


def test_help_says_what_is_usual(shell):
    told = " ".join(shell.run("outlook", "--help").stdout.split())
    assert f"[default: ({DRAWS})]" in told
    assert f"[default: ({TOP})]" in told
    assert MOST_DRAWS >= DRAWS
    for name in Beliefs.model_fields:
        assert name in told


def test_ctrl_c_ends_it_at_once(example):
    ring = [
        {"key": f"g{n}", "title": "G", "contributes_to": [{"goal": f"g{(n + 1) % 3_000}", "share": 1}]}
        for n in range(3_000)
    ]
    start = {"key": "in", "title": "In", "contributes_to": [{"goal": "g7", "share": 1}]}
    plan = {"alignment": 1, "goals": [ring[0] | {"level": "corporate"}, *ring[1:], start]}
    running = subprocess.Popen(
        [ALIGNMENT, "outlook", "--plan", example.file("ring.json", json.dumps(plan)), "--draws", "100000"],
        cwd=example.folder, env=example.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(8)
    running.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, told = running.communicate(timeout=60)
    assert time.monotonic() - started < 5
    assert (running.returncode, told.strip().splitlines()[-1]) == (130, "alignment: interrupted")
    assert "Traceback" not in told
