"""The cache that halves the start is made in the background, used, and dropped where Java will not have it."""

import os
import time

from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.private.artifacts import fetch
from analyzer.graph.private.server import LOCK
from analyzer.progress import quiet
from analyzer.settings import read_settings


def own_cache(folder):
    """A cache of this test's own, with the ordinary one's jars in it by hard link where that is possible."""
    ordinary = read_settings().alignment_cache
    for jar in fetch(LOCK, ordinary, quiet):
        target = folder / jar.relative_to(ordinary)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(jar, target)
        except OSError:
            target.write_bytes(jar.read_bytes())
            os.utime(target, (0, jar.stat().st_mtime))
    return folder


def test_the_second_start_uses_what_the_first_had_made(tmp_path):
    private = PrivateNeo4j(tmp_path / "dätä", own_cache(tmp_path / "cäche"), heap="512m", idle_minutes=10)
    made = private._aot_cache()
    try:
        private.start()
        assert private.status().aot_used is None
        private.stop()
        deadline = time.monotonic() + 300
        while not made.exists():
            assert not made.with_suffix(".refused").exists(), made.with_suffix(".refused").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.2)

        private.heap = "600m"
        private.start()
        assert private.status().aot_used is True
        private.stop()

        made.write_bytes(made.read_bytes()[:1000])  # a damaged one is found out, and not made over and over
        private.start()
        assert private.status().aot_used is False
        assert not made.exists()
        assert made.with_suffix(".refused").exists()
    finally:
        private.stop()
