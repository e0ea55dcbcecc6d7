"""From the body of a request to an operation; whatever a stranger sends is answered in GraphQL's terms."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

from api.limits import MAX_BODY, MAX_NESTING

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
KEY = re.compile("[!-~]{1,200}")


class Refused(Exception):
    """A request that can't be taken as an operation: the status, a code that never changes, and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Operation:
    """What a client asks."""

    query: str
    variables: dict[str, Any] | None = None
    name: str | None = None
    key: str | None = None
    """Names the request, when it may be sent again; see `api.again`."""


def check_content(content_type: str, encoding: str, length: str) -> None:
    """Raise Refused for what a page of somebody else's could send without asking, and for what is too large."""
    kind, _, parameters = content_type.partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if kind.strip().lower() not in (JSON, GRAPHQL_JSON) or charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "unsupported_media_type", f"Send the operation as Content-Type: {JSON}, in UTF-8.")
    if encoding.strip().lower() not in ("", "identity"):
        raise Refused(415, "unsupported_media_type", "Send the operation without Content-Encoding.")
    if length.isascii() and length.isdigit() and int(length[:20]) > MAX_BODY:
        raise too_large()


def too_large() -> Refused:
    """Say how much is allowed."""
    return Refused(413, "too_large", f"The request is larger than {MAX_BODY:,} bytes.")


def read_operation(body: bytes, key: str | None = None) -> Operation:
    """Parse a body, and the Idempotency-Key that came with it; raises Refused."""
    if key is not None and not KEY.fullmatch(key):
        raise _bad("Idempotency-Key must be 1 to 200 characters of printable ASCII, such as a UUID.")
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as why:
        raise _bad(f"The body is not JSON: {why}") from None
    if isinstance(sent, list):
        raise _bad("The body is a list; send one operation a request.")
    if not isinstance(sent, dict):
        raise _bad('The body must be an object such as {"query": "{ periods { key } }"}.')
    query, variables, name = sent.get("query"), sent.get("variables"), sent.get("operationName")
    if not isinstance(query, str):
        raise _bad("query is missing; it holds the GraphQL document, a text.")
    if variables is not None and not isinstance(variables, dict):
        raise _bad("variables must be an object or null.")
    if name is not None and not isinstance(name, str):
        raise _bad("operationName must be a text or null.")
    if not isinstance(sent.get("extensions") or {}, dict):
        raise _bad("extensions must be an object or null.")
    if _is_deep(variables):
        raise _bad(f"variables are nested deeper than {MAX_NESTING} levels.")
    return Operation(query, variables, name, key)


def errors_body(message: str, code: str, **more: str) -> bytes:
    """Write a GraphQL answer that has an error and no data."""
    return orjson.dumps({"errors": [{"message": message, "extensions": {"code": code, **more}}]})


def media_type(accept: str) -> str:
    """Choose how the answer is labelled."""
    return GRAPHQL_JSON if GRAPHQL_JSON in accept.lower() else JSON


def _bad(message: str) -> Refused:
    return Refused(400, "bad_request", message)


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_NESTING):
        level = [
            item
            for one in level
            if isinstance(one, (dict, list))
            for item in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True
