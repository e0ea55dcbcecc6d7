"""The example organisation behind the API, in the database that all tests share; empty again afterwards."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data, read_files
from analyzer.graph.address import Address
from analyzer.graph.schema import clear, prepare
from analyzer.graph.store import Store
from analyzer.rules.check import plan
from analyzer.rules.files import built_in
from analyzer.settings import Settings
from api.app import create_app

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)

# Names and keys that break what is put together from text.
ODD = [
    "a/b",
    'quote"d',
    "it's",
    "back\\slash",
    "#hash {brace}",
    "🦊 fox",
    "\uff21 full width",
    "目标",
    "هدف",
    "Ω-ziel",
    "key with  spaces",
    "$param",
    "n:Goal) DETACH DELETE n //",
    "AND",
    "*",
]


def client_of(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60, trust_env=False)


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve on a free port, as people meet it, and give a client."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            with client_of(f"http://127.0.0.1:{port}") as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(10)


CROWD = [f"crowd-{n}" for n in range(40)]


class Listening:
    """Statements that were sent."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, statement: str) -> None:
        self.statements.append(statement)


class Asking:
    """A client that asks and expects an answer without errors."""

    def __init__(self, http: httpx.Client, listening: Listening) -> None:
        self.http = http
        self.listening = listening

    def post(self, query: str, variables: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.http.post("/graphql", json={"query": query, "variables": variables}, **more)

    def __call__(self, query: str, **variables: Any) -> Any:
        answer = self.post(query, variables)
        body = answer.json()
        assert answer.status_code == 200, body
        assert "errors" not in body, body
        return body["data"]

    def refused(self, query: str, **variables: Any) -> dict[str, Any]:
        body = self.post(query, variables).json()
        assert "errors" in body, body
        return body["errors"][0]

    def many(self, count: int, what: Callable[["Asking", int], Any]) -> list[Any]:
        """What so many get who ask at once, each by connections of their own: a client may close those it shares."""

        def one(number: int) -> Any:
            with client_of(str(self.http.base_url)) as http:
                return what(Asking(http, self.listening), number)

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    def count(self, query: str, **variables: Any) -> int:
        self.listening.statements.clear()
        self(query, **variables)
        return len(self.listening.statements)


@pytest.fixture(scope="module")
def listening() -> Listening:
    return Listening()


@pytest.fixture(scope="module")
def store(address: Address, listening: Listening) -> Iterator[Store]:
    with Store(address, listen=listening) as opened:
        prepare(opened)
        clear(opened)
        import_plan(opened, read_files([EXAMPLE]))
        import_plan(opened, [read_data(odd_plan())])
        # As a server does when it starts: Neo4j takes seconds to plan what a change asks all rules.
        opened.rehearse(lambda tx: plan(tx, built_in(), TODAY))
        yield opened
        clear(opened)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(alignment_cache=tmp_path_factory.mktemp("nothing"))


@pytest.fixture(scope="module")
def app(settings: Settings, store: Store) -> FastAPI:
    return create_app(settings, store, now=lambda: NOW)


@pytest.fixture(scope="module")
def ask(app: FastAPI, listening: Listening) -> Iterator[Asking]:
    with served(app) as http:
        yield Asking(http, listening)


def odd_plan() -> dict[str, Any]:
    """Odd keys in every place, and links between all of them in a ring."""
    return {
        "alignment": 1,
        "periods": [{"key": f"p {key}"} for key in ODD[:3]],
        "people": [{"key": f"o {key}", "name": key, "teams": [f"t {key}"]} for key in ODD],
        "teams": [{"key": f"t {key}", "name": key, "capacity": {"p a/b": 0.3}} for key in ODD],
        "goals": [
            {
                "key": key,
                "title": f"Reach {key}",
                "description": "oddly worded",
                "status": "dropped",
                "team": f"t {key}",
                "owner": f"o {key}",
                "period": f"p {ODD[at % 3]}",
                "measures": [
                    {
                        "name": key,
                        "unit": key,
                        "baseline": 0,
                        "target": 4,
                        "current": 1,
                        "readings": [{"on": "2026-01-01", "value": 0.5}, {"on": "2026-02-01", "value": 1}],
                    }
                ],
                "contributes_to": [{"goal": ODD[at - 1], "because": key, "share": -0.25}],
                "depends_on": [{"goal": ODD[at - 1], "needs": key}],
                "commitments": [
                    {"team": f"t {key}", "period": "p a/b", "effort": 0.1, "promised_to": key},
                    {"team": f"t {key}", "period": "p a/b"},
                ],
            }
            for at, key in enumerate(ODD)
        ]
        + [
            {"key": key, "title": key, "status": "dropped", "contributes_to": [{"goal": o} for o in CROWD if o != key]}
            for key in CROWD
        ],
    }
