"""A scenario as one list of changes: those of all that it stands on, then its own, by the keys of now."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from analyzer.changes.kinds.change import Change
from analyzer.errors import InputError
from analyzer.graph.store import Transaction
from analyzer.rules.renamings import Moves, moves, read_renamings
from analyzer.scenarios.kept import read_named
from analyzer.scenarios.scenario import Scenario, named_by


class Opened(NamedTuple):
    """Changes in the order in which they are made, each with its place, and the scenarios that they are of."""

    changes: list[Change]
    places: list[str]
    scenarios: tuple[Scenario, ...]


def opened(tx: Transaction, key: str, revision: int | None = None) -> Opened:
    """Open a scenario; raises NotFound, and InputError for one that was adopted: the map has its changes.

    By the keys that nodes had at a revision, if one is given.
    """
    return open_all(tx, [key], revision)[key]


def open_all(tx: Transaction, keys: Collection[str], revision: int | None = None) -> dict[str, Opened]:
    """Open scenarios, with two statements however many they are."""
    there = read_named(tx, keys)
    refuse_adopted(there[key] for key in keys)
    now = _by_keys_of(tx, there.values(), revision)
    return {key: put_together(one for one in named_by(now, key) if one.adopted is None) for key in keys}


def open_below(tx: Transaction, keys: Collection[str]) -> Opened:
    """Open what a scenario stands on, whose keys these are; what of that was adopted is in the map."""
    now = _by_keys_of(tx, read_named(tx, keys).values()) if keys else {}
    order = {one.key: one for key in keys for one in named_by(now, key) if one.adopted is None}
    return put_together(order.values())


def read_changes(tx: Transaction, key: str, *, own: bool = False) -> list[Change]:
    """Read the changes of a scenario and of what it stands on, or only its own; of an adopted one as they were made."""
    there = read_named(tx, [key])
    adopted = there[key].adopted
    if adopted is None:
        whole = opened(tx, key)
        return list(whole.scenarios[-1].changes) if own else whole.changes
    made = [one for one in named_by(there, key) if one.adopted == adopted]
    return [change for one in (made[-1:] if own else made) for change in one.changes]


def put_together(scenarios: Iterable[Scenario]) -> Opened:
    """Give the changes of scenarios, one after the other."""
    order = tuple(scenarios)
    return Opened(
        [change for one in order for change in one.changes],
        [f"scenario {one.key!r}: {place}" for one in order for place in one.places],
        order,
    )


def refuse_adopted(scenarios: Iterable[Scenario]) -> None:
    """Raise InputError for the first that was adopted."""
    for one in scenarios:
        if one.adopted:
            raise InputError(
                f"scenario {one.key!r} was adopted by {one.adopted.by} on {_day(one)}"
                f"{'' if one.adopted.revision is None else f', as revision {one.adopted.revision}'}: "
                "the map has its changes"
            )


def _day(one: Scenario) -> date | None:
    return one.adopted and one.adopted.at.date()


def _by_keys_of(tx: Transaction, scenarios: Iterable[Scenario], revision: int | None = None) -> dict[str, Scenario]:
    """Let scenarios speak by the keys of a revision, else of now; one that is younger looks back."""
    renamings = read_renamings(tx)

    @cache
    def since(saved: int) -> Moves:
        if revision is None or saved <= revision:
            return moves(renamings, saved, revision)
        later = moves(renamings, revision, saved)
        return {label: {new: old for old, new in keys.items()} for label, keys in later.items()}

    return {one.key: one.followed(since(one.base.revision)) for one in scenarios}
