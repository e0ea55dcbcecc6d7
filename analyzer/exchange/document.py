"""Text to plain data and back: YAML 1.2 (core schema) and JSON, read strictly, with the line of every place.

Numbers with a fraction are kept as Decimals, as they were written. What could be read in two ways is refused:
duplicate keys, aliases, tags, several documents in one file.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, cast

import yaml
from yaml.reader import ReaderError

from analyzer.errors import BadModel
from analyzer.plan.place import Path, legible, spelled

NULL = re.compile(r"|~|null|Null|NULL")
TRUE = re.compile(r"true|True|TRUE")
FALSE = re.compile(r"false|False|FALSE")
INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL = re.compile(r"0o[0-7]+")
HEX = re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
NOT_TEXT = (NULL, TRUE, FALSE, INTEGER, OCTAL, HEX, FLOAT, SPECIAL)

JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[][{}\n]|[^][{}\s,:"]+')
JSON_SPECIAL = {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}

MAX_DEPTH = 50
"""A plan is five levels deep; anything deeper is a mistake or an attack."""

MAX_DIGITS = 400
"""Longer numbers are refused before they cost time."""


def parse(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Read YAML or JSON. Raises BadModel with every problem, by file and line.

    A text that begins with a brace is read as JSON; what is not JSON may still be YAML, unless its name says JSON.
    """
    if not _has_brace(text):
        return _read(_yaml_events(text), text, name)
    try:
        return _parse_json(text, name)
    except json.JSONDecodeError as why:
        if not name.lower().endswith(".json"):
            with suppress(BadModel):
                return _read(_yaml_events(text), text, name)
        raise BadModel([f"{name}:{why.lineno}: this is not JSON: {why.msg} (column {why.colno})"]) from None


def decode(content: bytes, name: str) -> str:
    """Decode a file's content, which must be UTF-8; raises BadModel."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        raise BadModel([f"{name}:{line}: this is not UTF-8 text; save the file as UTF-8"]) from None


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Find the line on which each place begins; of a place that is not there, the nearest one around it."""
    around = {path: [path[:end] for end in range(len(path), -1, -1)] for path in paths}
    reader = _Reader("", {place for places in around.values() for place in places})
    with suppress(BadModel, UnicodeEncodeError, yaml.YAMLError):
        for event in _json_events(text) if _is_json(text) else _yaml_events(text):
            reader.take(event)
    return {
        path: next((reader.lines[place] for place in places if place in reader.lines), 1)
        for path, places in around.items()
    }


def _has_brace(text: str) -> bool:
    return text.lstrip().startswith("{")


def _is_json(text: str) -> bool:
    if not _has_brace(text):
        return False
    try:
        json.loads(text, parse_int=str)
    except json.JSONDecodeError:
        return False
    except RecursionError:
        pass
    return True


def _yaml_events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=yaml.CSafeLoader)


def _json_events(text: str) -> Iterator[yaml.Event]:
    """Tell the reader of YAML what is in a text that is JSON; slower than `json`, but it knows lines."""
    line = 0
    for token in JSON_TOKEN.findall(text):
        mark = yaml.Mark("", 0, line, 0, None, 0)
        match token[0]:
            case "\n":
                line += 1
            case "{":
                yield yaml.MappingStartEvent(None, None, implicit=True, start_mark=mark)
            case "[":
                yield yaml.SequenceStartEvent(None, None, implicit=True, start_mark=mark)
            case "}" | "]":
                yield yaml.CollectionEndEvent(mark)
            case '"':
                yield yaml.ScalarEvent(None, None, (False, True), json.loads(token), mark, style='"')
            case _:
                yield yaml.ScalarEvent(None, None, (True, False), JSON_SPECIAL.get(token, token), mark)


def _read(events: Iterable[yaml.Event], text: str, name: str) -> Any:  # noqa: ANN401
    reader = _Reader(name)
    try:
        for event in events:
            reader.take(event)
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        reader.say(mark.line + 1 if mark else 1, f"this is not YAML: {why.problem or why.context}")
    except ReaderError as why:
        line = text.encode().count(b"\n", 0, why.position) + 1
        reader.say(line, f"holds the control character {chr(why.character)!r}; remove it")
    except UnicodeEncodeError as why:
        reader.say(text.count("\n", 0, why.start) + 1, "holds half of a character pair (a lone surrogate); remove it")
    if reader.problems:
        raise BadModel(reader.problems)
    if not reader.root:
        raise BadModel([f"{name}:1: the document is empty; it begins with the line 'alignment: 1'"])
    return reader.root[0]


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read, and where in it: an index, a name, or None where a name comes next."""

    holder: list[Any] | dict[str, Any]
    at: str | int | None = None
    names: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Builds plain data from YAML events, one after the other, without recursion."""

    def __init__(self, name: str, wanted: Collection[Path] = ()) -> None:
        self.problems: list[str] = []
        self.root: list[Any] = []
        self.lines: dict[Path, int] = {}
        self._name = name
        self._wanted = wanted
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raises BadModel at once for what can't be read further."""
        if isinstance(event, yaml.NodeEvent):
            self._node(event, event.start_mark.line + 1)  # type: ignore[union-attr]  # a parser's events have one
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._done()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root:
            line = event.start_mark.line + 1  # type: ignore[union-attr]
            self._stop(line, "one document a file; put the second one into a file of its own")

    def say(self, line: int, problem: str) -> None:
        """Note a problem at the place that is being read."""
        self.problems.append(f"{self._name}:{line}: {spelled(self._path())}: {problem}")

    def _stop(self, line: int, problem: str) -> NoReturn:
        self.say(line, problem)
        raise BadModel(self.problems)

    def _path(self) -> Path:
        return tuple(here.at for here in self._open if here.at is not None)

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor:  # of an alias too
            self._stop(line, "anchors and aliases (& and *) are not used here; write it out")
        if self._open and self._open[-1].at is None:
            self._begin(self._open[-1], event, line)
            return
        self._note(line)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, line)
            self._put(self._meaning(event, line))
            self._done()
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event.tag, line)
            if len(self._open) == MAX_DEPTH:
                self._stop(line, f"nested more than {MAX_DEPTH} levels deep; a plan needs five")
            opened = _Open({}) if isinstance(event, yaml.MappingStartEvent) else _Open([], 0)
            self._put(opened.holder)
            self._open.append(opened)

    def _begin(self, here: _Open, event: yaml.NodeEvent, line: int) -> None:
        """Take the name of a field, whose value comes next."""
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(line, "a name must be text")
        here.at = event.value
        self._note(line)
        self._refuse_tag(event.tag, line)
        first = here.names.setdefault(event.value, line)
        if event.value in cast("dict[str, Any]", here.holder):
            self.say(line, f"written twice, first on line {first}; keep one")

    def _put(self, value: Any) -> None:  # noqa: ANN401
        here = self._open[-1] if self._open else None
        if here is None:
            self.root.append(value)
        elif isinstance(here.holder, list):
            here.holder.append(value)
        else:
            here.holder[str(here.at)] = value

    def _done(self) -> None:
        """Move on to what comes after a value."""
        if self._open:
            here = self._open[-1]
            here.at = len(here.holder) if isinstance(here.holder, list) else None

    def _note(self, line: int) -> None:
        if self._wanted and (path := self._path()) in self._wanted:
            self.lines.setdefault(path, line)

    def _refuse_tag(self, tag: str | None, line: int) -> None:
        if tag:
            self.say(line, f"tags (!) are not used here; remove {legible(tag)}")

    def _meaning(self, event: yaml.ScalarEvent, line: int) -> Any:  # noqa: ANN401
        if event.style:
            return event.value
        try:
            return _scalar(event.value)
        except ValueError as why:
            self.say(line, str(why))
            return None


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
        return _fraction(text)
    return _special(text) if SPECIAL.fullmatch(text) else text


def _whole(digits: str, base: int = 10) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits is too long")
    return int(digits, base)


def _fraction(digits: str) -> Decimal:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits is too long")
    try:
        return Decimal(digits)
    except InvalidOperation:
        _special(digits)


def _special(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number that can be used here")


def _parse_json(text: str, name: str) -> Any:  # noqa: ANN401
    """Read JSON; raises JSONDecodeError for what is not, BadModel for what can't be kept."""
    flawed = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal flawed
        result = dict(items)
        flawed = flawed or len(result) != len(items)
        return result

    def number(read: Callable[[str], Any]) -> Callable[[str], Any]:
        def checked(digits: str) -> Any:  # noqa: ANN401
            nonlocal flawed
            try:
                return read(digits)
            except ValueError:
                flawed = True
                return None

        return checked

    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=number(_whole),
            parse_float=number(_fraction),
            parse_constant=number(_special),
        )
    except RecursionError:
        flawed = True
    # What can't be kept is read again, slower, by the reader of YAML, which says where it is.
    return _read(_json_events(text), text, name) if flawed else value
