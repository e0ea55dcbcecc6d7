"""The web server: the one place where its parts are put together."""

import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from analyzer.errors import BadSettings
from analyzer.graph.store import Store
from analyzer.rules.ruleset import RuleSet, rule_set
from analyzer.settings import Settings
from api.execution import Executor
from api.graphiql import POLICY, GraphiQL
from api.guard import Guard, check_address, check_token, is_loopback, token_of
from api.limits import MAX_BODY
from api.refreshing import Refresher
from api.request import JSON, Refused, check_content, errors_body, media_type, read_operation, too_large

log = logging.getLogger("alignment.api")

LOOPBACK = "127.0.0.1"
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
CODES = {404: "not_found", 405: "method_not_allowed"}


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    store: Store,
    *,
    host: str = LOOPBACK,
    now: Callable[[], datetime] = _now,
) -> FastAPI:
    """Put the server together for a map; raises BadSettings unless address and rules can be used.

    While it runs, a thread beside the requests keeps the stored findings those of now.
    """
    token = token_of(settings)
    check_address(host, token)
    rules = rules_of(settings)
    refresher = Refresher(store, rules.shipped, now)
    executor = Executor(store, rules, now, wake=refresher.wake)
    graphiql = GraphiQL(settings.alignment_cache)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        refresher.start()
        try:
            yield
        finally:
            await run_in_threadpool(refresher.stop)

    app = FastAPI(title="Alignment Analyzer", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(Guard, loopback=is_loopback(host))
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(Exception, _failed)

    @app.post("/graphql")
    async def ask(request: Request) -> Response:
        headers = request.headers
        check_token(headers.get("authorization", ""), token)
        check_content(
            headers.get("content-type", ""), headers.get("content-encoding", ""), headers.get("content-length", "")
        )
        operation = read_operation(await _body(request), headers.get("idempotency-key"))
        answer = await run_in_threadpool(executor.run, operation)
        return Response(answer.body, answer.status, media_type=media_type(headers.get("accept", "")))

    @app.get("/graphql")
    async def show(request: Request) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(405, "Send operations as POST.", {"Allow": "POST"})
        page = await run_in_threadpool(graphiql.page)
        return Response(page, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})

    @app.get("/graphql/assets/{name}")
    async def asset(name: str) -> Response:
        content = await run_in_threadpool(graphiql.file, name)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type=TYPES[name.rpartition(".")[2]], headers={"Cache-Control": "no-cache"})

    @app.get("/")
    async def root() -> Response:
        return RedirectResponse("/graphql")

    @app.get("/health")
    async def health() -> Response:
        return Response(b'{"status":"ok"}', media_type=JSON)

    return app


def rules_of(settings: Settings) -> RuleSet:
    """Read the rules to ask, as ALIGNMENT_RULES and ALIGNMENT_RULE_SETTINGS say; raises BadSettings."""
    return rule_set(settings.alignment_rules, settings.alignment_rule_settings)


def serve(
    settings: Settings,
    store: Store,
    host: str = LOOPBACK,
    port: int = 8000,
    *,
    ready: Callable[[int], None] = lambda _: None,
) -> None:
    """Serve until stopped, and tell the port once clients can come; raises BadSettings for an address not to be had."""
    app = create_app(settings, store, host=host)
    running = app.router.lifespan_context
    with _listening(host, port) as listening:
        bound = listening.getsockname()[1]

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            ready(bound)
            async with running(app):
                yield

        app.router.lifespan_context = lifespan
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
            limit_concurrency=1_000,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server(address[:2], family=family, backlog=2_048)
    except (OSError, OverflowError) as why:
        reason = getattr(why, "strerror", None) or why
        raise BadSettings(
            f"Can't serve on {host}, port {port}: {reason}; use another --port or --host, "
            'such as `make run ARGS="--port 8001"` or `alignment serve --port 8001`'
        ) from why


async def _body(request: Request) -> bytes:
    """Read no more than is allowed, whatever the client announced."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise too_large()
        parts.append(part)
    return b"".join(parts)


async def _refused(_: Request, why: Exception) -> Response:
    assert isinstance(why, Refused)
    headers = {"WWW-Authenticate": "Bearer"} if why.status == 401 else None  # noqa: PLR2004 - HTTP's own number
    return Response(errors_body(str(why), why.code), why.status, headers, JSON)


async def _not_there(_: Request, why: Exception) -> Response:
    assert isinstance(why, HTTPException)
    body = errors_body(str(why.detail), CODES.get(why.status_code, "bad_request"))
    return Response(body, why.status_code, why.headers, JSON)


async def _failed(request: Request, why: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=why)
    return Response(errors_body("Something went wrong inside; the server's log has more.", "internal"), 500, None, JSON)
