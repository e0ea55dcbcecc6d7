"""Findings that a pipeline already knows, in a file: only others let it fail."""

from pathlib import Path
from typing import Any

import orjson

from analyzer.errors import BadSettings
from analyzer.rules.audit import Audit

VERSION = 1


def baseline_of(audit: Audit) -> bytes:
    """Write all findings of an audit as a baseline, sorted, so that two of them can be compared line by line."""
    findings = [
        {"fingerprint": one.fingerprint, "rule": one.rule, "key": one.subject.key, "message": one.message}
        for one in sorted(audit.findings, key=lambda one: (one.rule, one.subject.key, one.fingerprint))
    ]
    document = {"baseline": VERSION, "today": audit.today.isoformat(), "findings": findings}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_baseline(file: Path) -> dict[str, str]:
    """Read the rules of a baseline's findings, by fingerprint; raises BadSettings when it is none."""
    try:
        document: Any = orjson.loads(file.read_bytes())
        known = {VERSION: document["findings"]}[document["baseline"]]
        return {str(one["fingerprint"]): str(one["rule"]) for one in known}
    except OSError as why:
        raise BadSettings(f"{file}: can't be read: {why.strerror or why}") from None
    except (ValueError, KeyError, TypeError):
        other = file.with_name(f"{file.stem}-baseline.json")
        raise BadSettings(
            f"{file}: this is no baseline; write one by `alignment audit --write-baseline {other}`"
        ) from None


def check_place(file: Path | None) -> None:
    """Let a baseline be written where there is nothing or another one; raises BadSettings for any other file."""
    try:
        if file is None or not file.is_file() or not file.stat().st_size:
            return
        read_baseline(file)
    except (OSError, BadSettings):
        raise BadSettings(
            f"{file}: is there already and no baseline, so it is not written over; name another file"
        ) from None
