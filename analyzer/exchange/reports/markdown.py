"""Findings as Markdown, for wikis and merge requests."""

import re
from collections.abc import Iterator, Mapping

from analyzer.exchange.reports.telling import acceptance, by_rule, change, counted, plural, points, states
from analyzer.rules.audit import Asked
from analyzer.rules.finding import Finding
from analyzer.rules.page import Page
from analyzer.rules.standing import Standing

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$^@])")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text that follows, ours too."""


def to_markdown(standing: Standing, pages: Mapping[str, Page]) -> str:
    """Write the score, what changed, and a section a rule that found something: worst first, with what to do."""
    return "\n".join(_blocks(standing, pages))


def plain(text: str) -> str:
    """Escape what Markdown would read as more than text; a line stays a line."""
    return SPECIAL.sub(r"\\\1", UNSEEN.sub("\ufffd", " ".join(text.split())))


def _blocks(standing: Standing, pages: Mapping[str, Page]) -> Iterator[str]:
    audit, became = standing.audit, states(standing.since)
    yield f"# Alignment audit of {audit.today.isoformat()}\n"
    yield f"**Score {points(standing.score.points)} of 100.** {_found(audit.findings, standing)}\n"
    for problem in audit.problems:
        yield f"**Not asked:** {plain(problem)}\n"
    if standing.since:
        yield f"{change(standing.since)}\n"
        if standing.since.fixed:
            yield "## Fixed\n"
            for known in standing.since.fixed:
                yield f"- **{plain(known.subject.key)}**: {plain(known.message)}"
            yield ""
    for asked, found in by_rule(audit):
        if found:
            yield from _section(standing, asked, found, pages[asked.rule.id], became)


def _section(
    standing: Standing, asked: Asked, found: list[Finding], page: Page, became: Mapping[str, str]
) -> Iterator[str]:
    rule, cost = asked.rule, standing.score.by_rule.get(asked.rule.id)
    yield f"## {plain(rule.title)}\n"
    yield (
        f"{rule.severity.value}, `{rule.id}`, {len(found):,} of {asked.looked_at:,}"
        f"{f', costs {points(cost)} points' if cost else ''}\n"
    )
    for one in found:
        state = became.get(one.fingerprint, "open")
        mark = f" ({state})" if state != "open" else ""
        accepted = standing.accepted.get(one.fingerprint)
        reason = f" — {plain(acceptance(accepted))}" if accepted else ""
        yield f"- **{plain(one.subject.key)}**{mark}: {plain(one.message)}{reason}"
    yield f"\n{page.matters}\n\n**What to do:** {page.remedy}\n"


def _found(findings: tuple[Finding, ...], standing: Standing) -> str:
    if not findings:
        return "No findings."
    accepted = sum(one.fingerprint in standing.accepted for one in findings)
    counts = counted(one.severity for one in findings)
    return f"{plural(len(findings), 'finding', 'findings')}: {counts}; {accepted:,} of them accepted."
