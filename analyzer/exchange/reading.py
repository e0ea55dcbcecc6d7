"""From files to one plan that is right in itself: every problem named by file, line and path, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from analyzer.errors import BadModel
from analyzer.exchange.document import decode, parse
from analyzer.exchange.flaws import dangling, flaws
from analyzer.exchange.pause import collector_paused
from analyzer.exchange.salvage import salvage
from analyzer.exchange.source import Source, refuse, told
from analyzer.plan.place import Path
from analyzer.plan.records import Plan


@collector_paused()
def read_files(files: Iterable[FilePath], *, closed: bool = False) -> list[Source]:
    """Read plan documents, YAML or JSON; raises BadModel with the problems of all of them.

    When a record is wrong, what the documents write twice is told too, and, if `closed`, what they name but don't
    declare, unless a whole list is missing. Else that is left to the import, which knows the map.
    """
    read: list[Source | BadModel] = []
    for file in files:
        try:
            read.append(_source(parse(text := decode(read_file(file), str(file)), str(file)), str(file), text))
        except BadModel as why:
            read.append(why)
    sources = [one for one in read if isinstance(one, Source)]
    readable = len(sources) == len(read)
    if not readable or any(source.wrong for source in sources):
        listed = readable and all(len(path) > 1 for source in sources for path, _ in source.wrong)
        problems = iter(told(sources, [*flaws(sources), *(dangling(sources) if closed and listed else ())]))
        in_order = (one.problems if isinstance(one, BadModel) else next(problems) for one in read)
        raise BadModel([problem for of_file in in_order for problem in of_file])
    return sources


@collector_paused()
def read_text(text: str, name: str) -> Source:
    """Read one plan document from text; raises BadModel. Without wrong records, links are left to `check`."""
    return _right(_source(parse(text, name), name, text))


@collector_paused()
def read_data(raw: Mapping[str, Any], name: str = "plan") -> Source:
    """Take a plan that is already data; raises BadModel with every problem by its path. Links are left to `check`."""
    return _right(_source(raw, name))


def _right(source: Source) -> Source:
    if source.wrong:
        check([source])
    return source


def _source(raw: object, name: str, text: str | None = None) -> Source:
    try:
        return Source(name, Plan.model_validate(raw), text)
    except ValidationError as why:
        wrong = tuple((place_in(error["loc"]), problem_of(error)) for error in why.errors(include_url=False))
    return Source(name, salvage(raw, [path for path, _ in wrong]), text, wrong)


def check(sources: Sequence[Source]) -> None:
    """Raise BadModel for what is written twice, links of a goal to itself, and documents that contradict each other."""
    refuse(sources, flaws(sources))


def read_file(file: FilePath) -> bytes:
    """Read a file; raises BadModel."""
    try:
        return file.read_bytes()
    except OSError as why:
        raise BadModel([f"{file}: can't be read: {why.strerror or why}"]) from None


def place_in(loc: tuple[int | str, ...]) -> Path:
    """Give the place that pydantic found something wrong at."""
    return tuple(part for part in loc if part != "[key]")


def problem_of(error: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one line a kind of error
    """Say what is wrong, in words for people, and what was written there."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return "there is no such field; check the spelling (`alignment schema` lists them all)"
        case "missing":
            return "is required; add it"
        case "string_type":
            return "write text; put quotes around it if it looks like a number"
        case "tuple_type":
            return "write a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "write fields with values here"
        case "enum" | "literal_error":
            return f"must be {context['expected']}, not {_short(error['input'])}"
        case "value_error":
            return str(context["error"])
        case "string_unicode":
            return "holds half of a character pair (a lone surrogate); remove it"
        case _:
            message = str(error["msg"])
            return f"{message[0].lower()}{message[1:]}, not {_short(error['input'])}"


def _short(value: object, most: int = 60) -> str:
    if isinstance(value, (list, tuple, dict)):
        return "fields with values" if isinstance(value, dict) else "a list"
    try:
        text = repr(value[: most + 1]) if isinstance(value, str) else str(value)
    except ValueError:  # more digits than Python writes out
        return "a number of thousands of digits"
    return text if len(text) <= most else f"{text[:most]}…"
