"""What cadence events are for."""

from enum import StrEnum


class CadenceKind(StrEnum):
    """What happens at an event: goals are set, progress is looked at, or a cycle is closed."""

    PLANNING = "planning"
    CHECK_IN = "check-in"
    REVIEW = "review"
