"""The life of findings: audits that were kept, what is accepted, the score."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from analyzer.cli.common import (
    AsOf,
    By,
    Choices,
    Format,
    InScenario,
    OwnRules,
    Plans,
    Shown,
    Today,
    asked_rules,
    day_of,
    fail,
    name_of,
    opened_map,
    printing,
)

PREFIX = re.compile(r"[0-9a-f]{6,64}")
"""As much of a fingerprint as may stand for the whole."""

LISTED = 3
"""Findings that an error about an ambiguous fingerprint lists."""

audits = typer.Typer(help="List the audits that were kept, and compare them.", invoke_without_command=True)


@audits.callback()
def audits_(context: typer.Context, shown: Shown = Format.TABLE) -> None:
    """List the audits that were kept by `alignment audit --record`, and compare them."""
    if context.invoked_subcommand is not None:
        return
    from analyzer.cli import present_life
    from analyzer.rules.records import read_records

    with opened_map() as (store, _):
        kept = store.read(read_records)
    with printing():
        present_life.audits(kept, shown)


@audits.command("compare")
def audits_compare(  # noqa: PLR0913 - one parameter an option
    earlier: Annotated[int, typer.Argument(metavar="A", min=1, help="Number of the earlier audit.")],
    later: Annotated[
        int | None, typer.Argument(metavar="B", min=1, help="Number of the later one; else the map of now.")
    ] = None,
    own: OwnRules = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say which findings are new, still open, fixed, or have reappeared."""
    from analyzer.cli import present_life, progress
    from analyzer.rules.audit import audit_all
    from analyzer.rules.life import life, read_life, read_past

    if later is not None:
        with opened_map() as (store, _):
            found = store.read(lambda tx: read_life(tx, earlier, later))
    else:
        rules, day = asked_rules(own, choices), day_of(today, "--today")
        with opened_map() as (store, _), progress.bar() as show:
            past = store.read(lambda tx: read_past(tx, earlier))
            now = audit_all(store.read, rules, today=day, progress=show, apart=True)
        if now.problems:
            fail("\n".join(now.problems))
        found = life(past, now.findings, {asked.rule.id for asked in now.rules}, now.revision)
    with printing():
        present_life.compared(found, shown)


def accept(  # noqa: PLR0913 - one parameter an option
    fingerprint: Annotated[
        str | None, typer.Argument(metavar="FINGERPRINT", help="As an audit shows it, 6 digits or more.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why this can be lived with.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The last day it holds.", show_default="for good")
    ] = None,
    by: By = None,
    withdraw: Annotated[
        str | None, typer.Option(metavar="FINGERPRINT", help="Take this acceptance back instead.")
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List what is accepted instead, and what was.")] = False,
    own: OwnRules = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Accept a finding for a while: it is still told and counted, but lets no pipeline fail."""
    if (fingerprint is not None) + (withdraw is not None) + listed != 1:
        fail("name the finding to accept, or --withdraw FINGERPRINT, or --list")
    if fingerprint is None and (reason is not None or until is not None or by is not None):
        fail("--reason, --until and --by are about a finding to accept; name it")
    if listed:
        _list_accepted(today, shown)
    elif withdraw is not None:
        _withdraw(withdraw)
    elif fingerprint is not None:
        if reason is None:
            fail("say why this can be lived with: --reason TEXT")
        _accept(fingerprint, reason, until, name_of(by), own, choices, today)


def score(  # noqa: PLR0913 - one parameter an option
    plan: Plans = None,
    as_of: AsOf = None,
    scenario: InScenario = None,
    own: OwnRules = None,
    choices: Choices = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say in one number how well the map hangs together, and where it loses points."""
    from analyzer.cli import present_life, recording

    standing = recording.audit(plan, as_of, scenario, asked_rules(own, choices), today, gate=False)
    if standing.audit.problems:
        fail("\n".join(standing.audit.problems))
    with printing():
        present_life.score(standing, shown)


def _accept(  # noqa: PLR0913 - one parameter an option
    prefix: str, reason: str, until: str | None, by: str, own: OwnRules, choices: Choices, today: Today
) -> None:
    from analyzer.cli import present_life, progress
    from analyzer.graph.schema import prepare
    from analyzer.rules.acceptance import accept as keep
    from analyzer.rules.audit import audit_all

    rules, day, end = asked_rules(own, choices), day_of(today, "--today"), _end(until)
    with opened_map() as (store, _):
        with progress.bar() as show:
            audit = audit_all(store.read, rules, today=day, progress=show, apart=True)
        found = audit.findings
        name = _only(prefix, {one.fingerprint: one.message for one in found}, "found")
        one = next(one for one in found if one.fingerprint == name)
        prepare(store)
        (kept,) = store.write(lambda tx: keep(tx, [one], reason, by, datetime.now(UTC), end, audit.revision, day))
    with printing():
        present_life.accepted(kept, one.message)


def _end(until: str | None) -> date | None:
    return None if until is None else day_of(until, "--until")


def _withdraw(prefix: str) -> None:
    from analyzer.graph.schema import prepare
    from analyzer.rules.acceptance import read_acceptances
    from analyzer.rules.acceptance import withdraw as take_back

    with opened_map() as (store, _):
        there = store.read(read_acceptances)
        name = _only(prefix, {name: f"{one.subject.key}, {one.rule}" for name, one in there.items()}, "accepted")
        prepare(store)
        store.write(lambda tx: take_back(tx, [name]))
    typer.echo("Withdrawn: the finding is as any other again.")


def _list_accepted(today: str | None, shown: str) -> None:
    from analyzer.cli import present_life
    from analyzer.rules.acceptance import read_acceptances

    day = day_of(today, "--today")
    with opened_map() as (store, _):
        there = store.read(read_acceptances)
    with printing():
        present_life.acceptances(there.values(), day, shown)


def _only(prefix: str, there: dict[str, str], what: str) -> str:
    """Give the one fingerprint that begins so; raises InputError."""
    if not PREFIX.fullmatch(prefix.lower()):
        fail(f"{prefix!a} is no fingerprint: write 6 or more of its digits, as `alignment audit` shows them")
    found = sorted(name for name in there if name.startswith(prefix.lower()))
    if not found:
        fail(f"nothing that is {what} has a fingerprint that begins with {prefix}; look at `alignment audit` again")
    if len(found) > 1:
        some = "; ".join(f"{name} ({there[name]})" for name in found[:LISTED])
        fail(f"{len(found)} fingerprints begin with {prefix}, write more digits: {some}{'; …' * (len(found) > LISTED)}")
    return found[0]
