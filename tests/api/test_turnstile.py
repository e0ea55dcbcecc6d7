"""Few at once, in the order in which they came, and nobody longer than he wants to wait."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from analyzer.errors import StoreBusy
from api.turnstile import Turnstile


def test_who_waits_longest_is_next():
    """Who leaves and comes back at once stands behind those who waited."""
    turnstile, order = Turnstile(1), []

    def pass_twice(name):
        for _ in range(2):
            with turnstile.passed(10, "no"):
                order.append(name)
                time.sleep(0.1)

    with ThreadPoolExecutor(3) as pool:
        for name in "abc":
            pool.submit(pass_twice, name)
            time.sleep(0.03)
    assert order == list("abcabc")


def test_so_many_are_in_at_once():
    turnstile, inside, most = Turnstile(2), [], []

    def once(number):
        with turnstile.passed(10, "no"):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.02)
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(16)))
    assert (max(most), inside) == (2, [])


def test_who_waits_too_long_is_told_and_takes_no_place():
    turnstile = Turnstile(1)
    long = "others took too long"
    with turnstile.passed(1, "no"), pytest.raises(StoreBusy, match=long), turnstile.passed(0.05, long):
        pytest.fail("was let in")
    with turnstile.passed(0.05, "no"):
        pass
