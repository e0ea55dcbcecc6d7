"""GraphiQL from our own path: read out of published jars, so that it works without the internet once they are here."""

import html
import logging
import sys
import threading
import time
import zipfile
from importlib.resources import as_file, files
from pathlib import Path

from analyzer.errors import AlignmentError
from analyzer.graph.private.artifacts import fetch
from analyzer.progress import quiet
from analyzer.settings import read_settings

log = logging.getLogger("alignment.api")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Nothing but ourselves; GraphiQL's editor writes style elements, hence unsafe-inline there."""

INSIDE = "META-INF/resources/webjars/{}/{}/{}"
ASSETS = {
    "graphiql.js": ("graphiql", "graphiql.min.js"),
    "graphiql.css": ("graphiql", "graphiql.min.css"),
    "react.js": ("react", "umd/react.production.min.js"),
    "react-dom.js": ("react-dom", "umd/react-dom.production.min.js"),
}
START = b"""\
"use strict";
const ask = async (parameters, options) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {"Content-Type": "application/json", ...(options && options.headers)},
    body: JSON.stringify(parameters),
  });
  return response.json();
};
const query = `# What hangs together, and what does not.
{
  goals(first: 5, filter: {level: CORPORATE}) {
    totalCount
    nodes { key title support contributedBy { share confidence source { key title team { name } } } }
  }
}
`;
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {fetcher: ask, defaultQuery: query, shouldPersistHeaders: false}),
);
"""
STYLE = b"html, body, #graphiql { height: 100%; margin: 0; }\n.said { font: 1rem/1.5 sans-serif; margin: 2rem; }\n"

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Alignment Analyzer: GraphQL</title>
{head}</head>
<body>
{body}</body>
</html>
"""
WORKING = PAGE.format(
    head='<link rel="stylesheet" href="/graphql/assets/graphiql.css">\n'
    '<link rel="stylesheet" href="/graphql/assets/page.css">\n',
    body='<div id="graphiql"><p class="said">This page needs JavaScript.</p></div>\n'
    + "".join(
        f'<script src="/graphql/assets/{name}"></script>\n'
        for name in ("react.js", "react-dom.js", "graphiql.js", "start.js")
    ),
)
AGAIN_SECONDS = 30.0
"""How long after a failure fetching is not tried again."""


class GraphiQL:
    """The page and its files; fetched once, by whoever comes first."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._files: dict[str, bytes] = {}
        self._problem = ""
        self._tried = float("-inf")

    def page(self) -> str:
        """Give the page, or one that says why it can't be had; may take as long as fetching takes."""
        if self._ready():
            return WORKING
        said = (
            f"The GraphiQL page could not be fetched: {self._problem}\n"
            "The API itself works: send operations to this address as POST with Content-Type: application/json."
        )
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in said.splitlines())
        return PAGE.format(
            head='<link rel="stylesheet" href="/graphql/assets/page.css">\n',
            body=f'<main class="said">\n<h1>GraphQL</h1>\n{body}</main>\n',
        )

    def file(self, name: str) -> bytes | None:
        """Give a file of the page, or None."""
        if name == "start.js":
            return START
        if name == "page.css":
            return STYLE
        return self._files.get(name) if name in ASSETS and self._ready() else None

    def _ready(self) -> bool:
        with self._lock:
            if not self._files and time.monotonic() - self._tried > AGAIN_SECONDS:
                try:
                    self._files = unpacked(self._cache)
                except (AlignmentError, OSError, KeyError, zipfile.BadZipFile) as why:
                    self._problem = str(why)
                    log.warning("No GraphiQL: %s", why)
                self._tried = time.monotonic()
            return bool(self._files)


def main() -> None:
    """Fetch the page's files into the cache, such as while an image is built; raises when that fails."""
    cache = read_settings().alignment_cache
    unpacked(cache)
    sys.stdout.write(f"GraphiQL is in {cache}\n")


def unpacked(cache: Path) -> dict[str, bytes]:
    """Fetch the archives unless the cache has them, and give the files of the page."""
    with as_file(files("analyzer.graph.private").joinpath("graphiql.lock")) as lock:
        jars = fetch(lock, cache, quiet)
    by_name = {jar.parent.parent.name: jar for jar in jars}
    found = {}
    for asset, (name, path) in ASSETS.items():
        jar = by_name[name]
        with zipfile.ZipFile(jar) as archive:
            found[asset] = archive.read(INSIDE.format(name, jar.parent.name, path))
    return found


if __name__ == "__main__":
    main()
