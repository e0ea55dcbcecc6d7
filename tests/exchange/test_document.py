"""Text to data: what YAML 1.2 and JSON mean, what is refused, and where."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import examples

from analyzer.errors import BadModel
from analyzer.exchange.document import MAX_DEPTH, decode, lines_of, parse, spelled
from analyzer.exchange.reading import read_text

pytestmark = pytest.mark.clock

SECONDS = 20


def problems_of(read):
    """What is wrong, if anything is."""
    try:
        read()
    except BadModel as why:
        return why.problems
    return ()


def refusals(text):
    with pytest.raises(BadModel) as refused:
        parse(text, "f")
    return list(refused.value.problems)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, word) for word in ("no", "yes", "on", "off", "y", "n", "NO", "nULL", "tRUE", "1_000", "1:30", "0b1", "=")),
        *((word, word) for word in ("2026-01-01", "2026-01-01T10:00:00Z", "0o8", "0xg", "-0x1", "1e", "e5", ".", "+", "1.2.3")),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *(("0", 0), ("-0", 0), ("007", 7), ("+12", 12), ("-3", -3), ("0o17", 15), ("0x1F", 31), ("9" * 400, 10**400 - 1)),
        *((word, Decimal(word)) for word in ("0.1", "1.", ".5", "-.5", "+1.5e3", "1e3", "0.10", "1E-7", "1e99999")),
        *(('"no"', "no"), ("'1'", "1"), ('"null"', "null"), ("'~'", "~"), ('""', ""), ('"\\u00e9\\x41\\n"', "éA\n")),
        *(("|\n  a\n  b", "a\nb"), (">-\n  a\n  b", "a b"), ("a  # note", "a"), ("a#b", "a#b"), ("[a, {b: c}]", ["a", {"b": "c"}])),
        *(("<<", "<<"), ("目标 🎯", "目标 🎯")),
    ],
)  # fmt: skip
def test_the_core_schema_of_yaml(written, meant):
    found = parse(f"a: {written}", "f")["a"]
    assert found == meant
    assert type(found) is type(meant)
    if isinstance(found, Decimal):
        assert str(found) == str(meant)


def test_json_numbers_are_as_written():
    found = parse('{"a": [0.10, 1e3, -0, 12345678901234567890, true, null, "\\ud83c\\udfaf"]}', "f")["a"]
    assert [*map(str, found)] == ["0.10", "1E+3", "0", "12345678901234567890", "True", "None", "🎯"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2", ["f:5: b.c: written twice, first on line 3", "f:6: a: written twice, first on line 1"]),
        ('{"a": 1,\n "b": {"c": 1,\n "c": "\\ud83c\\udfaf"},\n\n"a": 2}', ["f:3: b.c: written twice, first on line 2", "f:5: a: written twice, first on line 1"]),
        ("a: [1,\n 2]\nb: [1, {c: 1, c: 2}]", ["f:3: b[1].c: written twice, first on line 3"]),
        ("a: &x 1\nb: *x", ["f:1: a: anchors and aliases"]),
        ("b: *x", ["f:1: b: anchors and aliases"]),
        ("? &x a\n: 1", ["f:1: document: anchors and aliases"]),
        ("a: &x\n  b: 1", ["f:1: a: anchors and aliases"]),
        ("a: !!str 1\nb: !x [1]\n!!str c: !<tag:x> {}", ["f:1: a: tags (!)", "f:2: b: tags (!)", "f:3: c: tags (!)", "f:3: c: tags (!)"]),
        ("a: 1\n---\nb: 2", ["f:2: document: one document a file"]),
        ("a: 1\n...\n---\nb: 2", ["f:3: document: one document a file"]),
        ("a:\n  - 1\n  - .inf\n  - [.nan, -.INF]", ["f:3: a[1]: .inf is not a number", "f:4: a[2][0]: .nan is not", "f:4: a[2][1]: -.INF is not"]),
        ('{"a": [1,\n NaN, Infinity,\n {"b": -Infinity}]}', ["f:2: a[1]: .nan is not a number", "f:2: a[2]: .inf is not", "f:3: a[3].b: -.inf is not"]),
        ("a: " + "9" * 5000, ["f:1: a: a number of 5000 digits is too long"]),
        ("a: 0x" + "f" * 5000, ["f:1: a: a number of 5000 digits is too long"]),
        ('{"b": 1,\n"a": ' + "9" * 5000 + "}", ["f:2: a: a number of 5000 digits is too long"]),
        ("a: 1." + "1" * 5000, ["f:1: a: a number of 5002 digits is too long"]),
        ('{"a": 1e' + "9" * 30 + "}", ["f:1: a: 1e" + "9" * 30 + " is not a number that can be used here"]),
        ("a: 1\nb:\n\t- 1", ["f:3: b: this is not YAML: found character that cannot start any token"]),
        ("a: 1\nb: c\x01d", ["f:2: document: holds the control character '\\x01'"]),
        ("é: 1\nb: é\n\nc: \x7f", ["f:4: document: holds the control character '\\x7f'"]),
        ("a: 1\nb: c\ud800d", ["f:2: document: holds half of a character pair"]),
        ('{"a": "\n]"', ["f:1: this is not JSON: Invalid control character at (column 8)"]),
        ('{"a": 1,]', ["f:1: this is not JSON"]),
        ('{"a": 1}\n{"b": 1}', ["f:2: this is not JSON: Extra data"]),
        ('{"a": ' + "9" * 500 + ",\n]", ["f:2: this is not JSON"]),
        ("a: [1, .inf]\nb: ]", ["f:1: a[1]: .inf is not a number", "f:2: b: this is not YAML"]),
        ("? [a]\n: 1", ["f:1: document: a name must be text"]),
        ("{? {a: 1} : 1}", ["f:1: this is not JSON"]),
        ("{a: 1, a: 2}", ["f:1: this is not JSON"]),
        ("", ["f:1: the document is empty"]),
        ("# only a note\n", ["f:1: the document is empty"]),
        ("\ufeff", ["f:1: the document is empty"]),
        ("%YAML 3.0\n---\na: 1", ["f:1: document: this is not YAML: found incompatible YAML document"]),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(text, problems):
    found = refusals(text)
    assert len(found) >= len(problems)
    for said, expected in zip(found, problems, strict=False):
        assert said.startswith(expected)


@pytest.mark.parametrize(
    "opening", ["[", "- ", "{a: ", "a: [", "? ", "[{a: [", "- - ", '{"a": ', '{"a": [', '{"a": [[{"b":']
)
@pytest.mark.parametrize("times", [MAX_DEPTH + 1, 100_000])
def test_nested_without_end(opening, times):
    began = time.monotonic()
    (problem,) = refusals(opening * times) if times > MAX_DEPTH + 1 else refusals(opening * times + "1")[:1]
    assert time.monotonic() - began < SECONDS
    assert problem.startswith("f:1: ")


def test_deep_json_that_is_whole():
    depth = 100_000
    (problem,) = refusals('{"a":\n[' + "[" * depth + "]" * depth + "]}")
    assert "f:2: a[0][0]" in problem
    assert "nested more than 50 levels deep" in problem


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"a: 1\nb: \xff", 2), ("a: é".encode("latin-1"), 1), ("a: 1".encode("utf-16"), 1), (b"a\n\n\xed\xa0\x80", 3)],
)
def test_other_encodings_are_refused(content, line):
    with pytest.raises(BadModel, match=f"^f:{line}: this is not UTF-8 text"):
        decode(content, "f")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", ["alignment: 1", '{"alignment": 1}'])
def test_wide_encodings_without_a_mark_are_refused(text, encoding):
    with pytest.raises(BadModel, match=r"^f:1: "):
        parse(decode(text.encode(encoding), "f"), "f")


@pytest.mark.parametrize("text", ["a: 1", '{"a": 1}', ' \n\n {\n\t"a"\n:\t1}\r\n', "---\na: 1\n...\n", "a: 1\r\n"])
def test_a_byte_order_mark_and_white_space_do_not_matter(text):
    assert parse(decode(b"\xef\xbb\xbf" + text.encode(), "f"), "f") == {"a": 1}


YAML = """\
alignment: 1
goals:
  - key: a
    title: A

    measures:
      - name: m
        unit: "x"
  - {key: b,
     title: B}
"""
JSON = """
{"alignment": 1,
 "goals": [
  {"key": "\\ud83c\\udfaf",
   "title": "\x7f{[,:\\"",
   "measures": [
    {"name": "m",
     "unit": "x"}]},
  {"key": "b", "title":
   "B"}]}
"""


@pytest.mark.parametrize(("text", "lines"), [(YAML, [1, 2, 3, 4, 6, 7, 8, 9, 10]), (JSON, [2, 3, 4, 5, 6, 7, 8, 9, 9])])
def test_lines_of_places(text, lines):
    one = ("goals", 0)
    paths = [
        *(("alignment",), ("goals",), one, (*one, "title"), (*one, "measures"), (*one, "measures", 0)),
        *((*one, "measures", 0, "unit"), ("goals", 1), ("goals", 1, "title")),
    ]
    assert [lines_of(text, paths)[path] for path in paths] == lines
    inner = (*one, "measures", 0, "target")
    assert lines_of(text, [inner, ("goals", 7), (*one, "owner"), ()]) == {
        inner: lines[5],
        ("goals", 7): lines[1],
        (*one, "owner"): lines[2],
        (): lines[0],
    }


def test_lines_of_what_can_not_be_read():
    assert lines_of("a: [", [("a",)]) == {("a",): 1}
    assert lines_of("\n" * 3 + "[" * 100_000, [(0, 0)]) == {(0, 0): 4}
    assert lines_of("a: \ud800", [("a",)]) == {("a",): 1}


def test_paths_are_spelled_so_that_they_can_be_read():
    assert spelled(("goals", 3, "measures", 0, "unit")) == "goals[3].measures[0].unit"
    assert spelled(()) == "document"
    assert spelled(("a\nf:1: forged", "\ud800", "é/ #")) == r"'a\nf:1: forged'.'\ud800'.é/ #"


FLOW = "{alignment: 1, # not JSON\n goals: [{key: 'it''s',\n title: [A]}]}"


def test_yaml_that_begins_with_a_brace():
    assert parse(FLOW, "f.yaml") == {"alignment": 1, "goals": [{"key": "it's", "title": ["A"]}]}
    assert lines_of(FLOW, [("goals", 0, "title")]) == {("goals", 0, "title"): 3}
    with pytest.raises(BadModel, match=r"^f.json:1: this is not JSON: Expecting property name"):
        parse(FLOW, "f.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
pieces = st.sampled_from(
    [*"\n\n\t  -?:,[]{}#&*!|>'\"%@`~\\", "a", "alignment: 1", "key", "goals", ": ", "- ", "\n  ", "1", "1e5", "0x", "null", "\x00", "\x85", "\u2028", "\ufeff", "�", "🎯", "---\n", "...\n", "<<", "!!", '"\\ud800"', "NaN", "9" * 401, "1e" + "9" * 25]
)  # fmt: skip
texts = st.text() | st.lists(pieces, max_size=30).map("".join) | json_values.map(json.dumps)
texts |= st.lists(pieces, max_size=20).map(lambda some: "{" + "".join(some))


@examples(300)
@given(text=texts)
@example('{"a": "\\ud800", "a": 1}')
@example("{\ud800")
@example('{"' + "a" * 2000 + '": NaN}')
@example("[" * 60 + '"')
@example('{"a": ' * 2000)
def test_any_text_is_data_or_refused(text):
    began = time.monotonic()
    problems = problems_of(lambda: read_text(text, "f"))
    assert all(problem.startswith("f:") for problem in problems)
    assert time.monotonic() - began < SECONDS


@examples(100)
@given(content=st.binary() | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_data_or_refused(content):
    problems = problems_of(lambda: parse(decode(content, "f"), "f"))
    assert all(problem.startswith("f:") for problem in problems)


@examples(100)
@given(value=json_values)
def test_json_is_read_alike_by_both_readers(value):
    """The slow reader, which knows lines, sees what the fast one sees; a name written twice makes it read."""
    text = json.dumps({"x": value}, allow_nan=False) if finite(value) else "{}"
    slow = f'{{"y": NaN,{text[1:]}' if text != "{}" else '{"y": NaN}'
    (problem,) = refusals(slow)
    assert problem.startswith("f:1: y: ")
    assert parse(text, "f") == json.loads(text, parse_float=Decimal)


def finite(value):
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 40 + "1, " * 50000, "a: '" + "x" * 10 ** 6, "? " * 40 + "a\n" * 10 ** 4, '{"a": "' + "\\\\" * 10 ** 5, "&" * 10 ** 5, "!" * 10 ** 5, "a: |\n" + " x\n" * 10 ** 5, "- " * 45 + "\n" * 10 ** 5, "%" * 10 ** 5, '{"a": NaN, "b": "' + '\\"' * 10 ** 5 + '"}'],
)  # fmt: skip
def test_nothing_takes_long(text):
    began = time.monotonic()
    assert sum(map(len, problems_of(lambda: parse(text, "f")))) < 2_000_000
    assert time.monotonic() - began < SECONDS
