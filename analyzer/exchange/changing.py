"""Sets of changes as people write them: a list, each item the name of a change with its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from analyzer.changes.kinds import CHANGES, Change
from analyzer.errors import BadModel
from analyzer.exchange.document import decode, lines_of, parse
from analyzer.exchange.reading import place_in, problem_of, read_file
from analyzer.plan.place import Path, spelled


@dataclass
class Written:
    """Changes in the order in which they are made, each with the place where it was written."""

    changes: list[Change] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def add(self, change: Change, place: str) -> None:
        """Put one more behind them."""
        self.changes.append(change)
        self.places.append(place)


def read_changes(files: Iterable[FilePath]) -> Written:
    """Read documents of changes, YAML or JSON: `changes: [{drop: {goal: …}}, …]`; raises BadModel with all problems."""
    written = Written()
    problems: list[str] = []
    for file in files:
        try:
            text = decode(read_file(file), str(file))
            if text.strip():
                _take(written, parse(text, str(file)), str(file), text)
            else:
                problems.append(f"{file}: the document is empty; it begins with the line 'changes:'")
        except BadModel as why:
            problems += why.problems
    if problems:
        raise BadModel(problems)
    return written


def read_change(text: str, name: str) -> Change:
    """Read one change from text, such as `drop: {goal: …}`; raises BadModel."""
    change, problems = _change(parse(text, name) if text.strip() else None, ())
    if change is None:
        raise BadModel([f"{name}: {spelled(path) + ': ' if path else ''}{problem}" for path, problem in problems])
    return change


def change_of(name: str, fields: Mapping[str, Any], place: str) -> Change:
    """Make a change of a name from its fields; raises BadModel."""
    change, problems = _change({name: dict(fields)}, ())
    if change is None:
        raise BadModel([f"{place}: {problem}" for _, problem in problems])
    return change


def changes_of(items: object, name: str) -> list[Change]:
    """Read a list of changes from plain data, as `written` gives each; raises BadModel with all problems."""
    if not isinstance(items, list) or not items:
        raise BadModel([f"{name}: write a list of changes, such as [{{drop: {{goal: KEY}}}}]"])
    found = [_change(item, (name, number)) for number, item in enumerate(items)]
    if wrong := [f"{spelled(path)}: {problem}" for _, problems in found for path, problem in problems]:
        raise BadModel(wrong)
    return [change for change, _ in found if change is not None]


def json_schema() -> dict[str, Any]:
    """Describe a document of changes as JSON Schema (draft 2020-12)."""
    names = sorted(CHANGES)
    definitions: dict[str, Any] = {}
    for name in names:
        schema = TypeAdapter(CHANGES[name]).json_schema()
        definitions |= schema.pop("$defs", {})
        definitions[name] = schema
    one = [
        {"type": "object", "properties": {name: {"$ref": f"#/$defs/{name}"}}, "required": [name],
         "additionalProperties": False}
        for name in names
    ]  # fmt: skip
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Changes",
        "type": "object",
        "properties": {"changes": {"type": "array", "items": {"oneOf": one}}},
        "required": ["changes"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _take(written: Written, raw: object, name: str, text: str) -> None:
    items = raw.get("changes") if isinstance(raw, dict) and set(raw) == {"changes"} else None
    if not isinstance(items, list) or not items:
        raise BadModel([f"{name}: write a list of changes, such as `changes: [{{drop: {{goal: KEY}}}}]`"])
    found, wrong = [], []
    for number, item in enumerate(items):
        change, problems = _change(item, ("changes", number))
        wrong += problems
        if change is not None:
            found.append((change, ("changes", number, change.called)))
    lines = lines_of(text, [path for _, path in found] + [path for path, _ in wrong])
    if wrong:
        raise BadModel([f"{name}:{lines[path]}: {spelled(path)}: {problem}" for path, problem in wrong])
    for change, path in found:
        written.add(change, f"{name}:{lines[path]}: {spelled(path)}")


def _change(item: object, here: Path) -> tuple[Change | None, list[tuple[Path, str]]]:
    if not isinstance(item, dict) or len(item) != 1:
        return None, [(here, "write one change with its fields, such as `drop: {goal: KEY}`")]
    ((name, fields),) = item.items()
    if name not in CHANGES:
        close = get_close_matches(str(name), CHANGES, 1)
        remedy = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(CHANGES))}"
        return None, [((*here, str(name)), f"there is no such change; {remedy}")]
    try:
        return CHANGES[name].model_validate({} if fields is None else fields), []
    except ValidationError as why:
        errors = why.errors(include_url=False)
        return None, [((*here, name, *place_in(error["loc"])), problem_of(error)) for error in errors]
