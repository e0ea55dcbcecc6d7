"""The private Neo4j, started for real: found, shared, killed, refused, stopped."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import neo4j
import psutil
import pytest

from analyzer.errors import PrivateStore
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.private.artifacts import fetch, read_lock
from analyzer.graph.private.server import FOLDER_IN_USE, LOCK, default_heap, launch, wish
from analyzer.progress import quiet
from analyzer.settings import read_settings

pytestmark = pytest.mark.clock

START = """
from pathlib import Path; import sys
from analyzer.errors import PrivateStore
from analyzer.graph.private import PrivateNeo4j
try:
    print(PrivateNeo4j(Path(sys.argv[1]), Path(sys.argv[2]), heap="512m", aot=False).start().uri)
except PrivateStore as why:
    print("PrivateStore", why)
"""


@pytest.fixture(scope="module")
def cache():
    return read_settings().alignment_cache


@pytest.fixture
def private(tmp_path, cache):
    """Not started yet; what a test leaves running is stopped."""
    neo4j = PrivateNeo4j(tmp_path / "my dätä", cache, heap="512m", idle_minutes=10, aot=False)
    yield neo4j
    neo4j.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory, cache):
    """One that the tests which don't harm it share."""
    neo4j = PrivateNeo4j(tmp_path_factory.mktemp("shared"), cache, heap="512m", idle_minutes=10, aot=False)
    neo4j.start()
    yield neo4j
    assert neo4j.stop()


def driver_of(address):
    return neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password))


@contextmanager
def session_of(address):
    with driver_of(address) as driver, driver.session() as session:
        yield session


def starting(private):
    return subprocess.Popen(
        [sys.executable, "-c", START, str(private.folder), str(private.cache)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def hosts_on(folder):
    """How many host processes work there: each is given the folder as its working folder at first, and logs there."""
    log = folder / "host.log"
    found = 0
    for process in psutil.process_iter():
        try:
            if "host.py" in " ".join(process.cmdline()) and Path(f"/proc/{process.pid}/fd/1").readlink() == log:
                found += 1
        except (psutil.Error, OSError):
            continue
    return found


def test_it_is_found_again_by_the_same_address(running):
    assert running.find() == running.start() == PrivateNeo4j(running.folder, running.cache).start()
    process = starting(running)
    assert process.communicate(timeout=30)[0].strip() == running.find().uri


def test_status_says_what_runs(running):
    status = running.status()
    assert status.running
    assert status.uri == running.find().uri
    assert psutil.pid_exists(status.pid)
    assert (status.folder, status.heap, status.aot_used) == (running.folder, "512m", None)
    assert status.version == read_lock(LOCK)[0].version == "2026.04.0"
    assert status.size_bytes > 100_000
    assert 100_000_000 < status.memory_bytes < 2_000_000_000
    assert abs(time.time() - status.since.timestamp()) < 600


def test_only_this_user_on_this_machine_gets_in(running):
    assert (running.folder / "server.json").stat().st_mode & 0o777 == 0o600
    listening = [at for at in psutil.Process(running.status().pid).net_connections() if at.status == psutil.CONN_LISTEN]
    assert {at.laddr.ip.removeprefix("::ffff:") for at in listening} == {"127.0.0.1"}
    assert len(listening) == 1
    for auth in (None, ("neo4j", "neo4j"), ("neo4j", "guess")):
        with (
            neo4j.GraphDatabase.driver(running.find().uri, auth=auth) as driver,
            pytest.raises((neo4j.exceptions.AuthError, neo4j.exceptions.ClientError)),
        ):
            driver.verify_connectivity()


def test_it_sends_no_reports_and_reads_no_files(running):
    with session_of(running.find()) as session:
        rows = session.run("SHOW SETTINGS YIELD name, value").values()
        settings = dict(rows)
        with pytest.raises(neo4j.exceptions.ClientError, match=r"disabled|allow_csv_import_from_file_urls"):
            session.run("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line").consume()
    assert settings["dbms.usage_report.enabled"] == "false"
    assert settings["db.lock.acquisition.timeout"] == "1s"


def test_all_kinds_of_index_and_both_languages_work_without_the_parts_left_out(running):
    with session_of(running.find()) as session:
        for text in (
            "CREATE CONSTRAINT k IF NOT EXISTS FOR (x:Kind) REQUIRE x.key IS UNIQUE",
            "CREATE FULLTEXT INDEX f IF NOT EXISTS FOR (x:Kind) ON EACH [x.text]",
            "CREATE TEXT INDEX t IF NOT EXISTS FOR (x:Kind) ON (x.text)",
            "CREATE POINT INDEX p IF NOT EXISTS FOR (x:Kind) ON (x.place)",
            "CREATE (:Kind {key: 'a', text: 'one word'})-[:NEXT]->(:Kind {key: 'b', place: point({x: 1, y: 2})})",
            "CALL db.awaitIndexes(60)",
            "PROFILE MATCH (x:Kind {key: 'a'}) ((a)-[r]->(b))+ (y) RETURN y",
            "CYPHER 25 MATCH (x:Kind) CALL (x) { WHEN x.seen THEN { RETURN 1 AS n } ELSE { RETURN 2 AS n } } RETURN n",
            "MATCH (x:Kind) CALL (x) { SET x.seen = true } IN TRANSACTIONS OF 1 ROWS",
            "SHOW TRANSACTIONS",
            "CALL db.schema.visualization()",
        ):
            session.run(text).consume()
        found = session.run("CALL db.index.fulltext.queryNodes('f', 'word') YIELD node RETURN node.key").values()
        assert found == [["a"]]
        with pytest.raises(neo4j.exceptions.ConstraintError):
            session.run("CREATE (:Kind {key: 'a'})").consume()
        session.run("MATCH (x:Kind) DETACH DELETE x").consume()


def test_a_second_host_on_the_folder_gives_up(running):
    jars = fetch(LOCK, running.cache, quiet)
    log = (running.folder / "host.log").read_bytes()
    second = launch(running.folder, wish(running.folder, running.cache, jars, "512m"))
    assert second.wait(30) == FOLDER_IN_USE
    (running.folder / "host.log").write_bytes(log)
    with session_of(running.find()) as session:
        assert session.run("RETURN 1 AS one").single()["one"] == 1


def test_two_commands_at_once_start_one_server_which_outlives_them(private):
    both = [starting(private), starting(private)]
    outputs = [process.communicate(timeout=150) for process in both]
    uris = {output[0].strip() for output in outputs}
    assert uris == {private.find().uri}, outputs
    assert hosts_on(private.folder) == 1
    gone = suppress(neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError)
    with driver_of(private.find()) as driver, gone, driver.session() as session:
        session.begin_transaction().run("CREATE (:Open)").consume()
        began = time.monotonic()
        assert private.stop()
        assert time.monotonic() - began < 6  # 60 without closing the connections first; 0.3 to 2 measured
    assert "Stopped in" in (private.folder / "host.log").read_text()
    assert not private.stop()
    status = private.status()
    assert not status.running
    assert status.size_bytes > 100_000


def test_killed_hard_it_comes_back_with_all_that_was_committed(private):
    with driver_of(private.start()) as driver, driver.session() as session:
        for number in range(50):
            session.run("CREATE (:Kept {number: $number})", number=number).consume()
        transaction = session.begin_transaction()
        transaction.run("CREATE (:Kept {number: -1})").consume()
        old = json.loads((private.folder / "server.json").read_text())
        psutil.Process(old["pid"]).kill()
        wait_for(lambda: not private.status().running, 10)
        with pytest.raises(neo4j.exceptions.DriverError):
            transaction.run("RETURN 1").consume()
    assert (private.folder / "server.json").exists()  # stale
    address = private.start()
    assert address.password != old["password"]
    with session_of(address) as session:
        assert session.run("MATCH (k:Kept) RETURN collect(k.number) AS n").single()["n"] == list(range(50))


def stale(created=None, pid=None, port=9):
    me = psutil.Process()
    return json.dumps(
        {
            "pid": pid or me.pid,
            "created": created or me.create_time(),
            "heap": "1g",
            "since": 0,
            "port": port,
            "password": "x",
        }
    )


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"pid": 1}', stale(created=1.0), stale(pid=2**22 + 1), stale()],
    ids=["empty", "torn", "list", "partial", "number taken over", "process gone", "port silent"],
)
def test_a_stale_state_file_fools_nobody(private, content):
    private.folder.mkdir()
    (private.folder / "server.json").write_text(content)
    assert private.find() is None
    assert not private.status().running
    if content != stale():  # this one names the test itself
        assert not private.stop()
    (private.folder / "server.json").unlink()


def test_interrupted_while_it_starts_the_next_command_finds_it(private):
    process = starting(private)
    wait_for((private.folder / "server.json").exists)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode != 0
    host = json.loads((private.folder / "server.json").read_text())
    assert "port" not in host  # it was in the middle
    seen = []
    address = private.start(lambda *now: seen.append(now[0]))
    assert json.loads((private.folder / "server.json").read_text())["pid"] == host["pid"]
    assert set(seen) == {"Starting Neo4j"}
    with session_of(address) as session:
        session.run("CREATE (:Works)").consume()
    assert private.stop()


def test_a_start_can_be_stopped(private):
    process = starting(private)
    wait_for((private.folder / "server.json").exists)
    process.kill()
    process.communicate()
    assert private.stop()
    assert hosts_on(private.folder) == 0


def test_a_taken_port_is_named(private):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        private.port = taken.getsockname()[1]
        with pytest.raises(PrivateStore, match=f"Port {private.port} is taken"):
            private.start()
    assert not private.status().running


def test_data_in_use_by_another_program_are_refused(private):
    place = private.folder / "neo4j" / "data" / "databases"
    place.mkdir(parents=True)
    with (place / "store_lock").open("w") as theirs:
        fcntl.lockf(theirs, fcntl.LOCK_EX)
        with pytest.raises(PrivateStore, match=r"Another program uses.*ALIGNMENT_DATA"):
            private.start()


@pytest.mark.parametrize("place", ["/proc/1/nowhere", "file/below"])
def test_a_folder_that_can_not_be_written_is_named(tmp_path, cache, place):
    (tmp_path / "file").touch()
    folder = tmp_path / place
    with pytest.raises(PrivateStore, match="ALIGNMENT_DATA") as caught:
        PrivateNeo4j(folder, cache).start()
    assert str(folder) in str(caught.value)


def test_a_start_that_fails_shows_the_end_of_the_log(private):
    private.heap = "1m"
    with pytest.raises(PrivateStore, match=r"host\.log") as caught:
        private.start()
    assert "heap" in str(caught.value)


def test_unused_for_long_it_stops_by_itself(private):
    private.idle_minutes = 0.05
    with session_of(private.start()) as session:
        session.run("CREATE (:Kept)").consume()
        time.sleep(6)
        session.run("CREATE (:Kept)").consume()  # connected is not idle
        assert private.find()  # and neither is looking for it
    wait_for(lambda: hosts_on(private.folder) == 0, 30)
    assert private.find() is None
    assert "Nobody is connected" in (private.folder / "host.log").read_text()


def test_by_default_the_heap_is_between_one_and_three_gigabytes():
    assert 1024 <= int(default_heap().removesuffix("m")) <= 4096


def test_the_host_imports_nothing_of_the_project():
    host = Path(sys.modules["analyzer.graph.private.server"].__file__).with_name("host.py").read_text()
    assert "import analyzer" not in host
    assert "from analyzer" not in host
    assert "GPL-3.0" in host.splitlines()[0]
