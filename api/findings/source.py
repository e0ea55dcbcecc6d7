"""Where findings are read: stored in the map while they are those of now, else in an audit; both answer alike."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol

from analyzer.graph.store import Transaction
from analyzer.rules.acceptance import whole
from analyzer.rules.check import check
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.reach import read_reach
from analyzer.rules.rule import Rule
from analyzer.rules.stored import Dated, restored

BEHIND = "\n"
"""Comes after the tab that ends a part of a place, and before all that a part can hold."""


@dataclass(frozen=True)
class Wanted:
    """Which findings: those of these rules about these subjects, only or without some; None is all."""

    rules: frozenset[str]
    subjects: frozenset[Subject] | None = None
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def has(self, fingerprint: str) -> bool:
        """Tell whether a finding is among those wanted by fingerprint."""
        return fingerprint not in self.without and (self.only is None or fingerprint in self.only)


@dataclass(frozen=True)
class Page:
    """Some findings in their order, whether more come after them, and how many there are on all pages."""

    found: list[Dated]
    more: bool
    count: Callable[[], int]


class Source(Protocol):
    """Findings of now."""

    def page(self, wanted: Wanted, after: str, limit: int) -> Page:
        """Give those that stand behind a place."""

    def about(self, label: str, keys: Sequence[str]) -> list[Dated]:
        """Give those about nodes of one label, in their order."""

    def named(self, fingerprints: Iterable[str]) -> dict[str, Dated]:
        """Give those of these fingerprints that are found; raises NotFound for a part of one."""

    def fingerprints(self) -> frozenset[str]:
        """Give the fingerprints of all."""


@dataclass(frozen=True)
class Audited:
    """What an audit found."""

    findings: Sequence[Finding]

    def page(self, wanted: Wanted, after: str, limit: int) -> Page:
        """Cut a page out."""
        found = [
            one
            for one in self._in_order
            if one.rule in wanted.rules
            and (wanted.subjects is None or one.subject in wanted.subjects)
            and wanted.has(one.fingerprint)
        ]
        start = bisect_right(found, after, key=lambda one: one.place)
        rest = [Dated(one) for one in found[start : start + limit]]
        return Page(rest, len(found) > start + limit, lambda: len(found))

    def about(self, label: str, keys: Sequence[str]) -> list[Dated]:
        """Pick them."""
        there = set(keys)
        return [Dated(one) for one in self._in_order if one.subject.label == label and one.subject.key in there]

    def named(self, fingerprints: Iterable[str]) -> dict[str, Dated]:
        """Pick them."""
        wanted = set(whole(fingerprints))
        return {one.fingerprint: Dated(one) for one in self.findings if one.fingerprint in wanted}

    def fingerprints(self) -> frozenset[str]:
        """List them."""
        return frozenset(one.fingerprint for one in self.findings)

    @cached_property
    def _in_order(self) -> list[Finding]:
        return sorted(self.findings, key=lambda one: one.place)


@dataclass(frozen=True)
class Asked:
    """What rules find in a map whose findings are not stored: about a few nodes at once, all by an audit."""

    tx: Transaction
    rules: Sequence[Rule]
    today: date
    audit: Callable[[], Sequence[Finding]]

    def page(self, wanted: Wanted, after: str, limit: int) -> Page:
        """Cut a page out of all."""
        return self._all.page(wanted, after, limit)

    def about(self, label: str, keys: Sequence[str]) -> list[Dated]:
        """Ask the rules about these nodes; what is computed over many of them, of all that it needs to see."""
        rules = [rule for rule in self.rules if rule.about == label]
        there = frozenset(keys)
        among = dict.fromkeys((rule.id for rule in rules), there)
        wide = read_reach(self.tx, [rule for rule in rules if rule.algorithm], {label: set(keys)})
        found = check(self.tx, rules, today=self.today, among=among | wide)
        return [Dated(one) for one in sorted(found, key=lambda one: one.place) if one.subject.key in there]

    def named(self, fingerprints: Iterable[str]) -> dict[str, Dated]:
        """Pick them out of all."""
        return self._all.named(fingerprints)

    def fingerprints(self) -> frozenset[str]:
        """List all."""
        return self._all.fingerprints()

    @cached_property
    def _all(self) -> Audited:
        return Audited(self.audit())


@dataclass(frozen=True)
class Stored:
    """What is stored in the map of these rules, which may not be all that are stored there."""

    tx: Transaction
    rules: Sequence[Rule]

    def page(self, wanted: Wanted, after: str, limit: int) -> Page:
        """Read a page where places are enough to find it; else all places that match, and then the page."""
        rules = sorted(wanted.rules)
        if wanted.subjects is None and wanted.only is None:
            given = {"rules": rules, "without": sorted(wanted.without)}
            ranges = self._ranges(wanted.rules)
            rest = [(max(start, after), end) for start, end in ranges if after < end]
            rows = self.tx.ask("reads/api/findings/page", ranges=rest, limit=limit + 1, **given)
            found = self._restored(rows)
            return Page(
                found[:limit],
                len(rows) > limit,
                lambda: self.tx.ask("reads/api/findings/count", ranges=ranges, **given),
            )
        places = sorted(
            (place, fingerprint) for fingerprint, place in self._places(wanted, rules) if wanted.has(fingerprint)
        )
        start = bisect_right(places, after, key=lambda one: one[0])
        some = self.named([fingerprint for _, fingerprint in places[start : start + limit]])
        return Page(list(some.values()), len(places) > start + limit, lambda: len(places))

    def about(self, label: str, keys: Sequence[str]) -> list[Dated]:
        """Read them all at once."""
        return self._restored(self.tx.ask_among(f"reads/findings/{label.lower()}", among=keys))

    def named(self, fingerprints: Iterable[str]) -> dict[str, Dated]:
        """Read them all at once."""
        rows = self.tx.ask("reads/api/findings/named", fingerprints=whole(fingerprints))
        return {one.finding.fingerprint: one for one in self._restored(rows)}

    def fingerprints(self) -> frozenset[str]:
        """Read them all at once."""
        return frozenset(self.tx.ask("reads/api/findings/fingerprints", rules=[rule.id for rule in self.rules]))

    def _places(self, wanted: Wanted, rules: list[str]) -> list[tuple[str, str]]:
        places: list[tuple[str, str]]
        if wanted.subjects is None:
            places = self.tx.ask("reads/api/findings/places_of", fingerprints=sorted(wanted.only or ()), rules=rules)
            return places
        goals, teams, people = (
            sorted(one.key for one in wanted.subjects if one.label == label) for label in ("Goal", "Team", "Person")
        )
        places = self.tx.ask("reads/api/findings/places_about", goals=goals, teams=teams, people=people, rules=rules)
        return places

    def _ranges(self, wanted: frozenset[str]) -> list[tuple[str, str]]:
        """Give the places between which findings of the wanted rules stand: one range for neighbours in the order."""
        ordered = sorted(self.rules, key=lambda rule: (rule.severity.rank, rule.id))
        runs = [list(some) for chosen, some in groupby(ordered, key=lambda rule: rule.id in wanted) if chosen]
        return [
            (f"{run[0].severity.rank}\t{run[0].id}\t", f"{run[-1].severity.rank}\t{run[-1].id}{BEHIND}") for run in runs
        ]

    def _restored(self, rows: Iterable[Sequence[Any]]) -> list[Dated]:
        return _in_order(restored({rule.id: rule for rule in self.rules}, rows))


@dataclass(frozen=True)
class Joined:
    """Findings of two sources, no rule in both."""

    one: Source
    other: Source

    def page(self, wanted: Wanted, after: str, limit: int) -> Page:
        """Merge a page of each."""
        pages = [source.page(wanted, after, limit) for source in (self.one, self.other)]
        found = _in_order(*(page.found for page in pages))
        return Page(
            found[:limit],
            len(found) > limit or any(page.more for page in pages),
            lambda: sum(page.count() for page in pages),
        )

    def about(self, label: str, keys: Sequence[str]) -> list[Dated]:
        """Merge those of each."""
        return _in_order(self.one.about(label, keys), self.other.about(label, keys))

    def named(self, fingerprints: Iterable[str]) -> dict[str, Dated]:
        """Look in both."""
        names = list(fingerprints)
        return self.one.named(names) | self.other.named(names)

    def fingerprints(self) -> frozenset[str]:
        """List those of each."""
        return self.one.fingerprints() | self.other.fingerprints()


def _in_order(*some: Iterable[Dated]) -> list[Dated]:
    return sorted((one for found in some for one in found), key=lambda one: one.finding.place)
