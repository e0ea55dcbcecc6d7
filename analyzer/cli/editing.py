"""Changes of the stored map, and how they are written on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    By,
    Choices,
    Format,
    Shown,
    Today,
    Why,
    agreed,
    author_of,
    day_of,
    fail,
    file_named,
    if_interrupted,
    keys_of,
    made_of,
    opened_map,
    printing,
    rule_set,
)
from analyzer.cli.program import FAILED

if TYPE_CHECKING:
    from analyzer.exchange.changing import Written
    from analyzer.graph.store import Transaction

Drops = Annotated[list[str] | None, typer.Option("--drop", metavar="KEY", help="Drop this goal; may be repeated.")]
Postponements = Annotated[
    list[str] | None,
    typer.Option("--postpone", metavar="KEY=DATE", help="Move this goal's due date; may be repeated."),
]
OneChange = Annotated[
    list[str] | None,
    typer.Option(
        "--change",
        metavar="CHANGE",
        help="Any change, as in a file: 'cut_contribution: {goal: KEY, to: KEY}'; may be repeated.",
    ),
]
ChangeFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--changes",
        parser=file_named,
        metavar="FILE",
        help="A list of changes, YAML or JSON; `alignment schema --changes`.",
    ),
]


def written_changes(
    drop: list[str] | None, postpone: list[str] | None, change: list[str] | None, files: list[Path] | None
) -> "Written":
    """Read changes from options and files, in this order."""
    from analyzer.exchange.changing import Written, change_of, read_change, read_changes

    written = Written()
    for key in keys_of(drop, "--drop"):
        written.add(change_of("drop", {"goal": key}, "--drop"), f"--drop {key}: ")
    for one in postpone or ():
        name, separator, day = one.rpartition("=")
        if not separator or not name:
            fail(f"--postpone {one}: write KEY=YYYY-MM-DD")
        (key,) = keys_of([name], "--postpone")
        fields = {"goal": key, "to": day_of(day, f"--postpone {one}:")}
        written.add(change_of("postpone", fields, "--postpone"), f"--postpone {one}: ")
    for text in change or ():
        written.add(read_change(text, f"--change {text}"), f"--change {text}: ")
    found = read_changes(Path("/dev/stdin") if str(file) == "-" else file for file in files or ())
    for made, place in zip(found.changes, found.places, strict=True):
        written.add(made, place)
    if not written.changes:
        fail("say what to change: --drop KEY, --postpone KEY=DATE, --change CHANGE or --changes FILE")
    return written


def change(  # noqa: PLR0913 - one parameter an option
    drop: Drops = None,
    postpone: Postponements = None,
    change: OneChange = None,
    changes: ChangeFiles = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    by: By = None,
    why: Why = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Change the map: all that is said here, or nothing; tells what that changes about the findings."""
    from analyzer.changes.editing import carry_out
    from analyzer.cli import present_changes, progress
    from analyzer.graph.schema import prepare

    written, author = written_changes(drop, postpone, change, changes), author_of(by, why)
    rules, day = rule_set(None, choices).shipped, day_of(today, "--today")
    with opened_map() as (store, _), progress.spinner("Changing"):
        prepare(store)
        ask = store.rehearse if dry_run else store.write
        done = ask(lambda tx: carry_out(tx, written.changes, rules, day, written.places, author))
    with printing(made_of(done, dry_run=dry_run)):
        present_changes.done(done, shown, kept=not dry_run)


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The goal's key.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The key that it gets.")],
    choices: Choices = None,
) -> None:
    """Give a goal another key; its links, measures, commitments and what is known of its findings stay."""
    (before,), (after,) = keys_of([old], "OLD"), keys_of([new], "NEW")
    _carry_out("rename_goal", {"key": before, "to": after}, f"rename {before}", choices, None)
    typer.echo(f"Renamed {before} to {after}.")


def review(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="Key of the goal that contributes.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Key of the goal that it contributes to.")],
    choices: Choices = None,
    today: Today = None,
) -> None:
    """Say that a contribution was looked at and still holds: it is told when either goal changes afterwards."""
    (source,), (supported,) = keys_of([goal], "GOAL"), keys_of([target], "TARGET")
    _carry_out("review_contribution", {"goal": source, "to": supported}, f"review {source}", choices, today)
    typer.echo(f"Reviewed on {day_of(today, '--today')}: {source} contributes to {supported}.")


def _carry_out(name: str, fields: dict[str, str], place: str, choices: Path | None, today: str | None) -> None:
    from analyzer.changes.editing import carry_out
    from analyzer.exchange.changing import change_of
    from analyzer.graph.schema import prepare

    made = change_of(name, fields, place)
    rules, day = rule_set(None, choices).shipped, day_of(today, "--today")
    with opened_map() as (store, _):
        prepare(store)
        store.write(lambda tx: carry_out(tx, [made], rules, day, [place], author_of(None, None)))


def reset(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete everything in the map; asks first."""
    from analyzer.cli import progress
    from analyzer.graph.schema import clear

    with opened_map() as (store, _):
        goals, kept = store.read(lambda tx: (tx.ask("reads/count"), _decided(tx)))
        if not yes and not agreed(f"Delete the whole map at {store.address.uri}, {goals:,} goals{kept}?"):
            typer.echo("Nothing was deleted.")
            raise typer.Exit(FAILED)
        told = "stopped part-way; the same command again deletes the rest"
        with if_interrupted(told), progress.spinner("Deleting"):
            clear(store)
    typer.echo(f"Deleted {goals:,} goals and everything about them.")


def _decided(tx: "Transaction") -> str:
    """Say what goes with a map that no document can bring back."""
    from analyzer.changes.revisions import span
    from analyzer.rules.acceptance import read_acceptances
    from analyzer.rules.records import read_records

    audits, acceptances = len(read_records(tx)), len(read_acceptances(tx))
    scenarios = f", scenarios {count:,}" if (count := tx.ask("reads/scenario/count")) else ""
    oldest, newest = span(tx)
    edits = f", and its history of {newest - oldest:,} edit{'s' * (newest - oldest != 1)}" if newest > oldest else ""
    decided = f"audits kept {audits:,}, findings accepted {acceptances:,}{scenarios}"
    return f", with all that was decided about it: {decided}{edits}"
