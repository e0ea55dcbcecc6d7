"""Audits that were kept: when, by whom, on which revision of the map, what they found.

Each keeps all its findings, and apart those of the audit before it that it no longer has. Whoever asks whether a
finding was ever there before reads these few instead of all findings of all audits.
"""

import json
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, Self, TypeVar

from analyzer.errors import NotFound
from analyzer.graph.store import Transaction, native
from analyzer.rules.audit import Audit
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.renamings import Moves, moves, read_renamings
from analyzer.rules.rule import Severity
from analyzer.rules.score import Score

T = TypeVar("T")

LISTED = 20
"""Numbers that an error lists one by one."""


@dataclass(frozen=True)
class Record:
    """One audit that was kept, without its findings."""

    number: int
    at: datetime
    by: str
    today: date
    revision: int
    score: Fraction
    counts: Mapping[Severity, int]
    by_rule: Mapping[str, int]
    """How many findings each rule had that was asked, 0 too."""

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="seconds"),
            "by": self.by,
            "today": self.today.isoformat(),
            "revision": self.revision,
            "score": float(self.score),
            **{f"{severity.value}s": self.counts[severity] for severity in Severity},
        }


@dataclass(frozen=True)
class Known:
    """As much of a finding of a kept audit as tells people which one it was."""

    fingerprint: str
    rule: str
    severity: Severity
    subject: Subject
    message: str
    identity: tuple[Any, ...] = ()

    @classmethod
    def of(cls, one: Finding) -> Self:
        """Take from a finding what is kept of it."""
        return cls(one.fingerprint, one.rule, one.severity, one.subject, one.message, one.identity)

    def finding(self) -> Finding:
        """Give it as a finding whose evidence was not kept."""
        return Finding(self.rule, self.severity, self.subject, self.message, {}, self.identity, self.fingerprint)

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "subject": self.subject._asdict(),
            "message": self.message,
            "fingerprint": self.fingerprint,
        }

    def forms(self, moved: Moves) -> tuple["Known", ...]:
        """Give what it may be called after renamings: one way, unless its identity holds a text that was a key too.

        Nobody knows whether that text named the renamed node or something else; first comes that it did not.
        """
        key = moved.get(self.subject.label, {}).get(self.subject.key, self.subject.key)
        texts = [
            tuple(dict.fromkeys((value, *(keys.get(value, value) for keys in moved.values()))))
            if isinstance(value, str)
            else (value,)
            for value in self.identity
        ]
        if key == self.subject.key and all(len(ways) == 1 for ways in texts):
            return (self,)
        label = self.subject.label
        return tuple(
            replace(
                self,
                fingerprint=fingerprint(self.rule, label, key, identity),
                subject=Subject(label, key),
                identity=identity,
            )
            for identity in product(*texts)
        )

    def now(self, moved: Moves, there: Container[str]) -> "Known":
        """Give what it is called after renamings, judging by the fingerprints that are there then."""
        forms = self.forms(moved)
        return next((form for form in forms if form.fingerprint in there), forms[0])


def record(tx: Transaction, audit: Audit, score: Score, by: str, at: datetime) -> Record:
    """Keep an audit under the next number."""
    tx.ask("writes/lock/schema")
    kept = Record(
        tx.ask("reads/record/next"),
        at.astimezone(UTC),
        by,
        audit.today,
        audit.revision,
        score.points,
        audit.counts,
        {asked.rule.id: asked.count for asked in audit.rules},
    )
    found = [*(Known.of(one) for one in audit.findings), *_not_asked(tx, kept)]
    row = {
        **vars(kept),
        "score": str(kept.score),
        "counts": json.dumps(kept.counts),
        "by_rule": json.dumps(kept.by_rule),
        "findings": _packed(found),
        "gone": _packed(_gone(tx, kept, {one.fingerprint for one in found})),
    }
    tx.ask("writes/record/keep", audit=row)
    return kept


def read_records(tx: Transaction, last: int | None = None) -> tuple[Record, ...]:
    """Read the last audits that were kept, or all, oldest first, without their findings."""
    return tuple(
        Record(
            number,
            native(at).astimezone(UTC),
            by,
            native(today),
            revision,
            Fraction(score),
            {Severity(name): count for name, count in json.loads(counts).items()},
            json.loads(by_rule),
        )
        for number, at, by, today, revision, score, counts, by_rule in reversed(tx.ask("reads/record/all", last=last))
    )


def read_record(tx: Transaction, number: int) -> Record:
    """Read one audit that was kept; raises NotFound."""
    records = read_records(tx)
    for one in records:
        if one.number == number:
            return one
    raise _missing(number, [one.number for one in records])


def read_known(tx: Transaction, number: int) -> tuple[Known, ...]:
    """Read what was known at a kept audit, sorted by fingerprint; raises NotFound.

    That is what it found, and of rules that it did not ask what the last one that did had found.
    """
    packed = tx.ask("reads/record/findings", number=number)
    if packed is None:
        raise _missing(number, tx.ask("reads/record/numbers"))
    return _unpacked(packed)


def read_gone(tx: Transaction, number: int) -> list[tuple[int, tuple[Known, ...]]]:
    """Read what was gone in any kept audit up to this one, each with the revision under whose keys it is known."""
    rows = tx.ask("reads/record/gone", number=number)
    return [(revision, _unpacked(gone)) for (revision, _), (_, gone) in pairwise(rows)]


def read_revision(tx: Transaction) -> int:
    """Read how often the map was edited."""
    revision: int = tx.ask("reads/revision")
    return revision


def steady(work: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
    """Let work that reads several lists be done once more when somebody edits the map meanwhile."""

    def watched(tx: Transaction) -> T:
        revision = read_revision(tx)
        found = work(tx)
        return found if read_revision(tx) == revision else work(tx)

    return watched


def _gone(tx: Transaction, now: Record, there: Container[str]) -> Iterable[Known]:
    """Find what the audit before this one had and this one has not; in doubt about what it is called now, too."""
    for before in read_records(tx, last=1):
        moved = moves(read_renamings(tx), before.revision, now.revision)
        for known in read_known(tx, before.number):
            forms = known.forms(moved)
            if len(forms) > 1 or forms[0].fingerprint not in there:
                yield known


def _not_asked(tx: Transaction, now: Record) -> Iterator[Known]:
    """Give what the audit before knew of rules that this one did not ask: nobody has seen it fixed."""
    for before in read_records(tx, last=1):
        moved = moves(read_renamings(tx), before.revision, now.revision)
        for known in read_known(tx, before.number):
            if known.rule not in now.by_rule:
                yield known.now(moved, ())


def _missing(number: int, there: list[int]) -> NotFound:
    if not there:
        return NotFound(f"there is no audit {number}: none was kept yet; `alignment audit --record` keeps one")
    numbers = ", ".join(map(str, there)) if len(there) <= LISTED else f"{there[0]} to {there[-1]}"
    return NotFound(f"there is no audit {number}; kept were {numbers}")


def _packed(found: Iterable[Known]) -> bytes:
    rows = [
        [one.fingerprint, one.rule, one.severity, *one.subject, one.identity, one.message]
        for one in sorted(found, key=lambda one: one.fingerprint)
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode())


def _unpacked(packed: bytes) -> tuple[Known, ...]:
    return tuple(
        Known(name, rule, Severity(severity), Subject(label, key), message, tuple(identity))
        for name, rule, severity, label, key, identity, message in json.loads(zlib.decompress(packed))
    )
