"""Changes in GraphQL: the library's own records as inputs, exactly one of which is given."""

from collections.abc import Iterable, Sized
from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field, create_model

import api.enums  # noqa: F401 - as for types
from analyzer import model
from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change as Made
from analyzer.changes.kinds.plans import Import
from analyzer.errors import BadModel
from analyzer.exchange.reading import read_text
from analyzer.model import Amount, Key
from analyzer.plan import records

MAX_CHANGES = 500


class Capacity(BaseModel):
    """How much a team can do in a period; a document has a mapping here, which GraphQL lacks."""

    period: Key = Field(description="Key of the period.")
    amount: Amount = Field(description="How much, in the map's unit of effort.")


class Document(BaseModel):
    """A plan document as text; GraphQL would have one input for each of its parts."""

    document: str = Field(description="The document, YAML or JSON.")
    replace: bool = Field(default=False, description="Make the map equal the document; delete the rest.")


def _input(kind: type[BaseModel], name: str) -> type[BaseModel]:
    """Make a record an input, in which a field that is left out is not the same as one that is null."""
    described = graphql.input(kind, name=name, description=(kind.__doc__ or "").partition("\n")[0])
    for field in described.__strawberry_definition__.fields:  # type: ignore[attr-defined]
        if field.default is None:
            field.default = field.default_value = strawberry.UNSET
    return described


def _with_capacities(kind: type[Made]) -> type[Made]:
    return create_model(
        kind.__name__,
        __base__=kind,
        __doc__=kind.__doc__,
        __module__=__name__,
        capacity=(tuple[Capacity, ...] | None, Field(None, description="How much it can do, by period.")),
    )


INPUTS: dict[str, type[BaseModel]] = {
    **CHANGES,
    **{name: _with_capacities(CHANGES[name]) for name in ("create_team", "edit_team")},
    Import.called: Document,
}

for _kind in (
    Capacity,
    model.Reading,
    model.Measure,
    records.PlanContribution,
    records.PlanDependency,
    records.PlanCommitment,
):
    _input(_kind, f"{_kind.__name__.removeprefix('Plan')}Input")

_fields: dict[str, Any] = {
    name: (strawberry.Maybe[_input(kind, CHANGES[name].__name__)], ...)  # type: ignore[misc]
    for name, kind in sorted(INPUTS.items())
}

Change = graphql.input(
    create_model("Change", __module__=__name__, **_fields),
    one_of=True,
    description="A change of the map: exactly one of these.",
)


def check_count(name: str, items: Sized) -> None:
    """Raise BadModel for more changes than are made at once."""
    if len(items) > MAX_CHANGES:
        raise BadModel([f"{name}: {len(items):,} are given; make at most {MAX_CHANGES} at once"])


def changes_of(written: Iterable[Any]) -> list[Made]:
    """Give the changes that are written; raises BadModel for too many, and for documents that can't be read."""
    items = list(written)
    check_count("changes", items)
    return [
        _made(name, getattr(one, name).value, f"changes[{number}].{name}")
        for number, one in enumerate(items)
        for name in one.model_fields_set
    ]


def _made(name: str, written: Any, place: str) -> Made:  # noqa: ANN401 - any of the inputs
    if isinstance(written, Document):
        return Import(plan=read_text(written.document, f"{place}.document").plan, replace=written.replace)
    if isinstance(written, CHANGES[name]) and "capacity" in written.model_fields_set:
        fields: dict[str, Any] = {field: getattr(written, field) for field in written.model_fields_set}
        if fields["capacity"] is not None:
            if len({one.period for one in fields["capacity"]}) < len(fields["capacity"]):
                raise BadModel([f"{place}.capacity: names a period twice; keep one"])
            fields["capacity"] = {one.period: one.amount for one in fields["capacity"]}
        return CHANGES[name].model_construct(written.model_fields_set, **fields)
    return written  # type: ignore[no-any-return]
