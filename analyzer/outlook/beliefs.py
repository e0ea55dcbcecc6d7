"""The parameters of the outlook: what is believed of goals that nobody supports, and how much must hold."""

from pydantic import BaseModel, ConfigDict, Field

from analyzer.model import Ambition, Part


class Beliefs(BaseModel):
    """What the outlook takes for granted where the map says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    commitment: Part = Field(
        0.9, description="Chance of a commitment that nothing supports and nobody states a likelihood of."
    )
    stretch: Part = Field(0.65, description="The same of a stretch goal.")
    unstated: Part = Field(0.8, description="The same of a goal that says neither.")
    enough: Part = Field(1.0, gt=0, description="What the shares that hold must add up to for a goal to be met.")
    enough_for_stretch: Part = Field(0.7, gt=0, description="The same for a stretch goal.")

    def chance(self, ambition: str | None, likelihood: float | None) -> float:
        """Give the chance of a goal that nothing supports."""
        if likelihood is not None:
            return likelihood
        stated: dict[str | None, float] = {Ambition.COMMITMENT: self.commitment, Ambition.STRETCH: self.stretch}
        return stated.get(ambition, self.unstated)

    def needed(self, ambition: str | None) -> float:
        """Give what the shares that hold must add up to."""
        return self.enough_for_stretch if ambition == Ambition.STRETCH else self.enough
