"""The commands and their options; composition root 1."""

import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    AsOf,
    By,
    Choices,
    DocumentFormat,
    Format,
    InScenario,
    Output,
    OwnRules,
    Plans,
    Severity,
    Shown,
    Today,
    asked_rules,
    complain,
    day_of,
    environment,
    fail,
    file_named,
    keys_of,
    name_of,
    opened_map,
    printing,
    rule_set,
    write_file,
    write_out,
)
from analyzer.cli.editing import (
    ChangeFiles,
    Drops,
    OneChange,
    Postponements,
    change,
    rename,
    reset,
    review,
    written_changes,
)
from analyzer.cli.history import cadence, churn, diff, history, undo
from analyzer.cli.importing import import_
from analyzer.cli.life import accept, audits, score
from analyzer.cli.neo4j import neo4j
from analyzer.cli.outlook import outlook
from analyzer.cli.program import FAILED, FOUND
from analyzer.cli.remedies import remedies
from analyzer.cli.rules import rules
from analyzer.cli.scenarios import scenario

if TYPE_CHECKING:
    from analyzer.graph.contents import Contents
    from analyzer.graph.store import Transaction

app = typer.Typer(
    name="alignment",
    help="Do the goals of this organisation hang together, and what breaks if we change one?",
    epilog="Start with: alignment import --example, alignment audit, alignment impact --drop cloud-infrastructure",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(audits, name="audits", rich_help_panel=None)
app.add_typer(cadence, name="cadence", rich_help_panel=None)
app.add_typer(neo4j, name="neo4j", rich_help_panel=None)
app.add_typer(rules, name="rules", rich_help_panel=None)
app.add_typer(scenario, name="scenario", rich_help_panel=None)


def _version(wanted: bool) -> None:  # noqa: FBT001 - as options call back
    if wanted:
        typer.echo(f"alignment {version('alignment-analyzer')}")
        raise typer.Exit


@app.callback()
def alignment(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Say what is true of all commands."""


class AuditFormat(StrEnum):
    """How an audit is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    HTML = "html"


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; another than loopback needs ALIGNMENT_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    *,
    example: Annotated[bool, typer.Option(help="Load the example organisation into an empty private Neo4j.")] = True,
) -> None:
    """Serve the GraphQL API and its GraphiQL page."""
    from analyzer.cli import serving

    serving.check(environment(), host)
    with opened_map() as (store, settings):
        serving.serve(store, settings, host, port, example=example)


app.command("import")(import_)


@app.command()
def export(
    output: Output = None,
    as_of: AsOf = None,
    shown: Annotated[DocumentFormat, typer.Option("--format", help="YAML for people, or JSON.")] = DocumentFormat.YAML,
) -> None:
    """Write the map as a plan document, sorted by key."""
    from analyzer.cli import progress
    from analyzer.exchange.exporting import document_of, to_json, to_yaml
    from analyzer.graph.contents import read_contents
    from analyzer.history.moments import moment_of
    from analyzer.history.past import contents_at
    from analyzer.rules.records import steady

    def read(tx: "Transaction") -> "Contents":
        if as_of is None:
            return steady(read_contents)(tx)
        return contents_at(tx, moment_of(tx, as_of, day_of(None, "")).seq)

    with opened_map() as (store, _), progress.bar() as show:
        show("Reading", 0, 0)
        document = document_of((store.read if as_of is None else store.rehearse)(read))
        text = to_json(document).decode() if shown is DocumentFormat.JSON else to_yaml(document, show)
    write_out(text, output)


@app.command()
def audit(  # noqa: PLR0913 - one parameter an option
    plan: Plans = None,
    as_of: AsOf = None,
    scenario: InScenario = None,
    fail_on: Annotated[
        Severity | None, typer.Option(help="Exit with 1 if there are findings this bad or worse.", show_default="never")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--rule", metavar="ID", help="Ask this rule only; may be repeated.")
    ] = None,
    own: OwnRules = None,
    choices: Choices = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            parser=file_named, metavar="FILE", help="Findings in this file are known: they never cause exit code 1."
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(parser=file_named, metavar="FILE", help="Write what is found as a baseline for later."),
    ] = None,
    *,
    record: Annotated[bool, typer.Option("--record", help="Keep this audit, to compare later ones with.")] = False,
    by: By = None,
    output: Output = None,
    today: Today = None,
    shown: Annotated[
        AuditFormat, typer.Option("--format", help="A table for people, or a report for others.")
    ] = AuditFormat.TABLE,
) -> None:
    """Find what does not hang together."""
    from analyzer.cli import present_audit, recording, reporting
    from analyzer.rules.baseline import baseline_of, check_place, read_baseline

    recording.check_options(record=record, part=bool(plan or only or as_of is not None or scenario is not None), by=by)
    if output is not None and shown is AuditFormat.TABLE:
        fail("--output writes a report: say which by --format html, markdown, csv, sarif, junit or json")
    rules = asked_rules(own, choices, only)
    known = read_baseline(baseline) if baseline else None
    check_place(write_baseline)
    if record:
        standing = recording.audit_and_keep(rules, day_of(today, "--today"), name_of(by))
    else:
        standing = recording.audit(plan, as_of, scenario, rules, today, gate=fail_on is not None)
    found = standing.audit
    if write_baseline and not found.problems and not found.edited:
        write_file(write_baseline, baseline_of(found))
    if shown is AuditFormat.TABLE:
        with printing():
            present_audit.audited(standing, known, past=as_of is not None)
    else:
        write_out(reporting.report(standing, rules, shown.value, fail_on or Severity.ERROR, known or ()), output)
    for problem in found.problems:
        complain(problem)
    if found.edited:
        complain("the map was edited while it was audited: some findings are of before that, some of after it")
    if write_baseline and (found.problems or found.edited):
        complain(f"{write_baseline}: no baseline was written, since the audit is not whole")
        raise typer.Exit(FAILED)
    if found.problems:
        raise typer.Exit(FAILED)
    order = list(Severity)
    lived_with = {*standing.accepted, *(known or ())}
    new = [one for one in found.findings if one.fingerprint not in lived_with]
    if fail_on and any(order.index(Severity(one.severity)) <= order.index(fail_on) for one in new):
        raise typer.Exit(FOUND)


app.command()(accept)
app.command()(score)
app.command()(change)
app.command()(rename)
app.command()(review)
app.command()(history)
app.command()(diff)
app.command()(undo)
app.command()(churn)
app.command()(remedies)


@app.command()
def impact(  # noqa: PLR0913 - one parameter an option
    drop: Drops = None,
    postpone: Postponements = None,
    change: OneChange = None,
    changes: ChangeFiles = None,
    why: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Say how this goal is hit, or why it is not.")
    ] = None,
    plan: Plans = None,
    as_of: AsOf = None,
    scenario: InScenario = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say what breaks if goals are dropped, postponed or changed in any other way; nothing is changed."""
    from analyzer.cli import present_impact, progress, viewing
    from analyzer.exchange.changing import Written
    from analyzer.impact import what_breaks

    asked, said = keys_of(why, "--why"), bool(drop or postpone or change or changes)
    written = Written() if scenario is not None and not said else written_changes(drop, postpone, change, changes)
    rules = rule_set(None, choices)
    with (
        viewing.rehearsing(plan, as_of, scenario, today) as (rehearse, day),
        progress.spinner("Working out what breaks"),
    ):
        written = viewing.laid_over(rehearse, scenario, written)
        found = what_breaks(
            rehearse,
            rules.shipped,
            written.changes,
            today=day,
            named=asked,
            places=written.places,
            stored=as_of is None,
        )
    with printing():
        present_impact.impact(found, asked, shown, fits=bool(change or changes or scenario))


app.command()(outlook)
app.command()(reset)


@app.command()
def schema(*, changes: Annotated[bool, typer.Option("--changes", help="Of a list of changes.")] = False) -> None:
    """Print the JSON Schema of the plan document, or of a list of changes."""
    import orjson

    from analyzer.exchange import changing
    from analyzer.plan import records

    document = changing.json_schema() if changes else records.json_schema()
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())


@app.command()
def generate(
    goals: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many goals.")] = 1_000,
    seed: Annotated[int, typer.Option(help="Another number makes another organisation.")] = 0,
    shown: Annotated[
        DocumentFormat, typer.Option("--format", help="JSON is much faster to read back.")
    ] = DocumentFormat.JSON,
) -> None:
    """Make up a large, realistic plan, for trying things out."""
    from analyzer.cli import progress
    from analyzer.exchange.exporting import to_json, to_yaml
    from analyzer.exchange.generate import generate as make

    with progress.bar() as show:
        show("Generating", 0, 0)
        document = make(goals, seed=seed)
        text = to_json(document).decode() if shown is DocumentFormat.JSON else to_yaml(document, show)
    with printing():
        sys.stdout.write(text)
