"""An operation from its text to its answer: checked, then run in one transaction."""

import logging
import os
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql import Executor as GraphQLExecutor
from graphql.pyutils import Path
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.pydantic.error import InputValidationError
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from analyzer.errors import AlignmentError, BadModel, InputError, StoreError, StoreUnavailable
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store, Transaction
from analyzer.rules.ruleset import RuleSet
from api.again import answer_kept, keep_answer
from api.context import Context, ViewMoved
from api.limits import SECONDS, check_document, check_labours, rehearses
from api.request import Operation, errors_body
from api.schema import SCHEMA
from api.stored import BadData
from api.turnstile import Turnstile

log = logging.getLogger("alignment.api")

GRAPHQL = SCHEMA._schema  # noqa: SLF001 - graphql-core's own schema, so that checked documents can be kept
RULES = (*specified_rules, OneOfInputValidationRule)
SHORT = 8_000
"""Documents of up to so many characters are kept once checked."""

AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
"""Operations that try something out: half of the machine is left to editors and readers."""

SENTENCES = {
    "store_unavailable": "Neo4j does not answer or refused us; try again later.",
    "store_conflict": "Somebody else changed the same part of the map; try again.",
    "store_busy": "Others took too long before it was this one's turn; try again.",
    "store_timeout": "The time limit ran out; ask for less at once.",
    "store_too_small": "Neo4j ran out of memory for this; ask for less at once.",
}
"""What clients are told of a failure by its code; addresses and what Neo4j said about it are for the log."""


@dataclass(frozen=True)
class Answer:
    """An HTTP status and a body."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Executor:
    """Runs operations on a map; may be used by many threads at once."""

    store: Store
    rules: RuleSet
    now: Callable[[], datetime]
    seconds: float = field(default=SECONDS)
    wake: Callable[[], None] = lambda: None
    """Called when the findings that are stored are not those of now."""
    _turn: Turnstile = field(default_factory=lambda: Turnstile(1))
    """Edits come one after the other: many wait here, in Neo4j they would run out of time and of tries."""

    _tried: Turnstile = field(default_factory=lambda: Turnstile(AT_ONCE))
    """So many try something out at once: more would not be answered sooner, and editors would wait for all of them."""

    def run(self, operation: Operation) -> Answer:
        """Answer an operation; whatever goes wrong is an answer too."""
        try:
            return self._run(operation)
        except StoreError as why:
            return _failed(503, why.code, why)
        except AlignmentError as why:
            return _failed(500, why.code, why)
        except Exception as why:  # noqa: BLE001 - it is logged, and its client told where
            return _failed(500, "internal", why)

    def _run(self, operation: Operation) -> Answer:
        check = kept if len(operation.query) <= SHORT else checked
        document, errors = check(operation.query)
        if document is None:
            return _answer(ExecutionResult(None, list(errors)))
        if _is_about_schema(document):
            return _answer(_execute(document, operation, None))

        def passed() -> AbstractContextManager[None]:
            return self._tried.passed(self.seconds, "Other questions took too long; try again.")

        tries = rehearses(document)

        def begun(tx: Transaction, *, alone: bool = False) -> Context:
            deadline = time.monotonic() + self.seconds
            admit = nullcontext if tries else passed
            return Context(tx, self.store, self.rules, self.now(), deadline, self.wake, alone=alone, admit=admit)

        def asked(*, alone: bool) -> ExecutionResult:
            def ask(tx: Transaction) -> ExecutionResult:
                return _execute(document, operation, begun(tx, alone=alone))

            return self.store.read(ask, seconds=self.seconds)

        if not _is_mutation(document, operation):
            with passed() if tries else nullcontext():
                try:
                    return _answer(asked(alone=False))
                except ViewMoved:
                    return _answer(asked(alone=True))
        prepare(self.store)
        try:
            answer = self.store.write(
                lambda tx: _changed(document, operation, begun(tx)),
                seconds=self.seconds,
                each=lambda: self._turn.passed(self.seconds, "Other edits took too long; try again."),
            )
        except _Undone as why:
            return _answer(why.result)
        self.wake()
        return answer


def _changed(document: DocumentNode, operation: Operation, context: Context) -> Answer:
    """Carry a mutation out, unless it was before; raises _Undone for one of which nothing is to be kept."""
    try:
        if (body := answer_kept(context.tx, operation, context.now)) is not None:
            return Answer(200, body)
    except GraphQLError as why:
        raise _Undone(ExecutionResult(None, [why])) from None
    result = _execute(document, operation, context)
    if result.errors:
        raise _Undone(ExecutionResult(None, result.errors))
    if context.rehearsed:
        raise _Undone(result)
    answer = _answer(result)
    keep_answer(context.tx, operation, answer.body, context.now)
    return answer


class _Undone(Exception):
    """A mutation of which nothing is kept, since it has errors or is only rehearsed."""

    def __init__(self, result: ExecutionResult) -> None:
        super().__init__()
        self.result = result


def checked(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Parse and validate a document."""
    try:
        check_document(query)
        document = parse(query)
    except GraphQLError as why:
        return None, (why,)
    errors = validate(GRAPHQL, document, RULES, max_errors=20)
    if errors:
        return None, tuple(errors)
    try:
        check_labours(document)
    except GraphQLError as why:
        return None, (why,)
    return document, ()


kept = lru_cache(maxsize=256)(checked)
"""The same for short documents, which clients send again and again."""


def _failed(status: int, code: str, why: Exception) -> Answer:
    """Log what went wrong, in one line if the map is not there, and tell the client where."""
    request = uuid.uuid4().hex
    if isinstance(why, StoreUnavailable):
        log.error("Request %s failed: %s", request, why)
    else:
        log.error("Request %s failed", request, exc_info=why)
    sentence = SENTENCES.get(code, "Something went wrong inside.")
    message = f"{sentence} The server's log has more under {request}."
    return Answer(status, errors_body(message, code, requestId=request))


class InViews(GraphQLExecutor[Context]):
    """Answers all below a root field in the view that the field has entered, and leaves it after the field."""

    def execute_field(self, parent_type: Any, source: Any, details: Any, path: Path, position: Any) -> Any:  # noqa: ANN401 - as the base says
        """Leave the view after a root field, however it went."""
        if path.prev is not None:
            return super().execute_field(parent_type, source, details, path, position)
        try:
            answer = super().execute_field(parent_type, source, details, path, position)
            self.context_value.check_unmoved()
            return answer
        finally:
            self.context_value.leave()

    def build_resolve_info(self, *of: Any) -> "GraphQLResolveInfo[Context]":  # noqa: ANN401
        """Tell resolvers which map they answer from."""
        info = super().build_resolve_info(*of)
        inside = self.context_value.inside
        return info if inside is None else info._replace(context=inside)


def _execute(document: DocumentNode, operation: Operation, context: Context | None) -> ExecutionResult:
    result = execute_sync(
        GRAPHQL,
        document,
        context_value=context,
        variable_values=operation.variables,
        operation_name=operation.name,
        executor_class=None if context is None else InViews,
    )
    for error in result.errors or ():
        cause = error.original_error
        # What the transaction's owner must see: a passing failure of Neo4j, which it repeats, or a bug.
        if cause is not None and error.path is not None and not isinstance(cause, (GraphQLError, InputError)):
            raise cause
    return result


def _answer(result: ExecutionResult) -> Answer:
    if not result.errors:
        return Answer(200, orjson.dumps({"data": result.data}))
    body: dict[str, Any] = {"errors": [_formatted(error) for error in result.errors]}
    if result.data is None and all(_is_bad_request(error) for error in result.errors):
        return Answer(400, orjson.dumps(body))
    return Answer(200, orjson.dumps({**body, "data": result.data}))


def _formatted(error: GraphQLError) -> dict[str, Any]:
    shown: dict[str, Any] = dict(error.formatted)
    wrong = isinstance(error.original_error, InputValidationError)
    code = BadModel.code if wrong else "bad_request" if _is_bad_request(error) else BadData.code
    shown["extensions"] = {"code": code, **(error.extensions or {})}
    return shown


def _is_bad_request(error: GraphQLError) -> bool:
    """Tell a fault of the operation itself from one that came up in the map."""
    return error.path is None or isinstance(error.original_error or error, StrawberryInputCoercionError)


def _is_mutation(document: DocumentNode, operation: Operation) -> bool:
    chosen = get_operation_ast(document, operation.name)
    return chosen is not None and chosen.operation is OperationType.MUTATION


def _is_about_schema(document: DocumentNode) -> bool:
    """Tell whether only the schema is asked about, so that GraphiQL has its documentation without a map."""
    return all(
        isinstance(selection, FieldNode) and selection.name.value.startswith("__")
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for selection in definition.selection_set.selections
    )
