"""What the commands share: options, the store to ask, and what to say when something is in the way."""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from analyzer.changes.editing import Done
    from analyzer.changes.revisions import Author
    from analyzer.exchange.source import Source
    from analyzer.graph.private import PrivateNeo4j
    from analyzer.graph.store import Store, Transaction
    from analyzer.rules.audit import Ask
    from analyzer.rules.ruleset import RuleSet
    from analyzer.settings import Settings

STANDARD_OUTPUT = ("-", "/dev/stdout")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"


class DocumentFormat(StrEnum):
    """How a document is written."""

    YAML = "yaml"
    JSON = "json"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def file_named(text: str) -> Path:
    """Read the name of a file or folder; a variable that is not set in a script must not name the folder it runs in."""
    if not text:
        raise typer.BadParameter("it is empty; write a name")
    return Path(text)


Plans = Annotated[
    list[Path] | None,
    typer.Option(
        "--plan", parser=file_named, metavar="FILE", help="Ask about this plan document instead of the stored map."
    ),
]
OwnRules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        parser=file_named,
        metavar="FOLDER",
        envvar="ALIGNMENT_RULES",
        help="Ask the rules in this folder too.",
    ),
]
Choices = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        parser=file_named,
        metavar="FILE",
        envvar="ALIGNMENT_RULE_SETTINGS",
        help="Thresholds and severities of rules, as TOML.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", parser=file_named, metavar="FILE", help="Write here instead of printing."),
]
Shown = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides this.", show_default="the user's name")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        help="Ask about the map as it was: a day, the number of a revision, or a cadence event.",
    ),
]
InScenario = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="With the changes of this scenario.")
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why, for the history.")]
Today = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day to judge by.", show_default="today")]


@contextmanager
def printing(made: str = "") -> Iterator[None]:
    """Print; a reader who has seen enough and closed the pipe changes nothing about the exit code.

    What was `made` is told where printing it fails or is interrupted, so that nobody makes it twice.
    """
    try:
        with if_interrupted(made) if made else contextlib.nullcontext():
            yield
            sys.stdout.flush()
    except BrokenPipeError:
        write_nowhere()
    except OSError as why:
        if not made:
            raise
        write_nowhere()
        fail(f"the output can't be written: {why.strerror or why}; {made}")


def made_of(done: "Done", *, dry_run: bool) -> str:
    """Say what an edit made, if it made anything."""
    if dry_run or not done.difference:
        return ""
    return (
        f"the change was made all the same, as revision {done.revision}: `alignment undo {done.revision}` takes it back"
    )


def write_out(text: str, output: Path | None) -> None:
    """Print, or write a file."""
    if output is None or str(output) in STANDARD_OUTPUT:
        with printing():
            sys.stdout.write(text)
    else:
        write_file(output, text.encode())


def write_file(output: Path, content: bytes) -> None:
    """Write a file whole or not at all, where links lead and in the mode that it has; raises InputError.

    What is no file, such as a device or a pipe, is written straight through.
    """
    try:
        mode = _mode_of(output)
        if mode is not None and not stat.S_ISREG(mode):
            with output.open("wb") as through:
                through.write(content)
            return
        place = Path(os.path.realpath(output))
        partial = place.with_name(f".alignment-{os.getpid()}.partial")
        try:
            with partial.open("xb") as draft:
                if mode is not None:
                    partial.chmod(stat.S_IMODE(mode))
                draft.write(content)
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as why:
        fail(f"{output}: can't be written: {getattr(why, 'strerror', None) or why}")


def _mode_of(file: Path) -> int | None:
    """Give type and permissions of what is at a path, links followed; None for nothing."""
    try:
        return file.stat().st_mode
    except FileNotFoundError:
        return None


def write_nowhere() -> None:
    """Leave nothing for the interpreter to write to a closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def if_interrupted(told: str) -> "Iterator[Callable[[str], None]]":
    """Say on Ctrl-C what became of the work; gives a way to say something else from then on."""
    last = told

    def from_now_on(told: str) -> None:
        nonlocal last
        last = told

    try:
        yield from_now_on
    except KeyboardInterrupt as why:
        raise KeyboardInterrupt(*(why.args or (f"interrupted: {last}",))) from None


def agreed(question: str) -> bool:
    """Ask; no answer is a no."""
    try:
        return typer.confirm(question, default=False)
    except typer.Abort:
        typer.echo()
        return False


def complain(message: str) -> None:
    """Say what is in the way."""
    sys.stderr.write(f"alignment: {message}\n")


def fail(message: str) -> NoReturn:
    """Raise InputError, which ends the program with one line and exit code 2."""
    from analyzer.errors import InputError

    raise InputError(message)


def environment(**overrides: object) -> "Settings":
    """Read the settings."""
    from analyzer.settings import read_settings

    return read_settings(**overrides)


def private_neo4j(settings: "Settings", *, scratch: bool = False) -> "PrivateNeo4j":
    """Give the private Neo4j, or its scratch sister."""
    from analyzer.cli.opening import private

    return private(settings, scratch=scratch)


@contextmanager
def opened_map() -> Iterator[tuple["Store", "Settings"]]:
    """Open the stored map, starting the private Neo4j if none is named."""
    from analyzer.cli import progress
    from analyzer.cli.opening import opened
    from analyzer.graph.schema import unfinished_import

    settings = environment()
    with progress.bar() as show:
        store = opened(settings, show)
    with store:
        if left := store.read(unfinished_import):
            complain(
                f"warning: the import of {left} is not finished: wait for it, or run it again if it was broken off, "
                "which goes on from there"
            )
        yield store, settings


@contextmanager
def opened_to_ask(plan: list[Path] | None) -> "Iterator[tuple[Ask, Ask]]":
    """Give two ways to ask, reading and rehearsing: the stored map, or one that is these documents and is not kept."""
    from analyzer.exchange.importing import write_plan

    if not plan:
        with opened_map() as (store, _):
            yield store.read, store.rehearse
        return
    sources = read_plans(plan, closed=True)
    with scratch_of(lambda tx: write_plan(tx, sources, replace=True)) as ask:
        yield ask, ask


@contextmanager
def scratch_of(load: "Callable[[Transaction], Any]") -> "Iterator[Ask]":
    """Give a way to ask a map that is loaded beside the stored one, for each question anew, and is not kept."""
    from analyzer.cli import progress
    from analyzer.cli.opening import scratch

    with contextlib.ExitStack() as stack:
        with progress.bar() as show:
            store = stack.enter_context(scratch(environment(), show))

        def ask(work: "Callable[[Transaction], Any]", *, seconds: float | None = None) -> Any:  # noqa: ANN401
            return store.rehearse(lambda tx: (load(tx), work(tx))[1], seconds=seconds)

        yield ask


def read_plans(files: list[Path], *, closed: bool) -> "list[Source]":
    """Read plan documents; - is standard input."""
    from analyzer.exchange.reading import read_files

    return read_files([Path("/dev/stdin") if str(file) == "-" else file for file in files], closed=closed)


def rule_set(folder: Path | None, choices: Path | None, only: list[str] | None = None) -> "RuleSet":
    """Give the rules to ask: those that ship and those of a folder, as chosen."""
    from analyzer.rules.ruleset import rule_set as read

    rules = read(folder, choices)
    return rules.only(only) if only else rules


def asked_rules(folder: Path | None, choices: Path | None, only: list[str] | None = None) -> "RuleSet":
    """Give the same for a command that can be given a folder; what is chosen in vain without one is told."""
    rules = rule_set(folder, choices, only)
    if rules.elsewhere:
        complain(f"warning: {choices}: there is no rule {', '.join(rules.elsewhere)} unless --rules names its folder")
    return rules


def author_of(by: str | None, why: str | None) -> "Author":
    """Say who makes an edit, now."""
    from analyzer.changes.revisions import Author
    from analyzer.model import why_of

    try:
        said = None if why is None else why_of(why)
    except ValueError as problem:
        fail(f"--why {str(why)[:80]!a}: {problem}")
    return Author(name_of(by), datetime.now(UTC), said)


def day_of(text: str | None, option: str) -> date:
    """Read a day; today when none is written."""
    from analyzer.model import DAY

    if text is None:
        return datetime.now(UTC).date()
    with contextlib.suppress(ValueError):
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    fail(f"{option} {text or repr(text)}: write a date as YYYY-MM-DD")


def name_of(by: str | None) -> str:
    """Give the name that somebody signs with; else that of the user of this machine."""
    import getpass

    from analyzer.model import signature_of

    if by is None:
        try:
            by = getpass.getuser()
        except (ImportError, KeyError, OSError):
            by = "unknown"
    try:
        return signature_of(by)
    except ValueError as why:
        fail(f"--by {by!a}: {why}")


def keys_of(written: list[str] | None, option: str) -> list[str]:
    """Read keys as documents are read: é is é, whichever way it was typed."""
    from analyzer.model import key_of

    keys = []
    for key in written or []:
        try:
            keys.append(key_of(key))
        except ValueError as why:
            fail(f"{option} {key!a}: {why}")
    return keys
