"""Every command in the README and the documents is run, in order, and says what is written there."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
NOT_RUN = {"make test": "this is it"}
BACKGROUND = "make run"


def commands(document: Path):
    """Each command with the output that is shown below it; a line of … stands for any lines."""
    for block in re.findall(r"^```console\n(.*?)^```", document.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer")
    names = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ALIGNMENT_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    cache = {"ALIGNMENT_CACHE": os.environ["ALIGNMENT_CACHE"]} if "ALIGNMENT_CACHE" in os.environ else {}
    here = {"ALIGNMENT_DATA": str(folder / "data"), "ALIGNMENT_NEO4J_HEAP": "1g", "PATH": path, **cache}
    yield folder, {**names, **here}
    subprocess.run(["alignment", "neo4j", "stop"], env={**names, **here}, check=False, cwd=folder)


@pytest.fixture(scope="module")
def port(environment):
    """Do what the README says first: make run, and leave it running."""
    folder, env = environment
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    log = (folder / "run.log").open("w+")
    # The program under test is installed already, by the same Makefile.
    running = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"ARGS=--port {number}", f"BIN={Path(sys.executable).parent}"],
        cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{number}/health", timeout=5):
                    break
            except OSError:
                assert running.poll() is None, (folder / "run.log").read_text()
                time.sleep(0.2)
        shown = (folder / "run.log").read_text()
        assert "Loaded the example organisation" in shown
        assert f"http://127.0.0.1:{number}/graphql" in shown
        yield number
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(30)
        log.close()


def as_pattern(output: str) -> str:
    parts = (r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"[ ]*\n" for line in output.splitlines())
    return "".join(parts)


def test_what_the_documents_show(environment, port, address):
    folder, env = environment
    seen = 0
    for document in DOCUMENTS:
        for command, output in commands(document):
            if command in NOT_RUN or command == BACKGROUND:
                continue
            here = command.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{port}")
            here = here.replace("bolt://127.0.0.1:7687", address.uri)
            here = here.replace("NEO4J_PASSWORD=secret", f"NEO4J_PASSWORD={address.password}")
            done = subprocess.run(
                ["bash", "-c", here], cwd=folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                timeout=120, check=False,
            )  # fmt: skip
            told = f"{document.name}: $ {here}\n{done.stdout}{done.stderr}"
            assert done.returncode == 0, told
            assert re.fullmatch(as_pattern(output), done.stdout if done.stdout.endswith("\n") or not done.stdout
                                else done.stdout + "\n"), told  # fmt: skip
            seen += 1
    assert seen > 8


def test_make_knows_its_two_commands():
    listed = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert tool in listed


def test_links_between_documents_lead_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
