"""Scenarios: changes kept under a name, put together, compared, adopted."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    By,
    Choices,
    DocumentFormat,
    Format,
    Output,
    Shown,
    Today,
    complain,
    day_of,
    fail,
    keys_of,
    made_of,
    name_of,
    opened_map,
    printing,
    rule_set,
    write_out,
)
from analyzer.cli.editing import ChangeFiles, Drops, OneChange, Postponements, written_changes

if TYPE_CHECKING:
    from analyzer.scenarios.editing import Decision

scenario = typer.Typer(
    help="Keep changes under a name: put them together, compare what they do, adopt them.", invoke_without_command=True
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The scenario's name.")]


@scenario.callback()
def scenario_(context: typer.Context, shown: Shown = Format.TABLE) -> None:
    """Keep changes under a name: put them together, compare what they do, adopt them."""
    if context.invoked_subcommand is None:
        scenario_list(shown)


@scenario.command("list")
def scenario_list(shown: Shown = Format.TABLE) -> None:
    """List the scenarios."""
    from analyzer.cli import present_scenarios
    from analyzer.scenarios.kept import read_all

    with opened_map() as (store, _):
        kept = store.read(read_all)
    with printing():
        present_scenarios.listed(kept, shown)


@scenario.command("show")
def scenario_show(name: Name, today: Today = None, shown: Shown = Format.TABLE) -> None:
    """Show a scenario's changes, and what happened to the map meanwhile that concerns them."""
    from analyzer.cli import present_scenarios
    from analyzer.scenarios.conflicts import read_conflicts

    (key,), day = keys_of([name], "NAME"), day_of(today, "--today")
    with opened_map() as (store, _):
        found, conflicts = store.read(lambda tx: read_conflicts(tx, [key], day))[key]
    with printing():
        present_scenarios.shown(found, conflicts, shown)


@scenario.command("save")
def scenario_save(  # noqa: PLR0913 - one parameter an option
    name: Name,
    drop: Drops = None,
    postpone: Postponements = None,
    change: OneChange = None,
    changes: ChangeFiles = None,
    on: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Stand on this scenario: come after its changes; may be repeated."),
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="What this is for.")] = None,
    *,
    append: Annotated[
        bool, typer.Option("--append", help="Put the changes behind those that the scenario has.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write the scenario anew, in place of what it is.")
    ] = False,
    by: By = None,
    today: Today = None,
) -> None:
    """Keep changes under a name, with what of the map they rest on; nothing else is changed."""
    from analyzer.exchange.changing import Written
    from analyzer.graph.schema import prepare
    from analyzer.scenarios.editing import Saying, save
    from analyzer.scenarios.kept import read_named

    if append and replace:
        fail("--append keeps what the scenario has, --replace does not: give one of the two")
    (key,), below = keys_of([name], "NAME"), keys_of(on, "--on")
    asked = bool(drop or postpone or change or changes)
    written = written_changes(drop, postpone, change, changes) if asked or not below else Written()
    saying = Saying(written.changes, written.places, below if on or replace else None, why)
    decision = _decision(by, today)
    with opened_map() as (store, _):
        prepare(store)
        kept = store.write(
            lambda tx: save(
                tx,
                key,
                saying,
                decision,
                append=append,
                version=read_named(tx, [key])[key].version if replace else None,
            )
        )
    told = f"{len(kept.changes):,} change{'' if len(kept.changes) == 1 else 's'}"
    standing = f", on {', '.join(kept.on)}" if kept.on else ""
    typer.echo(f"Saved {kept.key}: {told}{standing}, version {kept.version}.")


@scenario.command("compare")
def scenario_compare(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names of scenarios.")],
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say side by side what scenarios do to the map as it is: corporate goals, findings, score, capacity."""
    from analyzer.cli import present_scenarios, progress
    from analyzer.scenarios.comparing import compare

    keys, rules, day = keys_of(names, "NAME"), rule_set(None, choices).shipped, day_of(today, "--today")
    with opened_map() as (store, _), progress.bar() as show:
        found = compare(store.read, store.rehearse, rules, keys, today=day, progress=show)
    with printing():
        present_scenarios.compared(found, shown)
    if found.edited:
        complain("the map was edited meanwhile: some scenarios are compared with what was before that, some with after")


@scenario.command("adopt")
def scenario_adopt(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and keep nothing.")] = False,
    by: By = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Make the changes of a scenario and of those that it stands on, all of them or none."""
    from analyzer.cli import present_scenarios, progress
    from analyzer.graph.schema import prepare
    from analyzer.scenarios.editing import adopt

    (key,), decision, rules = keys_of([name], "NAME"), _decision(by, today), rule_set(None, choices).shipped
    with opened_map() as (store, _), progress.spinner("Adopting"):
        prepare(store)
        run = store.rehearse if dry_run else store.write
        done = run(lambda tx: adopt(tx, key, rules, decision))
    with printing(made_of(done.done, dry_run=dry_run)):
        present_scenarios.adopted(done, shown, dry_run=dry_run)


@scenario.command("refresh")
def scenario_refresh(name: Name, by: By = None, today: Today = None) -> None:
    """Let a scenario rest on the map as it is now, once its conflicts were looked at; they are told once more."""
    from analyzer.graph.schema import prepare
    from analyzer.scenarios.conflicts import said
    from analyzer.scenarios.editing import refresh

    (key,), decision = keys_of([name], "NAME"), _decision(by, today)
    with opened_map() as (store, _):
        prepare(store)
        kept, accepted = store.write(lambda tx: refresh(tx, key, decision))
    for one in accepted:
        typer.echo(f"Accepted: {said(one, key)}")
    typer.echo(f"{kept.key} rests on revision {kept.base.revision} of the map now, version {kept.version}.")


@scenario.command("export")
def scenario_export(
    name: Name,
    output: Output = None,
    *,
    own: Annotated[bool, typer.Option("--own", help="Without the changes of what it stands on.")] = False,
    shown: Annotated[DocumentFormat, typer.Option("--format", help="YAML for people, or JSON.")] = DocumentFormat.YAML,
) -> None:
    """Write the changes of a scenario and of those that it stands on as a document, as --changes takes it."""
    from analyzer.changes.kinds.change import written
    from analyzer.exchange.exporting import to_json, to_yaml
    from analyzer.scenarios.opening import read_changes

    (key,) = keys_of([name], "NAME")
    with opened_map() as (store, _):
        changes = store.read(lambda tx: read_changes(tx, key, own=own))
    document = {"changes": [written(one) for one in changes]}
    write_out(to_json(document).decode() if shown is DocumentFormat.JSON else to_yaml(document), output)


@scenario.command("delete")
def scenario_delete(name: Name) -> None:
    """Delete a scenario; the map stays as it is."""
    from analyzer.graph.schema import prepare
    from analyzer.scenarios.editing import delete

    (key,) = keys_of([name], "NAME")
    with opened_map() as (store, _):
        prepare(store)
        store.write(lambda tx: delete(tx, key))
    typer.echo(f"Deleted {key}.")


def _decision(by: str | None, today: str | None) -> "Decision":
    from analyzer.scenarios.editing import Decision

    return Decision(name_of(by), datetime.now(UTC), day_of(today, "--today"))
