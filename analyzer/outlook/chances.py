"""The outlook: how likely each corporate goal is met, and which assumptions decide most often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from analyzer.errors import BadModel
from analyzer.outlook.asked import Asked
from analyzer.outlook.draws import Dice, Words, count
from analyzer.outlook.network import Network, network_of
from analyzer.outlook.reading import Reading, read_map
from analyzer.outlook.runs import Runs, attainable, draw
from analyzer.outlook.worth import find_worth
from analyzer.progress import Progress, quiet
from analyzer.rules.audit import Ask
from analyzer.rules.records import steady

USUAL = Asked()
MOST_BYTES = 1_000_000_000
"""Of all draws together."""

OFTEN = 256
"""Goals between two looks at how far the work is."""


@dataclass(frozen=True)
class Prospect:
    """How likely a live corporate goal is met."""

    goal: str
    title: str | None
    chance: float
    standard_error: float
    """What the chance may be off by, since it is drawn: in two of three outlooks less."""
    attainable: bool
    """Whether it is met at least if every assumption holds."""
    supported: bool
    """Whether anything supports it; else its chance is a forecast or taken for granted."""
    met: Words = field(repr=False, compare=False)
    """In which draws."""


@dataclass(frozen=True)
class Assumption:
    """A contribution, and what testing it is worth."""

    source: str
    target: str
    because: str | None
    share: float
    """As stated, else its part of what is left."""
    confidence: float
    """As stated, else 1."""
    worth: float
    """Sum over the corporate goals of P(goal | it holds) - P(goal | it fails)."""
    by_goal: Mapping[str, float]
    """The same for each corporate goal about which it ever decides, by key."""


@dataclass(frozen=True)
class Outlook:
    """What a map promises: corporate goals by chance, least first; assumptions by worth, most first."""

    asked: Asked
    goals: tuple[Prospect, ...]
    assumptions: tuple[Assumption, ...]
    others_at_most: float | None
    """None when no other assumption is worth more; else there was too much to work out, and others are worth less."""

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "draws": self.asked.draws,
            "seed": self.asked.seed,
            "beliefs": self.asked.beliefs.model_dump(),
            "goals": [goal_document(one) for one in self.goals],
            "assumptions": [
                {
                    "source": one.source,
                    "target": one.target,
                    "because": one.because,
                    "share": one.share,
                    "confidence": one.confidence,
                    "worth": one.worth,
                    "by_goal": [{"goal": goal, "worth": worth} for goal, worth in one.by_goal.items()],
                }
                for one in self.assumptions
            ],
            "others_at_most": self.others_at_most,
        }


def goal_document(one: Prospect) -> dict[str, Any]:
    """Give the chance of one goal as plain data for JSON."""
    return {
        "goal": one.goal,
        "chance": one.chance,
        "standard_error": one.standard_error,
        "attainable": one.attainable,
        "supported": one.supported,
    }


def look_ahead(ask: Ask, asked: Asked = USUAL, progress: Progress = quiet) -> Outlook:
    """Read a map and give its outlook; raises BadModel when that can't be asked."""
    asked.check()
    return outlook_of(ask(steady(read_map)), asked, progress)


def outlook_of(reading: Reading, asked: Asked = USUAL, progress: Progress = quiet) -> Outlook:
    """Draw a map so many times, and look for what decides most often; raises BadModel for too many draws."""
    network = network_of(reading, asked.beliefs)
    draws, whole = asked.draws, len(network.keys)
    _check_size(network, draws)

    def told(place: int) -> None:
        if not place % OFTEN:
            progress("Drawing", place, whole)

    def tried(done: int, total: int) -> None:
        progress("Trying assumptions", done, total)

    runs = draw(network, Dice(asked.seed, draws), told)
    best = attainable(network)
    found = find_worth(runs, best, asked.top, told=tried)
    keys = network.keys
    goals = [_prospect(reading, runs, place, draws, attainable=bool(best[place])) for place in network.tops]
    assumptions = []
    for one in found.best:
        ends = one.rank.source, one.rank.target
        by_goal = {keys[place]: often / draws for place, often in one.by_top.items()}
        assumptions.append(
            Assumption(
                *ends,
                because=reading.reasons.get(ends),
                share=float(network.share[one.row]),
                confidence=float(network.confidence[one.row]),
                worth=-one.rank.less / draws,
                by_goal=dict(sorted(by_goal.items(), key=lambda part: (-part[1], part[0]))),
            )
        )
    return Outlook(
        asked=asked,
        goals=tuple(sorted(goals, key=lambda one: (one.chance, one.goal))),
        assumptions=tuple(assumptions),
        others_at_most=found.unresolved / draws if found.unresolved else None,
    )


def _check_size(network: Network, draws: int) -> None:
    most = MOST_BYTES // (len(network.keys) + len(network.source) + 1) * 8
    if draws > most:
        raise BadModel(
            [f"draws: {draws:,} of so many goals take too much memory; draw this map at most {most:,} times"]
        )


def _prospect(reading: Reading, runs: Runs, place: int, draws: int, *, attainable: bool) -> Prospect:
    met = runs.met[place].copy()
    chance = int(count(met)) / draws
    key, rows = runs.network.keys[place], runs.network.rows[place]
    return Prospect(
        goal=key,
        title=reading.forecasts[key].title,
        chance=chance,
        standard_error=sqrt(chance * (1 - chance) / draws),
        attainable=attainable,
        supported=rows.start < rows.stop,
        met=met,
    )
