"""Auditing the stored map or documents, and keeping what was found."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from analyzer.cli import progress, viewing
from analyzer.cli.common import complain, day_of, fail, opened_map, opened_to_ask
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store
from analyzer.rules.records import record
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.standing import Standing, read_standing


def check_options(*, record: bool, part: bool, by: str | None) -> None:
    """Refuse what can't be meant together."""
    if record and part:
        fail("--record keeps audits of the stored map by all rules; leave out --plan, --as-of, --scenario and --rule")
    if by is not None and not record:
        fail("--by is about --record; add it")


def audit(  # noqa: PLR0913 - what is audited, and how
    plans: list[Path] | None,
    as_of: str | None,
    scenario: str | None,
    rules: RuleSet,
    today: str | None,
    *,
    gate: bool,
) -> Standing:
    """Audit documents, or the stored map: one without goals, in which little can be found, passes no gate."""
    viewing.check_options(plans, as_of, scenario)
    if as_of is not None:
        with opened_map() as (store, _):
            moment = viewing.moment_in(store, as_of, today)
            with viewing.as_it_was(store, moment) as ask, progress.bar() as show:
                found = read_standing(ask, rules, moment.day, show)
            return replace(found, audit=replace(found.audit, revision=moment.seq))
    day = day_of(today, "--today")
    if scenario is not None:
        with (
            opened_map() as (store, _),
            viewing.as_it_would_be(store, scenario, day) as (ask, revision),
            progress.bar() as show,
        ):
            found = read_standing(ask, rules, day, show)
        return replace(found, audit=replace(found.audit, revision=revision))
    if plans:
        with opened_to_ask(plans) as (ask, _), progress.bar() as show:
            return read_standing(ask, rules, day, show)
    with opened_map() as (store, _):
        if told := _empty(store):
            if gate:
                fail(told)
            complain(f"warning: {told}")
        with progress.bar() as show:
            return read_standing(store.read, rules, day, show, apart=True)


def _empty(store: Store) -> str | None:
    if store.read(lambda tx: tx.ask("reads/count")):
        return None
    return f"the map at {store.address.uri} has no goals: import a plan, or check NEO4J_URI if another map is meant"


def audit_and_keep(rules: RuleSet, day: date, by: str) -> Standing:
    """Audit, compare with the last audit that was kept, and keep this one, unless a rule could not be asked."""
    with opened_map() as (store, _):
        if told := _empty(store):
            fail(told)
        prepare(store)
        with progress.bar() as show:
            standing = read_standing(store.read, rules, day, show, apart=True)
        if standing.audit.problems:
            complain("the audit was not kept, since it is not whole:")
            return standing
        if standing.audit.edited:
            fail("the audit was not kept, since the map was edited meanwhile; try again")
        at = datetime.now(UTC)
        kept = store.write(lambda tx: record(tx, standing.audit, standing.score, by, at))
    complain(f"kept as audit {kept.number}")
    return standing
