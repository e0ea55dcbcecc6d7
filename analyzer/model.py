"""What a goal map is made of: the only place where a field is declared, with its limits and its description.

A class carries its graph label or relationship type in `label`. Absent fields are None, never guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

MILLION = 1_000_000
"""Amounts are stored as so many millionths, as integers, so that sums and comparisons are exact."""

MAX_KEY = 200
MAX_WHY = 2_000
MAX_TITLE = 2_000
MAX_TEXT = 20_000
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
JOINERS = {ord("\u200c"): None, ord("\u200d"): None}
"""Invisible, but needed to spell words of several scripts, and by emoji."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
CONTROLS_IN_TEXT = re.compile(r"(?!\r\n|[\t\n])[\x00-\x1f\x7f-\x9f]")
"""What could steer the terminal that a text is shown on; lines may end as on Windows."""


class Level(StrEnum):
    """Where in the organisation a goal lives."""

    CORPORATE = "corporate"
    DEPARTMENT = "department"
    TEAM = "team"
    INDIVIDUAL = "individual"


class Function(StrEnum):
    """What part of the organisation a team belongs to."""

    CORPORATE = "corporate"
    MARKET = "market"
    PRODUCT = "product"
    SUPPORT = "support"
    COMMUNITY = "community"


class Ambition(StrEnum):
    """Whether a goal is expected at 100 % (commitment) or 60-70 % is success (stretch)."""

    COMMITMENT = "commitment"
    STRETCH = "stretch"


class Status(StrEnum):
    """Where a goal is in its life; absent means active."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    MISSED = "missed"
    POSTPONED = "postponed"
    DROPPED = "dropped"


LIVE = (Status.DRAFT, Status.PROPOSED, Status.ACTIVE)
"""Statuses of goals that are still being worked towards."""

COUNTING = (*LIVE, Status.ACHIEVED)
"""Statuses of goals whose contribution to a live goal counts."""


class Origin(StrEnum):
    """Whether a goal was derived from above or formulated from below."""

    TOP_DOWN = "top_down"
    BOTTOM_UP = "bottom_up"


class Route(StrEnum):
    """Whether a contribution moves the supported goal itself or enables others to."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class AssumptionStatus(StrEnum):
    """What the two sides say about a contribution."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    REFUTED = "refuted"


class DependencyStatus(StrEnum):
    """What the side depended on says about a dependency."""

    REQUESTED = "requested"
    AGREED = "agreed"
    DECLINED = "declined"


class MeasureKind(StrEnum):
    """Whether a measure moves ahead of the outcome, behind it, or only jumps from not done to done."""

    LEADING = "leading"
    LAGGING = "lagging"
    BINARY = "binary"


REFUSED = (AssumptionStatus.DECLINED, AssumptionStatus.REFUTED)
"""Statuses of contributions that do not count; of dependencies only declined exists."""


def plain_title(title: str) -> str:
    """Give what two titles share that people read as the same: without capitals, with single spaces."""
    return " ".join(title.lower().split())


def key_of(text: str) -> str:
    """Give the key that a text spells, in NFC as keys are kept; raises ValueError when it can't be one."""
    if text.isascii() and text.isprintable() and 0 < len(text) <= MAX_KEY:
        return text
    key = unicodedata.normalize("NFC", text)
    visible = key.translate(JOINERS)
    if not visible.isprintable():
        raise ValueError("holds a character that can't be printed; remove it")
    if not visible:
        raise ValueError("is empty; write at least 1 character")
    if len(key) > MAX_KEY:
        raise ValueError(f"is {len(key):,} characters long; write at most {MAX_KEY} characters")
    return key


def signature_of(text: str) -> str:
    """Give the name that somebody signs a decision with; raises ValueError when it can't be one."""
    if not text.strip() or len(text) > MAX_KEY or CONTROLS.search(text):
        raise ValueError(f"write a name of 1 to {MAX_KEY} printable characters")
    return text.strip()


def why_of(text: str) -> str:
    """Give the line in which somebody says why they do something; raises ValueError when it can't be one."""
    if not text.strip() or len(text) > MAX_WHY or CONTROLS.search(text):
        raise ValueError(f"write a line of 1 to {MAX_WHY:,} printable characters")
    return text.strip()


def _key(value: object) -> object:
    return key_of(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    if CONTROLS.search(text):
        raise ValueError("holds a control character; remove it")
    return text


def _text(text: str) -> str:
    if CONTROLS_IN_TEXT.search(text):
        raise ValueError("holds a control character other than line ends and tabs; remove it")
    return text


def _day(value: object) -> object:
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as why:
            raise ValueError(f"write a date as YYYY-MM-DD ({why})") from None
    if type(value) is date:
        return value
    raise ValueError("write a date as YYYY-MM-DD")


def _number(value: object) -> object:
    if type(value) is Decimal:
        return float(value)
    if type(value) in (int, float):
        return value
    raise ValueError("write a number")


def whole(value: object) -> object:
    """Let only whole numbers pass, which neither true nor 1.0 are; raises ValueError."""
    if type(value) is int:
        return value
    raise ValueError("write a whole number")


def _amount(value: object) -> object:
    if type(value) is Decimal:
        return value
    if type(value) in (int, float):
        return Decimal(str(value))
    raise ValueError("write a number")


def _flag(value: object) -> object:
    if type(value) is bool:
        return value
    raise ValueError("write true or false")


Key = Annotated[
    str,
    Field(min_length=1, max_length=MAX_KEY, description="Identity of the node, unique per label."),
    BeforeValidator(_key),
]
Title = Annotated[str, Field(min_length=1, max_length=MAX_TITLE), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_text)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, BeforeValidator(_flag)]
# Limits stand before the functions, where pydantic checks them natively.
Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
Count = Annotated[int, Field(ge=1, le=MILLION), BeforeValidator(whole)]
Days = Annotated[int, Field(ge=-36_500, le=36_500), BeforeValidator(whole)]
Part = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1), BeforeValidator(_number)]
Share = Annotated[float, Field(allow_inf_nan=False, ge=-1, le=1), BeforeValidator(_number)]
Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=15, decimal_places=6, allow_inf_nan=False),
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "minimum": 0, "exclusiveMaximum": 1_000_000_000}),
]


class Record(BaseModel):
    """A frozen record whose unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)
    label: ClassVar[str]


class Period(Record):
    """A stretch of time that goals, capacities and commitments are planned in."""

    label = "Period"
    key: Key
    starts: Day | None = Field(None, description="First day.")
    ends: Day | None = Field(None, description="Last day.")


class Person(Record):
    """Somebody who owns goals."""

    label = "Person"
    key: Key
    name: Title | None = Field(None, description="Full name.")
    email: Annotated[str, Field(max_length=320), AfterValidator(_line)] | None = Field(
        None, description="Address to write to."
    )


class Team(Record):
    """A part of the organisation that pursues goals and commits effort."""

    label = "Team"
    key: Key
    name: Title | None = Field(None, description="Name as people say it.")
    function: Function | None = Field(None, description="What part of the organisation it belongs to.")


class Goal(Record):
    """An outcome that someone has promised or hopes for."""

    label = "Goal"
    key: Key
    title: Title = Field(description="The outcome in one sentence.")
    description: Text | None = Field(None, description="Whatever helps to understand it.")
    level: Level | None = Field(None, description="Where it lives; absent means not corporate.")
    ambition: Ambition | None = Field(None, description="Expected at 100 %, or a stretch.")
    status: Status | None = Field(None, description="Where it is in its life; absent means active.")
    origin: Origin | None = Field(None, description="Derived from above or formulated from below.")
    starts: Day | None = Field(None, description="Day on which work begins.")
    due: Day | None = Field(None, description="Day by whose end the outcome is to be reached.")
    priority: Count | None = Field(None, description="1 is first.")
    progress: Part | None = Field(None, description="Part reached as stated; absent: read off the measures.")
    likelihood: Part | None = Field(None, description="The owner's own forecast that it will be met.")
    standalone: Text | None = Field(None, description="Why it deliberately contributes to nothing.")


class Reading(Record):
    """What a measure showed on a day."""

    label = "Reading"
    on: Day = Field(description="Day of the reading.")
    value: Number = Field(description="What it showed, in the measure's unit.")


class Measure(Record):
    """How one sees whether a goal is being reached; named uniquely within its goal."""

    label = "Measure"
    name: Key = Field(description="Name, unique within the goal.")
    unit: Title | None = Field(None, description="What is counted.")
    baseline: Number | None = Field(None, description="Value at the start.")
    target: Number | None = Field(None, description="Value at which the goal is reached.")
    current: Number | None = Field(None, description="Newest reading.")
    measured_on: Day | None = Field(None, description="Day of the newest reading.")
    kind: MeasureKind | None = Field(None, description="Leading, lagging or binary.")
    automatic: Flag | None = Field(None, description="Read by a machine rather than self-assessed.")
    every_days: Count | None = Field(None, description="Days between two readings.")
    readings: tuple[Reading, ...] | None = Field(None, description="Earlier readings, oldest first.")


class Contribution(Record):
    """The assumption that reaching one goal helps to reach another."""

    label = "CONTRIBUTES_TO"
    because: Text | None = Field(None, description="Why it is believed.")
    share: Share | None = Field(
        None,
        description="Part of the supported goal's need that it covers; negative: the goals conflict; "
        "absent: an equal part of what the stated shares leave.",
    )
    confidence: Part | None = Field(None, description="How sure one is; absent means 1.")
    essential: Flag | None = Field(None, description="Without it the supported goal keeps nothing.")
    route: Route | None = Field(None, description="Moves the number itself, or enables others to.")
    lag_days: Days | None = Field(None, description="Days until the effect is felt.")
    status: AssumptionStatus | None = Field(None, description="What the two sides say about it.")
    evidence: Text | None = Field(None, description="What supports the belief.")
    from_measure: Key | None = Field(None, description="Measure of the contributing goal that feeds the other.")
    to_measure: Key | None = Field(None, description="Measure of the supported goal that is fed.")
    reviewed_on: Day | None = Field(None, description="Day on which both sides last looked at it.")
    reviewed_as: Annotated[str, Field(max_length=128), AfterValidator(_line)] | None = Field(
        None, description="Fingerprint of both ends' title, target, owner and dates at that review."
    )


class Dependency(Record):
    """That one goal needs another to be reached first."""

    label = "NEEDED_BY"
    needs: Text | None = Field(None, description="What exactly is needed.")
    by: Day | None = Field(None, description="Day by which it is needed.")
    status: DependencyStatus | None = Field(None, description="What the side depended on says.")


class Commitment(Record):
    """Effort that a team promised to a goal in a period."""

    label = "Commitment"
    effort: Amount | None = Field(None, description="How much, in the map's unit of effort.")
    promised_to: Key | None = Field(None, description="The stakeholder it was promised to.")


class Capacity(Record):
    """How much a team can do in a period."""

    label = "HAS_CAPACITY"
    amount: Amount = Field(description="How much, in the map's unit of effort.")


def progress_of(stated: float | None, measures: Sequence[Measure]) -> float | None:
    """Part of a goal that is reached: as stated, else the mean over its measures; None when neither tells."""
    if stated is not None:
        return stated
    parts = [
        min(1.0, max(0.0, (m.current - m.baseline) / (m.target - m.baseline)))
        for m in measures
        if m.current is not None and m.baseline is not None and m.target is not None and m.target != m.baseline
    ]
    return sum(parts) / len(parts) if parts else None


def millionths(amount: Decimal) -> int:
    """Turn an amount into what is stored."""
    return int(amount.scaleb(6))


def amount(stored: int) -> Decimal:
    """Turn stored millionths into the amount, without trailing zeros."""
    whole, rest = divmod(stored, MILLION)
    return Decimal(whole) if not rest else Decimal(stored).scaleb(-6).normalize()
