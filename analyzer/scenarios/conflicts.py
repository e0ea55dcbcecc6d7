"""What happened to a map meanwhile that concerns a scenario, in the words of those who made it happen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from analyzer.changes.kinds.keys import MergeGoals
from analyzer.changes.making import draft_of
from analyzer.errors import BadModel, InputError, NotFound
from analyzer.graph.contents import (
    CAPACITIES,
    COMMITMENTS,
    CONTRIBUTIONS,
    DEPENDENCIES,
    GOALS,
    IN_PERIOD,
    MEASURES,
    MEMBERS,
    OWNERS,
    PART_OF,
    PURSUERS,
    Contents,
    Identity,
    Kind,
    Properties,
    read_rows,
)
from analyzer.graph.store import Transaction
from analyzer.impact.facts import Goal
from analyzer.model import amount
from analyzer.plan.place import spelled
from analyzer.rules.finding import in_words
from analyzer.rules.rule import Severity
from analyzer.scenarios.kept import kept_form, read_named
from analyzer.scenarios.mentions import PROMISED_TO
from analyzer.scenarios.opening import Opened, open_all
from analyzer.scenarios.resting import writes_of
from analyzer.scenarios.scenario import KIND, Held, Scenario

AMOUNTS = frozenset({"effort", "amount"})
MOVED = frozenset({"due", "starts", "ends", "by"})
WHOLE = ""
"""In place of a field: a row with all that it holds."""
NOUNS = {
    CAPACITIES: "the capacity of team {0!r} in {1!r}",
    MEASURES: "measure {1!r} of goal {0!r}",
    CONTRIBUTIONS: "the contribution of {0!r} to {1!r}",
    DEPENDENCIES: "the dependency of {1!r} on {0!r}",
    COMMITMENTS: "the promise of team {1!r} to goal {0!r} in {2!r}",
}
"""What people call a row, by the parts of its identity."""

PLACES = {
    PART_OF: ("team {0!r} is no part of {1!r} any more", "team {0!r} is a part of {1!r} by now"),
    MEMBERS: ("{0!r} is no member of team {1!r} any more", "{0!r} is a member of team {1!r} by now"),
    PURSUERS: ("team {0!r} does not pursue goal {1!r} any more", "team {0!r} pursues goal {1!r} by now"),
    OWNERS: ("{0!r} does not own goal {1!r} any more", "{0!r} owns goal {1!r} by now"),
    IN_PERIOD: ("goal {0!r} is not in {1!r} any more", "goal {0!r} is in {1!r} by now"),
}
"""What is said of a link that holds nothing but its ends, when it is gone and when it came."""


@dataclass(frozen=True)
class Conflict:
    """One of them: where in which scenario, and how bad; an error is a change that can't be made any more."""

    scenario: str
    place: str
    message: str
    severity: Severity = Severity.WARNING

    def document(self) -> dict[str, str]:
        """Give it as plain data for JSON."""
        return {
            "scenario": self.scenario,
            "place": self.place,
            "severity": self.severity.value,
            "message": self.message,
        }


class Found(NamedTuple):
    """What became of something that a change rests on; whether it explains why the change can't be made."""

    number: int
    path: tuple[str | int, ...]
    message: str
    explains: bool = False


def conflicts(tx: Transaction, scenario: Opened, today: date) -> tuple[Conflict, ...]:
    """Tell what has changed of what a scenario rests on, with all that it stands on, and what it can't do any more."""
    return _tried(tx, read_moved(tx, [scenario]), scenario, today)


def read_conflicts(
    tx: Transaction, keys: Iterable[str], today: date
) -> dict[str, tuple[Scenario, tuple[Conflict, ...]]]:
    """Read scenarios by the keys of now with their conflicts; one that was adopted is as it was, and has none."""
    names = list(dict.fromkeys(keys))
    there = read_named(tx, names)
    opened = open_all(tx, [key for key in names if there[key].adopted is None])
    moved = read_moved(tx, opened.values())
    found: dict[str, tuple[Scenario, tuple[Conflict, ...]]] = {key: (there[key], ()) for key in names}
    for key, one in opened.items():
        found[key] = one.scenarios[-1], _tried(tx, moved, one, today)
    return found


def read_moved(tx: Transaction, some: Iterable[Opened]) -> dict[str, list[Found]]:
    """Read what has changed of what scenarios rest on, by their keys: a statement a kind, however many they are."""
    scenarios = {one.key: one for opened in some for one in opened.scenarios}
    keys: dict[Kind, set[str]] = defaultdict(set)
    for one in scenarios.values():
        for named in one.base.named:
            keys[KIND[named.label]].add(named.key)
        for held in one.base.held:
            keys[held.kind].add(str(held.identity[held.kind.declarer]))
    now = read_rows(tx, keys)
    return {key: list(_moved(one, now)) for key, one in scenarios.items()}


def in_the_way(
    moved: Mapping[str, list[Found]], scenario: Opened, writes: Iterable[Held] = (), why: InputError | None = None
) -> tuple[Conflict, ...]:
    """Put together what has changed, and what changes would write over that they had no need to when they were saved.

    Or why they can't be made any more.
    """
    refused: dict[str, list[str]] = defaultdict(list)
    for problem in str(why or "").splitlines():
        place = next((one for one in scenario.places if problem.startswith((f"{one}.", f"{one}:"))), "")
        refused[place].append(problem)
    over = _over(scenario, writes)
    told: list[Conflict] = []
    places = enumerate(scenario.places)
    for one in scenario.scenarios:
        for number, written_at in enumerate(one.places):
            whole, place = next(places)
            problems = refused.pop(place, [])
            found = [*(each for each in moved[one.key] if each.number == number), *over[whole]]
            severity = Severity.ERROR if problems else Severity.WARNING
            told += [
                Conflict(
                    one.key, f"{written_at}.{spelled(each.path)}" if each.path else written_at, each.message, severity
                )
                for each in found
            ]
            if not any(each.explains for each in found):
                told += [_refused(one, problem) for problem in problems]
    last = scenario.scenarios[-1].key
    told += [
        Conflict(last, "changes", problem, Severity.ERROR) for problems in refused.values() for problem in problems
    ]
    return tuple(dict.fromkeys(told))


def _tried(tx: Transaction, moved: Mapping[str, list[Found]], scenario: Opened, today: date) -> tuple[Conflict, ...]:
    try:
        draft = draft_of(tx, scenario.changes, today, scenario.places)
    except (BadModel, NotFound) as why:
        return in_the_way(moved, scenario, why=why)
    return in_the_way(moved, scenario, writes_of(draft))


def _over(scenario: Opened, writes: Iterable[Held]) -> dict[int, list[Found]]:
    """Tell, by the numbers of changes in all, what they write over or take away and did not when they were saved."""
    rested: dict[tuple[Kind, Identity], set[str]] = defaultdict(set)
    turned: dict[str, str | None] = {}
    for one in scenario.scenarios:
        for each in one.base.held:
            rested[each.kind, each.identity] |= {WHOLE} if each.row is None or each.taken_away else {*each.row}
        turned |= {named.key: named.status for named in one.base.named if named.label == "Goal"}
    over: dict[int, list[Found]] = defaultdict(list)
    for each in writes:
        known = rested[each.kind, each.identity]
        if each.row is None or WHOLE in known:
            continue
        if each.taken_away:
            merged = isinstance(scenario.changes[each.number], MergeGoals)
            told = f"{_came_or_went(each.kind, each.identity, came=True)}, and the scenario would "
            told += "move it" if merged else "take that away"
            over[each.number].append(Found(each.number, (), told))
            continue
        for name in sorted(each.row.keys() - known):
            key = str(each.identity[0])
            if each.kind is GOALS and name == "status" and key in turned and _turned(turned[key], each.row):
                continue
            field = "" if name in AMOUNTS else f"{name.replace('_', ' ')} of "
            what = f"{field}{_noun(each.kind, each.identity)} is {_shown(name, each.row[name])} by now"
            told = f"{what}, and the scenario would write it over"
            over[each.number].append(Found(each.number, (), told))
    return over


def said(found: Conflict, scenario: str) -> str:
    """Say a conflict in a line, naming the scenario that it is in where that is another one."""
    here = "" if found.scenario == scenario else f"scenario {found.scenario!r}: "
    return f"{here}{found.place}: {found.message}"


def _refused(scenario: Scenario, problem: str) -> Conflict:
    place, _, message = problem.removeprefix(f"scenario {scenario.key!r}: ").partition(": ")
    return Conflict(scenario.key, place, message, Severity.ERROR)


def _moved(scenario: Scenario, now: Contents) -> Iterator[Found]:
    gone: set[tuple[int, str, str]] = set()
    for named in scenario.base.named:
        row = now[KIND[named.label]].get((named.key,))
        what = f"{KIND[named.label].name} {named.key!r}"
        if row is None and named.path[-1] != PROMISED_TO:
            gone.add((named.number, named.label, named.key))
            yield Found(named.number, named.path, f"{what} does not exist any more", explains=True)
        elif row is not None and named.label == "Goal" and (turn := _turned(named.status, row)):
            yield Found(named.number, named.path, f"{what} {turn} meanwhile")
    lost = {number for number, _, _ in gone}
    for held in scenario.base.held:
        row = now[held.kind].get(held.identity)
        if row is None and (held.row is None or held.number in lost):
            continue
        yield from _rewritten(held, row)


def _turned(status: str | None, row: Properties) -> str | None:
    """Say that a goal is pursued or achieved no more, or again."""
    was, now = Goal("", status), Goal("", row.get("status"))
    if (was.live, was.supplies) == (now.live, now.supplies):
        return None
    return "is pursued again" if now.live else f"was {now.status}"


def _rewritten(held: Held, row: Properties | None) -> Iterator[Found]:
    if held.row is None or row is None:
        if held.row is None or not held.kind.is_node:
            yield Found(held.number, (), _came_or_went(held.kind, held.identity, came=row is not None), explains=True)
        return
    now = kept_form(row)
    names = {**held.row, **now} if held.taken_away else held.row
    for name in names:
        old, new = held.row.get(name), now.get(name)
        if old == new or (held.kind is GOALS and name == "status" and _turned(old, row)):
            continue
        verb = "moved" if name in MOVED else "changed"
        also = "takes it away" if held.taken_away else "moves it too" if name in MOVED else "changes it too"
        values = f"from {_shown(name, old)} to {_shown(name, new)}"
        field = "" if name in AMOUNTS else f"{name.replace('_', ' ')} of "
        what = f"{field}{_noun(held.kind, held.identity)}"
        yield Found(held.number, (), f"{what} was {verb} {values} meanwhile, and the scenario {also}")


def _came_or_went(kind: Kind, identity: Identity, *, came: bool) -> str:
    if kind in PLACES:
        return PLACES[kind][came].format(*identity)
    return f"{_noun(kind, identity)} {'was added meanwhile' if came else 'is not there any more'}"


def _noun(kind: Kind, identity: Identity) -> str:
    if kind.is_node:
        return f"{kind.name} {identity[0]!r}"
    promised_to = identity[-1] if kind is COMMITMENTS else None
    return NOUNS[kind].format(*identity) + (f" for {promised_to!r}" if promised_to is not None else "")


def _shown(name: str, value: Any) -> str:  # noqa: ANN401 - any property
    return in_words(amount(value) if name in AMOUNTS and value is not None else value)
