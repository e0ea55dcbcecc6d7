"""All kinds of changes as a document to read."""

from collections.abc import Iterator
from itertools import groupby
from sys import modules

from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change
from analyzer.changes.kinds.nodes import NodeChange

HEAD = """# Changes

All that can be done to a map. A set of changes is a list in which each item is the name of a change with its fields:

```yaml
changes:
  - postpone: {goal: us-market, to: 2027-06-30}
  - cut_contribution: {goal: us-sales-team, to: us-market}
  - edit_goal: {key: saas-model, description: null, owner: ada}
```

`alignment impact --changes FILE` says what they break, `alignment change --changes FILE` makes them, whole or not at
all; `--change` takes one item from the command line, and GraphQL has the same names in camel case. They are made in
turn: a later one may speak of what an earlier one created or renamed. Two that say different things about the same
field, link or node contradict each other and are refused. A field that is left out stays as it is, and null clears it.
A change that names the `version` it is based on is refused when somebody changed the node since.

Fields in **bold** are required. `alignment schema --changes` prints the JSON Schema of a set.
"""


def overview() -> str:
    """Give the list of all changes as Markdown, by what they are about."""
    rooms = groupby(CHANGES.values(), lambda kind: kind.__module__)
    parts = [f"## {_said(modules[room].__doc__)}\n\n{''.join(_rows(kinds))}" for room, kinds in rooms]
    return "\n".join([HEAD, *parts])


def _rows(kinds: Iterator[type[Change]]) -> Iterator[str]:
    yield "| change | what it does | fields |\n| --- | --- | --- |\n"
    for kind in kinds:
        yield f"| `{kind.called}` | {_said(kind.__doc__)} | {', '.join(_fields(kind))} |\n"


def _fields(kind: type[Change]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        if not issubclass(kind, NodeChange) or field.is_required() or name == "version":
            yield f"**`{name}`**" if field.is_required() else f"`{name}`"
    if issubclass(kind, NodeChange):
        yield "whatever a plan document says of it"


def _said(doc: str | None) -> str:
    return (doc or "").partition("\n")[0].removesuffix(".")
