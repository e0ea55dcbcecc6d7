"""What changes did, on the terminal."""

from analyzer.changes.editing import Done
from analyzer.cli.present import as_json, console, findings
from analyzer.graph.contents import KINDS


def done(found: Done, shown: str) -> None:
    """Print what was changed, and which findings are new and which resolved."""
    if shown == "json":
        as_json(
            {
                "rows": {kind.name: count for kind in KINDS if (count := len(list(found.difference.identities(kind))))},
                "revision": found.revision,
                "findings": found.findings and found.findings.document(),
            }
        )
        return
    out = console()
    if not found.difference:
        out.print("Nothing had to be changed: the map is like that already.")
        return
    out.print(f"Changed. This is revision {found.revision} of the map.")
    if found.findings is None:
        out.print("So much was changed that its findings are looked for when they are asked for: alignment audit")
        return
    findings(out, found.findings)
