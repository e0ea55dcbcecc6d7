"""What changes did, on the terminal."""

from rich.text import Text

from analyzer.changes.editing import Done
from analyzer.cli.present import as_json, clean, console, findings
from analyzer.graph.contents import KINDS
from analyzer.history.telling import told


def done(found: Done, shown: str, *, kept: bool = True) -> None:
    """Print what was changed, or would be, and which findings are new and which resolved."""
    if shown == "json":
        as_json(
            {
                "rows": {kind.name: count for kind in KINDS if (count := len(list(found.difference.identities(kind))))},
                **({"revision": found.revision} if kept else {"dry_run": True}),
                "told": told(found.difference),
                "findings": found.findings and found.findings.document(),
            }
        )
        return
    out = console()
    if not found.difference:
        out.print("Nothing had to be changed: the map is like that already.")
        return
    for sentence in told(found.difference):
        out.print(Text(clean(sentence)), soft_wrap=True)
    out.print(
        f"Changed. This is revision {found.revision} of the map."
        if kept
        else "Nothing was written: this is what would change."
    )
    if found.findings is None:
        out.print("So much was changed that its findings are looked for when they are asked for: alignment audit")
        return
    findings(out, found.findings)
