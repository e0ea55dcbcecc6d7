"""What is asked of an outlook."""

from typing import NamedTuple

from analyzer.errors import BadModel
from analyzer.outlook.beliefs import Beliefs

DRAWS = 10_000
MOST_DRAWS = 100_000
TOP = 10
MOST_TOP = 1_000
LARGEST_SEED = 2**63 - 1


class Asked(NamedTuple):
    """How often to draw, with which luck, how many assumptions to tell, and what to take for granted."""

    draws: int = DRAWS
    seed: int = 0
    top: int = TOP
    beliefs: Beliefs = Beliefs()

    def check(self, most_draws: int = MOST_DRAWS) -> None:
        """Raise BadModel, with all problems, unless this can be asked."""
        limits = {"draws": (1, most_draws), "seed": (-LARGEST_SEED, LARGEST_SEED), "top": (0, MOST_TOP)}
        problems = [
            f"{name}: must be from {least:,} to {most:,}, not {getattr(self, name):,}"
            for name, (least, most) in limits.items()
            if not least <= getattr(self, name) <= most
        ]
        if problems:
            raise BadModel(problems)
