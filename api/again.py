"""Requests sent again: one that names a key is carried out once, and answered alike for a day."""

import hashlib
from datetime import datetime, timedelta

import orjson
from graphql import GraphQLError

from analyzer.graph.store import Transaction
from api.request import Operation

KEPT = timedelta(days=1)


def answer_kept(tx: Transaction, operation: Operation, now: datetime) -> bytes | None:
    """Give what was answered to this request before; raises GraphQLError when its key was used for another one.

    Two requests of one key wait for each other here, so that only one of them is carried out.
    """
    if operation.key is None:
        return None
    tx.ask("writes/lock/schema")
    kept = tx.ask("reads/answer", key=operation.key, since=now - KEPT)
    if kept is None:
        return None
    request, body = kept
    if request != _named(operation):
        raise GraphQLError(
            f"The Idempotency-Key {operation.key!r} was used for another request; use a new key for a new request.",
            extensions={"code": "idempotency_key_reused"},
        )
    return bytes(body)


def keep_answer(tx: Transaction, operation: Operation, body: bytes, now: datetime) -> None:
    """Keep what is answered to a request that names a key, and forget what is older than a day."""
    if operation.key is None:
        return
    tx.ask("writes/answer/forget", before=now - KEPT)
    tx.ask("writes/answer/keep", answer={"key": operation.key, "request": _named(operation), "at": now, "body": body})


def _named(operation: Operation) -> str:
    said = [operation.query, operation.variables, operation.name]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
