"""How long the private Neo4j takes to start, with and without the AOT cache, and how long `alignment --help` takes.

    python benchmarks/start.py --runs 5

Cold is the first start on an empty folder, warm a start on a folder that was stopped cleanly. Wall-clock seconds.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analyzer.graph.private import PrivateNeo4j
from analyzer.settings import read_settings


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    cache = read_settings().alignment_cache
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        for aot in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                private = PrivateNeo4j(Path(folder) / "neo4j", cache, heap="1g", aot=aot)
                for state in ("cold", "warm"):
                    started = time.perf_counter()
                    private.start()
                    spent = time.perf_counter() - started
                    used = "with" if private.status().aot_used else "without"
                    times.setdefault(f"{state} start {used} the AOT cache", []).append(spent)
                    stopping = time.perf_counter()
                    private.stop()
                    times.setdefault("stop", []).append(time.perf_counter() - stopping)
    command = [str(Path(sys.executable).with_name("alignment")), "--help"]
    for _ in range(21):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.setdefault("alignment --help", []).append(time.perf_counter() - started)
    del times["alignment --help"][0]  # the first one warms the file cache
    for name, values in times.items():
        print(
            f"{name:34} {statistics.median(values):6.2f} s [{min(values):.2f}..{max(values):.2f}], {len(values)} runs"
        )


if __name__ == "__main__":
    main()
