"""Where answers are written: files, links, pipes and devices, and never in place of what is somebody's."""

import json
import os
import stat
import threading

import pytest


def test_a_pipe_is_written_through(example):
    pipe = example.folder / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    example.run("export", "-o", "pipe")
    reader.join(30)
    assert read == [example.run("export").stdout]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_and_what_it_leads_to_is_written(example):
    inside = example.folder / "inside"
    inside.mkdir()
    (example.folder / "link.yaml").symlink_to("inside/real.yaml")
    for _ in range(2):  # what is not there yet, and what is
        example.run("export", "-o", "link.yaml")
        assert (example.folder / "link.yaml").is_symlink()
        assert (inside / "real.yaml").read_text("utf-8") == example.run("export").stdout
        (inside / "real.yaml").write_text("old", "utf-8")
    assert [file.name for file in inside.iterdir()] == ["real.yaml"]
    (example.folder / "loop").symlink_to("loop")
    assert "loop: can't be written" in example.run("export", "-o", "loop", code=2).stderr
    assert (example.folder / "loop").is_symlink()


def test_a_file_keeps_its_mode_and_a_new_one_has_that_of_any(example):
    secret, plain, new = (example.folder / name for name in ("secret.yaml", "plain.yaml", "new.yaml"))
    secret.touch(0o600)
    plain.touch()
    for file in (secret, new):
        example.run("export", "-o", file.name)
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text("utf-8") == new.read_text("utf-8")
    assert new.stat().st_mode == plain.stat().st_mode


EMPTY = (
    ["audit", "--output", "", "--format", "json"],
    ["audit", "--plan", ""],
    ["audit", "--settings", ""],
    ["audit", "--rules", ""],
    ["impact", "--changes", ""],
    ["audit", "--baseline", ""],
    ["audit", "--write-baseline", ""],
    ["export", "-o", ""],
    ["import", ""],
)


@pytest.mark.parametrize("arguments", EMPTY, ids=" ".join)
def test_an_empty_name_is_one_clear_error(shell, arguments):
    told = shell.run(*arguments, code=2).stderr
    named = {"-o": "--output", "import": "FILE"}.get(arguments[-2], arguments[1])
    assert named in told
    assert "it is empty; write a name" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "--today", ""],
        ["score", "--today", ""],
        ["accept", "abcdef", "--reason", "So", "--until", ""],
        ["accept", "--list", "--today", ""],
    ],
    ids=" ".join,
)
def test_an_empty_day_is_no_day(shell, arguments):
    told = shell.run(*arguments, code=2).stderr
    assert f"{arguments[-2]} '': write a date as YYYY-MM-DD" in told


def test_a_baseline_is_written_over_nothing_else(example):
    plan = "alignment: 1\ngoals: [{key: a, title: A}]\n"
    example.file("plan.yaml", plan)
    told = example.run("audit", "--write-baseline", "plan.yaml", code=2)
    assert "plan.yaml: is there already and no baseline, so it is not written over" in told.stderr
    assert (example.folder / "plan.yaml").read_text("utf-8") == plan
    assert "--write-baseline plan-baseline.json" in example.run("audit", "--baseline", "plan.yaml", code=2).stderr
    example.file("empty.json", "")
    for name in ("known.json", "known.json", "empty.json"):
        example.run("audit", "--write-baseline", name)
        assert json.loads((example.folder / name).read_bytes())["baseline"] == 1
