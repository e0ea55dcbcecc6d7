"""Makes the cache that halves Neo4j's start: Java watches a run on a throw-away folder and keeps what it learned.

Run in the background after a first start: `python -m analyzer.graph.private.training CACHE TARGET`.
"""

import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from analyzer.graph.private.artifacts import fetch
from analyzer.graph.private.server import HERE, LOCK, PrivateNeo4j, launch, wish
from analyzer.progress import quiet

HEAP = "512m"
SECONDS = 900
LONG_UNUSED = 30 * 24 * 3600
PREFIX = "training-"


def main(cache: Path, target: Path) -> int:
    """Make it, unless it is there or being made; a failure is not tried again."""
    with suppress(AttributeError, OSError):
        os.nice(19)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        turn = FileLock(target.parent / "training.lock").acquire(blocking=False)
    except Timeout:
        return 0
    with turn:
        if target.exists():
            return 0
        for left_over in target.parent.glob(f"{PREFIX}*"):
            shutil.rmtree(left_over, ignore_errors=True) if left_over.is_dir() else left_over.unlink()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        try:
            train(cache, folder, target)
        except Exception as why:  # noqa: BLE001 - written where the next start looks, instead of tried for ever
            target.with_suffix(".refused").write_text(f"{type(why).__name__}: {why}\n", "utf-8")
            return 1
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        for other in target.parent.glob("*.aot"):
            if time.time() - other.stat().st_mtime > LONG_UNUSED:
                other.unlink()
    return 0


def train(cache: Path, folder: Path, target: Path) -> None:
    """Start Neo4j, ask it a little of everything, have Java leave in its own time, put the result in place."""
    made = folder / "made.aot"
    process = launch(
        folder, {**wish(folder, cache, fetch(LOCK, cache, quiet), HEAP), "idle_minutes": 5, "aot_output": str(made)}
    )
    neo4j = PrivateNeo4j(folder, cache, heap=HEAP, aot=False)
    deadline = time.monotonic() + SECONDS
    try:
        while not (address := neo4j.find()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "host.log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.2)
        ask(address.uri, address.username, address.password or "")
        process.terminate()
        process.wait(max(1, deadline - time.monotonic()))
    finally:
        process.kill()
    if not made.exists():
        raise RuntimeError((folder / "host.log").read_text("utf-8", "replace")[-2000:])
    made.replace(target)


def ask(uri: str, username: str, password: str) -> None:
    """Run the statements of training.cypher, as a program of ours would."""
    import neo4j

    texts = (HERE / "training.cypher").read_text("utf-8").split(";\n")
    with neo4j.GraphDatabase.driver(uri, auth=(username, password)) as driver, driver.session() as session:
        for text in texts:
            session.run(text).consume()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
