"""What the driver reports in our terms, and what a transaction of ours keeps, on a real Neo4j."""

import inspect
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import maps
import neo4j
import pytest
from conftest import driver_of
from neo4j import exceptions

from analyzer import errors
from analyzer.changes.editing import carry_out
from analyzer.changes.kinds.keys import RenameGoal
from analyzer.changes.revisions import Author
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from analyzer.graph.contents import GOALS, read_contents
from analyzer.graph.schema import clear
from analyzer.graph.store import Store, native
from analyzer.graph.texts import scoped, text
from analyzer.history.cadence import mark
from analyzer.history.kinds import CadenceKind
from analyzer.rules.acceptance import accept
from analyzer.rules.audit import audit
from analyzer.rules.files import built_in
from analyzer.rules.records import record
from analyzer.rules.score import score
from analyzer.rules.stored import store_all
from analyzer.scenarios.editing import Decision, Saying, adopt, save
from api.again import keep_answer
from api.request import Operation

CYPHER = Path(__file__).parents[2] / "cypher"
DRIVER_ERRORS = sorted(
    (
        kind
        for _, kind in inspect.getmembers(exceptions, inspect.isclass)
        if issubclass(kind, (exceptions.Neo4jError, exceptions.DriverError))
    ),
    key=lambda kind: kind.__name__,
)


@pytest.fixture(scope="module")
def store(address):
    with Store(address) as opened:
        clear(opened)
        yield opened
        clear(opened)


@pytest.fixture
def pair(store):
    """Two goals to quarrel about."""
    clear(store)
    maps.do(store, "CREATE (:Goal {key: 'a', n: 0}), (:Goal {key: 'b', n: 0})")
    return store


def raised(store, error, besides=()):
    with pytest.raises(errors.AlignmentError) as found, store._translated(besides):
        raise error
    assert found.value.__cause__ is error
    return found.value


@pytest.mark.parametrize("kind", DRIVER_ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_driver_is_translated(store, kind):
    try:
        error = kind("what it says")
    except TypeError:
        error = kind(None, "what it says")  # those about a result take it first
    found = raised(store, error)
    assert isinstance(found, errors.StoreError | errors.InputError)


def test_what_the_driver_says_is_passed_on(store):
    assert "what it says" in str(raised(store, exceptions.ConfigurationError("what it says")))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("Neo.ClientError.Security.Unauthorized", errors.StoreUnavailable),
        ("Neo.ClientError.Security.AuthenticationRateLimit", errors.StoreUnavailable),
        ("Neo.ClientError.Security.Forbidden", errors.StoreUnavailable),
        ("Neo.ClientError.Security.TokenExpired", errors.StoreUnavailable),
        ("Neo.ClientError.Database.DatabaseNotFound", errors.BadSettings),
        ("Neo.ClientError.Statement.SyntaxError", errors.BadQuery),
        ("Neo.ClientError.Statement.ParameterMissing", errors.BadQuery),
        ("Neo.ClientError.Statement.TypeError", errors.BadQuery),
        ("Neo.ClientError.Statement.ArithmeticError", errors.BadQuery),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", errors.StoreConflict),
        ("Neo.TransientError.Transaction.DeadlockDetected", errors.StoreConflict),
        ("Neo.TransientError.Transaction.LockAcquisitionTimeout", errors.StoreConflict),
        ("Neo.TransientError.Transaction.LockClientStopped", errors.StoreTimeout),
        ("Neo.TransientError.Transaction.Terminated", errors.StoreUnavailable),
        ("Neo.ClientError.Transaction.TransactionTimedOut", errors.StoreTimeout),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", errors.StoreTimeout),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", errors.StoreTooSmall),
        ("Neo.TransientError.General.TransactionOutOfMemoryError", errors.StoreTooSmall),
        ("Neo.TransientError.General.OutOfMemoryError", errors.StoreTooSmall),
        ("Neo.TransientError.General.DatabaseUnavailable", errors.StoreError),
        ("Neo.DatabaseError.General.UnknownError", errors.StoreError),
        ("Neo.ClientError.Cluster.NotALeader", errors.StoreError),
        ("Something.Nobody.Heard.Of", errors.StoreError),
    ],
)
def test_codes_of_the_server(store, code, kind):
    assert isinstance(raised(store, exceptions.Neo4jError._hydrate_neo4j(code=code, message="it")), kind)


@pytest.mark.parametrize("error", [OSError("gone"), ConnectionResetError(), TimeoutError()])
def test_a_lost_connection_is_no_answer(store, error):
    assert isinstance(raised(store, error, (OSError,)), errors.StoreUnavailable)


def test_a_mistake_in_our_own_work_is_not_blamed_on_the_address(store):
    def work(_):
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        store.read(work)


def test_an_error_of_the_callers_output_is_not_blamed_on_neo4j(store):
    def work(_):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        store.read(work)


def test_a_port_that_nobody_listens_on_is_named_with_the_remedy():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{free.getsockname()[1]}"
    with Store(replace(Address_of(uri))) as closed, pytest.raises(errors.StoreUnavailable) as found:
        closed.verify()
    assert uri in str(found.value)
    assert "check that it runs and NEO4J_URI is right" in str(found.value)


def Address_of(uri):  # noqa: N802
    from analyzer.graph.address import Address

    return Address(uri)


@pytest.mark.parametrize("uri", ["nonsense", "ftp://127.0.0.1", "bolt://", "bolt://127.0.0.1:99999", "://", ""])
def test_an_address_that_is_none_is_named(uri):
    with pytest.raises((errors.BadSettings, errors.StoreUnavailable)) as found, Store(Address_of(uri)) as store:
        store.verify()
    assert "NEO4J_URI" in str(found.value)


def test_a_wrong_password_is_refused_with_the_remedy(address):
    if address.password is None:
        pytest.skip("this Neo4j asks for no password")
    with Store(replace(address, password="wrong")) as store, pytest.raises(errors.StoreUnavailable) as found:
        store.verify()
    assert "check NEO4J_USERNAME and NEO4J_PASSWORD" in str(found.value)


def test_a_database_that_is_not_there_is_named(address):
    with (
        Store(replace(address, database="nowhere")) as store,
        pytest.raises(errors.BadSettings, match="NEO4J_DATABASE"),
    ):
        store.read(lambda tx: tx.run("RETURN 1", {}))


def test_a_deadlock_is_tried_again(pair):
    both_hold_one, attempts = threading.Barrier(2), []

    def work(first, second):
        def inside(tx):
            attempts.append(first)
            tx.run("MATCH (g:Goal {key: $key}) SET g.n = g.n + 1", {"key": first})
            if attempts.count(first) == 1:
                both_hold_one.wait()
            tx.run("MATCH (g:Goal {key: $key}) SET g.n = g.n + 1", {"key": second})

        return inside

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(pair.write, work("a", "b")), pool.submit(pair.write, work("b", "a"))]:
            done.result()
    assert len(attempts) > 2
    assert maps.do(pair, "MATCH (g:Goal) RETURN g.n AS n") == [{"n": 2}, {"n": 2}]


@pytest.mark.parametrize("name", ["goal", "team", "person", "period", "schema"])
def test_a_lock_is_one(store, name):
    """Whoever locks a node waits for the one who locked it before, also where nobody ever did."""
    clear(store)
    maps.do(store, "CREATE (:Goal {key: 'a'}), (:Team {key: 'a'}), (:Person {key: 'a'}), (:Period {key: 'a'})")
    before = maps.everything(store)
    locked, order = threading.Event(), []

    def first(tx):
        tx.ask(f"writes/lock/{name}", keys=["a"])
        locked.set()
        time.sleep(0.3)
        order.append("first")

    def second(tx):
        tx.ask(f"writes/lock/{name}", keys=["a"])
        order.append("second")

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(store.write, first)
        locked.wait(20)
        pool.submit(store.write, second).result()
        holding.result()
    assert order == ["first", "second"]
    assert maps.everything(store) == before


def test_a_rehearsal_answers_and_keeps_nothing(pair):
    before = maps.everything(pair)

    def work(tx):
        tx.run("MATCH (n) DETACH DELETE n", {})
        tx.run("CREATE (:Goal {key: 'c'})", {})
        return tx.run("MATCH (g:Goal) RETURN collect(g.key)", {})[0][0]

    assert pair.rehearse(work) == ["c"]
    assert maps.everything(pair) == before


def test_what_raises_keeps_nothing(pair):
    before = maps.everything(pair)

    def work(tx):
        tx.run("MATCH (n) DETACH DELETE n", {})
        raise errors.NotFound("it")

    for how in (pair.write, pair.rehearse):
        with pytest.raises(errors.NotFound):
            how(work)
    assert maps.everything(pair) == before


def test_reading_can_not_write(pair):
    with pytest.raises(errors.StoreError):
        pair.read(lambda tx: tx.run("CREATE (:Goal {key: 'c'})", {}))


def test_a_time_limit_ends_what_takes_too_long(store):
    began = time.monotonic()
    with pytest.raises(errors.StoreTimeout, match="time limit"):
        store.read(
            lambda tx: tx.run("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b % 7)", {}),
            seconds=0.5,
        )
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("how", ["read", "write"])
def test_too_little_memory_is_said_once_and_not_tried_again(store, how):
    attempts = []

    def work(tx):
        attempts.append(how)
        tx.run("UNWIND range(1, 1000000000) AS n WITH collect(n) AS many RETURN size(many)", {})

    try:
        with pytest.raises(errors.StoreTooSmall, match="ALIGNMENT_NEO4J_HEAP"):
            getattr(store, how)(work, seconds=40)
    except errors.StoreTimeout:
        pytest.skip("this Neo4j has so much memory that it takes too long to fill")
    assert attempts == [how]


@pytest.mark.parametrize(
    "query", ["MATCH (", "RETURN $missing", "RETURN 1 / 0", "RETURN date('x') + []", "RETURN 1 + {}"]
)
def test_a_rule_that_can_not_run_is_the_rules_fault(store, query):
    with pytest.raises((errors.BadQuery, errors.StoreError)) as found:
        store.read(lambda tx: tx.rows(query, {}))
    if "date" not in query:
        assert isinstance(found.value, errors.BadQuery)


def test_values_come_back_as_plain_python(store):
    query = (
        "RETURN date('2026-01-31') AS day, [date('9999-12-31'), {a: date('0001-01-01')}] AS days, 1.5 AS n, null AS x"
    )
    assert store.read(lambda tx: tx.rows(query, {})) == [
        {"day": date(2026, 1, 31), "days": [date(9999, 12, 31), {"a": date(1, 1, 1)}], "n": 1.5, "x": None}
    ]
    assert native("x") == "x"


def test_asking_among_keys_asks_each_once(pair):
    ask = lambda among: sorted(pair.read(lambda tx: tx.ask_among("reads/keys/goal", among=among)))  # noqa: E731
    assert ask(None) == ["a", "b"]
    assert ask(["b", "b", "z"]) == ["b"]
    assert ask([]) == []


def test_only_a_text_that_begins_with_one_node_can_be_scoped():
    for query in (
        "RETURN 1",
        "MATCH (a:Goal) WHERE true\nRETURN a",
        "MATCH (a)\nRETURN a",
        "match (a:Goal)\nRETURN a",
        "",
    ):
        with pytest.raises(ValueError, match="must begin with"):
            scoped(query)
    assert scoped("MATCH (a:Goal)\nRETURN a") == (
        "UNWIND $among AS among MATCH (a:Goal {key: among}) USING INDEX SEEK a:Goal(key)\nRETURN a"
    )


EVERYTHING = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "q", "starts": "2026-01-01", "ends": "2026-03-31"}],
    "people": [{"key": "p", "name": "P", "email": "p@x", "teams": ["t"]}],
    "teams": [
        {"key": "t", "name": "T", "function": "market", "part_of": "u", "capacity": {"q": 1}},
        {"key": "u"},
    ],
    "goals": [
        {
            "key": "g",
            "title": "G",
            "description": "D",
            "level": "team",
            "ambition": "stretch",
            "status": "active",
            "origin": "top_down",
            "starts": "2026-01-01",
            "due": "2026-02-01",
            "priority": 1,
            "progress": 0.5,
            "likelihood": 0.5,
            "standalone": "x",
            "team": "t",
            "owner": "p",
            "period": "q",
            "measures": [
                {
                    "name": "m",
                    "unit": "x",
                    "baseline": 0,
                    "target": 2,
                    "current": 1,
                    "measured_on": "2026-01-05",
                    "kind": "lagging",
                    "automatic": True,
                    "every_days": 1,
                    "readings": [{"on": "2026-01-01", "value": 0}],
                }
            ],
            "contributes_to": [
                {
                    "goal": "h",
                    "because": "b",
                    "share": 0.5,
                    "confidence": 0.5,
                    "essential": True,
                    "route": "direct",
                    "lag_days": 1,
                    "status": "agreed",
                    "evidence": "e",
                    "from_measure": "m",
                    "to_measure": "m",
                    "reviewed_on": "2026-01-01",
                    "reviewed_as": "f",
                }
            ],
            "depends_on": [{"goal": "h", "needs": "n", "by": "2026-01-01", "status": "agreed"}],
            "commitments": [{"team": "t", "period": "q", "effort": 1, "promised_to": "u"}],
        },
        {"key": "h", "title": "H"},
    ],
}


def name_of(file):
    return str(file.relative_to(CYPHER).with_suffix(""))


FORMS = [
    (name_of(file), form)
    for file in sorted([*CYPHER.glob("reads/**/*.cypher"), *CYPHER.glob("writes/**/*.cypher")])
    for form in ("whole", "scoped")
    if form == "whole" or re.match(r"MATCH \(\w+:(Goal|Team|Person|Period)\)\n", text(name_of(file)))
]
LISTS = {"rows", "keys", "among", "levels", "statuses", "ambitions", "origins", "teams", "owners", "periods"}


def everything_besides(tx):
    """What is known of findings; names stay known to Neo4j, though nothing else does."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    store_all(tx, built_in(), at.date())
    found = audit(tx, built_in(), today=at.date())
    accept(tx, found.findings[:1], "So be it", "ada", at, at.date())
    record(tx, found, score(found, {}), "ada", at)
    (key,) = next(iter(read_contents(tx)[GOALS]))
    carry_out(tx, [RenameGoal(key=key, to="another")], (), at.date(), author=Author("ada", at, "So"))
    mark(tx, "Kick-off", CadenceKind.PLANNING, Author("ada", at, "So"))
    decision = Decision("ada", at, at.date())
    save(tx, "below", Saying([RenameGoal(key="another", to="third")], why="So"), decision)
    save(tx, "above", Saying(on=["below"]), decision)
    adopt(tx, "above", (), decision)
    keep_answer(tx, Operation("{ key }", key="once"), b"{}", at)


@pytest.fixture(scope="module")
def explain(store, address):
    """A session on a map in which all that the model knows occurs, told of everything that Neo4j remarks."""
    clear(store)
    import_plan(store, [read_data(EVERYTHING)])
    store.rehearse(everything_besides)
    store.write(lambda tx: tx.ask("writes/importing", importing="x", turn="x", work="x"))
    store.write(lambda tx: tx.ask("writes/lock/schema"))
    with driver_of(address) as driver, driver.session(notifications_min_severity="INFORMATION") as session:
        yield lambda query: session.run(
            f"EXPLAIN {query}",
            {name: [] if name in LISTS else None for name in re.findall(r"\$(\w+)", query)},
        ).consume()
    clear(store)  # else no goal could be renamed any more


def remarks(summary):
    return [status.status_description for status in summary.gql_status_objects if status.is_notification]


def operators(plan):
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def products(plan):
    """Cartesian products of anything but the one node that has a key and the one that has another."""
    children = plan.get("children", ())
    if plan["operatorType"].startswith("CartesianProduct"):
        below = {kind for child in children for kind in operators(child)}
        if not below <= {"NodeUniqueIndexSeek", "NodeUniqueIndexSeek(Locking)", "CartesianProduct"}:
            yield plan
    for child in children:
        yield from products(child)


@pytest.mark.parametrize(("name", "form"), FORMS, ids=str)
def test_neo4j_has_nothing_to_remark_on_our_texts(explain, name, form):
    query = text(name)
    if form == "scoped":
        query = scoped(query)
    summary = explain(query)
    assert remarks(summary) == []
    planned = set(operators(summary.plan))
    assert not [*products(summary.plan)]
    if name not in ("reads/mark", "writes/empty"):
        assert not {kind for kind in planned if "AllNodes" in kind or "AllRelationships" in kind}
    if form == "scoped":
        assert not {kind for kind in planned if kind == "NodeByLabelScan"}


def test_neo4j_would_remark_on_a_text_that_is_wrong(explain):
    """So that silence means something."""
    assert len(remarks(explain("MATCH (n:Nothing) RETURN n.nothing"))) == 2
    assert [*products(explain("MATCH (a:Goal), (b:Team) RETURN a, b").plan)]
    assert neo4j.NotificationMinimumSeverity.INFORMATION == "INFORMATION"
