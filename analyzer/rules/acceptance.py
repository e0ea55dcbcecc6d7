"""Findings that somebody decided to live with for a while: why, who, and until when; then they are back."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from analyzer.errors import InputError, NotFound
from analyzer.graph.store import Transaction, native
from analyzer.rules.finding import Finding, Subject

MAX_REASON = 2_000
WHOLE = re.compile(r"[0-9a-f]{64}")
"""A fingerprint."""

NOBODY = Subject("", "")


@dataclass(frozen=True)
class Acceptance:
    """A decision about one finding; it holds up to and including the day `until`, or for good."""

    fingerprint: str
    reason: str
    by: str
    at: datetime
    until: date | None = None
    rule: str = ""
    subject: Subject = NOBODY
    identity: tuple[Any, ...] = ()
    """With rule and subject all that the fingerprint was made of, so that it can follow a renamed goal."""

    def holds(self, today: date) -> bool:
        """Whether it is in force on a day."""
        return self.until is None or today <= self.until

    def document(self) -> dict[str, Any]:
        """Give it as plain data for JSON."""
        return {
            "fingerprint": self.fingerprint,
            "rule": self.rule,
            "subject": self.subject._asdict(),
            "reason": self.reason,
            "by": self.by,
            "at": self.at.isoformat(timespec="seconds"),
            "until": self.until.isoformat() if self.until else None,
        }


def accept(  # noqa: PLR0913 - what an acceptance says
    tx: Transaction,
    findings: Sequence[Finding],
    reason: str,
    by: str,
    at: datetime,
    until: date | None = None,
    revision: int | None = None,
    today: date | None = None,
) -> tuple[Acceptance, ...]:
    """Accept findings, in place of what was said about them before; raises InputError.

    `until` is a day not before `today`, else that of `at`, in UTC, as every day of a map is. `revision` is that of the
    map in which the findings were found: nothing is accepted when it was edited since, for a renaming gives findings
    other names.
    """
    tx.ask("writes/lock/schema")
    if revision is not None and revision != tx.ask("reads/revision"):
        raise InputError("nothing was accepted, since the map was edited meanwhile; look at the finding again")
    at, reason = at.astimezone(UTC), reason.strip()
    if not reason:
        raise InputError("the reason is blank: say why this can be lived with")
    if len(reason) > MAX_REASON:
        raise InputError(f"the reason is {len(reason):,} characters long; write at most {MAX_REASON:,}")
    today = today or at.date()
    if until is not None and until < today:
        raise InputError(f"until {until.isoformat()} is over already: name a day from {today.isoformat()} on")
    accepted = tuple(
        Acceptance(one.fingerprint, reason, by, at, until, one.rule, one.subject, one.identity) for one in findings
    )
    keep(tx, accepted)
    return accepted


def keep(tx: Transaction, acceptances: Iterable[Acceptance]) -> None:
    """Write acceptances, in place of those with the same fingerprints."""
    rows = [
        {
            "fingerprint": one.fingerprint,
            "reason": one.reason,
            "by": one.by,
            "at": one.at,
            "until": one.until,
            "rule": one.rule,
            **one.subject._asdict(),
            "identity": json.dumps(one.identity),
        }
        for one in acceptances
    ]
    tx.ask("writes/acceptance/accept", rows=rows)


def withdraw(tx: Transaction, fingerprints: Iterable[str]) -> tuple[Acceptance, ...]:
    """Take acceptances back, and give them; raises NotFound, then none is taken back."""
    tx.ask("writes/lock/schema")
    names, there = sorted(set(whole(fingerprints))), read_acceptances(tx)
    if unknown := [name for name in names if name not in there]:
        raise NotFound(f"no finding {', '.join(unknown)} is accepted; `alignment accept --list` lists those that are")
    tx.ask("writes/acceptance/withdraw", fingerprints=names)
    return tuple(there[name] for name in names)


def whole(fingerprints: Iterable[str]) -> list[str]:
    """Give them as they are; raises NotFound for what is only a part of one, or none."""
    names = list(fingerprints)
    if wrong := next((name for name in names if not WHOLE.fullmatch(name)), None):
        raise NotFound(f"{wrong[:80]!a} is no whole fingerprint: all of its 64 digits are needed")
    return names


def read_acceptances(tx: Transaction, today: date | None = None) -> Mapping[str, Acceptance]:
    """Read the acceptances in force on a day, by fingerprint; without a day all, those that are over too."""
    read = (
        Acceptance(
            row["fingerprint"],
            row["reason"],
            row["by"],
            native(row["at"]).astimezone(UTC),
            native(row["until"]),
            row["rule"],
            Subject(row["label"], row["key"]),
            tuple(json.loads(row["identity"])),
        )
        for row in tx.ask("reads/acceptances")
    )
    return {one.fingerprint: one for one in read if today is None or one.holds(today)}
