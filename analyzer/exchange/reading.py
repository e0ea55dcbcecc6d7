"""From files to one plan that is right in itself: every problem named by file, line and path, all at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from analyzer.errors import BadModel
from analyzer.exchange.document import Path, decode, lines_of, parse, spelled
from analyzer.exchange.plan import Plan, PlanGoal

LISTS = ("periods", "people", "teams", "goals")


@dataclass(frozen=True)
class Source:
    """One document: where it came from, its text if it was text, and what it says."""

    name: str
    plan: Plan
    text: str | None = None

    def say(self, problems: Iterable[tuple[Path, str]]) -> list[str]:
        """Write problems with the place they are at."""
        found = list(problems)
        lines = lines_of(self.text, {path for path, _ in found}) if self.text and found else {}
        return [
            f"{self.name}{f':{lines[path]}' if path in lines else ''}: {spelled(path)}: {problem}"
            for path, problem in found
        ]


def read_files(files: Iterable[FilePath]) -> list[Source]:
    """Read plan documents, YAML or JSON; raises BadModel with the problems of all of them."""
    sources: list[Source] = []
    problems: list[str] = []
    for file in files:
        try:
            sources.append(read_text(decode(_content(file), str(file)), str(file)))
        except BadModel as why:
            problems.extend(why.problems)
    if problems:
        raise BadModel(problems)
    check(sources)
    return sources


def read_text(text: str, name: str) -> Source:
    """Read one plan document from text; what links to what is left to `check`."""
    raw = parse(text, name)
    try:
        return Source(name, Plan.model_validate(raw), text)
    except ValidationError as why:
        problems = [(_place(error["loc"]), _problem(error)) for error in why.errors(include_url=False)]
    lines = lines_of(text, {path for path, _ in problems})
    raise BadModel([f"{name}:{lines.get(path, 1)}: {spelled(path)}: {problem}" for path, problem in problems])


def read_data(raw: Mapping[str, Any], name: str = "plan") -> Source:
    """Take a plan that is already data; raises BadModel with every problem by its path."""
    try:
        source = Source(name, Plan.model_validate(raw))
    except ValidationError as why:
        raise BadModel(
            [f"{name}: {spelled(_place(error['loc']))}: {_problem(error)}" for error in why.errors(include_url=False)]
        ) from None
    check([source])
    return source


def check(sources: list[Source]) -> None:
    """Refuse what is written twice, links of a goal to itself, and documents that contradict each other."""
    seen: dict[tuple[object, ...], str] = {}
    problems: list[str] = []
    units = {source.plan.effort_unit for source in sources if source.plan.effort_unit is not None}
    if len(units) > 1:
        problems.append(f"effort_unit: the documents use {', '.join(sorted(units))}; use one unit in all of them")
    for source in sources:
        found: list[tuple[Path, str]] = []
        for identity, path in _identities(source.plan):
            first = seen.setdefault(identity, f"{source.name}: {spelled(path)}")
            if first != f"{source.name}: {spelled(path)}":
                found.append((path, f"{_named(identity)} is already at {first}; keep one"))
        found.extend(
            (
                ("goals", index, name, position, "goal"),
                f"goal {goal.key!r} can't be linked with itself; remove the link",
            )
            for index, goal in enumerate(source.plan.goals or ())
            for name in ("contributes_to", "depends_on")
            for position, link in enumerate(getattr(goal, name) or ())
            if link.goal == goal.key
        )
        problems.extend(source.say(found))
    if problems:
        raise BadModel(problems)


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
    text = str(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= most else f"{text[:most]}…"
