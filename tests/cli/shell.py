"""Commands as people and pipelines run them: real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

ALIGNMENT = str(Path(sys.executable).with_name("alignment"))


class Shell:
    """Runs commands in a folder of its own, against the Neo4j of the tests; what is private to commands is in `data`."""

    def __init__(self, folder, address, data):
        self.folder = folder
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ALIGNMENT_"))}
        cache = {"ALIGNMENT_CACHE": os.environ["ALIGNMENT_CACHE"]} if "ALIGNMENT_CACHE" in os.environ else {}
        self.env = {
            **ours,
            **cache,
            "NEO4J_URI": address.uri,
            "NEO4J_USERNAME": address.username,
            "NEO4J_PASSWORD": address.password or "",
            "ALIGNMENT_DATA": str(data),
            "ALIGNMENT_NEO4J_HEAP": "1g",
        }

    def run(self, *arguments, stdin="", code=0, **env):
        done = subprocess.run(
            [ALIGNMENT, *map(str, arguments)],
            input=stdin, cwd=self.folder, env={**self.env, **env}, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--format", "json", **options).stdout)

    def file(self, name, content):
        (self.folder / name).write_text(content, "utf-8")
        return name
