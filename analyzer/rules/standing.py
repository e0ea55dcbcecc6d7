"""Where a map stands on a day: what was found and what it costs, what is accepted, what became of it since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analyzer.graph.store import Transaction
from analyzer.progress import Progress, quiet
from analyzer.rules.acceptance import Acceptance, read_acceptances
from analyzer.rules.audit import Ask, Audit, audit_all
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.life import Life, life, read_past
from analyzer.rules.records import Record, read_records
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.score import Place, Score, read_places, score

TREND = 50
"""How many kept audits a trend shows."""


@dataclass(frozen=True)
class Standing:
    """An audit with everything that a report says besides."""

    audit: Audit
    score: Score
    places: Mapping[Subject, Place]
    """Of each finding's subject: its team, its owner and the live corporate goals that it leads to."""
    names: Mapping[Subject, str]
    """What people call the subjects, teams, owners and corporate goals that are named here."""
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)
    """By fingerprint, those in force."""
    since: Life | None = None
    """Beside the last audit that was kept."""
    trend: tuple[Record, ...] = ()
    """Audits that were kept, oldest first."""

    @property
    def lived_with(self) -> tuple[Finding, ...]:
        """Those findings that are accepted."""
        return tuple(one for one in self.audit.findings if one.fingerprint in self.accepted)

    def document(self) -> dict[str, Any]:
        """Give it as the plain data that `alignment audit --format json` prints."""
        document = self.audit.document()
        for one in document["findings"]:
            if acceptance := self.accepted.get(one["fingerprint"]):
                said = acceptance.document()
                one["accepted"] = {name: said[name] for name in ("reason", "by", "until")}
        document["summary"] |= {"accepted": len(self.lived_with), "score": float(self.score.points)}
        return document


def read_standing(
    ask: Ask, rules: RuleSet, today: date, progress: Progress = quiet, *, apart: bool = False
) -> Standing:
    """Audit a map, and read what is known of it besides; what only rules found that are not asked is not fixed."""

    def besides(tx: Transaction, audit: Audit) -> Standing:
        places = read_places(tx, audit.findings)
        accepted = read_acceptances(tx, today)
        trend = read_records(tx, TREND)
        asked = {one.rule.id for one in audit.rules}
        return Standing(
            audit,
            score(audit, places, accepted.keys()),
            places,
            _read_names(tx, places),
            accepted,
            life(read_past(tx, trend[-1].number), audit.findings, asked, audit.revision) if trend else None,
            trend,
        )

    def at_once(tx: Transaction) -> Standing:
        return besides(tx, audit_all(lambda work, **_: work(tx), rules, today=today, progress=progress))

    if not apart and not rules.own:  # a map that is loaded to be asked is loaded once
        return ask(at_once)
    audit = audit_all(ask, rules, today=today, progress=progress, apart=apart)
    return ask(lambda tx: besides(tx, audit))


def _read_names(tx: Transaction, places: Mapping[Subject, Place]) -> dict[Subject, str]:
    keys: dict[str, set[str]] = defaultdict(set)
    for label, key in _named(places):
        keys[label].add(key)
    return {
        Subject(label, key): name
        for label, some in keys.items()
        for key, name in tx.ask_among(f"reads/names/{label.lower()}", among=sorted(some))
    }


def _named(places: Mapping[Subject, Place]) -> Iterator[Subject]:
    for subject, place in places.items():
        yield subject
        yield from (Subject("Goal", top) for top in place.tops)
        if place.team is not None:
            yield Subject("Team", place.team)
        if place.owner is not None:
            yield Subject("Person", place.owner)
