"""What breaks, on the terminal: worst first, each with its chain."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from analyzer.cli.present import as_json, clean, console, findings
from analyzer.exchange.exporting import plain_number
from analyzer.impact import Fit, Impact, explain, why_not
from analyzer.impact.grade import Affected

COLOURS = {"broken": "bold red", "weakened": "red", "delayed": "yellow", "exposed": "cyan", "relieved": "green"}


def impact(found: Impact, why: Sequence[str], shown: str, *, fits: bool) -> None:
    """Print what breaks, corporate goals first, and how goals asked by name are hit; as JSON who fits too, if asked."""
    if shown == "json":
        document = found.document(fits=fits)
        as_json(document | {"why": {key: why_not(found, key) for key in why}} if why else document)
        return
    out = console()
    corporate = {key for key, goal in found.reading.facts.goals.items() if goal.corporate}
    _goals(out, "Corporate goals", found, [one for one in found.affected if one.goal in corporate])
    _goals(out, "Other goals", found, [one for one in found.affected if one.goal not in corporate])
    if not found.affected:
        out.print(Text("Nothing else breaks: no live goal loses support or comes late by this.", "green"))
    if found.stranded:
        out.print(
            Text("Left without a way to any corporate goal: ", "bold") + Text(", ".join(found.stranded)), soft_wrap=True
        )
    if found.freed:
        freed = ", ".join(f"{one.team} {plain_number(one.effort)} in {one.period}" for one in found.freed)
        out.print(Text("Effort set free: ", "bold") + Text(freed), soft_wrap=True)
    _fits(out, "No longer fits", found.squeezed)
    _fits(out, "Fits whole then", found.fitting)
    findings(out, found.findings)
    for key in why:
        out.print(Text(f"{key}: ", "bold") + Text(clean(why_not(found, key))), soft_wrap=True)


def _fits(out: Console, title: str, some: Sequence[Fit]) -> None:
    if some:
        out.print(Text(f"{title}:", "bold"))
    for one in some:
        of = f"{plain_number(one.after)} of {plain_number(one.effort)}, before {plain_number(one.before)}"
        out.print(Text(f"  {clean(one.goal)}: {clean(one.team)} can do {of} in {clean(one.period)}"), soft_wrap=True)


def _goals(out: Console, title: str, found: Impact, some: Sequence[Affected]) -> None:
    if not some:
        return
    out.print(Text(f"{title}: {len(some):,} affected", "bold"))
    for one in some:
        outcome = Text(f"  {one.outcome.value:<9}", COLOURS[one.outcome.value])
        out.print(outcome + Text(f"{clean(one.goal)}  ", "bold") + Text(clean(explain(found, one))), soft_wrap=True)
    out.print()
