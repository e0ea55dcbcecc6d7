"""Products of many shares and confidences, compared exactly without ever being multiplied."""

from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

SCALE = Decimal(2) ** 100
PRECISE = Context(prec=60)

LARGEST_FACTOR = 1000
"""Looked for, so that numbers of six digits are taken apart completely; a larger rest counts as one factor."""


@lru_cache(maxsize=65_536)
def doubt_of(part: Fraction) -> int:
    """Minus the logarithm of a part in (0, 1], as an integer.

    A product of thousands of parts underflows, and the order of float additions decides ties by noise. Here a number's
    doubt is summed from those of its factors: equal products have equal doubts, however they came about.
    """
    return _size(part.denominator) - _size(part.numerator)


def _size(number: int) -> int:
    size = 0
    factor = 2
    while factor <= LARGEST_FACTOR and factor * factor <= number:
        while number % factor == 0:
            size += _logarithm(factor)
            number //= factor
        factor += 1
    return size + _logarithm(number)


@lru_cache(maxsize=65_536)
def _logarithm(factor: int) -> int:
    return int(PRECISE.multiply(Decimal(factor).ln(PRECISE), SCALE))
