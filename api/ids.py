"""Global ids and cursors: opaque texts that say again what they were made from."""

import base64
import binascii
from typing import Any, TypeAlias

import orjson

from analyzer.errors import InputError

ViewName: TypeAlias = tuple[str | None, str | None, list[dict[str, Any]]]
"""A view as ids name it: the scenario, the moment that it is as of, and the changes as they are written."""


def opaque(*parts: Any) -> str:  # noqa: ANN401 - anything that JSON can hold
    """Write parts as a text that nobody is tempted to take apart."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def parts_of(text: str, what: str) -> list[Any]:
    """Read the parts again; raises InputError for a text that `opaque` did not write."""
    try:
        parts = orjson.loads(base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError):
        parts = None
    if not isinstance(parts, list):
        raise InputError(f"{text[:80]!r} is not {what} of this server; use one that it gave you")
    return parts
