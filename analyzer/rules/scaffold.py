"""A new rule to begin with: it runs, its page has cases, and both say what to change."""

from pathlib import Path

from analyzer.errors import BadSettings
from analyzer.graph.texts import root
from analyzer.rules.files import built_in
from analyzer.rules.rule import ID


def new_rule(folder: Path, rule: str) -> tuple[Path, Path]:
    """Write a query and a page to begin with; raises BadSettings for an id that can't be or is taken."""
    if not ID.fullmatch(rule):
        raise BadSettings(f"{rule}: write an id as family/rule, of small letters, digits and _")
    if any(one.id == rule for one in built_in()):
        raise BadSettings(
            f"{rule}: a rule that ships has this name; choose another, such as ours/{rule.partition('/')[2]}"
        )
    files = folder / f"{rule}.cypher", folder / f"{rule}.md"
    if taken := next((file for file in files if file.exists()), None):
        raise BadSettings(f"{taken}: is there already; choose another id")
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        for file in files:
            file.write_text(root.joinpath(f"scaffold/rule{file.suffix}").read_text("utf-8"), "utf-8")
    except OSError as why:
        raise BadSettings(f"{folder}: can't be written: {why.strerror or why}") from None
    return files
