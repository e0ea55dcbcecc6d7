"""The plan document: the human-friendly form of a map, with the model's fields nested where people look for them."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator
from pydantic.json_schema import GenerateJsonSchema

from analyzer import model
from analyzer.model import Amount, Key, Record, Title


def _each_once(written: object, validated: ValidatorFunctionWrapHandler) -> dict[str, Decimal]:
    found: dict[str, Decimal] = validated(written)
    if isinstance(written, dict) and len(found) < len(written):
        raise ValueError("names a period twice, spelled in two Unicode forms; keep one")
    return found


class PlanContribution(model.Contribution):
    """What a goal contributes to, and why that is believed."""

    goal: Key = Field(description="Key of the supported goal.")


class PlanDependency(model.Dependency):
    """What a goal needs from another goal."""

    goal: Key = Field(description="Key of the goal that is needed.")


class PlanCommitment(model.Commitment):
    """Effort promised to a goal."""

    team: Key = Field(description="Key of the team that promised it.")
    period: Key = Field(description="Key of the period it falls into.")


class PlanGoal(model.Goal):
    """A goal with everything that it declares."""

    team: Key | None = Field(None, description="Key of the team that pursues it.")
    owner: Key | None = Field(None, description="Key of the accountable person.")
    period: Key | None = Field(None, description="Key of the period it belongs to.")
    measures: tuple[model.Measure, ...] | None = Field(None, description="How one sees that it is being reached.")
    contributes_to: tuple[PlanContribution, ...] | None = Field(None, description="Goals that it helps to reach.")
    depends_on: tuple[PlanDependency, ...] | None = Field(None, description="Goals that must be reached first.")
    commitments: tuple[PlanCommitment, ...] | None = Field(None, description="Effort that teams promised to it.")


class PlanTeam(model.Team):
    """A team with everything that it declares."""

    part_of: Key | None = Field(None, description="Key of the team that it is a part of.")
    capacity: Annotated[dict[Key, Amount], WrapValidator(_each_once)] | None = Field(
        None, description="How much it can do, by key of the period."
    )


class PlanPerson(model.Person):
    """A person with everything that is declared there."""

    teams: tuple[Key, ...] | None = Field(None, description="Keys of the teams the person is a member of.")


class Plan(Record):
    """A goal map, or a part of one, as a document."""

    alignment: Annotated[
        Literal[1], BeforeValidator(model.whole), Field(description="Version of this document format.")
    ]
    effort_unit: Title | None = Field(None, description="What capacities and efforts count, such as person-days.")
    periods: tuple[model.Period, ...] | None = Field(None, description="Stretches of time to plan in.")
    people: tuple[PlanPerson, ...] | None = Field(None, description="Those who own goals.")
    teams: tuple[PlanTeam, ...] | None = Field(None, description="Those who pursue goals and commit effort.")
    goals: tuple[PlanGoal, ...] | None = Field(None, description="The goals.")


def json_schema() -> dict[str, object]:
    """Describe the document as JSON Schema (draft 2020-12)."""
    return {"$schema": GenerateJsonSchema.schema_dialect, **Plan.model_json_schema()}
