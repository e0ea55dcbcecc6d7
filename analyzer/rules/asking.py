"""Texts of rules as they are sent: many in one trip, and each answer as one collected list, which is decoded faster."""

import re
from functools import cache

from analyzer.graph.texts import scoped
from analyzer.rules.rule import columns_of, without_strings

_PARAMETER = re.compile(r"\$(?=[A-Za-z_])")


def place(number: int) -> str:
    """Name the parameter that holds all parameters of the rule at this place."""
    return f"given_{number}"


@cache
def joined(queries: tuple[str, ...], at_most: int | None = None) -> str:
    """Ask several texts at once: an `answer` each, with its `number` among them and its `rows`, in order of columns.

    Each text stays as it is written but for its parameters, which are taken from the map of its place. Given
    `at_most`, one row more than that tells that there are more.
    """
    limit = "" if at_most is None else f"\nLIMIT {at_most + 1}"
    return "\nUNION ALL\n".join(_part(number, query, limit) for number, query in enumerate(queries))


@cache
def scoped_together(queries: tuple[str, ...]) -> str:
    """Ask several texts at once about some subjects each, by a plan that is made once.

    They name the index that they start from, so that a plan for a small map is as good for a large one; making one
    anew takes seconds, which an edit would wait for.
    """
    return f"CYPHER replan=skip\n{joined(tuple(scoped(query) for query in queries))}"


def _part(number: int, query: str, limit: str) -> str:
    answer = f"{{number: {number}, rows: collect([{', '.join(columns_of(query))}])}}"
    return f"CALL () {{\n{_placed(query, number)}{limit}\n}}\nRETURN {answer} AS answer"


def _placed(query: str, number: int) -> str:
    bare = without_strings(query)
    cuts = [found.end() for found in _PARAMETER.finditer(bare)]
    pieces = [query[start:end] for start, end in zip([0, *cuts], [*cuts, len(query)], strict=True)]
    return f"{place(number)}.".join(pieces)
