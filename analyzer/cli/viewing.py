"""Questions about the map as it was, asked in the stored one when little has changed since, else beside it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.changes.difference import compare
from analyzer.changes.making import make
from analyzer.changes.renaming import note
from analyzer.changes.revisions import net
from analyzer.changes.writing import apply
from analyzer.cli import progress
from analyzer.cli.common import day_of, fail, keys_of, opened_map, opened_to_ask, scratch_of
from analyzer.exchange.changing import Written
from analyzer.graph.contents import Contents, read_contents
from analyzer.graph.store import Store, Transaction
from analyzer.history.moments import Moment, moment_of
from analyzer.history.past import contents_at
from analyzer.history.views import ROWS, go_back
from analyzer.rules.acceptance import Acceptance, keep, read_acceptances
from analyzer.rules.records import read_revision, steady
from analyzer.scenarios import Opened, opened

if TYPE_CHECKING:
    from analyzer.rules.audit import Ask


@contextmanager
def rehearsing(
    plan: list[Path] | None, as_of: str | None, scenario: str | None, today: str | None
) -> "Iterator[tuple[Ask, date]]":
    """Give a way to rehearse, and the day to judge by: in the stored map, as it was, or in documents."""
    check_options(plan, as_of, scenario)
    if as_of is None:
        with opened_to_ask(plan) as (_, ask):
            yield ask, day_of(today, "--today")
        return
    with opened_map() as (store, _):
        moment = moment_in(store, as_of, today)
        if len(store.read(lambda tx: net(tx, moment.seq)).in_place()) > ROWS:
            with as_it_was(store, moment) as beside:
                yield beside, moment.day
            return

        def ask(work: Callable[[Transaction], Any], *, seconds: float | None = None) -> Any:  # noqa: ANN401
            def there(tx: Transaction) -> Any:  # noqa: ANN401
                go_back(tx, moment.seq, alone=True)
                return work(tx)

            return store.rehearse(there, seconds=seconds)

        yield ask, moment.day


@contextmanager
def asking(
    plan: list[Path] | None, as_of: str | None, scenario: str | None, today: str | None
) -> "Iterator[tuple[Ask, date]]":
    """Give a way to ask, and the day to judge by: in documents, in the stored map, as it was, or with a scenario."""
    with rehearsing(plan, as_of, scenario, today) as (rehearse, day):
        if scenario is None:
            yield rehearse, day
            return

        def ask(work: Callable[[Transaction], Any], *, seconds: float | None = None) -> Any:  # noqa: ANN401
            def there(tx: Transaction) -> Any:  # noqa: ANN401
                kept = opened_scenario(tx, scenario)
                apply(tx, make(tx, kept.changes, day, kept.places))
                return work(tx)

            return rehearse(there, seconds=seconds)

        yield ask, day


@contextmanager
def as_it_was(store: Store, moment: Moment) -> "Iterator[Ask]":
    """Give a way to ask the map as it was, loaded beside the stored one with what is accepted now."""
    with progress.spinner("Reading the map as it was"):
        contents, accepted = store.rehearse(lambda tx: (contents_at(tx, moment.seq), read_acceptances(tx)))

    def load(tx: Transaction) -> None:
        apply(tx, compare(Contents(), contents))
        keep(tx, accepted.values())

    with scratch_of(load) as ask:
        yield ask


@contextmanager
def as_it_would_be(store: Store, scenario: str, today: date) -> "Iterator[tuple[Ask, int]]":
    """Give a way to ask the map with a scenario's changes, loaded beside the stored one with what is accepted.

    Gives also the revision of the stored map that it lies upon.
    """

    def read(tx: Transaction) -> tuple[Contents, Mapping[str, Acceptance], Opened, int]:
        return read_contents(tx), read_acceptances(tx), opened_scenario(tx, scenario), read_revision(tx)

    with progress.spinner("Reading the map"):
        contents, accepted, asked, revision = store.read(steady(read))

    def load(tx: Transaction) -> None:
        apply(tx, compare(Contents(), contents))
        keep(tx, accepted.values())
        difference = make(tx, asked.changes, today, asked.places)
        note(tx, difference)
        apply(tx, difference)

    with scratch_of(load) as ask:
        yield ask, revision


def opened_scenario(tx: Transaction, scenario: str) -> Opened:
    """Read a scenario by the name that was written."""
    (key,) = keys_of([scenario], "--scenario")
    return opened(tx, key)


def laid_over(rehearse: "Ask", scenario: str | None, written: Written) -> Written:
    """Put a scenario's changes before those that were written."""
    if scenario is None:
        return written
    kept = rehearse(lambda tx: opened_scenario(tx, scenario))
    return Written([*kept.changes, *written.changes], [*kept.places, *written.places])


def moment_in(store: Store, as_of: str, today: str | None) -> Moment:
    """Find a moment, judged by the day of then unless another is written."""
    moment = store.read(lambda tx: moment_of(tx, as_of, day_of(None, "")))
    return moment if today is None else moment._replace(day=day_of(today, "--today"))


def check_options(plan: list[Path] | None, as_of: str | None, scenario: str | None = None) -> None:
    """Refuse what can't be meant together."""
    if plan and (as_of is not None or scenario is not None):
        fail("--as-of and --scenario are about the stored map; leave out --plan")
    if as_of is not None and scenario is not None:
        fail("--scenario is about the map of now; leave out --as-of")
