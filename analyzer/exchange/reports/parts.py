"""The parts of the page for a meeting: rows, links to them, groups of links, sections of rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.rules.audit import Asked
from analyzer.rules.rule import Severity


@dataclass(frozen=True)
class Row:
    """A finding, written out."""

    anchor: str
    severity: Severity
    noun: str
    key: str
    name: str
    message: str
    team_key: str
    team: str
    owner: str | None
    """Nobody is an empty text; None is for what nobody can own."""
    state: str
    accepted: str
    fingerprint: str


@dataclass(frozen=True)
class Link:
    """A finding in brief, and the way to where it is written out, or to its rule when it is beyond what is listed."""

    href: str
    severity: Severity
    name: str
    title: str
    owner: str | None
    state: str
    accepted: bool


@dataclass(frozen=True)
class Links:
    """The first of some findings, and how many more there are."""

    shown: tuple[Link, ...]
    more: int


@dataclass(frozen=True)
class Group:
    """The findings of a corporate goal or of a team, what they cost, and that as a part of what the costliest does."""

    key: str | None
    name: str
    points: str
    part: float
    counts: Mapping[Severity, int]
    links: Links


@dataclass(frozen=True)
class Groups:
    """The costliest groups, how many more there are, and what belongs to none."""

    shown: tuple[Group, ...]
    more: int
    apart: Group | None


@dataclass(frozen=True)
class Section:
    """A rule with its findings."""

    asked: Asked
    noun: str
    points: str
    count: int
    accepted: int
    rows: tuple[Row, ...]
    more: int
