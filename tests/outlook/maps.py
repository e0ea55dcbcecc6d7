"""Maps as documents, what the outlook is drawn from for them, and the luck that the product draws."""

from hypothesis import strategies as st
from impact.documents import facts_of, goal
from strategies import ODD_KEYS

from analyzer.outlook.asked import Asked
from analyzer.outlook.beliefs import Beliefs
from analyzer.outlook.chances import outlook_of
from analyzer.outlook.draws import Dice, unpack
from analyzer.outlook.reading import Forecast, Reading


def document(*goals):
    return {"alignment": 1, "goals": list(goals)}


def top(key="top", **said):
    return goal(key, level="corporate", **said)


def reading_of(some):
    return Reading(
        facts_of(some),
        {one["key"]: Forecast(one.get("ambition"), one.get("likelihood"), one["title"]) for one in some["goals"]},
        {},
    )


def outlook(*goals, draws=1_000, seed=0, most=1_000, beliefs=None):
    reading = reading_of(document(*goals))
    return outlook_of(reading, Asked(draws, seed, most, beliefs or Beliefs()))


def chances(*goals, **asked):
    return {one.goal: one.chance for one in outlook(*goals, **asked).goals}


def worths(found):
    return {(one.source, one.target): one.worth for one in found.assumptions}


def lucks(draws, seed=0):
    """The same luck as the product's, a draw at a time."""
    dice, bits = Dice(seed, draws), {}

    def at(number):
        def luck(what, chance):
            if (what, chance) not in bits:
                drawn = dice.of_goal(what, chance) if isinstance(what, str) else dice.of_link(*what, chance)
                bits[what, chance] = unpack(drawn)
            return bool(bits[what, chance][number])

        return luck

    return [at(number) for number in range(draws)]


KEYS = (*(key for key in ODD_KEYS if len(key) < 10), "a", "b", "c")
CHANCES = st.sampled_from([None, None, 0, 1, 0.5, 0.3, 0.9])
SHARES = st.sampled_from([None, None, None, 0, 0.1, 0.2, 0.3, 0.5, 0.5, 0.7, 1, -0.5])
STATUSES = st.sampled_from([*[None] * 6, "active", "draft", "achieved", "achieved", "missed", "dropped", "postponed"])
ANSWERS = st.sampled_from([*[None] * 6, "agreed", "proposed", "declined", "refuted"])
AMBITIONS = st.sampled_from([None, "commitment", "stretch", "stretch"])
LEVELS = st.sampled_from(["corporate", "team", None])


@st.composite
def documents(draw, most=7):
    """Small maps of any kind, many of them with circles and shared causes."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=most, unique=True))
    dense = draw(st.integers(1, 4))
    return document(
        *(
            goal(
                key,
                to={
                    other: {"share": draw(SHARES), "confidence": draw(CHANCES), "status": draw(ANSWERS)}
                    for other in keys
                    if other != key and draw(st.integers(0, 4)) < dense
                },
                level=draw(LEVELS),
                status=draw(STATUSES),
                ambition=draw(AMBITIONS),
                likelihood=draw(CHANCES),
            )
            for key in keys
        )
    )
