"""The Cypher texts, by the name of their file."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

FIRST_LINE = re.compile(r"MATCH \((?P<variable>[A-Za-z_][A-Za-z0-9_]*):(?P<label>[A-Za-z]+)\)")

root: Traversable = files("cypher")
"""The folder that ships inside the wheel."""


@cache
def text(name: str) -> str:
    """Read the text of `cypher/<name>.cypher`, without comment lines."""
    lines = root.joinpath(f"{name}.cypher").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//")).strip()


@cache
def scoped(whole: str) -> str:
    """Rewrite a text that starts with `MATCH (x:Label)` so that it asks for the distinct keys in $among only.

    One text for both ways would always scan; two are fastest on both sides. Raises ValueError for another first line.
    The index is named since a planner that saw a small map scans instead, and keeps that plan while the map grows.
    """
    first, _, rest = whole.partition("\n")
    found = FIRST_LINE.fullmatch(first.rstrip())
    if not found:
        raise ValueError(f"the query must begin with a line that is exactly MATCH (x:Label), not {first!r}")
    variable, label = found["variable"], found["label"]
    named = f"UNWIND $among AS among MATCH ({variable}:{label} {{key: among}})"
    return f"{named} USING INDEX SEEK {variable}:{label}(key)\n{rest}"
