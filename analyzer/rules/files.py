"""From files to rules: the folder is the registry, nothing is listed anywhere."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from analyzer.errors import BadFrontMatter, BadQuery, RuleError
from analyzer.graph.texts import root
from analyzer.rules.page import Page, parse_page
from analyzer.rules.rule import QueryError, Rule, check_query

ENDING = ".cypher"
WORDS = {
    "id": "name the file and its folder by small letters, digits and _, such as ours/no_description.cypher",
    "title": "write text of one line in quotes, at most 300 characters",
    "message": "write text of one line in quotes, at most 300 characters",
    "identity": 'write a list of columns, such as ["period"]',
    "amounts": 'write a list of columns, such as ["load"]',
    "settings": "write settings.name = value: the name of small letters, digits and _, the value a number, a text, a "
    "date, true or false, or a list of numbers or of texts",
    "since": 'write the version that brought it as three numbers in quotes, such as "1.0.0"',
}
"""What to write for a name of the head."""

_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@cache
def built_in() -> tuple[Rule, ...]:
    """Give the rules that ship with the program."""
    return read_rules(root.joinpath("rules"))


def read_rules(folder: Traversable) -> tuple[Rule, ...]:
    """Read every rule of a folder, sorted by id; raises RuleError with all problems of all files."""
    rules, problems = readable_rules(folder)
    if len(problems) == 1:
        raise next(iter(problems.values()))
    if problems:
        raise RuleError("\n".join(str(problem) for problem in problems.values()))
    return rules


def readable_rules(folder: Traversable) -> tuple[tuple[Rule, ...], dict[str, RuleError]]:
    """Read the rules of a folder that can be used, sorted by id, and say by id what is wrong with the others."""
    rules: list[Rule] = []
    problems: dict[str, RuleError] = {
        name.removesuffix(ENDING): BadFrontMatter(f"{name}: put it into the folder of a family, such as ours/{name}")
        for name in (entry.name for entry in _named(folder))
        if name.endswith(ENDING)
    }
    for family, file in _files(folder, problems):
        place = f"{family}/{file.name}"
        name = place.removesuffix(ENDING)
        try:
            rules.append(parse_rule(file.read_text("utf-8"), place))
        except UnicodeDecodeError:
            problems[name] = BadFrontMatter(f"{place}: this is not UTF-8 text; save the file as UTF-8")
        except OSError as why:
            problems[name] = BadFrontMatter(f"{place}: can't be read: {why.strerror or why}")
        except RuleError as why:
            problems[name] = why
    return tuple(rules), problems


def read_page(rule: Rule, folder: Traversable | None = None) -> Page:
    """Read the page beside a rule; raises BadFrontMatter."""
    place = f"{rule.id}.md"
    file = (root.joinpath("rules") if folder is None else folder).joinpath(place)
    if not file.is_file():
        raise BadFrontMatter(f"{place}: write this page beside the rule: what it finds, why it matters, its cases")
    try:
        return parse_page(file.read_text("utf-8"), place, rule.title)
    except UnicodeDecodeError:
        raise BadFrontMatter(f"{place}: this is not UTF-8 text; save the file as UTF-8") from None
    except OSError as why:
        raise BadFrontMatter(f"{place}: can't be read: {why.strerror or why}") from None


def parse_rule(text: str, place: str) -> Rule:
    """Turn the text of a file, named `family/rule.cypher`, into a rule; raises BadFrontMatter or BadQuery."""
    lines = text.splitlines()
    head = _head(lines)
    body = "\n".join(lines[head:]).strip("\n")
    try:
        front = tomllib.loads("\n".join(line.removeprefix("//").removeprefix(" ") for line in lines[:head]))
    except tomllib.TOMLDecodeError as why:
        found = _TOML_LINE.search(str(why))
        line = found[1] if found else str(max(head, 1))
        raise BadFrontMatter(f"{place}:{line}: {_TOML_LINE.sub('', str(why))}; write name = value (TOML)") from None
    if taken := front.keys() & {"id", "query"}:
        raise BadFrontMatter(f"{place}: {min(taken)} comes from the file itself; remove the line")
    if not body:
        raise BadQuery(f"{place}:{head + 1}: the query is missing; write it below the // lines")
    first = head + next(number for number, line in enumerate(lines[head:], 1) if line)
    try:
        check_query(body, str(front.get("about", "Goal")))
    except QueryError as why:
        raise BadQuery(f"{place}:{first + why.line}: {why}") from None
    try:
        return Rule(id=place.removesuffix(ENDING), query=body, **front)
    except ValidationError as why:
        raise BadFrontMatter("\n".join(_problems(why, lines[:head], place))) from None


def _files(folder: Traversable, problems: dict[str, RuleError]) -> Iterator[tuple[str, Traversable]]:
    """Give the rule files by family; a folder that can't be read is a problem, by the name of the family."""
    for family in _named(folder):
        try:
            files = _named(family) if family.is_dir() else []
        except OSError as why:
            problems[family.name] = BadFrontMatter(f"{family}: can't be read: {why.strerror or why}")
            continue
        yield from ((family.name, file) for file in files if file.name.endswith(ENDING))


def _named(folder: Traversable) -> list[Traversable]:
    """List a folder in order of names, without what begins with a dot: that is for editors and systems."""
    return sorted((entry for entry in folder.iterdir() if not entry.name.startswith(".")), key=lambda entry: entry.name)


def _head(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))


def _problems(why: ValidationError, head: list[str], place: str) -> Iterator[str]:
    told: dict[str, None] = {}
    for error in why.errors(include_url=False):
        name = str(error["loc"][0]) if error["loc"] else ""
        line = next((n for n, text in enumerate(head, 1) if re.match(rf"//\s*{re.escape(name)}\b", text)), 0)
        where = f"{place}:{line}" if name and line else place
        told[f"{where}: {_words(name, error)}"] = None  # a setting is wrong in as many ways as there are kinds
    yield from told


def _words(name: str, error: Any) -> str:  # noqa: ANN401 - pydantic's typed dict
    what = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"{name} is missing; add a line // {name} = …"
    if error["type"] == "extra_forbidden":
        return f"{name} is not known here; remove it, or write settings.{name}"
    if error["type"] in ("enum", "literal_error"):
        return f"{name} must be {error['ctx']['expected']}"
    return f"{name}: {WORDS.get(name, what)}" if name else what
