"""The commands and their options; composition root 1."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from analyzer.exchange.source import Source
    from analyzer.graph.store import Store
    from analyzer.settings import Settings

FOUND, FAILED = 1, 2

app = typer.Typer(
    name="alignment",
    help="Do the goals of this organisation hang together, and what breaks if we change one?",
    epilog="Start with: alignment import --example, alignment audit, alignment impact --drop cloud-infrastructure",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
neo4j = typer.Typer(help="The private Neo4j, which is used when NEO4J_URI is not set.", no_args_is_help=True)
rules = typer.Typer(help="List the rules, or show one with its page.", invoke_without_command=True)
app.add_typer(neo4j, name="neo4j", rich_help_panel=None)
app.add_typer(rules, name="rules", rich_help_panel=None)


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"


class DocumentFormat(StrEnum):
    """How a plan document is written."""

    YAML = "yaml"
    JSON = "json"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Plans = Annotated[
    list[Path] | None,
    typer.Option("--plan", metavar="FILE", help="Ask about this plan document instead of the stored map."),
]
Shown = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]
Today = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day to judge by.", show_default="today")]


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

    serving.check(_settings(), host)
    with _store() as (store, settings):
        serving.serve(store, settings, host, port, example=example)


@app.command("import")
def import_(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Plan documents, YAML or JSON; - is standard input.")
    ] = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make the map equal the documents; delete the rest.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Import the example organisation.")] = False,
    shown: Shown = Format.TABLE,
) -> None:
    """Bring plan documents into the map, whole or not at all."""
    from analyzer.cli import present, progress
    from analyzer.exchange.example import EXAMPLE
    from analyzer.exchange.importing import WHOLE, import_plan

    if bool(files) == example:
        _fail("name one or more plan documents, or --example")
    with progress.spinner("Reading"):
        sources = _read([EXAMPLE] if example else files or [], closed=replace)
    large = sum(len(source.plan.goals or ()) for source in sources) > WHOLE
    told = "stopped part-way; the same command again goes on from there" if large else "nothing was written"
    with _store() as (store, _), _if_interrupted(told), progress.bar() as show:
        done = import_plan(store, sources, replace=replace, dry_run=dry_run, progress=show)
    with _printing():
        present.imported(done, dry_run=dry_run, shown=shown)


@app.command()
def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of printing.")
    ] = None,
    shown: Annotated[DocumentFormat, typer.Option("--format", help="YAML for people, or JSON.")] = DocumentFormat.YAML,
) -> None:
    """Write the map as a plan document, sorted by key."""
    from analyzer.cli import progress
    from analyzer.exchange.exporting import document_of, to_json, to_yaml
    from analyzer.graph.contents import read_contents

    with _store() as (store, _), progress.bar() as show:
        show("Reading", 0, 0)
        document = document_of(store.read(read_contents))
        text = to_json(document).decode() if shown is DocumentFormat.JSON else to_yaml(document, show)
    if output is None or str(output) == "-":
        with _printing():
            sys.stdout.write(text)
        return
    try:
        partial = output.with_name(f"{output.name}.partial")
        try:
            partial.write_text(text, "utf-8")
            partial.replace(output)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as why:
        _fail(f"{output}: can't be written: {getattr(why, 'strerror', None) or why}")


@app.command()
def audit(
    plan: Plans = None,
    fail_on: Annotated[
        Severity | None, typer.Option(help="Exit with 1 if there are findings this bad or worse.", show_default="never")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--rule", metavar="ID", help="Ask this rule only; may be repeated.")
    ] = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Find what does not hang together."""
    from analyzer.cli import present, progress
    from analyzer.rules.audit import audit as ask

    chosen, day = _rules(only), _day(today, "--today")
    with _asked(plan) as (store, before), progress.spinner("Auditing"):
        found = (
            store.rehearse(lambda tx: (before(tx), ask(tx, chosen, today=day))[1])
            if plan
            else store.read(lambda tx: ask(tx, chosen, today=day))
        )
    with _printing():
        present.audited(found, shown)
    order = list(Severity)
    if fail_on and any(order.index(Severity(one.severity)) <= order.index(fail_on) for one in found.findings):
        raise typer.Exit(FOUND)


@app.command()
def impact(  # noqa: PLR0913 - one parameter an option
    drop: Annotated[list[str] | None, typer.Option(metavar="KEY", help="Drop this goal; may be repeated.")] = None,
    postpone: Annotated[
        list[str] | None, typer.Option(metavar="KEY=DATE", help="Move this goal's due date; may be repeated.")
    ] = None,
    why: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Say how this goal is hit, or why it is not.")
    ] = None,
    plan: Plans = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say what breaks if goals are dropped or postponed; nothing is changed."""
    from analyzer.cli import present_impact, progress
    from analyzer.impact import rehearse

    moves, drops, asked = _postponements(postpone or []), _keys(drop, "--drop"), _keys(why, "--why")
    if not (drops or moves):
        _fail("say what to change: --drop KEY or --postpone KEY=DATE")
    chosen, day = _rules(None), _day(today, "--today")
    with _asked(plan) as (store, before), progress.spinner("Working out what breaks"):
        found = store.rehearse(
            lambda tx: (
                before(tx),
                rehearse(tx, chosen, drops=drops, postponements=moves, today=day, named=asked),
            )[1]
        )
    with _printing():
        present_impact.impact(found, asked, shown)


@rules.callback()
def rules_(context: typer.Context, shown: Shown = Format.TABLE) -> None:
    """List the rules."""
    if context.invoked_subcommand is None:
        _list_rules(shown)


@rules.command("list")
def rules_list(shown: Shown = Format.TABLE) -> None:
    """List the rules."""
    _list_rules(shown)


@rules.command("show")
def rules_show(rule: Annotated[str, typer.Argument(metavar="ID", help="Such as structure/orphan_goal.")]) -> None:
    """Show a rule's page and its query."""
    from analyzer.cli import present

    shown = _rules([rule])[0]
    with _printing():
        present.rule(shown)


@neo4j.command("start")
def neo4j_start(
    idle_minutes: Annotated[
        float | None, typer.Option(min=0, help="Stop it after so many minutes without a connection; 0: never.")
    ] = None,
) -> None:
    """Start the private Neo4j, or find it running."""
    from analyzer.cli import present, progress

    private = _private(_settings(**({} if idle_minutes is None else {"alignment_neo4j_idle_minutes": idle_minutes})))
    with progress.bar() as show:
        private.start(show)
    present.neo4j(private.status(), Format.TABLE)


@neo4j.command("stop")
def neo4j_stop() -> None:
    """Stop the private Neo4j; the data stays."""
    stopped = [_private(_settings(), scratch=scratch).stop() for scratch in (False, True)]
    typer.echo("Stopped." if any(stopped) else "It was not running.")


@neo4j.command("status")
def neo4j_status(shown: Shown = Format.TABLE) -> None:
    """Tell where the private Neo4j keeps its data, how large it is, its memory and version."""
    from analyzer.cli import present

    present.neo4j(_private(_settings()).status(), shown)


@app.command()
def reset(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete everything in the map; asks first."""
    from analyzer.cli import progress
    from analyzer.graph.schema import clear

    with _store() as (store, _):
        goals = store.read(lambda tx: tx.ask("reads/count"))
        if not yes and not _agreed(f"Delete the whole map at {store.address.uri}, {goals:,} goals?"):
            typer.echo("Nothing was deleted.")
            raise typer.Exit(FAILED)
        told = "stopped part-way; the same command again deletes the rest"
        with _if_interrupted(told), progress.spinner("Deleting"):
            clear(store)
    typer.echo(f"Deleted {goals:,} goals and everything about them.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the plan document."""
    import orjson

    from analyzer.exchange.plan import json_schema

    typer.echo(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2).decode())


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
    with _printing():
        sys.stdout.write(text)


def main() -> None:
    """Run the command line; the exit code is 0 for fine, 1 for findings as asked, 2 for could not do it."""
    from analyzer.errors import AlignmentError, BadModel

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except AlignmentError as why:
        if os.environ.get("ALIGNMENT_DEBUG"):
            raise
        if isinstance(why, BadModel):
            sys.stderr.write(f"{why}\n")
        else:
            _complain(str(why))
        sys.exit(FAILED)
    except OSError as why:
        _complain(f"the output can't be written: {why.strerror or why}")
        _write_nowhere()
        sys.exit(FAILED)
    except Exception as why:
        if os.environ.get("ALIGNMENT_DEBUG"):
            raise
        _complain(f"this is a mistake in the program ({type(why).__name__}: {why}); set ALIGNMENT_DEBUG=1 to see where")
        sys.exit(FAILED)


@contextmanager
def _printing() -> Iterator[None]:
    """Print; a reader who has seen enough and closed the pipe changes nothing about the exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _if_interrupted(told: str) -> Iterator[None]:
    """Say on Ctrl-C what became of the work."""
    try:
        yield
    except KeyboardInterrupt:
        _complain(f"interrupted: {told}")
        raise


def _agreed(question: str) -> bool:
    try:
        return typer.confirm(question, default=False)
    except typer.Abort:
        typer.echo()
        return False


def _complain(message: str) -> None:
    sys.stderr.write(f"alignment: {message}\n")


def _fail(message: str) -> NoReturn:
    from analyzer.errors import InputError

    raise InputError(message)


def _settings(**overrides: object) -> "Settings":
    from analyzer.settings import read_settings

    return read_settings(**overrides)


def _private(settings: "Settings", *, scratch: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported late
    from analyzer.cli.opening import private

    return private(settings, scratch=scratch)


@contextmanager
def _store() -> Iterator[tuple["Store", "Settings"]]:
    from analyzer.cli import progress
    from analyzer.cli.opening import opened
    from analyzer.graph.schema import unfinished_import

    settings = _settings()
    with progress.bar() as show:
        store = opened(settings, show)
    with store:
        if left := store.read(unfinished_import):
            _complain(f"warning: the import of {left} was broken off; the same import again goes on from there")
        yield store, settings


@contextmanager
def _asked(plan: list[Path] | None):  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported late
    """Give the store to ask and what to do in it first: nothing, or to load a plan that is not kept."""
    from analyzer.cli import progress
    from analyzer.cli.opening import scratch
    from analyzer.exchange.importing import write_plan
    from analyzer.graph.schema import check_ours

    if not plan:
        with _store() as (store, _):
            yield store, check_ours
        return
    sources = _read(plan, closed=True)
    with contextlib.ExitStack() as stack:
        with progress.bar() as show:
            store = stack.enter_context(scratch(_settings(), show))
        yield store, lambda tx: write_plan(tx, sources, replace=True)


def _read(files: list[Path], *, closed: bool) -> "list[Source]":
    from analyzer.exchange.reading import read_files

    return read_files([Path("/dev/stdin") if str(file) == "-" else file for file in files], closed=closed)


def _rules(only: list[str] | None):  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported late
    from analyzer.errors import UnknownRule
    from analyzer.rules.files import built_in

    known = {rule.id: rule for rule in built_in()}
    if unknown := [one for one in only or [] if one not in known]:
        raise UnknownRule(f"there is no rule {', '.join(unknown)}; `alignment rules` lists them")
    return [known[one] for one in dict.fromkeys(only)] if only else list(known.values())


def _list_rules(shown: Format) -> None:
    from analyzer.cli import present

    with _printing():
        present.rules(_rules(None), shown)


def _day(text: str | None, option: str) -> date:
    from analyzer.model import DAY

    if not text:
        return datetime.now(UTC).date()
    with contextlib.suppress(ValueError):
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    _fail(f"{option} {text}: write a date as YYYY-MM-DD")


def _keys(written: list[str] | None, option: str) -> list[str]:
    """Read keys as documents are read: é is é, whichever way it was typed."""
    from analyzer.model import key_of

    keys = []
    for key in written or []:
        try:
            keys.append(key_of(key))
        except ValueError as why:
            _fail(f"{option} {key!a}: {why}")
    return keys


def _postponements(written: list[str]) -> dict[str, date]:
    moves: dict[str, date] = {}
    for one in written:
        name, separator, day = one.rpartition("=")
        if not separator or not name:
            _fail(f"--postpone {one}: write KEY=YYYY-MM-DD")
        (key,) = _keys([name], "--postpone")
        if key in moves:
            _fail(f"--postpone {one}: {key} is postponed twice; keep one")
        moves[key] = _day(day, f"--postpone {one}:")
    return moves
