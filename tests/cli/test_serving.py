"""A server through what happens to it: a port that is taken, a Neo4j that goes and comes back, Ctrl-C."""

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from cli.shell import ALIGNMENT

ASKED = json.dumps({"query": '{ goal(key: "us-market") { key } }'}).encode()


@contextmanager
def serving(shell, **env):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = shell.folder / "serve.log"
    with log.open("w") as written:
        running = subprocess.Popen(
            [ALIGNMENT, "serve", "--port", str(port)],
            cwd=shell.folder, env={**shell.env, **env}, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                    break
            except OSError:
                assert running.poll() is None, log.read_text()
                time.sleep(0.2)
        yield running, port, log
    finally:
        running.kill()
        running.wait(30)


def status(port):
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", data=ASKED, headers=kind)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.load(answer) == {"data": {"goal": {"key": "us-market"}}}
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_a_taken_port_is_told_with_the_remedy_and_ctrl_c_stops(example):
    with serving(example) as (running, port, log):
        told = example.run("serve", "--port", port, code=2).stderr
        assert f"Can't serve on 127.0.0.1, port {port}: " in told
        assert 'use another --port or --host, such as `make run ARGS="--port 8001"`' in told
        page = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Accept": "text/html"})
        with urllib.request.urlopen(page, timeout=60) as answer:
            assert answer.url == f"http://127.0.0.1:{port}/graphql"
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert log.read_text().endswith("alignment: stopped\n")


def test_a_private_neo4j_that_comes_back_elsewhere_is_found_again(shell):
    ours = {"NEO4J_URI": "", "NEO4J_PASSWORD": ""}

    def place():
        return shell.json("neo4j", "status", **ours)["uri"]

    with serving(shell, **ours) as (_, port, log):
        assert status(port) == 200
        before = place()
        shell.run("neo4j", "stop", **ours)
        assert [status(port), status(port)] == [503, 503]
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections to it linger
            taken.bind(("127.0.0.1", int(before.rpartition(":")[2])))
            shell.run("neo4j", "start", **ours)
            assert place() != before
        assert [status(port), status(port)] == [200, 200]
        told = log.read_text()
    assert "Traceback" not in told
    failed = [line for line in told.splitlines() if line.startswith("Request ")]
    assert len(failed) == 2
    assert all(f"The private Neo4j, which served at {before}, does not run" in line for line in failed)
