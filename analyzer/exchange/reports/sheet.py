"""What the page for a meeting shows, as plain values: each finding once, and many short ways to it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from analyzer.exchange.reports.parts import Group, Groups, Link, Links, Row, Section
from analyzer.exchange.reports.telling import NOUNS, acceptance, by_rule, name_of, place_of, points, states
from analyzer.rules.audit import Asked
from analyzer.rules.finding import Finding, in_words
from analyzer.rules.score import Place
from analyzer.rules.standing import Standing

LISTED = 200
"""How many findings of a rule, or of a list of changes, the page holds; totals are of all."""
LINKED = 50
"""How many links a goal or a team holds."""
GROUPS = 100
"""How many goals and teams are told one by one, the costliest."""
LONG = 120
"""Where a name is cut that is told beside a message, which is told whole."""


@dataclass(frozen=True)
class Sheet:
    """All of the page, drawn from where a map stands."""

    standing: Standing

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The rules that found something, worst first."""
        return tuple(
            Section(
                asked,
                NOUNS[asked.rule.about][asked.looked_at != 1],
                points(self.standing.score.by_rule.get(asked.rule.id, Fraction(0))),
                len(found),
                sum(one.fingerprint in self.standing.accepted for one in found),
                tuple(map(self._row, found[:LISTED])),
                max(0, len(found) - LISTED),
            )
            for asked, found in by_rule(self.standing.audit)
            if found
        )

    @property
    def goals(self) -> Groups:
        """By live corporate goal that the findings' subjects lead to; a finding may be in several."""
        return self._groups(
            "Goal",
            lambda one: self._place(one).tops or (None,),
            self.standing.score.by_corporate_goal,
            "No corporate goal",
        )

    @property
    def teams(self) -> Groups:
        """By team of the findings' subjects."""
        return self._groups("Team", lambda one: (self._place(one).team,), self.standing.score.by_team, "No team")

    @property
    def teams_to_choose(self) -> list[tuple[str, str]]:
        """Keys and names of teams that have a row."""
        teams = {row.team_key: row.team for section in self.sections for row in section.rows if row.team_key}
        return sorted(teams.items(), key=lambda one: (one[1], one[0]))

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """Findings that somebody decided to live with."""
        return tuple(one for one in self.standing.audit.findings if one.fingerprint in self.standing.accepted)

    @property
    def silent(self) -> list[Asked]:
        """Rules that found nothing, by title."""
        return sorted((asked for asked in self.standing.audit.rules if not asked.count), key=lambda one: one.rule.title)

    def links(self, findings: Sequence[Finding], at_most: int = LISTED) -> Links:
        """Tell the first findings in brief."""
        return Links(tuple(map(self._link, findings[:at_most])), max(0, len(findings) - at_most))

    @cached_property
    def _states(self) -> dict[str, str]:
        return states(self.standing.since)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {asked.rule.id: asked.rule.title for asked in self.standing.audit.rules}

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """By fingerprint of each finding that has a row: as much of it as tells them all apart."""
        rows = [one.fingerprint for _, found in by_rule(self.standing.audit) for one in found[:LISTED]]
        enough = next((n for n in range(12, 64) if len({name[:n] for name in rows}) == len(rows)), 64)
        return {name: f"f-{name[:enough]}" for name in rows}

    def _place(self, one: Finding) -> Place:
        return place_of(self.standing.places, one.subject)

    def _named(self, label: str, key: str | None) -> str:
        return shortened(name_of(self.standing, label, key)) if key else ""

    def _owner(self, one: Finding) -> str | None:
        return self._named("Person", self._place(one).owner) if one.subject.label == "Goal" else None

    def _row(self, one: Finding) -> Row:
        place, accepted = self._place(one), self.standing.accepted.get(one.fingerprint)
        return Row(
            anchor=self._anchors[one.fingerprint],
            severity=one.severity,
            noun=NOUNS[one.subject.label][0],
            key=one.subject.key,
            name=self._named(*one.subject),
            message=one.message,
            team_key=place.team or "",
            team=self._named("Team", place.team),
            owner=self._owner(one),
            state=self._states.get(one.fingerprint, ""),
            accepted=acceptance(accepted) if accepted else "",
            fingerprint=one.fingerprint,
        )

    def _link(self, one: Finding) -> Link:
        return Link(
            href=f"#{self._anchors.get(one.fingerprint) or rule_anchor(one.rule)}",
            severity=one.severity,
            name=self._named(*one.subject),
            title=shortened(": ".join((self._titles[one.rule], *map(in_words, one.identity)))),
            owner=self._owner(one),
            state=self._states.get(one.fingerprint, ""),
            accepted=one.fingerprint in self.standing.accepted,
        )

    def _groups(
        self,
        label: str,
        of: Callable[[Finding], Iterable[str | None]],
        cost: Mapping[str | None, Fraction],
        none: str,
    ) -> Groups:
        found: dict[str | None, list[Finding]] = defaultdict(list)
        for one in self.standing.audit.findings:
            for key in of(one):
                found[key].append(one)
        most = max((cost.get(key, Fraction(0)) for key in found), default=Fraction(0)) or Fraction(1)
        ordered = sorted(found, key=lambda key: (-cost.get(key, Fraction(0)), -len(found[key]), key or ""))
        keys = [key for key in ordered if key is not None]

        def group(key: str | None) -> Group:
            lost = cost.get(key, Fraction(0))
            return Group(
                key,
                self._named(label, key) or none,
                points(lost),
                round(100 * float(lost / most), 1),
                Counter(one.severity for one in found[key]),
                self.links(found[key], LINKED),
            )

        return Groups(
            tuple(map(group, keys[:GROUPS])), max(0, len(keys) - GROUPS), group(None) if None in found else None
        )


def rule_anchor(rule: str) -> str:
    """Name the place of a rule on the page."""
    return f"rule-{rule.replace('/', '-')}"


def shortened(name: str) -> str:
    """Cut a name that is too long to be told beside others."""
    return name if len(name) <= LONG else f"{name[: LONG - 1].rstrip()}…"
