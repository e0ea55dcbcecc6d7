"""What can be asked of scenarios; the map as it would be with one is a view."""

import strawberry.pydantic as graphql
from pydantic import BaseModel

from api.context import Info
from api.scenarios import Scenario, ScenarioComparison, all_scenarios, compared, found_scenario
from api.steps import all_fetched, fetched


class Planning(BaseModel):
    """Changes that are kept and not decided yet."""

    @graphql.field(description="The scenario of this name.")
    def scenario(self, info: Info, key: str) -> Scenario | None:
        """Find by name."""
        found = found_scenario(info.context, key)
        return None if found is None else fetched(info, found)

    @graphql.field(description="All scenarios, by name.")
    def scenarios(self, info: Info) -> list[Scenario]:
        """Read them."""
        return all_fetched(info, all_scenarios(info.context))

    @graphql.field(description="What scenarios do to the map as it is, side by side; nothing is kept of them.")
    def compare_scenarios(self, info: Info, keys: list[str]) -> ScenarioComparison:
        """Rehearse each."""
        return fetched(info, compared(info.context, keys))
