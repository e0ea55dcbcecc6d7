"""What is done to scenarios: saved, brought up to date, adopted, deleted; each whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from shlex import quote
from typing import NamedTuple

from analyzer.capacity import Remedies
from analyzer.changes.editing import Done, carry_out
from analyzer.changes.kinds import CHANGES
from analyzer.changes.kinds.change import Change, written
from analyzer.changes.making import draft_of
from analyzer.changes.revisions import Author
from analyzer.errors import BadModel, InputError, Stale
from analyzer.graph.schema import refuse_while_importing
from analyzer.graph.store import Transaction
from analyzer.model import MAX_WHY, key_of
from analyzer.rules.records import read_revision
from analyzer.rules.renamings import moves, read_renamings
from analyzer.rules.rule import Rule, Severity
from analyzer.scenarios.conflicts import Conflict, conflicts, said
from analyzer.scenarios.kept import find_named, keep, read_above, read_all, read_named, remove
from analyzer.scenarios.opening import open_below, opened, refuse_adopted
from analyzer.scenarios.resting import read_base
from analyzer.scenarios.scenario import Adoption, Base, Scenario


@dataclass(frozen=True)
class Saying:
    """What somebody says who saves a scenario; None leaves what was said before."""

    changes: Sequence[Change] = ()
    places: Sequence[str] | None = None
    on: Sequence[str] | None = None
    why: str | None = None


class Decision(NamedTuple):
    """Who does something to a scenario, when, and the day by which they judge."""

    by: str
    at: datetime
    today: date


@dataclass(frozen=True)
class Adopted:
    """The scenarios whose changes were made, the one that was asked for last, and what that did to the map."""

    scenarios: tuple[Scenario, ...]
    done: Done


def save(  # noqa: PLR0913 - what is said, by whom, and of which version
    tx: Transaction,
    key: str,
    saying: Saying,
    decision: Decision,
    *,
    append: bool = False,
    version: int | None = None,
) -> Scenario:
    """Keep changes under a name, with what of the map they rest on, once they were found to fit together.

    One that is there already is written anew when its `version` is given, or more changes are put behind its own.
    Raises BadModel, NotFound or Stale as making the changes does; Stale when it has another version than that.
    """
    _begin(tx)
    key = _named(key)
    there = None
    if append or version is not None:
        there = _there(tx, key)
        _check_version(there, version)
    else:
        _refuse_taken(tx, key)
    on = tuple(dict.fromkeys(there.on if saying.on is None and there else saying.on or ()))
    below = open_below(tx, on)
    if key in read_named(tx, on):
        raise InputError(f"scenario {key!r} would stand on itself; leave out what stands on it")
    kept = there if append and there else None
    own = (*(kept.changes if kept else ()), *saying.changes)
    if not own and not on:
        raise InputError(f"scenario {key!r} says nothing: give changes, or scenarios that it stands on")
    base = _rest(tx, below.changes, below.places, own, _places(kept, saying), decision.today)
    scenario = Scenario(
        key=key,
        by=decision.by,
        at=decision.at.astimezone(UTC),
        changes=tuple(_without_version(one) for one in own),
        base=_joined(kept.base, base, len(kept.changes)) if kept else base,
        on=on,
        why=_why(saying.why) if saying.why is not None else there.why if there else None,
        version=there.version + 1 if there else 1,
    )
    keep(tx, scenario)
    return scenario


def save_ways(tx: Transaction, name: str, found: Remedies, decision: Decision) -> list[Scenario]:
    """Keep each way out of over-commitments that does something as a scenario, called by the name and the way.

    Raises BadModel for a name that can't be one, InputError for one that is taken, Stale when the map has changed
    since the ways were looked for.
    """
    check_revision(tx, found.situation.revision)
    return [save(tx, f"{name} {way}", Saying(changes, why=why), decision) for way, changes, why in found.scenarios()]


def check_revision(tx: Transaction, revision: int | None, *there: Scenario) -> None:
    """Raise Stale when the map was edited after the revision that somebody looked at; nobody edits it from now on."""
    _begin(tx)
    if revision is not None and revision != (now := read_revision(tx)):
        raise Stale(
            f"the map was looked at as of revision {revision}, and has revision {now} by now: look at it again",
            [one.document() for one in there],
        )


def open_again(tx: Transaction, revision: int) -> list[Scenario]:
    """Let scenarios that were adopted as a revision be open again, since that was undone."""
    undone = [
        replace(one, adopted=None, version=one.version + 1)
        for one in read_all(tx)
        if one.adopted and one.adopted.revision == revision
    ]
    for one in undone:
        keep(tx, one)
    return undone


def refresh(
    tx: Transaction, key: str, decision: Decision, *, version: int | None = None, revision: int | None = None
) -> tuple[Scenario, tuple[Conflict, ...]]:
    """Let a scenario rest on the map as it is, once somebody has looked at its conflicts; also give what they were.

    Raises as `save` does; Stale too when the map was edited after the revision that was looked at, if that is given.
    """
    _begin(tx)
    there = _there(tx, key)
    _check_version(there, version)
    check_revision(tx, revision, there)
    found = conflicts(tx, opened(tx, key), decision.today)
    below = open_below(tx, there.on)
    base = _rest(tx, below.changes, below.places, there.changes, there.places, decision.today)
    scenario = replace(there, base=base, by=decision.by, at=decision.at.astimezone(UTC), version=there.version + 1)
    keep(tx, scenario)
    return scenario, tuple(one for one in found if one.scenario == key)


def delete(tx: Transaction, key: str, *, version: int | None = None) -> Scenario:
    """Take a scenario away, also one that was adopted; raises InputError while others stand on it."""
    tx.ask("writes/lock/schema")
    there = read_named(tx, [key])[key]
    _check_version(there, version)
    if above := read_above(tx, [key]):
        names = ", ".join(map(repr, above))
        raise InputError(f"scenario {key!r} can't be deleted, since {names} stand on it; delete those first")
    remove(tx, key)
    return there


def adopt(
    tx: Transaction, key: str, rules: Sequence[Rule], decision: Decision, *, version: int | None = None
) -> Adopted:
    """Make the changes of a scenario, with those that it stands on, and keep it as what was decided.

    Raises Stale, with all conflicts, when the map has changed where that concerns it.
    """
    _begin(tx)
    _check_version(_there(tx, key), version)
    by, at, today = decision
    whole = opened(tx, key)
    if found := conflicts(tx, whole, today):
        raise _conflicting(whole.scenarios[-1], found)
    keys = [one.key for one in whole.scenarios]
    valid = [name for name in read_above(tx, keys) if name not in keys and _is_valid(tx, name, today)]
    author = Author(by, at, f"adopts scenario {key}")
    done = carry_out(tx, whole.changes, rules, today, whole.places, author)
    adoption = Adoption(at.astimezone(UTC), by, done.revision if done.difference else None)
    scenarios = tuple(replace(one, adopted=adoption, version=one.version + 1) for one in whole.scenarios)
    for one in scenarios:
        keep(tx, one)
    for name in valid:  # what they stand on is in the map now, which is nobody's conflict
        above = opened(tx, name).scenarios[-1]
        below = open_below(tx, above.on)
        keep(tx, replace(above, base=_rest(tx, below.changes, below.places, above.changes, above.places, today)))
    return Adopted(scenarios, done)


def _begin(tx: Transaction) -> None:
    """See to it that nobody edits the map meanwhile, nor any scenario."""
    tx.ask("writes/lock/schema")
    refuse_while_importing(tx)


def _named(key: str) -> str:
    if key and key != key.strip():
        raise BadModel([f"name {key[:80]!r}: begins or ends with a space; leave it out"])
    try:
        return key_of(key)
    except ValueError as why:
        raise BadModel([f"name {key[:80]!r}: {why}"]) from None


def _there(tx: Transaction, key: str) -> Scenario:
    """Give the scenario of a name by the keys of now; raises NotFound, and InputError when it was adopted."""
    there = read_named(tx, [key])[key]
    refuse_adopted([there])
    return there.followed(moves(read_renamings(tx), there.base.revision))


def _refuse_taken(tx: Transaction, key: str) -> None:
    there = find_named(tx, [key]).get(key)
    if there is None:
        return
    refuse_adopted([there])
    raise Stale(
        f"there is a scenario {key!r} already, of version {there.version}: "
        "append to it (--append), write it anew by naming that version (--replace), or choose another name",
        [there.document()],
    )


def _check_version(there: Scenario, version: int | None) -> None:
    if version is not None and version != there.version:
        raise Stale(
            f"based on version {version} of scenario {there.key!r}, which has version {there.version} by now: "
            "look at it again",
            [there.document()],
        )


def _places(kept: Scenario | None, saying: Saying) -> list[str]:
    before = kept.places if kept else []
    given = saying.places or [f"changes[{number}].{one.called}" for number, one in enumerate(saying.changes)]
    return [*before, *given]


def _rest(  # noqa: PLR0913 - two lists of changes with their places
    tx: Transaction,
    below: Sequence[Change],
    places_below: Sequence[str],
    own: Sequence[Change],
    places: Sequence[str],
    today: date,
) -> Base:
    draft = draft_of(tx, [*below, *own], today, [*places_below, *places])
    return read_base(tx, draft, own, len(below))


def _joined(first: Base, second: Base, number: int) -> Base:
    """Let the first changes, so many, rest on what they rested on before, and the others on the map as it is."""
    return replace(
        second,
        named=(*first.named, *(one for one in second.named if one.number >= number)),
        held=(*first.held, *(one for one in second.held if one.number >= number)),
    )


def _without_version(change: Change) -> Change:
    """Leave out on which version of a node it is based: what it rests on is said field by field."""
    if change.based_on() is None:
        return change
    (fields,) = written(change).values()
    return CHANGES[change.called].model_validate({name: said for name, said in fields.items() if name != "version"})


def _why(text: str) -> str:
    if len(text) > MAX_WHY:
        raise InputError(f"why is {len(text):,} characters long; write at most {MAX_WHY:,}")
    return text.strip()


def _is_valid(tx: Transaction, key: str, today: date) -> bool:
    scenario: Mapping[str, Scenario] = read_named(tx, [key])
    return scenario[key].adopted is None and not conflicts(tx, opened(tx, key), today)


def _conflicting(scenario: Scenario, found: Sequence[Conflict]) -> Stale:
    broken = dict.fromkeys(one.scenario for one in found if one.severity is Severity.ERROR)
    others = dict.fromkeys(one.scenario for one in found if one.scenario not in broken)
    told = [said(one, scenario.key) for one in found]
    if others:
        refresh = "; ".join(f"alignment scenario refresh {quote(name)}" for name in others)
        told.append(f"the map has changed since: look at this, then let the scenario rest on it: {refresh}")
    anew = "say anew what can't be made any more: alignment scenario save --replace"
    told += [f"{anew} {quote(name)} …" for name in broken]
    return Stale(
        "\n".join(told),
        [scenario.document() | {"conflicts": [one.document() for one in found]}],
    )
