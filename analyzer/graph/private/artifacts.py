"""Fetching published Java artifacts by a lock file of coordinates and SHA-256."""

import hashlib
import os
import queue
import shutil
import tempfile
import threading
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock

from analyzer.errors import PrivateStore
from analyzer.progress import Progress

AT_ONCE = 16
TRIES = 3
TIMEOUT_SECONDS = 60
INCOMING = "incoming-"
SOME_TIME = 315532800  # 1980-01-01, where zip files begin to count


@dataclass(frozen=True)
class Artifact:
    """One jar, by its coordinates and what it must hash to."""

    group: str
    name: str
    version: str
    classifier: str
    sha256: str

    def __str__(self) -> str:
        return ":".join(part for part in (self.group, self.name, self.version, self.classifier) if part)

    @property
    def path(self) -> PurePosixPath:
        """Where it lies in a folder laid out as Maven does."""
        file = "-".join(part for part in (self.name, self.version, self.classifier) if part) + ".jar"
        return PurePosixPath(*self.group.split("."), self.name, self.version, file)


def read_lock(lock: Path) -> list[Artifact]:
    """Read the artifacts of a lock file, in its order."""
    rows = tomllib.loads(lock.read_text("utf-8"))["dependencies"]
    return [
        Artifact(row["groupId"], row["artifactId"], row["version"], row.get("classifier", ""), row["sha256"])
        for row in rows
    ]


def fetch(lock: Path, cache: Path, progress: Progress) -> list[Path]:
    """Return the jars of a lock file, in its order, each checked; fetch what is missing or damaged.

    A jar gets its place in the cache once it is whole and right, so that a fetch broken off at any moment is continued
    by the next one. Every jar is hashed at every call: 100 MB take a tenth of a second, and bit rot is found.
    """
    artifacts = read_lock(lock)
    root = cache / "jars"
    if _missing(artifacts, root):
        with _alone(cache):
            if missing := _missing(artifacts, root):
                _fetch(missing, root, cache, progress, len(artifacts))
    return [root / artifact.path for artifact in artifacts]


def _missing(artifacts: Sequence[Artifact], root: Path) -> list[Artifact]:
    """Those that are not there, or not what they should be."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        right = threads.map(lambda artifact: _sha256(root / artifact.path) == artifact.sha256, artifacts)
        return [artifact for artifact, there in zip(artifacts, right, strict=True) if not there]


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """One process fetches at a time; the others wait and find what it fetched."""
    lock = FileLock(cache / "fetch.lock")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as why:
        raise _unwritable(cache, why) from None
    try:
        yield
    finally:
        lock.release()


def _unwritable(cache: Path, why: OSError) -> PrivateStore:
    return PrivateStore(
        f"The cache folder {cache} can't be written ({why.strerror or why}): "
        "make room there, or set ALIGNMENT_CACHE to another folder."
    )


def _fetch(missing: Sequence[Artifact], root: Path, cache: Path, progress: Progress, total: int) -> None:
    """Fetch in daemon threads, so that Ctrl-C ends the program at once; the next fetch clears what they left."""
    here = total - len(missing)
    progress("Fetching Java artifacts", here, total)
    waiting: queue.SimpleQueue[Artifact] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[tuple[Artifact, Exception | None]] = queue.SimpleQueue()
    for artifact in missing:
        waiting.put(artifact)
    over = threading.Event()
    with _incoming(cache) as incoming:
        try:
            for _ in range(min(AT_ONCE, len(missing))):
                threading.Thread(target=_work, args=(waiting, outcomes, root, incoming, over), daemon=True).start()
            for done in range(1, len(missing) + 1):
                artifact, why = outcomes.get()
                if why is not None:
                    raise _explained(artifact, why, cache, len(missing) - done) from None
                progress("Fetching Java artifacts", here + done, total)
        finally:
            over.set()


@contextmanager
def _incoming(cache: Path) -> Iterator[Path]:
    """Make a folder for what is not whole yet, and clear those of fetches that were broken off."""
    for left_over in cache.glob(f"{INCOMING}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        incoming = Path(tempfile.mkdtemp(prefix=INCOMING, dir=cache))
    except OSError as why:
        raise _unwritable(cache, why) from None
    try:
        yield incoming
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _work(
    waiting: queue.SimpleQueue[Artifact],
    outcomes: queue.SimpleQueue[tuple[Artifact, Exception | None]],
    root: Path,
    incoming: Path,
    over: threading.Event,
) -> None:
    """Fetch one artifact after the other until none is left."""
    while not over.is_set():
        try:
            artifact = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            _fetch_one(artifact, root, incoming, over)
        except Exception as why:  # noqa: BLE001 - handed to the one who waits
            outcomes.put((artifact, why))
        else:
            outcomes.put((artifact, None))


def _fetch_one(artifact: Artifact, root: Path, incoming: Path, over: threading.Event) -> None:
    """Fetch, check, and only then move into place; the network gets a few tries, a wrong hash one more."""
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=incoming, timeout=TIMEOUT_SECONDS)
    remote = (
        context.project(artifact.group, artifact.name)
        .at_version(artifact.version)
        .artifact(classifier=artifact.classifier, packaging="jar")
    )
    draft = incoming / artifact.path
    for attempt in range(1, TRIES + 1):
        draft.unlink(missing_ok=True)
        try:
            remote.resolve()
            _check(draft, artifact)
            break
        except Exception as why:
            if over.is_set() or attempt == TRIES or (isinstance(why, _WrongHash) and attempt > 1):
                raise
            over.wait(attempt)
    # Java's AOT cache goes by the time of a jar: the same bytes get the same time.
    os.utime(draft, (SOME_TIME, SOME_TIME))
    target = root / artifact.path
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(target)


def _check(draft: Path, artifact: Artifact) -> None:
    if (found := _sha256(draft)) != artifact.sha256:
        raise _WrongHash(f"its SHA-256 is {found}, not {artifact.sha256}")


class _WrongHash(Exception):
    """What came is not what the lock file promises."""


def _explained(artifact: Artifact, why: Exception, cache: Path, others: int) -> PrivateStore:
    """One sentence on what failed and what to do."""
    from requests import RequestException

    if isinstance(why, OSError) and not isinstance(why, RequestException):
        return _unwritable(cache, why)
    more = f" and {others} more" if others else ""
    reason = (str(why).splitlines() or [type(why).__name__])[0][:300]
    return PrivateStore(
        f"{artifact}{more} could not be fetched: {reason}. Check the network and run again (what was fetched is kept), "
        "or set NEO4J_URI to use another Neo4j."
    )
