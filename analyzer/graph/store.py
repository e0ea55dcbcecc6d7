"""Neo4j behind two ways of asking: read what is there, or change it and keep it or not."""

import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import date
from threading import Lock, Thread, current_thread, main_thread
from typing import Any, Self, TypeAlias, TypeVar

import neo4j
from neo4j import GraphDatabase
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from analyzer.errors import (
    AlignmentError,
    BadQuery,
    BadSettings,
    StoreConflict,
    StoreError,
    StoreTimeout,
    StoreTooSmall,
    StoreUnavailable,
    interruption,
)
from analyzer.graph.address import Address
from analyzer.graph.texts import scoped, text

T = TypeVar("T")
Guard: TypeAlias = Callable[[], AbstractContextManager[None]]

OUT_OF_TIME = ("TransactionTimedOut", "LockClientStopped")
OUT_OF_MEMORY = ("MemoryPoolOutOfMemory", "TransactionOutOfMemory", "OutOfMemoryError")
SYNTAX = ("Statement.SyntaxError", "Statement.ParameterMissing", "Statement.TypeError", "Statement.ArithmeticError")
RETRY_SECONDS = 30.0
"""How long deadlocks and other passing failures are retried."""

FIRST_PAUSE = 0.05
"""Seconds before the first retry; each further one waits twice as long."""

METADATA = {"app": "alignment-analyzer"}
"""What an operator sees beside our transactions."""


class Transaction:
    """One transaction: everything that is asked in it sees the same map, with the changes made in it."""

    def __init__(self, tx: neo4j.Transaction, listen: Callable[[str], None]) -> None:
        self._tx = tx
        self._listen = listen

    def run(self, query: str, parameters: Mapping[str, Any]) -> list[neo4j.Record]:
        """Send one statement and take in its whole answer; every statement of the program passes here."""
        self._listen(query)
        try:
            return list(self._tx.run(query, dict(parameters)))
        except TransientError as why:
            if any(mark in (why.code or "") for mark in OUT_OF_MEMORY):  # Neo4j calls it retryable: it is not
                raise _translate(why) from why
            raise

    def ask(self, name: str, /, **parameters: Any) -> Any:  # noqa: ANN401 - whatever the text returns
        """Return the one value that the text of `cypher/<name>.cypher` returns."""
        return self._value(text(name), parameters)

    def ask_among(self, name: str, /, among: Sequence[str] | None, **parameters: Any) -> Any:  # noqa: ANN401
        """Ask about the nodes with these keys, or about all when None; keys are made distinct."""
        if among is None:
            return self._value(text(name), parameters)
        query = f"CYPHER replan=skip\n{scoped(text(name))}"  # it names its index: no other plan would be better
        return self._value(query, {**parameters, "among": list(dict.fromkeys(among))})

    def rows(self, query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return all rows of a query that is not ours, such as a rule's; raises BadQuery when it can't run."""
        try:
            return [{key: native(value) for key, value in dict(row).items()} for row in self.run(query, parameters)]
        except ClientError as why:
            if any(mark in (why.code or "") for mark in SYNTAX):
                raise _translate(why) from why
            raise

    def plan(self, query: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Have a query that is not ours planned and not run; raises BadQuery when it can't be."""
        self._listen(query)
        try:
            found = self._tx.run(f"EXPLAIN {query}", dict(parameters)).consume().plan
        except ClientError as why:
            raise _translate(why) from why
        return found or {}

    def _value(self, query: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401
        records = self.run(query, parameters)
        return records[0][0] if records else None


class Store:
    """A Neo4j that can be asked. Close it, or use it as a context manager.

    `find` tells where a private Neo4j serves now, or None; when it does not answer any more, it is looked for there.
    """

    def __init__(
        self,
        address: Address,
        *,
        listen: Callable[[str], None] = lambda _: None,
        find: Callable[[], Address | None] | None = None,
    ) -> None:
        self.address = address
        self._listen = listen
        self._find = find
        self._moving = Lock()
        self._left: list[neo4j.Driver] = []
        self._connect()

    def _connect(self) -> None:
        address = self.address
        with self._translated((OSError, ValueError)):
            self._driver = GraphDatabase.driver(
                address.uri,
                auth=(address.username, address.password) if address.password is not None else None,
                notifications_min_severity="OFF",
                connection_acquisition_timeout=60,
                user_agent="alignment-analyzer",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        for driver in (self._driver, *self._left):
            driver.close()

    def verify(self) -> None:
        """Raise StoreUnavailable or BadSettings, with the remedy, unless Neo4j answers."""
        with self._translated((OSError, ValueError)):
            self._driver.verify_connectivity()

    def read(self, work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:
        """Ask in a transaction that can't write; repeated when Neo4j says that may help."""
        return _aside(lambda: self._run(work, seconds, neo4j.READ_ACCESS, keep=True))

    def write(self, work: Callable[[Transaction], T], *, seconds: float | None = None, each: Guard = nullcontext) -> T:
        """Change the map and keep it: the one place that commits. Repeated whole when Neo4j says that may help.

        `each` guards each try, such as by a lock that others may take between two of them.
        """
        return self._run(work, seconds, neo4j.WRITE_ACCESS, keep=True, each=each)

    def rehearse(self, work: Callable[[Transaction], T], *, seconds: float | None = None) -> T:
        """Change the map, ask, and keep nothing."""
        return _aside(lambda: self._run(work, seconds, neo4j.WRITE_ACCESS, keep=False))

    @contextmanager
    def aside(self, seconds: float | None = None) -> Iterator[Transaction]:
        """Open a transaction of which nothing is kept, for as long as the caller asks in it; it is not repeated."""
        with self._begun(neo4j.WRITE_ACCESS, seconds) as tx:
            yield Transaction(tx, self._listen)

    def run_schema(self, statement: str) -> None:
        """Run a statement that Neo4j wants in a transaction of its own, such as a constraint or batched deletion."""
        self._listen(statement)
        with self._session() as session:
            session.run(statement).consume()

    def _run(
        self,
        work: Callable[[Transaction], T],
        seconds: float | None,
        access: str,
        *,
        keep: bool,
        each: Guard = nullcontext,
    ) -> T:
        """Run work in a transaction; the driver's own way would repeat what outgrew the memory, and where nobody is."""
        deadline, pause = time.monotonic() + RETRY_SECONDS, FIRST_PAUSE
        while True:
            asked = self.address
            try:
                with each(), self._begun(access, seconds) as tx:
                    answer = work(Transaction(tx, self._listen))
                    if keep:
                        tx.commit()
                    else:
                        tx.rollback()
                    return answer
            except AlignmentError as why:
                if isinstance(why, StoreUnavailable) and not self._follow(asked):
                    raise StoreUnavailable(
                        f"The private Neo4j, which served at {asked.uri}, does not run: "
                        "`alignment neo4j start` starts it, and it is found again"
                    ) from why
                cause = why.__cause__
                passing = isinstance(cause, (Neo4jError, DriverError)) and cause.is_retryable()
                if isinstance(why, StoreTooSmall) or not passing or time.monotonic() > deadline:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - so that two that collided do not meet again
            pause *= 2

    def _follow(self, asked: Address) -> bool:
        """Turn to where a private Neo4j serves now, which did not answer where it was asked; False if nowhere."""
        if self._find is None:
            return True
        with self._moving:
            if self.address != asked:
                return True
            found = self._find()
            if found is not None and found != asked:
                self._left.append(self._driver)
                self.address = found
                self._connect()
        return found is not None

    @contextmanager
    def _begun(self, access: str, seconds: float | None) -> Iterator[neo4j.Transaction]:
        """Begin a transaction; unless it was committed, nothing of it is kept."""
        with self._session(access) as session:
            tx = session.begin_transaction(METADATA, seconds)
            try:
                yield tx
            finally:
                with suppress(Neo4jError, DriverError):  # of a statement that failed, it would say only that it did
                    tx.close()

    @contextmanager
    def _session(self, access: str = neo4j.WRITE_ACCESS) -> Iterator[neo4j.Session]:
        with (
            self._translated(),
            self._driver.session(
                database=self.address.database,
                bookmark_manager=self._bookmarks,
                default_access_mode=access,
                fetch_size=-1,
            ) as session,
        ):
            yield session

    @contextmanager
    def _translated(self, besides: tuple[type[Exception], ...] = ()) -> Generator[None]:
        """Turn the driver's errors into ours; of the others only those that the driver alone can have raised."""
        kinds: tuple[type[Exception], ...] = (Neo4jError, DriverError, *besides)
        try:
            yield
        except Exception as why:
            if interruption(why):  # the driver, asked to let go, fails over what it was reading
                raise KeyboardInterrupt from why
            if not isinstance(why, kinds):
                raise
            raise _translate(why, self.address.uri) from why


def _aside(work: Callable[[], T]) -> T:
    """Do what keeps nothing beside the main thread: Ctrl-C then leaves at once, and not when Neo4j has answered."""
    if current_thread() is not main_thread():
        return work()
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as why:  # noqa: BLE001 - raised again where it is waited for
            done.set_exception(why)

    Thread(target=run, name="alignment-asking", daemon=True).start()
    return done.result()


def native(value: Any) -> Any:  # noqa: ANN401 - any value of the graph
    """Turn what the driver returns into plain Python: dates for its dates, in lists and maps too."""
    if isinstance(value, (neo4j.time.Date, neo4j.time.DateTime)):
        return value.to_native()
    if isinstance(value, list):
        return [native(item) for item in value]
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    return value


def day(value: Any) -> date | None:  # noqa: ANN401
    """Turn a stored date into Python's."""
    return None if value is None else value.to_native()


def _translate(why: Exception, uri: str = "") -> AlignmentError:  # noqa: PLR0911 - one line a case
    """Say in our terms what the driver reports; the table that a test holds against all of the driver's exceptions."""
    code = getattr(why, "code", None) or ""
    message = (why.message if isinstance(why, Neo4jError) else None) or str(why)
    if any(mark in code for mark in OUT_OF_MEMORY):
        return StoreTooSmall(
            f"Neo4j ran out of memory for this transaction: give it more "
            f"(the private one by ALIGNMENT_NEO4J_HEAP, such as 4g, after `alignment neo4j stop`), or do less at once. "
            f"Neo4j says: {message}"
        )
    if any(mark in code for mark in OUT_OF_TIME):
        return StoreTimeout(f"The time limit ran out before Neo4j had finished. Neo4j says: {message}")
    if isinstance(why, (AuthError, Forbidden)) or "Security." in code:
        return StoreUnavailable(f"Neo4j at {uri} refused us: check NEO4J_USERNAME and NEO4J_PASSWORD ({message})")
    if "Transaction.Terminated" in code:
        return StoreUnavailable(f"Neo4j at {uri} broke the transaction off: it was stopped, or somebody ended this one")
    if isinstance(why, (ConfigurationError, ValueError)):
        return BadSettings(f"NEO4J_URI {uri!r} can't be used: {message}")
    if isinstance(why, (TransientError, ConstraintError)):
        return StoreConflict(f"Somebody else changed the same part of the map; try again. Neo4j says: {message}")
    if isinstance(why, (ServiceUnavailable, SessionExpired, OSError)):
        return StoreUnavailable(
            f"Neo4j at {uri} does not answer: check that it runs and NEO4J_URI is right ({message})"
        )
    if isinstance(why, ClientError) and "DatabaseNotFound" in code:
        return BadSettings(f"NEO4J_DATABASE names a database that {uri} does not have ({message})")
    if isinstance(why, ClientError) and any(mark in code for mark in SYNTAX):
        return BadQuery(message)
    return StoreError(f"Neo4j could not do it: {message}")
