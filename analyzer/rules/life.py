"""What became of findings between two audits: new, open, fixed, reappeared."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from analyzer.errors import InputError
from analyzer.graph.store import Transaction
from analyzer.rules.finding import Finding
from analyzer.rules.records import Known, Record, read_gone, read_known, read_record
from analyzer.rules.renamings import Renaming, moves, read_renamings


class State(StrEnum):
    """What a finding of now is beside an earlier audit."""

    NEW = "new"
    OPEN = "open"
    REAPPEARED = "reappeared"


@dataclass(frozen=True)
class Life:
    """Findings of now beside those of an earlier audit that was kept."""

    against: Record
    new: tuple[Finding, ...]
    open: tuple[Finding, ...]
    fixed: tuple[Known, ...]
    """Under the names that they would have now. What only rules found that were not asked again is not among them."""
    reappeared: tuple[Finding, ...]
    """Fixed in the earlier audit or before it, found in one before that, and found again now."""

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "against": self.against.document(),
            "new": [one.document() for one in self.new],
            "open": [one.document() for one in self.open],
            "fixed": [one.document() for one in self.fixed],
            "reappeared": [one.document() for one in self.reappeared],
        }


@dataclass(frozen=True)
class Past:
    """What is known of a kept audit and of those before it."""

    record: Record
    found: tuple[Known, ...]
    gone: Sequence[tuple[int, Sequence[Known]]]
    """What was gone in it or in one before it, each with the revision under whose keys it is known."""
    renamings: Sequence[Renaming]


@dataclass(frozen=True)
class Seen:
    """What a kept audit and those before it had found, by the fingerprints that it would have now."""

    earlier: tuple[Known, ...]
    lately: frozenset[str]
    """Found in that audit."""
    before: frozenset[str]
    """Gone in it, or in one before it, and not found in it."""

    def state(self, fingerprint: str) -> State:
        """Tell what a finding of now is beside that audit."""
        if fingerprint in self.lately:
            return State.OPEN
        return State.REAPPEARED if fingerprint in self.before else State.NEW


def read_past(tx: Transaction, number: int) -> Past:
    """Read what an audit is compared with; raises NotFound when none of this number was kept."""
    return Past(read_record(tx, number), read_known(tx, number), read_gone(tx, number), read_renamings(tx))


def seen(past: Past, there: Container[str], until: int | None = None) -> Seen:
    """Give past findings the names that they have now, judging in doubt by the fingerprints that are there."""

    def named(revision: int, some: Iterable[Known]) -> tuple[Known, ...]:
        moved = moves(past.renamings, revision, until)
        return tuple(one.now(moved, there) for one in some)

    earlier = named(past.record.revision, past.found)
    lately = frozenset(one.fingerprint for one in earlier)
    before = frozenset(one.fingerprint for revision, some in past.gone for one in named(revision, some))
    return Seen(earlier, lately, before - lately)


def life(past: Past, now: Sequence[Finding], asked: Collection[str], until: int | None = None) -> Life:
    """Compare findings, and the ids of the rules that were asked for them, with those of an audit before.

    `until` is the revision of the map whose findings they are, when it is not the present one.
    """
    there = {one.fingerprint for one in now}
    then = seen(past, there, until)

    def those(state: State) -> tuple[Finding, ...]:
        return tuple(one for one in now if then.state(one.fingerprint) is state)

    return Life(
        against=past.record,
        new=those(State.NEW),
        open=those(State.OPEN),
        fixed=tuple(
            sorted(
                (one for one in then.earlier if one.fingerprint not in there and one.rule in asked),
                key=lambda one: one.finding().order,
            )
        ),
        reappeared=those(State.REAPPEARED),
    )


def read_life(tx: Transaction, earlier: int, later: int) -> Life:
    """Compare two audits that were kept; raises NotFound, or InputError when the later one is named first."""
    if earlier > later:
        raise InputError(f"audit {earlier} came after audit {later}; name the earlier one first")
    record = read_record(tx, later)
    found = (one.finding() for one in read_known(tx, later) if one.rule in record.by_rule)
    now = sorted(found, key=lambda one: one.order)
    return life(read_past(tx, earlier), now, record.by_rule, record.revision)
