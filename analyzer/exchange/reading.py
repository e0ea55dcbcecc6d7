"""From files to one plan that is right in itself: every problem named by file, line and path, all at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from analyzer.errors import BadModel
from analyzer.exchange.document import Path, decode, lines_of, parse, spelled
from analyzer.exchange.pause import collector_paused
from analyzer.exchange.plan import Plan, PlanGoal

LISTS = ("periods", "people", "teams", "goals")


@dataclass(frozen=True)
class Source:
    """One document: where it came from, its text if it was text, and what it says."""

    name: str
    plan: Plan
    text: str | None = None

    def lines(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Find the lines of places, when it was text."""
        asked = set(paths)
        return lines_of(self.text, asked) if self.text and asked else {}

    def place(self, path: Path, line: int | None) -> str:
        """Spell a place with the file and, when it was text, the line."""
        return f"{self.name}{f':{line}' if line else ''}: {spelled(path)}"


def read_files(files: Iterable[FilePath]) -> list[Source]:
    """Read plan documents, YAML or JSON; raises BadModel with the problems of all of them.

    What names what, within them and in the map, is left to the import, which tells all of it at once.
    """
    sources: list[Source] = []
    problems: list[str] = []
    for file in files:
        try:
            sources.append(read_text(decode(_content(file), str(file)), str(file)))
        except BadModel as why:
            problems.extend(why.problems)
    if problems:
        raise BadModel(problems)
    return sources


@collector_paused()
def read_text(text: str, name: str) -> Source:
    """Read one plan document from text; links are left to `check`."""
    raw = parse(text, name)
    try:
        return Source(name, Plan.model_validate(raw), text)
    except ValidationError as why:
        problems = [(_place(error["loc"]), _problem(error)) for error in why.errors(include_url=False)]
    lines = lines_of(text, {path for path, _ in problems})
    problems.sort(key=lambda found: lines[found[0]])
    raise BadModel([f"{name}:{lines[path]}: {spelled(path)}: {problem}" for path, problem in problems])


@collector_paused()
def read_data(raw: Mapping[str, Any], name: str = "plan") -> Source:
    """Take a plan that is already data; raises BadModel with every problem by its path. Links are left to `check`."""
    try:
        return Source(name, Plan.model_validate(raw))
    except ValidationError as why:
        raise BadModel(
            [f"{name}: {spelled(_place(error['loc']))}: {_problem(error)}" for error in why.errors(include_url=False)]
        ) from None


@dataclass(frozen=True)
class Flaw:
    """What can't be told from one record alone: the source it is in by number, where, and what contradicts it."""

    source: int
    path: Path
    problem: str
    first: tuple[int, Path] | None = None
    remedy: str = ""


def check(sources: Sequence[Source]) -> None:
    """Raise BadModel for what is written twice, links of a goal to itself, and documents that contradict each other."""
    refuse(sources, flaws(sources))


def refuse(sources: Sequence[Source], found: Sequence[Flaw]) -> None:
    """Raise BadModel with every flaw and its place, in the order of files and lines, if there is any."""
    if not found:
        return
    lines = [
        source.lines({flaw.path for flaw in found if flaw.source == number} | _firsts(found, number))
        for number, source in enumerate(sources)
    ]

    def place(number: int, path: Path) -> str:
        return sources[number].place(path, lines[number].get(path))

    ordered = sorted(found, key=lambda flaw: (flaw.source, lines[flaw.source].get(flaw.path, 0)))
    raise BadModel(
        [
            f"{place(flaw.source, flaw.path)}: {flaw.problem}"
            f"{f' {place(*flaw.first)}' if flaw.first else ''}{flaw.remedy}"
            for flaw in ordered
        ]
    )


@collector_paused()
def flaws(sources: Sequence[Source]) -> list[Flaw]:
    """Find what is written twice, links of a goal to itself, and documents that contradict each other."""
    seen: dict[tuple[object, ...], tuple[int, Path]] = {}
    found: list[Flaw] = []
    for number, source in enumerate(sources):
        for identity, path in _identities(source.plan):
            here = (number, path)
            if (first := seen.setdefault(identity, here)) is not here:
                found.append(Flaw(*here, f"{_named(identity)} is already at", first, "; keep one"))
    for number, source in enumerate(sources):
        found.extend(Flaw(number, path, problem) for path, problem in _self_links(source.plan))
    found.extend(_other_units(sources))
    return found


def _firsts(found: Iterable[Flaw], number: int) -> set[Path]:
    return {flaw.first[1] for flaw in found if flaw.first and flaw.first[0] == number}


def _other_units(sources: Sequence[Source]) -> Iterator[Flaw]:
    path: Path = ("effort_unit",)
    units = [(number, source.plan.effort_unit) for number, source in enumerate(sources) if source.plan.effort_unit]
    for number, unit in units[1:]:
        first, expected = units[0]
        if unit != expected:
            yield Flaw(number, path, f"{unit!r} here, {expected!r} at", (first, path), "; use one unit")


def _self_links(plan: Plan) -> Iterator[tuple[Path, str]]:
    for index, goal in enumerate(plan.goals or ()):
        for name in ("contributes_to", "depends_on"):
            for position, link in enumerate(getattr(goal, name) or ()):
                if link.goal == goal.key:
                    problem = f"goal {goal.key!r} can't be linked with itself; remove the link"
                    yield ("goals", index, name, position, "goal"), problem


def _content(file: FilePath) -> bytes:
    try:
        return file.read_bytes()
    except OSError as why:
        raise BadModel([f"{file}: can't be read: {why.strerror or why}"]) from None


def _identities(plan: Plan) -> Iterator[tuple[tuple[object, ...], Path]]:
    """Everything that may be written once only, with its place."""
    for name in LISTS:
        for index, record in enumerate(getattr(plan, name) or ()):
            yield (name, record.key), (name, index, "key")
    for index, person in enumerate(plan.people or ()):
        for position, team in enumerate(person.teams or ()):
            yield ("teams of", person.key, team), ("people", index, "teams", position)
    for index, goal in enumerate(plan.goals or ()):
        for name, rows in _within(goal):
            for position, identity in enumerate(rows):
                yield (name, goal.key, *identity), ("goals", index, name, position)


def _within(goal: PlanGoal) -> Iterator[tuple[str, list[tuple[str | None, ...]]]]:
    yield "measures", [(measure.name,) for measure in goal.measures or ()]
    yield "contributes_to", [(link.goal,) for link in goal.contributes_to or ()]
    yield "depends_on", [(link.goal,) for link in goal.depends_on or ()]
    yield "commitments", [(made.team, made.period, made.promised_to) for made in goal.commitments or ()]


def _named(identity: tuple[object, ...]) -> str:
    kind, *rest = identity
    noun = {
        "periods": "period",
        "people": "person",
        "teams": "team",
        "goals": "goal",
        "teams of": "membership",
        "measures": "measure",
        "contributes_to": "contribution",
        "depends_on": "dependency",
        "commitments": "commitment",
    }[str(kind)]
    return f"{noun} {' / '.join(repr(part) for part in rest if part is not None)}"


def _place(loc: tuple[int | str, ...]) -> Path:
    return tuple(part for part in loc if part != "[key]")


def _problem(error: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one line a kind of error
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
