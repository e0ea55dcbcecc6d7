"""The command line as people and pipelines use it: real processes, a real Neo4j, wrong input of every kind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.shell import ALIGNMENT

from analyzer.cli import serving
from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.exporting import to_json
from analyzer.exchange.generate import generate
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import read_contents
from analyzer.graph.schema import clear
from analyzer.graph.store import Store
from analyzer.settings import Settings

COMMANDS = (
    *("serve", "import", "export", "audit", "audits", "accept", "score", "impact", "outlook", "rename"),
    *("rules", "neo4j", "remedies", "reset", "schema", "generate", "history", "diff", "undo", "churn", "cadence"),
)


def test_help_names_every_command_and_every_command_has_help(shell):
    text = shell.run("--help").stdout
    for command in COMMANDS:
        assert f"  {command} " in text
        assert "--help" in shell.run(command, "--help").stdout
    assert "Usage:" in shell.run(code=2).stderr


def test_it_says_its_version(shell):
    assert shell.run("--version").stdout == f"alignment {version('alignment-analyzer')}\n"


def test_help_imports_nothing_heavy(shell):
    program = (
        "import sys; sys.argv = ['alignment', '--help']\n"
        "from analyzer.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'neo4j', 'rich', 'strawberry', 'fastapi', 'jpype', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd=shell.folder, env=shell.env)


def test_completion_is_offered(shell):
    env = {"_ALIGNMENT_COMPLETE": "complete_bash", "COMP_WORDS": "alignment imp", "COMP_CWORD": "1"}
    assert set(shell.run(**env).stdout.split()) == {"import", "impact"}


NO_FINDINGS = {"new": [], "resolved": []}


def test_import_twice_writes_nothing_the_second_time(example):
    assert "Nothing to do" in example.run("import", EXAMPLE).stdout
    assert example.json("import", EXAMPLE) == {
        "created": {},
        "changed": {},
        "deleted": {},
        "dry_run": False,
        "findings": NO_FINDINGS,
    }


def test_dry_run_says_what_would_change_and_writes_nothing(example):
    before = example.run("export").stdout
    plan = example.file("more.yaml", "alignment: 1\ngoals: [{key: new, title: New}, {key: us-market, title: Other}]\n")
    told = example.json("import", plan, "--dry-run")
    assert told == {
        "created": {"goal": 1},
        "changed": {"goal": 1},
        "deleted": {},
        "dry_run": True,
        "findings": NO_FINDINGS,
    }
    assert example.json("import", plan, "--dry-run", "--replace")["deleted"]["goal"] == 46
    assert "dry run" in example.run("import", plan, "--dry-run").stdout
    assert example.run("export").stdout == before


def test_export_is_what_import_takes(example):
    example.run("export", "-o", "out.yaml")
    example.run("export", "--format", "json", "-o", "out.json")
    for name in ("out.yaml", "out.json"):
        assert "Nothing to do" in example.run("import", "--replace", name).stdout
    assert json.loads((example.folder / "out.json").read_text()) == json.loads(
        example.run("export", "--format", "json").stdout
    )
    assert "can't be written" in example.run("export", "-o", "no/such/folder.yaml", code=2).stderr


def test_audit_as_json_has_the_fixed_shape(example):
    told = example.json("audit")
    assert set(told) == {"findings", "rules", "summary"}
    one = next(each for each in told["findings"] if each["rule"] == "capacity/over_committed")
    assert set(one) == {"rule", "severity", "subject", "message", "evidence", "fingerprint"}
    assert set(one["subject"]) == {"label", "key"}
    assert set(one["evidence"]) == {"period", "load", "capacity"}
    hr = next(each for each in told["findings"] if each["subject"]["key"] == "hr")
    assert hr["evidence"] == {"period": "2027-Q1", "load": 32.5, "capacity": 25}


def test_fail_on_decides_the_exit_code(example):
    example.run("audit")
    example.run("audit", "--fail-on", "error", code=1)
    example.run("audit", "--fail-on", "info", "--rule", "structure/orphan_goal", code=1)
    example.run("audit", "--fail-on", "error", "--rule", "structure/orphan_goal")
    assert "no rule nope" in example.run("audit", "--rule", "nope", code=2).stderr


def test_impact_as_json_has_the_fixed_shape(example):
    told = example.json("impact", "--drop", "cloud-infrastructure")
    assert set(told) == {"affected", "freed", "stranded", "findings"}
    assert set(told["affected"][0]) == {"goal", "outcome", "kept", "days_late", "because"}
    assert told["affected"][0]["goal"] == "saas-model"
    assert told["freed"] == [
        {"team": "platform", "period": "2026-Q4", "effort": 60},
        {"team": "platform", "period": "2027-Q1", "effort": 30},
    ]
    assert told["stranded"] == ["cloud-skills"]
    assert {(one["rule"], one["subject"]["key"]) for one in told["findings"]["new"]} == {
        ("dependencies/needs_a_lost_goal", "subscription-billing"),
        ("dependencies/needs_a_lost_goal", "us-data-region"),
        ("structure/orphan_goal", "cloud-skills"),
        ("support/insufficient_support", "saas-edition"),
    }
    late = example.json("impact", "--postpone", "cloud-infrastructure=2027-06-30")
    assert {one["outcome"] for one in late["affected"]} == {"delayed"}


def test_impact_explains_in_sentences_and_says_why_not(example):
    told = example.run("impact", "--drop", "cloud-infrastructure", "--why", "eu-growth", "--why", "us-market").stdout
    assert "Chain: cloud-infrastructure → us-data-region → us-compliance → us-market" in told
    assert 'No chain of contributions and dependencies leads from a change to "eu-growth"' in told
    assert "Nothing else breaks" in example.run("impact", "--drop", "us-market").stdout


def test_a_plan_is_asked_about_without_being_stored(example):
    before = example.run("export").stdout
    plan = example.file(
        "alone.yaml", "alignment: 1\ngoals: [{key: lonely, title: Alone}, {key: top, title: Top, level: corporate}]\n"
    )
    found = example.json("audit", "--plan", plan)
    assert {(one["rule"], one["subject"]["key"]) for one in found["findings"] if one["severity"] != "info"} == {
        ("structure/orphan_goal", "lonely"),
        ("support/unsupported_goal", "top"),
        ("measures/no_measure", "lonely"),
        ("measures/no_measure", "top"),
        ("ownership/corporate_goal_without_owner", "top"),
        ("ownership/no_owner", "lonely"),
    }
    assert example.json("impact", "--plan", plan, "--drop", "lonely")["affected"] == []
    assert "no goal 'us-market'" in example.run("impact", "--plan", plan, "--drop", "us-market", code=2).stderr
    assert example.run("export").stdout == before


def test_rules_are_listed_and_shown(shell):
    listed = shell.json("rules")
    assert listed == shell.json("rules", "list")
    assert set(listed[0]) == {"id", "title", "severity", "about", "family", "reach"}
    assert len(listed) >= 60
    assert "Why it matters" in shell.run("rules", "show", "structure/orphan_goal").stdout
    shell.run("rules", "show", "nope", code=2)


def test_schema_describes_what_export_writes(example):
    from jsonschema import Draft202012Validator

    schema = json.loads(example.run("schema").stdout)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(example.run("export", "--format", "json").stdout))


def test_generated_maps_can_be_imported(shell):
    shell.file("made.json", shell.run("generate", "--goals", "300", "--seed", "7").stdout)
    shell.run("import", "--replace", "made.json")
    assert shell.json("audit")["summary"]["looked_at"]["Goal"] == 300


def test_reset_asks_first(example):
    assert "Nothing was deleted" in example.run("reset", stdin="n\n", code=2).stdout
    assert "Nothing was deleted" in example.run("reset", stdin="", code=2).stdout
    assert example.json("audit")["summary"]["looked_at"]["Goal"] == 47
    example.run("reset", stdin="y\n")
    assert example.json("audit")["summary"]["looked_at"]["Goal"] == 0
    assert "The map is empty" in example.run("audit").stdout
    example.run("reset", "--yes")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import"], "name one or more plan documents"),
        (["import", "missing.yaml"], "missing.yaml: can't be read"),
        (["import", "."], "can't be read"),
        (["import", "bad.yaml"], "bad.yaml:2: goals[0].level: must be"),
        (["import", "dangling.yaml"], "there is no goal 'nowhere'"),
        (["import", "binary.yaml"], "not UTF-8"),
        (["audit", "--plan", "bad.yaml"], "bad.yaml:2"),
        (["audit", "--today", "tomorrow"], "write a date as YYYY-MM-DD"),
        (["audit", "--fail-on", "fatal"], "fatal"),
        (["impact"], "say what to change"),
        (["impact", "--change", ""], "write one change with its fields"),
        (["change", "--change", "dropp: {goal: us-market}"], "did you mean drop?"),
        (["change", "--drop", "nope"], "--drop nope: there is no goal 'nope'"),
        (["impact", "--drop", "nope"], "there is no goal 'nope'"),
        (["impact", "--drop", "us-market", "--why", "nope"], "there is no goal 'nope'"),
        (["impact", "--postpone", "us-market"], "write KEY=YYYY-MM-DD"),
        (["impact", "--postpone", "us-market=soon"], "write a date as YYYY-MM-DD"),
        (["impact", "--postpone", "us-market=20270101"], "write a date as YYYY-MM-DD"),
        (["impact", "--drop", os.fsdecode(b"\xff")], "can't be printed"),
        (["export", "-o", "."], "can't be written"),
        (
            ["impact", "--postpone", "us-market=2027-01-01", "--drop", "us-market"],
            "contradicts --drop us-market about its status; keep one",
        ),
        (["generate", "--goals", "0"], "greater than or equal to 1"),
        (["nonsense"], "nonsense"),
        (["serve", "--host", "0.0.0.0"], "ALIGNMENT_TOKEN"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(map(ascii, value)),
)
def test_bad_input_is_one_clear_error(example, store, arguments, told):
    example.file("bad.yaml", "alignment: 1\ngoals: [{key: a, title: A, level: boss}]\n")
    example.file("dangling.yaml", "alignment: 1\ngoals: [{key: a, title: A, contributes_to: [{goal: nowhere}]}]\n")
    (example.folder / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    before = store.read(read_contents)
    assert told in example.run(*arguments, code=2).stderr
    assert store.read(read_contents) == before


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"NEO4J_URI": "bolt://127.0.0.1:9"}, "does not answer"),
        ({"NEO4J_URI": "http://127.0.0.1:7474"}, "NEO4J_URI"),
        ({"NEO4J_PASSWORD": "wrong"}, "NEO4J_PASSWORD"),
        ({"NEO4J_DATABASE": "nothere"}, "NEO4J_DATABASE"),
        ({"NEO4J_PASSWORD": "", "NEO4J_PASSWORD_FILE": "/no/such/file"}, "NEO4J_PASSWORD_FILE"),
        ({"ALIGNMENT_NEO4J_HEAP": "lots"}, "ALIGNMENT_NEO4J_HEAP: 'lots' is no amount of memory"),
        ({"NEO4J_URI": "", "ALIGNMENT_DATA": "/proc/no"}, "ALIGNMENT_DATA"),
    ],
    ids=str,
)
def test_bad_settings_name_the_variable(shell, env, told):
    assert told in shell.run("audit", code=2, **env).stderr


def piped(example, command):
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        cwd=example.folder, env={**example.env, "PATH": f"{Path(ALIGNMENT).parent}:{os.environ['PATH']}"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    return done


def test_a_reader_who_leaves_changes_no_exit_code(example):
    for command in ("audit", "audit --format json", "export", "impact --drop cloud-infrastructure", "rules"):
        assert piped(example, f"alignment {command} | true").returncode == 0
    assert piped(example, "alignment audit --fail-on error | true").returncode == 1
    edit = "alignment change --change 'edit_goal: {key: us-market, title: Full}' > /dev/full"
    made = r"can't be written: No space left on device; the change was made all the same, as revision (\d+): `alignment undo \1`"
    assert re.search(made, piped(example, edit).stderr)
    for closed in ("export >&-", "audit >&-", "score >&- 2>&-"):
        done = piped(example, f"alignment {closed}")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    full = piped(example, "alignment export > /dev/full")
    assert full.returncode == 2
    assert "can't be written" in full.stderr


def test_documents_come_from_standard_input(example):
    told = example.run("import", "-", stdin="alignment: 1\ngoals: [{key: from-a-pipe, title: Piped}]\n").stdout
    assert "Imported" in told
    assert "from-a-pipe" in example.run("export", "-o", "-").stdout


def test_a_key_may_be_typed_in_either_form(example):
    example.run("import", "-", stdin="alignment: 1\ngoals: [{key: caf\u00e9, title: Coffee}]\n")
    assert example.json("impact", "--drop", "cafe\u0301")["affected"] == []


def test_output_is_utf_8_whatever_the_locale(example):
    told = subprocess.run(
        [ALIGNMENT, "export"],
        env={**example.env, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert "Zoë" in told.stdout.decode("utf-8")


def test_titles_do_not_command_the_terminal(example, store):
    store.run_schema("MATCH (goal:Goal {key: 'cost-reduction'}) SET goal.title = 'Costs \\u001b[2J less'")
    told = example.run("audit").stdout
    assert "\x1b" not in told
    assert "Costs \ufffd[2J less" in told


def test_a_broken_off_import_is_said(example, store):
    store.write(lambda tx: tx.ask("writes/importing", importing="large.json", turn="a", work="x"))
    told = "the import of large.json is not finished: wait for it, or run it again if it was broken off"
    assert told in example.run("audit").stderr
    example.run("reset", "--yes")
    assert "broken off" not in example.run("audit").stderr


def test_a_bad_document_does_not_make_an_empty_database_ours(shell, address):
    file = shell.file("bad.yaml", "alignment: 1\ngoals: [{key: a, title: A, owner: nobody}]")
    with Store(address) as store:
        clear(store)
        store.run_schema("MATCH (n) DETACH DELETE n")
        try:
            assert "there is no person 'nobody'" in shell.run("import", file, code=2).stderr
            assert store.read(lambda tx: tx.rows("MATCH (n) RETURN labels(n) AS l", {})) == []
        finally:
            store.run_schema("MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize(
    ("plan", "loaded"),
    [
        (None, True),
        ({"alignment": 1, "teams": [{"key": "platform"}]}, False),
        ({"alignment": 1, "effort_unit": "hours"}, False),
        ({"alignment": 1, "goals": [{"key": "a", "title": "A"}]}, False),
    ],
)
def test_the_example_comes_into_an_untouched_map_only(store, monkeypatch, plan, loaded):
    clear(store)
    if plan:
        import_plan(store, [read_data(plan)])
    monkeypatch.setattr(serving, "serve_api", lambda *_, **__: None)
    serving.serve(store, Settings(neo4j_uri=None), "127.0.0.1", 0, example=True)
    assert (store.read(lambda tx: tx.ask("reads/count")) > 1) is loaded
    clear(store)


def test_a_foreign_database_is_refused_and_left_alone(shell, address):
    with Store(address) as store:
        clear(store)
        store.run_schema("MATCH (n) DETACH DELETE n")
        store.run_schema("CREATE (:Customer {name: 'Somebody else'})")
        try:
            for arguments in (["import", "--example"], ["audit"], ["export"], ["reset", "--yes"]):
                assert "not a goal map" in shell.run(*arguments, code=2).stderr
            assert store.read(lambda tx: tx.rows("MATCH (n) RETURN labels(n) AS l, n.name AS name", {})) == [
                {"l": ["Customer"], "name": "Somebody else"}
            ]
        finally:
            store.run_schema("MATCH (n) DETACH DELETE n")


def importing(shell, goals):
    """An import that has begun."""
    (shell.folder / "made.json").write_bytes(to_json(generate(goals)))
    return subprocess.Popen(
        [ALIGNMENT, "import", "made.json"],
        cwd=shell.folder,
        env=shell.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.clock
def test_ctrl_c_during_an_import_leaves_nothing(shell, address):
    shell.run("reset", "--yes")
    running = importing(shell, 20_000)
    with Store(address) as store:
        for _ in range(3_000):
            writing = store.read(
                lambda tx: tx.rows("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS q", {})
            )
            if any("CREATE" in (one["q"] or "") for one in writing):
                break
            assert running.poll() is None, running.communicate()
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
        assert running.returncode == 130, told
        assert "interrupted: nothing was written" in told
        assert "Traceback" not in told
        assert store.read(lambda tx: tx.ask("reads/count")) == 0
    shell.run("import", "--example")


def test_ctrl_c_once_an_import_is_written_says_so(shell, address):
    shell.run("reset", "--yes")
    running = importing(shell, 3_000)
    with Store(address) as store:
        while not store.read(lambda tx: tx.ask("reads/count")) and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        done, told = running.communicate(timeout=60)
        assert store.read(lambda tx: tx.ask("reads/count")) == 3_000
    assert "nothing was written" not in told
    assert "Imported." in done or "written all the same, as revision" in told or "the plan is imported" in told
    assert "Traceback" not in told
    shell.run("import", "--example", "--replace")
    assert "Nothing to do" in shell.run("import", "--example").stdout


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        pytest.param(
            """
try:
    raise KeyboardInterrupt
except KeyboardInterrupt:
    raise BufferError("object cannot be re-sized")
""",
            130,
            "alignment: interrupted\n",
            id="what is let go fails over it, as a connection of the driver does",
        ),
        pytest.param(
            """
class Driver:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

Driver()
time.sleep(60)
""",
            130,
            "alignment: interrupted\n",
            id="it meets a destructor, where nothing can be raised",
        ),
        pytest.param(
            "atexit.register(os.kill, os.getpid(), signal.SIGINT)",
            0,
            "",
            id="the command has ended",
        ),
    ],
)
def test_ctrl_c_whenever_it_comes(command, code, told):
    program = f"""
import atexit, os, signal, time
from analyzer.cli import app, main

app.app = lambda: exec({command!r}, globals())
main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", told)
