"""Fetching all that a root field selects, of every type there is."""

from typing import TypeVar

from api.changed import CHANGED_STEPS
from api.context import Info
from api.findings.score import SCORE_STEPS
from api.findings.types import FINDING_STEPS
from api.impact import IMPACT_STEPS
from api.loading import Steps, fetch
from api.outlook import OUTLOOK_STEPS
from api.past import HISTORY_STEPS
from api.remedies import REMEDY_STEPS
from api.scenarios import SCENARIO_STEPS
from api.types import STEPS

T = TypeVar("T")

ALL_STEPS: Steps = {
    **STEPS,
    **FINDING_STEPS,
    **SCORE_STEPS,
    **IMPACT_STEPS,
    **OUTLOOK_STEPS,
    **REMEDY_STEPS,
    **CHANGED_STEPS,
    **HISTORY_STEPS,
    **SCENARIO_STEPS,
}


def fetched(info: Info, root: T) -> T:
    """Fetch below one object."""
    return all_fetched(info, [root])[0]


def all_fetched(info: Info, roots: list[T]) -> list[T]:
    """Fetch below objects, together."""
    fetch(ALL_STEPS, (info.context.inside or info.context).loaded, info._raw_info, roots)  # noqa: SLF001 - graphql-core's own view of the selection
    return roots
