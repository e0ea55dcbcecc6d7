"""Answers on the terminal: tables for people, JSON for programs."""

import sys
from collections.abc import Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.exchange.exporting import plain_number
from analyzer.exchange.importing import Imported
from analyzer.exchange.reports.telling import plural
from analyzer.exchange.trying import Tried
from analyzer.graph.private import Status
from analyzer.rules.audit import Compared
from analyzer.rules.catalogue import literal
from analyzer.rules.finding import Finding
from analyzer.rules.page import Page
from analyzer.rules.rule import Rule

COLOURS = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
}
LISTED = 10
"""New findings that an import lists."""

NOUNS = {
    "period": "periods",
    "person": "people",
    "team": "teams",
    "goal": "goals",
    "part_of": "places of a team in another",
    "member_of": "memberships",
    "has_capacity": "capacities",
    "pursues": "goals' teams",
    "owns": "goals' owners",
    "in_period": "goals' periods",
    "measure": "measures",
    "contributes_to": "contributions",
    "needed_by": "dependencies",
    "commitment": "commitments",
    "effort_unit": "unit of effort",
}


def imported(done: Imported, *, dry_run: bool, shown: str) -> None:
    """Say what an import did or would do."""
    if shown == "json":
        findings = {"new": done.findings.new, "resolved": done.findings.resolved}
        as_json(
            {"created": done.created, "changed": done.changed, "deleted": done.deleted, "dry_run": dry_run}
            | {"findings": {name: [one.document() for one in some] for name, some in findings.items()}}
        )
        return
    if done.nothing:
        console().print("Nothing to do: the map already is as the plan says.")
        return
    table = Table("", "created", "changed", "deleted", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, noun in NOUNS.items():
        counts = [part.get(name, 0) for part in (done.created, done.changed, done.deleted)]
        if any(counts):
            table.add_row(noun, *(f"{count:,}" if count else "" for count in counts))
    console().print(table)
    console().print("Nothing was written: this was a dry run." if dry_run else "Imported.")
    if done.batches > 1:
        console().print(
            f"More than 100,000 goals are written in batches ({done.batches} of them); "
            "had it been broken off, the same command would have gone on from there."
        )
    if done.findings.new or done.findings.resolved:
        console().print(f"Findings: {len(done.findings.new):,} new, {len(done.findings.resolved):,} resolved.")
        for one in done.findings.new[:LISTED]:
            console().print(line(one), soft_wrap=True)
        if (more := len(done.findings.new) - LISTED) > 0:
            console().print(f"  and {more:,} more; `alignment audit` lists all")


def rules(listed: Sequence[Rule], shown: str) -> None:
    """List rules."""
    if shown == "json":
        as_json(
            [
                {
                    "id": rule.id,
                    "title": rule.title,
                    "severity": rule.severity.value,
                    "about": rule.about,
                    "family": rule.family,
                    "reach": rule.reach.value,
                }
                for rule in listed
            ]
        )
        return
    widths = [max(map(len, column)) for column in zip(*_columns(listed), strict=True)]
    out = console()
    for number, row in enumerate(_columns(listed)):
        name, severity, about, title = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        if not number:
            out.print(Text(f"{name}  {severity}  {about}  {title}".rstrip(), "bold"), soft_wrap=True)
            continue
        out.print(
            Text(f"{name}  ") + Text(severity, COLOURS[row[1]]) + Text(f"  {about}  {title}".rstrip()), soft_wrap=True
        )


def _columns(listed: Sequence[Rule]) -> list[tuple[str, str, str, str]]:
    rows = ((rule.id, rule.severity.value, str(rule.about), rule.title) for rule in listed)
    return [("rule", "severity", "about", "finds"), *rows]


def rule(shown: Rule, page: Page) -> None:
    """Show one rule's page, settings and query."""
    from rich.markdown import Markdown

    text = f"# {shown.title}\n\n`{shown.id}`, {shown.severity.value}, about each {shown.about}\n\n"
    text += f"## What it finds\n\n{page.finds}\n\n## Why it matters\n\n{page.matters}\n\n## What to do\n\n{page.remedy}"
    if shown.settings:
        listed = "\n".join(f"- `{name} = {literal(value)}`" for name, value in shown.settings.items())
        text += f"\n\n## Settings\n\n{listed}"
    console().print(Markdown(text))
    console().print(Text(f"\n{shown.query}", "dim"))


def tried(cases: Sequence[Tried]) -> None:
    """Say which cases of which rules hold, and what was found where they don't."""
    out = console()
    for one in cases:
        out.print(
            Text("ok    " if one.passed else "FAIL  ", "green" if one.passed else "bold red")
            + Text(f"{one.rule.id}: {clean(one.case.title)}"),
            soft_wrap=True,
        )
        if not one.passed:
            for expected in one.case.expected:
                if expected not in one.found:
                    out.print(Text(f"        not found  {clean(expected)}"), soft_wrap=True)
            for found in one.found:
                if found not in one.case.expected:
                    out.print(Text(f"        found      {clean(found)}"), soft_wrap=True)
    failed = sum(not one.passed for one in cases)
    out.print(f"{plural(len(cases), 'case', 'cases')}, {failed:,} failed.")


def neo4j(status: Status, shown: str) -> None:
    """Tell about the private Neo4j."""
    if shown == "json":
        as_json(
            {
                "running": status.running,
                "uri": status.uri,
                "pid": status.pid,
                "folder": str(status.folder),
                "size_bytes": status.size_bytes,
                "memory_bytes": status.memory_bytes,
                "version": status.version,
                "heap": status.heap,
            }
        )
        return
    out = console()
    out.print(f"Neo4j {status.version}, " + (f"running at {status.uri}" if status.running else "not running"))
    out.print(f"  data     {status.folder}, {status.size_bytes / 1e6:,.0f} MB", soft_wrap=True)
    if status.running:
        out.print(f"  memory   {(status.memory_bytes or 0) / 1e6:,.0f} MB, heap {status.heap}")
        out.print(
            f"  process  {status.pid}, since {status.since:%Y-%m-%d %H:%M}"
            if status.since
            else f"  process  {status.pid}"
        )
        out.print(f"  start    {'with' if status.aot_used else 'without'} the AOT cache")


def line(one: Finding) -> Text:
    """Write a finding in one line."""
    return Text("  ") + Text(clean(one.subject.key), COLOURS[one.severity.value]) + Text(f"  {clean(one.message)}")


def findings(out: Console, found: Compared) -> None:
    """Print which are new and which resolved."""
    for title, some in (("New findings", found.new), ("Findings resolved", found.resolved)):
        if some:
            out.print(Text(f"{title}:", "bold"))
        for one in some:
            out.print(line(one) + Text(f"  {one.rule}", "dim"), soft_wrap=True)


def clean(text: str) -> str:
    """Replace what could command a terminal: whoever wrote a title does not decide what it shows."""
    return text if text.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in text)


class Terminal(Console):
    """A console that leaves it to the caller what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        """Pass the closed pipe on."""
        raise BrokenPipeError


def console() -> Console:
    """Give the terminal, or a plain stream when nobody watches."""
    return Terminal(highlight=False, markup=False, emoji=False)


def as_json(document: Any) -> None:  # noqa: ANN401
    """Print plain data as JSON."""
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2, default=plain) + b"\n")
    sys.stdout.flush()


def plain(value: object) -> object:
    """Turn Decimals into plain numbers: exact, since amounts have at most 15 digits."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        number = plain_number(value)
        return float(number) if isinstance(number, Decimal) else number
    raise TypeError(f"{type(value).__name__} can't be printed as JSON")
