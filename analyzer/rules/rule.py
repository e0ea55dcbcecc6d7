"""A rule: what its file says, checked field by field."""

import re
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from analyzer.graph.texts import FIRST_LINE
from analyzer.rules.algorithms import ALGORITHMS

Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]+$")]
Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")]
Setting: TypeAlias = bool | int | float | str | date | list[int] | list[float] | list[str] | dict[str, float]
About: TypeAlias = Literal["Goal", "Team", "Person"]
AlgorithmName: TypeAlias = Literal["cycles", "components", "reviews"]

GIVEN = frozenset({"live", "counting", "refused", "today", "among"})
"""Parameters that every rule gets; no setting may be called so."""

SUBJECT = ("key", "title")
"""Columns that name the subject: its key, and what people call it. All other columns are evidence."""

ID = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
"""What a rule is called: the folder and the name of its file."""

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""Where a message names a column."""

_RETURN = re.compile(r"^RETURN (?:DISTINCT )?(?P<columns>.+?)^ORDER BY key\b[^\n]*\Z", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r"(?:.*\bAS\s+)?([A-Za-z_][A-Za-z0-9_]*)", re.DOTALL)
_UNSTEADY = re.compile(
    r"\b(date|datetime|localdatetime|time|localtime|timestamp|rand|randomUUID)\s*\(\s*\)", re.IGNORECASE
)
_PARAMETER = re.compile(r"\$(`?[A-Za-z_]\w*)")
_STRING_OR_COMMENT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)


class Severity(StrEnum):
    """How bad it is; declared from worst to mildest."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is worst."""
        return list(Severity).index(self)


class Reach(StrEnum):
    """Whose answers an edit can change; `reach.py` says exactly what each word means."""

    SELF = "self"
    NEIGHBOURS = "neighbours"
    CLUSTER = "cluster"
    NAMESAKES = "namesakes"
    CORPORATE = "corporate"
    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    TEAM = "team"
    OWNER = "owner"
    MAP = "map"


class Rule(BaseModel):
    """One question to the map, and how to speak of its answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    id: RuleId
    title: Line
    severity: Severity
    about: About
    message: Line
    identity: tuple[Name, ...] = ()
    reach: Reach
    amounts: tuple[Name, ...] = Field((), description="Columns in millionths, shown as the amounts they are.")
    algorithm: AlgorithmName | None = Field(None, description="What is computed from the rows of the query.")
    settings: dict[Name, Setting] = Field(default_factory=dict)
    since: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    query: str = Field(repr=False)

    @property
    def family(self) -> str:
        """The folder that the rule is in."""
        return self.id.partition("/")[0]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What a row holds: what the query returns, in order, and what the algorithm makes of it; raises ValueError."""
        returned = columns_of(self.query)
        if self.algorithm is None:
            return returned
        algorithm = ALGORITHMS[self.algorithm]
        if lacking := sorted(algorithm.takes - set(returned)):
            raise ValueError(f"the algorithm {self.algorithm} needs a column {', '.join(lacking)}; return it")
        return (*(name for name in returned if name not in algorithm.takes), *algorithm.adds)

    @model_validator(mode="after")
    def _fits_its_query(self) -> Self:
        evidence = [name for name in self.columns if name not in SUBJECT]
        problems = [f"the message names {{{name}}}" for name in PLACE.findall(self.message) if name not in self.columns]
        problems += [f"identity names {name!r}" for name in self.identity if name not in evidence]
        problems += [f"amounts names {name!r}" for name in self.amounts if name not in evidence]
        if problems:
            raise ValueError(f"{', '.join(problems)}, but the query returns {', '.join(self.columns)}")
        if re.search(r"[{}]", PLACE.sub("", self.message)):
            raise ValueError("the message holds a brace that is not around the name of a column")
        if taken := sorted(GIVEN & set(self.settings)):
            raise ValueError(f"a setting can't be called {taken[0]!r}: every rule gets that parameter anyway")
        used = {found[1] for found in _PARAMETER.finditer(without_strings(self.query))}
        if unknown := sorted(used - GIVEN - set(self.settings)):
            raise ValueError(f"the query asks for ${unknown[0]}, which nobody gives; add settings.{unknown[0]} = …")
        for name, default in self.settings.items():
            plain, by, _ = name.rpartition("_by_")
            if (default == {}) != bool(by and plain in self.settings):
                raise ValueError(f"the setting {name}: only one that is called other_setting_by_… is {{}}, and must be")
        if amounts := sorted(set(self.amounts) & set(self.identity)):
            raise ValueError(f"{amounts[0]!r} can't be both an amount and part of the identity")
        return self


class QueryError(ValueError):
    """A query that can't be a rule's; knows the line within the query, counted from 0."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def check_query(query: str, about: str) -> None:
    """Raise QueryError unless the query has the form that the runner and the reader rely on."""
    first = query.partition("\n")[0]
    found = FIRST_LINE.fullmatch(first.rstrip())
    if not found:
        raise QueryError(0, f"the query must begin with a line that is exactly MATCH (x:{about}), not {first!r}")
    if found["label"] != about:
        raise QueryError(0, f'the query begins with {found["label"]}, but about = "{about}"; make them the same')
    second = query.partition("\n")[2].lstrip()
    if second.startswith((",", "-", "<")):
        raise QueryError(1, "the first line must be a whole pattern; begin the next with a clause, such as MATCH")
    bare = without_strings(query)
    if unsteady := _UNSTEADY.search(bare):
        line = bare.count("\n", 0, unsteady.start())
        raise QueryError(line, f"{unsteady[0]} gives another answer each time; use $today, which is given")
    columns_of(query)


def columns_of(query: str) -> tuple[str, ...]:
    """Read the names of the columns off the last RETURN; raises QueryError."""
    lines = query.rstrip().count("\n")
    found = _RETURN.search(query.rstrip())
    if not found:
        raise QueryError(lines, "the query must end with a line RETURN … and a line that begins with ORDER BY key")
    names = []
    for column in _split(found["columns"]):
        name = _COLUMN.fullmatch(column.strip())
        if not name:
            raise QueryError(lines, f"give the column {column.strip()!r} a name: … AS name")
        names.append(name[1])
    if "key" not in names:
        raise QueryError(lines, "the query must return the key of its subject: x.key AS key")
    return tuple(names)


def without_strings(query: str) -> str:
    """Blank strings and comments, each letter by a space, so that places stay."""
    return _STRING_OR_COMMENT.sub(lambda text: re.sub(r"[^\n]", " ", text[0]), query)


def _split(columns: str) -> list[str]:
    """Cut at the commas that are outside of brackets and strings."""
    bare = without_strings(columns)
    cuts, depth = [-1], 0
    for place, letter in enumerate(bare):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and not depth:
            cuts.append(place)
    return [columns[start + 1 : end] for start, end in zip(cuts, [*cuts[1:], len(columns)], strict=True)]
