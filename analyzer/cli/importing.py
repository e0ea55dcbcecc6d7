"""The command that brings plan documents into the map."""

import dataclasses
import secrets
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.common import (
    By,
    Choices,
    Format,
    Shown,
    Why,
    author_of,
    day_of,
    fail,
    file_named,
    if_interrupted,
    opened_map,
    printing,
    read_plans,
    rule_set,
)


def import_(  # noqa: PLR0913 - one parameter an option
    files: Annotated[
        list[Path] | None,
        typer.Argument(parser=file_named, metavar="FILE...", help="Plan documents, YAML or JSON; - is standard input."),
    ] = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make the map equal the documents; delete the rest.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Import the example organisation.")] = False,
    by: By = None,
    why: Why = None,
    choices: Choices = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Bring plan documents into the map, whole or not at all, and the findings that are kept there up to date."""
    from analyzer.changes.revisions import kept_by
    from analyzer.cli import present, progress
    from analyzer.exchange.example import EXAMPLE
    from analyzer.exchange.importing import WHOLE, import_plan
    from analyzer.graph.store import Store
    from analyzer.model import MAX_WHY
    from analyzer.rules.stored import bring_up_to_date, kept_at_all

    if bool(files) == example:
        fail("name one or more plan documents, or --example")
    with progress.spinner("Reading"):
        sources = read_plans([EXAMPLE] if example else files or [], closed=replace)
    large = sum(len(source.plan.goals or ()) for source in sources) > WHOLE
    keeps = large and not dry_run
    told = "stopped part-way; the same command again goes on from there" if keeps else "nothing was written"
    outcome = "the plan is imported; its findings are brought up to date when they are asked for"
    outcome = "nothing was written: this was a dry run" if dry_run else outcome
    rules, today = rule_set(None, choices).shipped, day_of(None, "")
    said = why or f"import of {'the example' if example else ' '.join(map(str, files or []))}"[:MAX_WHY]
    author = dataclasses.replace(author_of(by, said), token=secrets.token_hex())
    with if_interrupted(told) as from_now_on, opened_map() as (store, _):
        try:
            with progress.bar() as show:
                done = import_plan(
                    store,
                    sources,
                    replace=replace,
                    dry_run=dry_run,
                    rules=rules,
                    today=today,
                    author=author,
                    progress=show,
                )
            from_now_on(outcome)
        except KeyboardInterrupt:
            from_now_on("`alignment history` says whether it was written")
            with Store(store.address) as fresh:  # the connection that was interrupted is of no use any more
                kept = fresh.rehearse(lambda tx: kept_by(tx, author))
            undo = f"written all the same, as revision {kept}: `alignment undo {kept}` takes it back"
            from_now_on(undo if kept and not large else told)
            raise
        with printing():
            present.imported(done, dry_run=dry_run, shown=shown)
        if not dry_run and store.read(kept_at_all):
            with progress.bar() as show:
                bring_up_to_date(store, rules, today, show)
