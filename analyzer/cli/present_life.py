"""Audits that were kept, what became of findings between them, what is accepted, and the score, on the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.cli.present import COLOURS, as_json, clean, console
from analyzer.cli.present_audit import SHORT
from analyzer.exchange.reports.telling import acceptance, points
from analyzer.rules.acceptance import Acceptance
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.life import Life
from analyzer.rules.records import Known, Record
from analyzer.rules.rule import Severity
from analyzer.rules.standing import Standing


def audits(kept: Sequence[Record], shown: str) -> None:
    """List audits that were kept."""
    if shown == "json":
        as_json([one.document() for one in kept])
    elif kept:
        console().print(_trend(kept))
    else:
        console().print("No audit was kept yet; `alignment audit --record` keeps one.")


def compared(found: Life, shown: str) -> None:
    """Say what became of findings."""
    if shown == "json":
        as_json(found.document())
        return
    out = console()
    for title, findings in (
        ("New", found.new),
        ("Reappeared", found.reappeared),
        ("Fixed", found.fixed),
        ("Still open", found.open),
    ):
        out.print(Text(f"{title}: {len(findings):,}", "bold"))
        for one in findings:
            out.print(_line(one), soft_wrap=True)


def acceptances(listed: Iterable[Acceptance], today: date, shown: str) -> None:
    """List what is accepted, and what was."""
    some = sorted(listed, key=lambda one: (one.rule, one.subject, one.fingerprint))
    if shown == "json":
        as_json([one.document() | {"in_force": one.holds(today)} for one in some])
        return
    out = console()
    for one in some:
        said = (
            Text(clean(acceptance(one)), "green") if one.holds(today) else Text(f"over, was {clean(acceptance(one))}")
        )
        out.print(
            Text(f"{one.fingerprint[:SHORT]}  ", "dim")
            + Text(f"{clean(one.subject.key)}  ", "bold")
            + Text(f"{one.rule}  ", "dim")
            + said
            + Text(f"  on {one.at:%Y-%m-%d}", "dim"),
            soft_wrap=True,
        )
    if not some:
        out.print("Nothing is accepted; `alignment accept FINGERPRINT --reason TEXT` accepts a finding.")


def accepted(one: Acceptance, message: str) -> None:
    """Say what was accepted."""
    console().print(f"{clean(one.subject.key)}  {clean(message)}\n{clean(acceptance(one))}", soft_wrap=True)


def score(standing: Standing, shown: str) -> None:
    """Print the score, what it lacks to 100 and where, and how it went."""
    if shown == "json":
        trend = {"trend": [one.document() for one in standing.trend]}
        as_json({"today": standing.audit.today.isoformat()} | standing.score.document() | trend)
        return
    out = console()
    lacking = 100 - standing.score.points
    told = f"Score {points(standing.score.points)} of 100"
    if lacking:
        told += f"; {points(standing.score.accepted)} of the {points(lacking)} it lacks are accepted"
    out.print(Text(f"{told}.", "bold"))
    names = standing.names
    _shares(out, "By rule", standing.score.by_rule, {})
    _shares(out, "By team", standing.score.by_team, _of_label(names, "Team"), "no team")
    _shares(out, "By corporate goal", standing.score.by_corporate_goal, _of_label(names, "Goal"), "leads to none")
    if standing.trend:
        out.print()
        out.print(_trend(standing.trend))


def _trend(kept: Sequence[Record]) -> Table:
    table = Table("audit", "on", "by", "score", *(f"{name}s" for name in Severity), box=None, header_style="bold")
    for column in (table.columns[0], *table.columns[3:]):
        column.justify = "right"
    for one in kept:
        counts = [f"{one.counts[severity]:,}" for severity in Severity]
        table.add_row(str(one.number), one.today.isoformat(), Text(clean(one.by)), points(one.score), *counts)
    return table


def _shares(
    out: Console, title: str, lost: Mapping[Any, Fraction], names: Mapping[str, str], nothing: str = ""
) -> None:
    if not lost:
        return
    out.print()
    out.print(Text(f"{title}, points that are lost", "bold"))
    for key, cost in sorted(lost.items(), key=lambda one: (-one[1], one[0] is None, one[0] or "")):
        name = Text(f"  {clean(names[key])}", "dim") if key in names else Text()
        out.print(Text(f"{points(cost):>7}  {clean(key or nothing)}") + name, soft_wrap=True)


def _of_label(names: Mapping[Subject, str], label: str) -> dict[str, str]:
    return {subject.key: name for subject, name in names.items() if subject.label == label}


def _line(one: Finding | Known) -> Text:
    return (
        Text(f"  {one.severity.value:<7}  ", COLOURS[one.severity.value])
        + Text(f"{clean(one.subject.key)}  ", "bold")
        + Text(clean(one.message))
        + Text(f"  {one.rule}  {one.fingerprint[:SHORT]}", "dim")
    )
