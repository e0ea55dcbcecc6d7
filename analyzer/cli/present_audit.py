"""What does not hang together, on the terminal: by rule, worst first, each finding with what to call it by."""

from collections.abc import Collection

from rich.console import Console
from rich.text import Text

from analyzer.cli.present import COLOURS, NOUNS, clean, console, line
from analyzer.rules.acceptance import Acceptance
from analyzer.rules.standing import Standing

SHORT = 8
"""Letters of a fingerprint that are shown; `alignment accept` takes them for the whole."""


def audited(standing: Standing, known: Collection[str] | None) -> None:
    """Print what an audit found, by rule; of a baseline's findings only how many they are."""
    out, found = console(), standing.audit
    for asked in sorted(found.rules, key=lambda asked: asked.rule.severity.rank):
        findings = [one for one in found.findings if one.rule == asked.rule.id and one.fingerprint not in (known or ())]
        if not findings:
            continue
        out.print(
            Text(asked.rule.severity.value, COLOURS[asked.rule.severity.value])
            + Text(f"  {asked.rule.title}  ", "bold")
            + Text(
                f"{asked.rule.id}, {len(findings):,} in {asked.looked_at:,} {NOUNS[asked.rule.about.lower()]}", "dim"
            ),
            soft_wrap=True,
        )
        for one in findings:
            accepted = standing.accepted.get(one.fingerprint)
            mark = Text(f"  ({clean(in_force(accepted))})", "green") if accepted else Text()
            out.print(line(one) + mark + Text(f"  {one.fingerprint[:SHORT]}", "dim"), soft_wrap=True)
        out.print()
    _summary(out, standing)
    if known is not None and found.findings:
        again = sum(one.fingerprint in known for one in found.findings)
        new, fixed = len(found.findings) - again, len(known) - again
        out.print(f"{new:,} new; {again:,} known from the baseline, not listed; {fixed:,} of the baseline fixed.")
    if found.findings:
        out.print(Text("What a rule means and what to do: alignment rules show ID", "dim"))


def in_force(acceptance: Acceptance) -> str:
    """Say that a finding is accepted, until when and why."""
    until = f"until {acceptance.until.isoformat()}" if acceptance.until else "for good"
    return f"accepted {until}: {' '.join(acceptance.reason.split())}"


def _summary(out: Console, standing: Standing) -> None:
    """Print how much was found, what of it is accepted, and what became of it since the last audit that was kept."""
    found, counts = standing.audit, standing.audit.counts
    looked = ", ".join(f"{count:,} {NOUNS[label.lower()]}" for label, count in found.subjects.items())
    if found.findings:
        parts = ", ".join(f"{count:,} {name}{'s' if count != 1 else ''}" for name, count in counts.items() if count)
        out.print(f"{parts}. {len(found.rules)} rules looked at {looked}.")
    else:
        out.print(Text(f"No findings: {len(found.rules)} rules looked at {looked}.", "green"))
        if not any(found.subjects.values()):
            out.print("The map is empty: import a plan, or the example by `alignment import --example`.")
    if standing.lived_with:
        out.print(f"{len(standing.lived_with):,} of them accepted: they count, but never cause exit code 1.")
    if since := standing.since:
        out.print(
            f"Since audit {since.against.number} of {since.against.today.isoformat()}: {len(since.new):,} new, "
            f"{len(since.reappeared):,} reappeared, {len(since.fixed):,} fixed, {len(since.open):,} still open."
        )
