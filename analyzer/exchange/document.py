"""Text to plain data and back: YAML 1.2 (core schema) and JSON, read strictly, with the line of every place.

Numbers with a fraction are kept as Decimals, as they were written. What could be read in two ways is refused:
duplicate keys, aliases, tags, several documents in one file.
"""

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import yaml

from analyzer.errors import BadModel

Path: TypeAlias = tuple[str | int, ...]

NULL = re.compile(r"|~|null|Null|NULL")
TRUE = re.compile(r"true|True|TRUE")
FALSE = re.compile(r"false|False|FALSE")
INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL = re.compile(r"0o[0-7]+")
HEX = re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
NOT_TEXT = (NULL, TRUE, FALSE, INTEGER, OCTAL, HEX, FLOAT, SPECIAL)

MAX_DEPTH = 50
"""A plan is five levels deep; anything deeper is a mistake or an attack."""

MAX_DIGITS = 400
"""Longer whole numbers are refused before they cost time."""


def parse(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Read YAML or JSON; JSON when it begins with a brace. Raises BadModel with every problem, by file and line."""
    return _parse_json(text, name) if text.lstrip().startswith("{") else _parse_yaml(text, name)


def decode(content: bytes, name: str) -> str:
    """Decode a file's content, which must be UTF-8; raises BadModel."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        raise BadModel([f"{name}:{line}: this is not UTF-8 text; save the file as UTF-8"]) from None


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Find the line on which each place begins; of a place that is not there, the nearest one around it."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return {}
    return {path: _line(root, path) for path in paths}


def spelled(path: Sequence[str | int]) -> str:
    """Write a path the way people do: goals[3].measures[0].unit."""
    return (
        "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".") or "document"
    )


class _Loader(yaml.CSafeLoader):
    """Composes nodes and leaves their meaning to the core schema below."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - what the base class declares, emptied


def _parse_yaml(text: str, name: str) -> Any:  # noqa: ANN401
    reader = _Reader(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.take(event)
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        raise BadModel([f"{place}: this is not YAML: {why.problem or why.context}"]) from None
    except yaml.YAMLError as why:
        raise BadModel([f"{name}: this is not YAML: {' '.join(str(why).split())}"]) from None
    if reader.problems:
        raise BadModel(reader.problems)
    if not reader.root:
        raise BadModel([f"{name}: the document is empty; it begins with the line 'alignment: 1'"])
    return reader.root[0]


class _Reader:
    """Builds plain data from YAML events, one after the other, without recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[str] = []
        self.root: list[Any] = []
        self._open: list[tuple[list[Any] | dict[str, Any], dict[str, int]]] = []
        self._names: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raises BadModel at once for what can't be read further."""
        line = event.start_mark.line + 1  # type: ignore[union-attr]  # a parser's events always have one
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadModel([f"{self.name}:{line}: anchors and aliases (& and *) are not used here; write it out"])
        if isinstance(event, yaml.DocumentStartEvent) and self.root:
            raise BadModel([f"{self.name}:{line}: one document a file; put the second one into a file of its own"])
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_tag(event, line)
            if len(self._open) == MAX_DEPTH:
                raise BadModel([f"{self.name}:{line}: nested more than {MAX_DEPTH} levels deep; a plan needs five"])
            if self._expects_name():
                raise BadModel([f"{self.name}:{line}: {self._path()}: a name must be text"])
            value: list[Any] | dict[str, Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._put(value)
            self._open.append((value, {}))
            self._names.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._names.pop()

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self._expects_name():
            first = self._open[-1][1]
            self._names[-1] = event.value
            if event.value in first:
                self._say(line, f"written twice, first on line {first[event.value]}; keep one")
            first[event.value] = line
            return
        self._refuse_tag(event, line)
        if event.style:
            self._put(event.value)
            return
        try:
            self._put(_scalar(event.value))
        except ValueError as why:
            self._say(line, str(why))
            self._put(None)

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.tag:
            self._say(line, f"tags (!) are not used here; remove {event.tag}")

    def _expects_name(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._names[-1] is None

    def _put(self, value: Any) -> None:  # noqa: ANN401
        if not self._open:
            self.root.append(value)
            return
        holder = self._open[-1][0]
        if isinstance(holder, dict):
            holder[str(self._names[-1])] = value
            self._names[-1] = None
        else:
            holder.append(value)

    def _path(self) -> str:
        parts: list[str | int] = []
        for (holder, _), name in zip(self._open, self._names, strict=True):
            if isinstance(holder, list):
                parts.append(max(0, len(holder) - 1))
            elif name is not None:
                parts.append(name)
            else:
                parts.extend(list(holder)[-1:])
        return spelled(parts)

    def _say(self, line: int, problem: str) -> None:
        self.problems.append(f"{self.name}:{line}: {self._path()}: {problem}")


def _scalar(text: str) -> Any:  # noqa: ANN401, PLR0911 - one line a type
    """Give a plain scalar the meaning that the core schema of YAML 1.2 gives it; raises ValueError."""
    if NULL.fullmatch(text):
        return None
    if TRUE.fullmatch(text):
        return True
    if FALSE.fullmatch(text):
        return False
    if INTEGER.fullmatch(text):
        return _whole(text)
    if OCTAL.fullmatch(text):
        return _whole(text[2:], 8)
    if HEX.fullmatch(text):
        return _whole(text[2:], 16)
    if FLOAT.fullmatch(text):
        return Decimal(text)
    if SPECIAL.fullmatch(text):
        raise ValueError(f"{text} is not a number that can be used here")
    return text


def _whole(digits: str, base: int = 10) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits is too large")
    return int(digits, base)


def _parse_json(text: str, name: str) -> Any:  # noqa: ANN401
    twice = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        result = dict(items)
        twice = twice or len(result) != len(items)
        return result

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not a number that can be used here")

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_float=Decimal, parse_int=_whole, parse_constant=refuse)
    except json.JSONDecodeError as why:
        raise BadModel([f"{name}:{why.lineno}: this is not JSON: {why.msg} (column {why.colno})"]) from None
    except ValueError as why:
        raise BadModel([f"{name}: {why}"]) from None
    except RecursionError:
        raise BadModel([f"{name}: nested too deep; a plan needs five levels"]) from None
    # JSON is read by the YAML reader too, slower, which knows lines: it names what is written twice.
    return _parse_yaml(text, name) if twice else value


def _line(node: yaml.Node | None, path: Path) -> int:
    line = 1
    for part in (*path, None):
        if node is None:
            break
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            break
    return line
