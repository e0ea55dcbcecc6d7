"""Who may ask, and from where."""

import socket

import pytest
from pydantic import SecretStr

from analyzer.errors import BadSettings
from analyzer.settings import Settings
from api.app import create_app, serve
from api.guard import is_loopback

from .conftest import NOW, served

GOOD = {"query": "{ effortUnit }"}
TOKEN = "a-token-of-at-least-thirty-two-characters"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000", "127.0.0.1:1", "localhost."]
)
def test_our_own_names(ask, host):
    assert ask.http.post("/graphql", json=GOOD, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "[::2]",
        "0.0.0.0",
        "localhost:x",
        "a@127.0.0.1",
    ],
)
@pytest.mark.parametrize("path", ["/graphql", "/health", "/graphql/assets/start.js"])
def test_foreign_names_are_refused(ask, host, path):
    for method in ("POST", "GET"):
        answer = ask.http.request(method, path, headers={"Host": host, "Accept": "text/html"}, json=GOOD)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"]["code"] == "forbidden_host"


def test_every_answer_is_hardened(ask):
    for answer in (ask.http.get("/health"), ask.http.get("/no"), ask.post("{ effortUnit }"), ask.post("{")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_health(ask):
    assert ask.http.get("/health").json() == {"status": "ok"}


@pytest.fixture(scope="module")
def behind_token(store, settings):
    guarded = settings.model_copy(update={"alignment_token": SecretStr(TOKEN)})
    with served(create_app(guarded, store, now=lambda: NOW)) as http:
        yield http


@pytest.mark.parametrize(
    "sent", [None, "", "Bearer", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xff\xfe"]
)
def test_without_the_token(behind_token, sent):
    headers = {} if sent is None else {"Authorization": sent.encode("latin-1")}
    answer = behind_token.post("/graphql", json=GOOD, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"]["code"] == "unauthenticated"


def test_with_the_token(behind_token):
    for scheme in ("Bearer", "bearer"):
        answer = behind_token.post("/graphql", json=GOOD, headers={"Authorization": f"{scheme} {TOKEN}"})
        assert answer.json() == {"data": {"effortUnit": "person-days"}}


@pytest.mark.parametrize("token", ["short", "x" * 31, "x" * 31 + " ", "é" * 40, "x" * 40 + "\n" + "x"])
def test_tokens_that_are_none(store, token):
    with pytest.raises(BadSettings, match="ALIGNMENT_TOKEN"):
        create_app(Settings(alignment_token=SecretStr(token)), store)


def test_a_token_in_a_file(store, tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    create_app(Settings(alignment_token_file=file), store, host="0.0.0.0")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.1", "example.com", ""])
def test_other_addresses_need_a_token(store, settings, host):
    with pytest.raises(BadSettings, match="ALIGNMENT_TOKEN"):
        serve(settings, store, host, 0)


def test_on_another_address_names_are_free_but_the_token_is_not(store, settings):
    guarded = settings.model_copy(update={"alignment_token": SecretStr(TOKEN)})
    with served(create_app(guarded, store, host="0.0.0.0")) as http:
        headers = {"Host": "alignment.example"}
        assert http.post("/graphql", json=GOOD, headers=headers).status_code == 401
        assert (
            http.post("/graphql", json=GOOD, headers={**headers, "Authorization": f"Bearer {TOKEN}"}).status_code == 200
        )


def test_loopback():
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"))
    assert not any(is_loopback(host) for host in ("", "0.0.0.0", "::", "10.1.1.1", "localhost.x", "2130706433"))


def test_a_taken_port_is_said(store, settings):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(BadSettings, match="port"):
        serve(settings, store, "127.0.0.1", taken.getsockname()[1])


def test_serve_says_when_it_is_ready(store, settings):
    class Stop(Exception):
        pass

    ports = []

    def ready(port):
        ports.append(port)
        raise Stop

    with pytest.raises((Stop, SystemExit)):
        serve(settings, store, port=0, ready=ready)
    assert ports[0] > 0
