"""Products compared by sums."""

from fractions import Fraction
from math import log, prod
from random import Random

import pytest

from analyzer.impact.doubt import SCALE, doubt_of


def doubt(*parts: str) -> int:
    return sum(doubt_of(Fraction(part)) for part in parts)


def test_certainty_is_no_doubt():
    assert doubt("1") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["0.4", "0.3"], ["0.12", "1"]),
        (["0.5", "0.5", "0.5"], ["0.125"]),
        (["1/3", "0.3"], ["0.1"]),
        (["0.999983", "0.2"], ["0.1", "0.999983", "1", "0.5", "0.8", "0.5"][:2]),
    ],
)
def test_equal_products_have_equal_doubts(one, other):
    equal = prod(map(Fraction, one)) == prod(map(Fraction, other))
    assert (doubt(*one) == doubt(*other)) == equal


def test_a_doubt_is_minus_the_logarithm():
    assert doubt("0.37") / float(SCALE) == pytest.approx(-log(0.37))


def test_doubts_sort_as_products_do():
    draw = Random(1)
    chains = [[f"{draw.randint(1, 20) / 20}" for _ in range(draw.randint(1, 6))] for _ in range(300)]
    exactly = [prod(map(Fraction, chain)) for chain in chains]
    sums = [doubt(*chain) for chain in chains]
    for one in range(len(chains)):
        for other in range(one):
            assert (exactly[one] < exactly[other]) == (sums[one] > sums[other])
            assert (exactly[one] == exactly[other]) == (sums[one] == sums[other])


def test_products_that_would_underflow_are_told_apart():
    assert doubt(*["0.1"] * 10_000) == doubt(*["0.01"] * 5_000) < doubt(*["0.1"] * 9_999, "0.09")


def test_long_numbers_are_taken_as_they_are():
    assert doubt("0.12345678901234567") == doubt("0.12345678901234567", "1") > 0
    assert doubt("1e-300") > 0
