"""From changes to the difference that they make: what they name is read, then they are made in memory."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from analyzer.changes.difference import Difference
from analyzer.changes.draft import Draft, Reads, Refused
from analyzer.changes.kinds.change import Change
from analyzer.changes.kinds.keys import Rename, RenamePeriod
from analyzer.changes.kinds.plans import CopyPlan, copy_of
from analyzer.errors import BadModel, NotFound, Stale
from analyzer.graph.contents import (
    COMMITMENTS,
    GOALS,
    NAMES,
    NODES,
    Contents,
    Identity,
    Kind,
    Properties,
    naming,
    plain,
    read_contents,
    read_rows,
)
from analyzer.graph.store import Transaction
from analyzer.plan.place import Path, spelled

MOST = 5_000
"""Changes in a set; what is larger is better imported as a document."""


def make(
    tx: Transaction, changes: Sequence[Change], today: date, places: Sequence[str] | None = None, *, lock: bool = False
) -> Difference:
    """Work out what changes, made one after the other, do to the map; with `lock`, nobody else changes it meanwhile.

    Raises what `draft_of` raises.
    """
    return draft_of(tx, changes, today, places, lock=lock).difference()


def draft_of(
    tx: Transaction, changes: Sequence[Change], today: date, places: Sequence[str] | None = None, *, lock: bool = False
) -> Draft:
    """Make changes, one after the other, on what they name of the map, in memory.

    Raises BadModel with everything that is wrong with them, each at its place, such as `changes[2].drop.goal`;
    NotFound when that is only that keys are not there; Stale when one is based on another version than there is.
    """
    if len(changes) > MOST:
        raise BadModel([f"changes: {len(changes):,} are given; make at most {MOST:,} at once, or import a document"])
    names = [spelled(("changes", number, one.called)) for number, one in enumerate(changes)]
    places = places or names
    reads = Reads()
    for one in changes:
        reads.add(one.reads())
    _see_copies(reads, changes, places)
    if lock:
        _lock(tx, reads)
    _check_versions(tx, changes, places)
    draft = Draft(_read(tx, reads), today)
    problems, missing = [], True
    for place, one in zip(places, changes, strict=True):
        draft.begin(place)
        try:
            one.make(draft)
        except Refused as why:
            missing &= why.missing
            problems += [f"{_place(place, path)}: {told}" for path, told in why.problems]
    if problems:
        raise NotFound("\n".join(problems)) if missing else BadModel(problems)
    return draft


def _see_copies(reads: Reads, changes: Sequence[Change], places: Sequence[str]) -> None:
    """See all of what is copied: goals that the set puts into a period or renames, too, and keys of their copies.

    Raises BadModel for copies of copies, whose keys nobody can tell before the first ones are made.
    """
    copies = [(place, one) for place, one in zip(places, changes, strict=True) if isinstance(one, CopyPlan)]
    into = {one.to: place for place, one in copies}
    if again := [(place, into[one.period]) for place, one in copies if one.period in into]:
        raise BadModel([f"{place}: copies what {first} copies; make it in a set of its own" for place, first in again])
    if copies:
        goals = tuple(reads.rows[GOALS])
        reads.declaring("Goal", *goals)
        for _, copy in copies:
            reads.copied |= {(one.key, copy.to) for one in changes if isinstance(one, RenamePeriod)}
            reads.node("Goal", *(copy_of(key, copy.to) for key in goals))


def _place(place: str, path: Path) -> str:
    """Spell where something is wrong; a place that ends in a colon is an option of the command line."""
    if place.endswith(": "):
        return f"{place}{spelled(path)}" if len(path) > 1 else place[:-2]
    return f"{place}.{spelled(path)}" if path else place


def _lock(tx: Transaction, reads: Reads) -> None:
    """Take the locks on all that is named, in one order."""
    for kind in sorted(NODES, key=lambda kind: kind.name):
        if reads.rows[kind]:
            tx.ask(f"writes/lock/{kind.name}", keys=sorted(reads.rows[kind]))


def _check_versions(tx: Transaction, changes: Sequence[Change], places: Sequence[str]) -> None:
    based = []
    was: dict[tuple[str, str], str] = {}
    for place, one in zip(places, changes, strict=True):
        if isinstance(one, Rename):
            was[one.label, one.to] = was.get((one.label, one.key), one.key)
        if on := one.based_on():
            label, key, version = on
            based.append((place, label, was.get((label, key), key), version))
    problems, current = [], []
    for kind in NODES:
        label = kind.declared_by
        keys = sorted({key for _, there, key, _ in based if there == label})
        now = dict(tx.ask_among(f"reads/versions/{kind.name}", among=keys)) if keys else {}
        stale = [one for one in based if one[1] == label and now.get(one[2], one[3]) != one[3]]
        problems += [
            f"{place}: based on version {version} of {kind.name} {key!r}, which has version {now[key]} by now: "
            f"look at it again"
            for place, _, key, version in stale
        ]
        rows = read_rows(tx, {kind: {key for _, _, key, _ in stale}})[kind]
        current += [
            {"label": label, "key": key, "version": now[key]} | {name: _shown(value) for name, value in row.items()}
            for (key,), row in sorted(rows.items())
        ]
    if problems:
        raise Stale("\n".join(problems), current)


def _read(tx: Transaction, reads: Reads) -> Contents:
    if reads.whole:
        return read_contents(tx)
    for period, to in sorted(reads.copied):
        goals = [goal for goal, _ in tx.ask_among("reads/around/in_period_period", among=[period])]
        reads.declaring("Goal", *goals).node("Goal", *(copy_of(goal, to) for goal in goals))
    around: list[tuple[Kind, Identity, Properties]] = []
    for label, keys in reads.around.items():
        for kind, column in naming(label) if keys else ():
            if kind.declared_by != label or kind.identity.index(column) != kind.declarer:
                rows = tx.ask_among(f"reads/around/{kind.name}_{column}", among=sorted(keys))
                around += [(kind, *_row(kind, row)) for row in rows]
                if column == "promised_to":  # what is promised there to others as well
                    reads.node("Goal", *(goal for goal, *_ in rows), besides=[COMMITMENTS])
    contents = read_rows(tx, reads.rows)
    for kind, identity, row in around:
        contents[kind].setdefault(identity, row)
    return contents


def _shown(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _row(kind: Kind, row: Sequence[Any]) -> tuple[Identity, Properties]:
    width = len(kind.identity)
    return tuple(row[:width]), plain(row[width], NAMES[kind]) if len(row) > width else {}
