"""Whatever a stranger sends is answered with a 4xx and an error in GraphQL's form, never with a 500."""

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

JSON = {"Content-Type": "application/json"}
GOOD = b'{"query": "{ effortUnit }"}'
BODIES = {
    "empty": b"",
    "space": b"  ",
    "null": b"null",
    "true": b"true",
    "number": b"1",
    "text": b'"x"',
    "array": b"[]",
    "batch": b"[" + GOOD + b"]",
    "no query": b"{}",
    "null query": b'{"query": null}',
    "query is a number": b'{"query": 1}',
    "query is a list": b'{"query": ["{ effortUnit }"]}',
    "empty query": b'{"query": ""}',
    "comment": b'{"query": "# nothing"}',
    "variables are a list": b'{"query": "{ effortUnit }", "variables": []}',
    "variables are text": b'{"query": "{ effortUnit }", "variables": "{}"}',
    "operationName is a number": b'{"query": "{ effortUnit }", "operationName": 1}',
    "operationName is unknown": b'{"query": "query a { effortUnit }", "operationName": "b"}',
    "extensions are text": b'{"query": "{ effortUnit }", "extensions": "x"}',
    "two operations": b'{"query": "query a { effortUnit } query b { effortUnit }"}',
    "truncated": GOOD[:-3],
    "two documents": GOOD + GOOD,
    "bad UTF-8": b'{"query": "\xff\xfe"}',
    "UTF-16": GOOD.decode().encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + GOOD,
    "lone surrogate": b'{"query": "\\ud800"}',
    "NUL": b'{"query": "{ effortUnit \\u0000 }"}',
    "NaN": b'{"query": "{ effortUnit }", "variables": {"a": NaN}}',
    "infinity": b'{"query": "{ effortUnit }", "variables": {"a": Infinity}}',
    "1e999": b'{"query": "{ effortUnit }", "variables": {"a": 1e999}}',
    "5,000 digits": b'{"query": "{ effortUnit }", "variables": {"a": ' + b"9" * 5_000 + b"}}",
    "5,000 digits in the query": b'{"query": "{ goals(first: ' + b"9" * 5_000 + b') { totalCount } }"}',
    "deep JSON": b'{"query": "{ effortUnit }", "variables": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001,
    "less deep JSON": b'{"query": "{ effortUnit }", "variables": ' + b'{"a":' * 200 + b"1" + b"}" * 201,
    "deep query": b'{"query": "' + b"{a" * 5_000 + b'"}',
    "deep list": b'{"query": "{ goals(after: ' + b"[" * 1_500 + b'"}',
    "deep type": b'{"query": "query ($a: ' + b"[" * 1_500 + b'"}',
    "many tokens": b'{"query": "{ ' + b"effortUnit " * 3_000 + b'}"}',
    "long query": b'{"query": "{ effortUnit } #' + b"x" * 100_000 + b'"}',
    "many aliases": b'{"query": "{ ' + b" ".join(b"a%d: effortUnit" % n for n in range(200)) + b'}"}',
    "giant": b'{"query": "' + b" " * 2_000_000 + b'"}',
    "unknown field": b'{"query": "{ nothing }"}',
    "unknown argument": b'{"query": "{ goals(x: 1) { totalCount } }"}',
    "mutation": b'{"query": "mutation { effortUnit }"}',
    "subscription": b'{"query": "subscription { effortUnit }"}',
    "fragments in a circle": b'{"query": "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"}',
    "not GraphQL": b'{"query": "select * from goals"}',
    "wrong enum": b'{"query": "{ goals(filter: {level: BOARD}) { totalCount } }"}',
    "wrong day": b'{"query": "{ goals(filter: {dueBefore: \\"soon\\"}) { totalCount } }"}',
    "two changes in one": b'{"query": "{ impact(changes: [{drop: {goal: \\"a\\"}, postpone: {goal: \\"a\\", '
    b'to: \\"2027-01-01\\"}}]) { stranded { key } } }"}',
    "no change in one": b'{"query": "{ impact(changes: [{}]) { stranded { key } } }"}',
    "null change": b'{"query": "{ impact(changes: [{drop: null}]) { stranded { key } } }"}',
    "introspection in introspection": b'{"query": "{ __schema { types { '
    + b"fields { type { " * 4
    + b"name "
    + b"} } " * 4
    + b'} } }"}',
}


def check(answer, low=400):
    body = answer.json()
    assert low <= answer.status_code < 500, body
    assert answer.headers["content-type"].startswith("application/")
    assert body["errors"]
    for error in body["errors"]:
        assert error["message"]
        assert error["extensions"]["code"]
        assert "Traceback" not in error["message"]
    return body


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body(ask, name):
    answer = ask.http.post("/graphql", content=BODIES[name], headers=JSON)
    check(answer)
    assert answer.status_code == (413 if name == "giant" else 400)
    assert ask("{ effortUnit }"), "the server goes on"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Int", 10**30),
        ("Int", 2**31),
        ("Int", -(2**63)),
        ("Int", 1.5),
        ("Int", "1"),
        ("Int", True),
        ("Int", [1]),
        ("Int", {}),
        ("String", 1),
        ("String", {"a": 1}),
    ],
)
def test_a_variable_of_the_wrong_type(ask, kind, value):
    where = "first" if kind == "Int" else "after"
    answer = ask.post(f"query ($a: {kind}) {{ goals({where}: $a) {{ totalCount }} }}", {"a": value})
    assert check(answer)["errors"][0]["extensions"]["code"] == "bad_request"


def test_a_giant_body_is_refused_while_it_comes(ask):
    def endless():
        for _ in range(10_000):
            yield b" " * 10_000

    try:
        answer = ask.http.post("/graphql", content=endless(), headers=JSON)
    except httpx.TransportError:
        return  # it hung up, rightly
    assert answer.status_code == 413


TYPES = [
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/graphql",
]


@pytest.mark.parametrize("kind", [*TYPES, "application/json; charset=utf-16", "text/json", "application/jsonp", "\xff"])
def test_content_types_that_a_foreign_page_could_send(ask, kind):
    headers = {"Content-Type": kind.encode("latin-1")} if kind else {}
    answer = ask.http.post("/graphql", content=GOOD, headers=headers)
    assert answer.status_code == 415
    check(answer)


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", "application/graphql-response+json"]
)
def test_content_types_that_are_taken(ask, kind):
    answer = ask.http.post("/graphql", content=GOOD, headers={"Content-Type": kind})
    assert answer.json() == {"data": {"effortUnit": "person-days"}}


def test_the_answer_is_labelled_as_asked(ask):
    for accept, kind in (
        ("*/*", "application/json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
    ):
        answer = ask.http.post("/graphql", content=GOOD, headers={**JSON, "Accept": accept})
        assert answer.headers["content-type"] == kind


def test_compressed_bodies_are_refused(ask):
    answer = ask.http.post("/graphql", content=GOOD, headers={**JSON, "Content-Encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_other_methods_do_nothing(ask, method):
    answer = ask.http.request(method, "/graphql?query={effortUnit}", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_other_paths(ask):
    for path in ("/", "/docs", "/openapi.json", "/graphql/", "/graphql/assets/../x", "/%00", "/" + "a" * 5_000):
        answer = ask.http.get(path)
        assert answer.status_code in (404, 307)
        if answer.status_code == 404:
            check(answer)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PIECES = st.sampled_from(
    [
        *'{}()[]:!$@|&="\\#.,\n',
        "...",
        '"""',
        "on",
        "query",
        "fragment",
        "goals",
        "nodes",
        "key",
        "filter",
        "first",
        "null",
        "1e5",
        "-",
        "🦊",
    ]
)


@examples(60)
@given(st.binary(max_size=200))
def test_any_bytes(ask, body):
    check(ask.http.post("/graphql", content=body, headers=JSON))


@examples(60)
@given(VALUES)
def test_any_json(ask, value):
    check(ask.http.post("/graphql", content=json.dumps(value), headers=JSON))


@examples(60)
@given(st.lists(PIECES, max_size=20).map(" ".join), VALUES)
def test_any_query(ask, query, variables):
    answer = ask.http.post("/graphql", content=json.dumps({"query": query, "variables": variables}), headers=JSON)
    assert answer.status_code < 500, (query, variables, answer.text)
    assert answer.status_code == 200 or check(answer)


@examples(60)
@given(VALUES, VALUES, VALUES)
def test_any_variables(ask, first, after, which):
    query = "query ($a: Int, $b: String, $c: GoalFilter) { goals(first: $a, after: $b, filter: $c) { totalCount } }"
    body = json.dumps({"query": query, "variables": {"a": first, "b": after, "c": which}})
    answer = ask.http.post("/graphql", content=body, headers=JSON)
    assert answer.status_code < 500, answer.text


@examples(60)
@given(st.text(), st.text())
def test_any_text_as_key_and_search(ask, key, text):
    query = """query ($k: String!, $t: String, $i: ID!) { goal(key: $k) { key } node(id: $i) { id }
      goals(first: 3, after: $t, filter: {keys: [$k], text: $t}) { nodes { key } }
      impact(changes: [{drop: {goal: $k}}]) { affected { kept } } }"""
    answer = ask.http.post(
        "/graphql", content=json.dumps({"query": query, "variables": {"k": key, "t": text, "i": text}}), headers=JSON
    )
    assert answer.status_code < 500, answer.text
    assert answer.json()["errors"]
