"""Goals that support each other, solved in each of the ways there are."""

from fractions import Fraction
from random import Random

import pytest

from analyzer.impact import balance
from analyzer.impact.balance import Balance, solve


def circle(size: int, others: int, seed: int) -> dict[str, Balance]:
    """Goals that each rest on the one before and on some others, two of them on something outside."""
    draw = Random(seed)
    balances = {}
    for goal in range(size):
        on = {str(draw.randrange(size)) for _ in range(others)} | {str(goal - 1 if goal else size - 1)}
        on.discard(str(goal))
        parts = {source: draw.randint(1, 9) for source in sorted(on)}
        whole = sum(parts.values())
        balances[str(goal)] = Balance(on={source: part / whole for source, part in parts.items()})
    for goal, kept, lost in (("0", 0.25, 0.0), ("1", 0.0, 0.125)):
        balances[goal].on = {source: part * (1 - kept - lost) for source, part in balances[goal].on.items()}
        balances[goal].kept, balances[goal].lost = kept, lost
    return balances


def exact(balances: dict[str, Balance]) -> dict[str, float]:
    """Gauss and Jordan in fractions."""
    keys = list(balances)
    rows = []
    for key in keys:
        row = [Fraction(key == other) - Fraction(balances[key].on.get(other, 0.0)) for other in keys]
        rows.append([*row, Fraction(balances[key].kept)])
    for place in range(len(keys)):
        rows[place] = [number / rows[place][place] for number in rows[place]]
        for other, row in enumerate(rows):
            if other != place and row[place]:
                rows[other] = [a - row[place] * b for a, b in zip(row, rows[place], strict=True)]
    return {key: float(row[-1]) for key, row in zip(keys, rows, strict=True)}


@pytest.mark.parametrize("crowded", [0, 4, 100, 10_000])
@pytest.mark.parametrize("size", [2, 3, 10, 30])
def test_every_way_is_exact(monkeypatch, crowded, size):
    monkeypatch.setattr(balance, "CROWDED", crowded)
    for seed in range(5):
        kept = solve(circle(size, 3, seed))
        assert kept == pytest.approx(exact(circle(size, 3, seed)), abs=1e-12)


def test_iteration_and_elimination_agree_on_a_crowd(monkeypatch):
    iterated = solve(circle(150, 20, 1))
    monkeypatch.setattr(balance, "CROWDED", 150**2)
    assert iterated == pytest.approx(solve(circle(150, 20, 1)), abs=1e-11)


def test_what_iteration_does_not_solve_is_eliminated(monkeypatch):
    monkeypatch.setattr(balance, "ROUNDS", 0)
    monkeypatch.setattr(balance, "CROWDED", 0)
    assert solve(circle(30, 3, 2)) == pytest.approx(exact(circle(30, 3, 2)), abs=1e-12)


def test_an_iteration_that_breaks_off_is_eliminated(monkeypatch):
    monkeypatch.setattr(balance, "_dot", lambda _, __: 0.0)
    monkeypatch.setattr(balance, "CROWDED", 0)
    assert solve(circle(30, 3, 2)) == pytest.approx(exact(circle(30, 3, 2)), abs=1e-12)


def test_next_to_nothing_from_outside_is_told_apart_from_nothing():
    """Subtraction would leave noise where a chance of one in 10**15 decides between kept and lost."""
    tiny = 2.0**-50
    balances = {
        "a": Balance(on={"b": 1 - 3 * tiny}, kept=tiny, lost=2 * tiny),
        "b": Balance(on={"a": 1.0}),
    }
    assert solve(balances) == pytest.approx({"a": 1 / 3, "b": 1 / 3}, abs=1e-15)
