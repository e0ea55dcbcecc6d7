"""What can be done about teams that promised more than they can do."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    AsOf,
    By,
    Format,
    InScenario,
    Plans,
    Shown,
    Today,
    complain,
    fail,
    keys_of,
    name_of,
    opened_map,
    printing,
)

if TYPE_CHECKING:
    from analyzer.capacity import Remedies


class WayOut(StrEnum):
    """A way out for a team that promised more than it can do."""

    OWN_ROADMAP = "own-roadmap"
    OTHER_PROMISES = "other-promises"
    JOINT_CHOICE = "joint-choice"
    MORE_CAPACITY = "more-capacity"


def remedies(  # noqa: PLR0913 - one parameter an option
    team: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only of this team; may be repeated.", show_default="all")
    ] = None,
    period: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only in this period; may be repeated.", show_default="all")
    ] = None,
    way: Annotated[
        list[WayOut] | None, typer.Option(help="Only this way out; may be repeated.", show_default="all four")
    ] = None,
    changes_of: Annotated[
        WayOut | None,
        typer.Option(help="Print the changes of this way, as `alignment impact --changes -` reads them, and no more."),
    ] = None,
    seconds: Annotated[
        float, typer.Option(help="Look for the best so long; Ctrl-C ends it with what is found.")
    ] = 30.0,
    save: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Keep each way as a scenario called NAME and the way, to compare and adopt."),
    ] = None,
    by: By = None,
    plan: Plans = None,
    as_of: AsOf = None,
    scenario: InScenario = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say what teams can do that promised more than they can do, and what that costs; nothing is changed."""
    from analyzer.capacity import Way, find_remedies
    from analyzer.cli import present_remedies, progress, viewing

    if changes_of and way:
        fail("--changes-of names the one way that is looked for: leave --way out")
    if changes_of and shown is Format.JSON:
        fail("--changes-of prints YAML: leave --format out, or read the changes that --format json gives of each way")
    if save is not None and (plan or as_of is not None or scenario is not None or changes_of):
        fail("--save keeps scenarios of the stored map: leave out --plan, --as-of, --scenario and --changes-of")
    if by is not None and save is None:
        fail("--by is about --save; add it")
    teams, periods = keys_of(team, "--team") or None, keys_of(period, "--period") or None
    wanted = [changes_of] if changes_of else way or list(WayOut)
    ways = [Way(one.value) for one in wanted]
    with viewing.asking(plan, as_of, scenario, today) as (ask, day), progress.bar() as show:
        found = find_remedies(ask, today=day, teams=teams, periods=periods, ways=ways, seconds=seconds, progress=show)
    kept = [] if save is None else _saved(found, save, by, day)
    with printing():
        if changes_of:
            present_remedies.changes(found)
        else:
            present_remedies.remedies(found, shown)
    if kept:
        complain(f"kept as scenarios: {', '.join(kept)}; `alignment scenario compare` sets them side by side")


def _saved(found: "Remedies", name: str, by: str | None, day: date) -> list[str]:
    """Keep each way that does something as a scenario; all of them or none."""
    from analyzer.graph.schema import prepare
    from analyzer.scenarios.editing import Decision, save_ways

    decision = Decision(name_of(by), datetime.now(UTC), day)
    with opened_map() as (store, _):
        prepare(store)
        return store.write(lambda tx: [one.key for one in save_ways(tx, name, found, decision)])
