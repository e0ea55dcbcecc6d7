"""GraphiQL without the internet."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.errors import PrivateStore
from analyzer.settings import Settings
from api import graphiql
from api.app import create_app

from .conftest import served

DOCKERFILE = Path(__file__).parent.parent.parent / "Dockerfile"
PAGE = {"Accept": "text/html,application/xhtml+xml"}


def test_the_page_and_all_that_it_needs_come_from_here(store):
    with served(create_app(Settings(), store)) as http:
        answer = http.get("/graphql", headers=PAGE)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "://" not in answer.text
        assert "<script>" not in answer.text
        named = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
        assert len(named) == 6
        for path in named:
            assert path.startswith("/graphql/assets/")
            asset = http.get(path)
            assert asset.status_code == 200
            assert asset.headers["content-type"].startswith("text/css" if path.endswith("css") else "text/javascript")
            assert len(asset.content) > 100
        style = http.get("/graphql/assets/graphiql.css").text
        assert not [url for url in re.findall(r"url\(\s*[\"']?([^)\"']*)", style) if not url.startswith(("data:", "#"))]
        assert "@import" not in style
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "connect-src 'self';" in policy
        assert "http" not in policy
        assert http.get("/graphql/assets/none.js").status_code == 404


def test_when_it_cannot_be_fetched_the_page_says_so_and_the_api_works_on(store, settings, monkeypatch):
    tried = []

    def unreachable(*_):
        tried.append(1)
        raise PrivateStore("graphiql could not be fetched: <no network>")

    monkeypatch.setattr(graphiql, "fetch", unreachable)
    with served(create_app(settings, store)) as http:
        for _ in range(2):
            page = http.get("/graphql", headers=PAGE)
            assert page.status_code == 200
            assert "could not be fetched" in page.text
            assert "&lt;no network&gt;" in page.text
            assert "://" not in page.text
            assert "<script" not in page.text
        assert len(tried) == 1, "not again at once"
        assert http.get("/graphql/assets/react.js").status_code == 404
        assert http.get("/graphql/assets/page.css").status_code == 200
        assert http.post("/graphql", json={"query": "{ effortUnit }"}).status_code == 200


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_only_a_browser_gets_the_page(ask, accept):
    answer = ask.http.get("/graphql", headers={"Accept": accept})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["errors"][0]["extensions"]["code"] == "method_not_allowed"


def test_an_image_has_the_page_before_it_runs(tmp_path):
    """By the very command in the Dockerfile."""
    (command,) = re.findall(r"ALIGNMENT_CACHE=/cache /app/bin/python (-m \S+)$", DOCKERFILE.read_text(), re.MULTILINE)
    env = {**os.environ, "ALIGNMENT_CACHE": str(tmp_path)}
    subprocess.run([sys.executable, *command.split()], env=env, check=True, timeout=120)
    assert list(tmp_path.rglob("*.jar"))
