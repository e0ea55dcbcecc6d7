"""The map as it was, or as it would be: opened for a root field, in a transaction of which nothing is kept."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from analyzer.changes.kinds import CHANGES, Change
from analyzer.changes.kinds.change import written
from analyzer.errors import InputError, NotFound
from analyzer.history.moments import moment_of
from analyzer.history.views import change, go_back
from analyzer.scenarios import opened
from api.context import Context
from api.ids import ViewName, opaque
from api.limits import MAX_VIEW_NAME, TooMuch
from api.stored import key_of

NAME = TypeAdapter(ViewName)


def enter(context: Context, scenario: str | None, changes: Sequence[Change], as_of: str | None) -> Context:
    """Let a root field be answered as of a moment, with a scenario and changes on top.

    Raises NotFound for what is not there, BadModel for contradictions, InputError for more than a view can hold.
    """
    name = (scenario, as_of, [written(one) for one in changes])
    if len(opaque(name)) > MAX_VIEW_NAME:
        raise TooMuch(f"{len(changes):,} changes are too many for the ids of a view; save and view a scenario")
    tx = context.aside()
    seq, day, head, stored = None, None, None, as_of is None
    if as_of is not None:
        seq, day = moment_of(tx, as_of, context.today)
        head = go_back(tx, seq, alone=context.alone)
    kept = opened(tx, _named(scenario), seq) if scenario is not None else None
    whole = [*(kept.changes if kept else ()), *changes]
    if whole:
        places = [*(kept.places if kept else ()), *(f"changes[{at}].{one.called}" for at, one in enumerate(changes))]
        stored = change(tx, whole, context.rules.shipped, day or context.today, places, stored=stored)
    return context.enter(name, tx, day, stored=stored, head=head)


def _named(scenario: str) -> str:
    name = key_of(scenario)
    if name is None:
        raise NotFound(f"there is no scenario {scenario[:80]!r}; the field scenarios lists all")
    return name


def enter_named(context: Context, name: list[Any], text: str) -> Context:
    """Let a root field be answered in the view that an id names; raises InputError unless it is one of ours.

    In a view only its own ids are known.
    """
    if context.view is not None:
        if [*context.view] == name:
            return context
        raise InputError(f"{text[:80]!r} is the id of another view; ask for node beside view, not in it")
    try:
        named = NAME.validate_python(tuple(name))
        changes = [CHANGES[kind].model_validate(fields) for one in named[2] for kind, fields in one.items()]
    except (ValidationError, KeyError):
        raise InputError(f"{text[:80]!r} is not an id of this server; use one that it gave you") from None
    return enter(context, named[0], changes, named[1])
