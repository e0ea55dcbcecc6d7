"""The history of the map: its edits, what they came to, undoing them, and named events on the time line."""

from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    By,
    Choices,
    Format,
    Shown,
    Today,
    Why,
    author_of,
    day_of,
    fail,
    keys_of,
    made_of,
    opened_map,
    printing,
    rule_set,
)
from analyzer.history.kinds import CadenceKind

if TYPE_CHECKING:
    from analyzer.changes.revisions import Revision
    from analyzer.graph.store import Transaction
    from analyzer.history.since import Since

cadence = typer.Typer(help="Named events of planning, as marks on the time line.", invoke_without_command=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the event, such as 'Kick-off Q3'.")]


def history(  # noqa: PLR0913 - one parameter an option
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="Only edits that concern this goal.")] = None,
    team: Annotated[str | None, typer.Option(metavar="KEY", help="Only edits that concern this team.")] = None,
    person: Annotated[str | None, typer.Option(metavar="KEY", help="Only edits that concern this person.")] = None,
    period: Annotated[str | None, typer.Option(metavar="KEY", help="Only edits of this period itself.")] = None,
    last: Annotated[int, typer.Option(min=1, max=100_000, help="How many edits.")] = 20,
    shown: Shown = Format.TABLE,
) -> None:
    """List the edits of the map, or of one node under all its keys: who made them, when, why, and what they did."""
    from analyzer.changes.draft import NODE
    from analyzer.changes.revisions import history as of_node
    from analyzer.changes.revisions import read_revisions
    from analyzer.cli import present_history
    from analyzer.errors import NotFound
    from analyzer.graph.contents import read_rows

    named = [("Goal", goal), ("Team", team), ("Person", person), ("Period", period)]
    about = [(label, *keys_of([key], label)) for label, key in named if key is not None]
    if len(about) > 1:
        fail("name one goal, --team, --person or --period")

    def read(tx: "Transaction") -> "list[Revision]":
        if not about:
            return list(read_revisions(tx, last))
        ((label, key),) = about
        found = of_node(tx, label, key, last)
        kind = NODE[label]
        if not found and not read_rows(tx, {kind: {key}})[kind]:
            raise NotFound(f"there is no {kind.name} {key!r}, nor was there one as far as is known; check the key")
        return found

    with opened_map() as (store, _):
        found = store.read(read)
    with printing():
        present_history.revisions(found, shown, about[0][1] if about else None)


def diff(
    since: Annotated[
        str | None,
        typer.Argument(
            metavar="SINCE",
            help="A day, the number of a revision, or a cadence event.",
            show_default="the last cadence event",
        ),
    ] = None,
    until: Annotated[str | None, typer.Argument(metavar="UNTIL", help="The same.", show_default="now")] = None,
    during: Annotated[
        str | None, typer.Option(metavar="YEAR", help="A year or a quarter instead, such as 2026 or 2026-Q3.")
    ] = None,
    kind: Annotated[
        CadenceKind | None, typer.Option("--since-last", help="Since the last event of this kind instead.")
    ] = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say what changed between two moments: what the edits came to, and who reprioritised most."""
    from analyzer.cli import present_history, progress
    from analyzer.history.since import between, during_days, since_last

    if sum((since is not None, during is not None, kind is not None)) > 1:
        fail("write SINCE, or --during, or --since-last")
    today = day_of(None, "")

    def read(tx: "Transaction") -> "Since":
        if during is not None:
            return during_days(tx, during)
        if since is None:
            return since_last(tx, kind)
        return between(tx, since, until, today)

    with opened_map() as (store, _), progress.spinner("Reading the history"):
        found = store.read(read)
    with printing():
        present_history.since(found, shown)


def undo(  # noqa: PLR0913 - one parameter an option
    revision: Annotated[int, typer.Argument(metavar="REVISION", help="Its number, as `alignment history` shows it.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    by: By = None,
    why: Why = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Undo one edit, which is an edit itself; refused where a later one wrote the same field, link or node."""
    from analyzer.cli import present_changes, progress
    from analyzer.graph.schema import prepare
    from analyzer.history.undoing import undo as take_back
    from analyzer.scenarios.editing import open_again

    author, rules, day = author_of(by, why), rule_set(None, choices).shipped, day_of(today, "--today")
    with opened_map() as (store, _), progress.spinner("Undoing"):
        prepare(store)
        ask = store.rehearse if dry_run else store.write
        done, again = ask(lambda tx: (take_back(tx, revision, rules, day, author), open_again(tx, revision)))
    with printing(made_of(done, dry_run=dry_run)):
        present_changes.done(done, shown, kept=not dry_run)
    for one in () if dry_run else again:
        typer.echo(f"Scenario {one.key} is open again.", err=True)


def churn(
    periods: Annotated[
        list[str] | None, typer.Argument(metavar="PERIOD...", help="Only these periods.", show_default="all begun")
    ] = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say how much was reprioritised inside each period: the more, the less its plan meant."""
    from analyzer.cli import present_history, progress
    from analyzer.history.churn import churn as count

    wanted, today = keys_of(periods, "PERIOD"), day_of(None, "")
    with opened_map() as (store, _), progress.spinner("Reading the history"):
        found = store.read(lambda tx: count(tx, today, wanted))
    with printing():
        present_history.churned(found, shown)


@cadence.callback()
def cadence_(context: typer.Context, shown: Shown = Format.TABLE) -> None:
    """List the named events of planning, which `alignment diff` and --as-of understand."""
    if context.invoked_subcommand is not None:
        return
    from analyzer.cli import present_history
    from analyzer.history.cadence import read_events

    with opened_map() as (store, _):
        events = store.read(read_events)
    with printing():
        present_history.events(events, shown)


@cadence.command("mark")
def cadence_mark(
    name: Name,
    kind: Annotated[CadenceKind, typer.Option(help="What happens at it.")] = CadenceKind.PLANNING,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="A day that is past.", show_default="now")
    ] = None,
    by: By = None,
    why: Why = None,
) -> None:
    """Mark an event on the time line: what changed since can be asked by its name."""
    from analyzer.graph.schema import prepare
    from analyzer.history.cadence import mark

    author, day = author_of(by, why), None if on is None else day_of(on, "--on")
    with opened_map() as (store, _):
        prepare(store)
        event = store.write(lambda tx: mark(tx, name, kind, author, day))
    typer.echo(f"Marked {event.name}, {event.kind} on {event.on}, at revision {event.seq}.")


@cadence.command("unmark")
def cadence_unmark(name: Name) -> None:
    """Take a mark back; the history stays."""
    from analyzer.history.cadence import unmark

    with opened_map() as (store, _):
        store.write(lambda tx: unmark(tx, name))
    typer.echo(f"Took {name} back.")
