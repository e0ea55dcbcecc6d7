"""The root of the GraphQL schema; `python -m api.schema > api/schema.graphql` writes it down."""

import sys

import strawberry
import strawberry.pydantic as graphql
from strawberry.schema.config import StrawberryConfig

from api.asking import Asking
from api.changes import Change, changes_of
from api.context import Info
from api.history import Looking
from api.mutations import Mutation
from api.planning import Planning
from api.stored import day_text
from api.types import Commitment, Contribution, Dependency, Goal, Measure, Period, Person, Team
from api.views import enter


@graphql.type(description="The map as it was, or as it would be; everything is answered as it is of the live map.")
class View(Asking):
    """Its fields are answered in the transaction that `view` has opened."""


@graphql.type(description="Everything that can be asked of the map, and of its past.")
class Query(Asking, Looking, Planning):
    """The live map."""

    @graphql.field(
        description="The map as of a day, a revision or a cadence event, with a scenario and then changes on top."
    )
    def view(
        self,
        info: Info,
        scenario: str | None = None,
        changes: list[Change] | None = None,  # type: ignore[valid-type]
        as_of: strawberry.ID | None = None,
    ) -> View:
        """Open it."""
        enter(info.context, scenario, changes_of(changes or []), as_of)
        return View()


SCHEMA = strawberry.Schema(
    Query,
    Mutation,
    types=[Goal, Team, Person, Period, Measure, Contribution, Dependency, Commitment],
    config=StrawberryConfig(auto_camel_case=True),
)
SCHEMA._schema.type_map["Date"].coerce_output_value = day_text  # type: ignore[attr-defined]  # noqa: SLF001 - Strawberry's own calls whatever is there


def main() -> None:
    """Print the schema."""
    sys.stdout.write(SCHEMA.as_str() + "\n")


if __name__ == "__main__":
    main()
