"""Edits, what they came to, churn and cadence events, on the terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from analyzer.changes.revisions import Revision
from analyzer.cli.present import as_json, clean, console
from analyzer.history.cadence import CadenceEvent
from analyzer.history.churn import Churn
from analyzer.history.since import Since
from analyzer.history.telling import told


def revisions(found: Sequence[Revision], shown: str, about: str | None) -> None:
    """List edits, the newest first."""
    if shown == "json":
        as_json(
            [
                {
                    "revision": one.seq,
                    "at": one.at.isoformat(timespec="seconds"),
                    "by": one.by,
                    "why": one.why,
                    "changes": list(one.changes),
                    "told": told(one.difference),
                }
                for one in found
            ]
        )
        return
    out = console()
    for one in found:
        head = Text(f"{one.seq:>5}  ", "bold") + Text(f"{one.at:%Y-%m-%d %H:%M}  {clean(one.by)}", "dim")
        out.print(head + Text(f"  {clean(one.why)}" if one.why else ""), soft_wrap=True)
        for sentence in told(one.difference) or ["nothing that is told"]:
            out.print(Text(f"       {clean(sentence)}"), soft_wrap=True)
    if not found:
        out.print(f"No edit of {clean(about)} is known." if about else "No edit was made yet.")


def since(found: Since, shown: str) -> None:
    """Say what changed between two moments."""
    if shown == "json":
        as_json(found.document())
        return
    out = console()
    count = len(found.edits)
    out.print(
        Text(f"What changed {clean(found.called)}", "bold")
        + Text(f"  revision {found.since} to {found.until}, {count:,} edit{'s' * (count != 1)}", "dim"),
        soft_wrap=True,
    )
    for sentence in found.sentences or (["Nothing."] if not count else ["Nothing, all told: the edits cancel out."]):
        out.print(Text(f"  {clean(sentence)}"), soft_wrap=True)


def churned(found: Sequence[Churn], shown: str) -> None:
    """Say how much was reprioritised in each period, the worst of each named."""
    if shown == "json":
        as_json([one.document() for one in found])
        return
    out = console()
    for one in found:
        out.print(
            Text(f"{clean(one.period)}  ", "bold")
            + Text(f"{len(one.reprioritised):,} of {one.goals:,} goals reprioritised, {one.share:.0%}")
            + Text(f"  {one.starts} to {one.ends}", "dim"),
            soft_wrap=True,
        )
        for goal, how in one.reprioritised.items():
            out.print(Text(f"  {clean(goal)}: {', '.join(how)}"), soft_wrap=True)
    if not found:
        out.print("No period with a first and a last day has begun.")


def events(found: Sequence[CadenceEvent], shown: str) -> None:
    """List events, the last first."""
    if shown == "json":
        as_json([one.document() for one in found])
        return
    if not found:
        console().print("No event was marked yet; `alignment cadence mark NAME` marks one.")
        return
    table = Table("on", "kind", "event", "revision", "by", "why", box=None, header_style="bold")
    for one in found:
        table.add_row(
            one.on.isoformat(), one.kind.value, clean(one.name), str(one.seq), clean(one.by), clean(one.why or "")
        )
    console().print(table)
