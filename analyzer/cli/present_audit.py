"""What does not hang together, on the terminal: by rule, worst first, each finding with what to call it by."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from analyzer.cli.present import COLOURS, clean, console, line
from analyzer.exchange.reports.telling import NOUNS, acceptance, by_rule, change, counted, plural
from analyzer.rules.standing import Standing

SHORT = 8
"""Letters of a fingerprint that are shown; `alignment accept` takes them for the whole."""


def audited(standing: Standing, known: Mapping[str, str] | None, *, past: bool = False) -> None:
    """Print what an audit found, now or in the past, by rule; of a baseline's findings only how many they are."""
    out, found = console(), standing.audit
    for asked, some in by_rule(found):
        rule, findings = asked.rule, [one for one in some if one.fingerprint not in (known or ())]
        if not findings:
            continue
        looked_at = plural(asked.looked_at, *NOUNS[rule.about])
        out.print(
            Text(rule.severity.value, COLOURS[rule.severity.value])
            + Text(f"  {rule.title}  ", "bold")
            + Text(f"{rule.id}, {len(findings):,} in {looked_at}", "dim"),
            soft_wrap=True,
        )
        for one in findings:
            accepted = standing.accepted.get(one.fingerprint)
            mark = Text(f"  ({clean(acceptance(accepted))})", "green") if accepted else Text()
            out.print(line(one) + mark + Text(f"  {one.fingerprint[:SHORT]}", "dim"), soft_wrap=True)
        out.print()
    _summary(out, standing, past=past)
    if known is not None and found.findings:
        there, asked_for = {one.fingerprint for one in found.findings}, {asked.rule.id for asked in found.rules}
        again = len(there & known.keys())
        fixed = sum(rule in asked_for and name not in there for name, rule in known.items())
        new = len(there) - again
        out.print(f"{new:,} new; {again:,} known from the baseline, not listed; {fixed:,} of the baseline fixed.")
    if found.findings:
        out.print(Text("What a rule means and what to do: alignment rules show ID", "dim"))


def _summary(out: Console, standing: Standing, *, past: bool) -> None:
    """Print how much was found, what of it is accepted, and what became of it since the last audit that was kept."""
    found = standing.audit
    looked = ", ".join(plural(count, *NOUNS[label]) for label, count in found.subjects.items())
    who = plural(len(found.rules), "rule", "rules")
    if found.findings:
        out.print(f"{counted(one.severity for one in found.findings)}. {who} looked at {looked}.")
    else:
        out.print(Text(f"No findings: {who} looked at {looked}.", "green"))
        if not any(found.subjects.values()):
            empty = "The map is empty: import a plan, or the example by `alignment import --example`."
            out.print("The map was empty then." if past else empty)
    if standing.lived_with:
        out.print(f"{len(standing.lived_with):,} of them accepted: they count, but never cause exit code 1.")
    if standing.since:
        out.print(change(standing.since))
