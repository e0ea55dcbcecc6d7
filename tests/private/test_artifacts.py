"""Fetching by lock, on the small lock of GraphiQL: nothing damaged or half there is ever handed out."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer.errors import PrivateStore
from analyzer.graph import private
from analyzer.graph.private.artifacts import fetch, read_lock
from analyzer.progress import quiet
from analyzer.settings import read_settings

pytestmark = pytest.mark.clock

SMALL = Path(private.__file__).with_name("graphiql.lock")
LARGE = Path(private.__file__).with_name("neo4j.lock")
FETCH = f"""
from pathlib import Path; import sys
from analyzer.errors import PrivateStore
from analyzer.graph.private.artifacts import fetch
try:
    print(*fetch(Path({str(SMALL)!r}), Path(sys.argv[1]), lambda *now: print("at", *now, flush=True)))
except PrivateStore as why:
    print("PrivateStore", why)
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache that holds what the lock names, copied from the ordinary one."""
    fetch(SMALL, read_settings().alignment_cache, quiet)
    for artifact in read_lock(SMALL):
        target = tmp_path / "jars" / artifact.path
        target.parent.mkdir(parents=True)
        shutil.copy(read_settings().alignment_cache / "jars" / artifact.path, target)
    return tmp_path


def fetching(cache: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, str(cache)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )


def all_right(jars: list[Path]) -> bool:
    found = [hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars]
    return found == [artifact.sha256 for artifact in read_lock(SMALL)]


def test_what_is_there_is_not_fetched_again(cache):
    before = [path.stat().st_ino for path in sorted(cache.rglob("*.jar"))]
    seen = []
    jars = fetch(SMALL, cache, lambda *now: seen.append(now))
    assert all_right(jars)
    assert not seen
    assert [path.stat().st_ino for path in sorted(cache.rglob("*.jar"))] == before


@pytest.mark.parametrize("damage", [b"", b"half", None])
def test_a_damaged_jar_is_replaced(cache, damage):
    jar = fetch(SMALL, cache, quiet)[1]
    size = jar.stat().st_size
    with jar.open("r+b") as file:
        if damage is None:  # one byte, the size stays
            file.seek(size // 2)
            byte = file.read(1)
            file.seek(size // 2)
            file.write(bytes([byte[0] ^ 1]))
        else:
            file.truncate(len(damage))
            file.write(damage)
    seen = []
    assert all_right(fetch(SMALL, cache, lambda *now: seen.append(now[1:])))
    assert seen == [(2, 3), (3, 3)]


def test_a_broken_fetch_is_continued(cache):
    jar = fetch(SMALL, cache, quiet)[2]
    left_over = cache / "incoming-killed" / "org"
    left_over.mkdir(parents=True)
    (left_over / jar.name).write_bytes(jar.read_bytes()[:1000])
    jar.unlink()
    assert all_right(fetch(SMALL, cache, quiet))
    assert not list(cache.glob("incoming-*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_is_interrupted_and_continued(tmp_path, number):
    process = fetching(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("at Fetching Java artifacts 0 3")
    time.sleep(0.2)
    process.send_signal(number)
    began = time.monotonic()
    process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert all_right(fetch(SMALL, tmp_path, quiet))
    assert not list(tmp_path.glob("incoming-*"))


def test_two_fetches_at_once_do_not_harm_each_other(tmp_path):
    both = [fetching(tmp_path), fetching(tmp_path)]
    outputs = [process.communicate(timeout=120)[0].splitlines() for process in both]
    assert all(all_right([Path(jar) for jar in output[-1].split()]) for output in outputs)
    assert sorted(sum(line.startswith("at") for line in output) for output in outputs) == [0, 4]


def test_without_a_network_it_says_what_to_do(tmp_path):
    dead = "http://127.0.0.1:9"
    output, _ = fetching(tmp_path, HTTPS_PROXY=dead, https_proxy=dead, no_proxy="", NO_PROXY="").communicate(timeout=60)
    message = output.splitlines()[-1]
    assert message.startswith("PrivateStore org.webjars.npm:")
    assert "run again" in message
    assert "NEO4J_URI" in message
    assert "Traceback" not in output


def test_a_jar_that_never_fits_its_hash_is_refused(cache, tmp_path):
    lock = tmp_path / "wrong.lock"
    lock.write_text(SMALL.read_text().replace(read_lock(SMALL)[1].sha256, "0" * 64))
    with pytest.raises(PrivateStore, match=r"react.*SHA-256"):
        fetch(lock, cache, quiet)


def test_a_cache_that_can_not_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PrivateStore, match="ALIGNMENT_CACHE"):
        fetch(SMALL, tmp_path / "file" / "cache", quiet)


@pytest.mark.parametrize("lock", [SMALL, LARGE], ids=lambda lock: lock.stem)
def test_locks_hold_coordinates_and_hashes_only(lock):
    assert "://" not in lock.read_text()
    assert all(len(artifact.sha256) == 64 for artifact in read_lock(lock))
