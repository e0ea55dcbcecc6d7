"""What every change of a map has: what it says, what it must see, what it does."""

import re
from abc import abstractmethod
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analyzer.changes.draft import Draft, Reads
from analyzer.model import Key, whole

Version = Annotated[int, Field(ge=1), BeforeValidator(whole)]
VERSION = "Version of the node that this is based on; refused when it has another one by now."


class Change(BaseModel):
    """A change of the map; frozen, unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    called: ClassVar[str]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]
        cls.called = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @abstractmethod
    def reads(self) -> Reads:
        """Tell what must be read to make it."""

    @abstractmethod
    def make(self, draft: Draft) -> None:
        """Make it; raises Refused."""

    def based_on(self) -> tuple[str, str, int] | None:
        """Tell on which version of which node, by label and key, it is based."""
        return None


class GoalChange(Change):
    """A change of one goal."""

    goal: Key = Field(description="Key of the goal.")
    version: Version | None = Field(None, description=VERSION)

    def reads(self) -> Reads:
        """See the goal."""
        return Reads().node("Goal", self.goal)

    def based_on(self) -> tuple[str, str, int] | None:
        """Name the goal."""
        return ("Goal", self.goal, self.version) if self.version else None


def written(change: Change) -> dict[str, Any]:
    """Give a change as plain data in the form in which it is read; fields that are not written are left out."""
    fields: dict[str, Any] = orjson.loads(orjson.dumps(change.model_dump(exclude_unset=True), default=_number))
    return {change.called: fields}


def _number(value: object) -> int | float:
    """Give an amount as the number that it is read from: exact, since it has at most 15 digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in a change")
