"""How likely the corporate goals are met, on the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import AsOf, Format, InScenario, Plans, Shown, Today, printing
from analyzer.cli.editing import ChangeFiles, Drops, OneChange, Postponements, written_changes

if TYPE_CHECKING:
    from analyzer.outlook import Asked, Beliefs


def outlook(  # noqa: PLR0913 - one parameter an option
    drop: Drops = None,
    postpone: Postponements = None,
    change: OneChange = None,
    changes: ChangeFiles = None,
    draws: Annotated[
        int | None,
        typer.Option(help="How often to draw; ten times as often, a third of the error.", show_default="10000"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number is other luck.")] = 0,
    top: Annotated[int | None, typer.Option(help="How many assumptions to list.", show_default="10")] = None,
    believe: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NUMBER",
            help="Take for granted: the chance of a commitment, a stretch goal or one that is unstated, where nothing "
            "supports it; what is enough, also enough_for_stretch. May be repeated.",
        ),
    ] = None,
    plan: Plans = None,
    as_of: AsOf = None,
    scenario: InScenario = None,
    today: Today = None,
    shown: Shown = Format.TABLE,
) -> None:
    """Say how likely each corporate goal is met, also with changes, and which assumption is most worth testing next."""
    from analyzer.cli import present_outlook, progress, viewing
    from analyzer.exchange.changing import Written
    from analyzer.outlook import look_ahead, look_ahead_with

    asked, said = _asked(draws, seed, top, believe), bool(drop or postpone or change or changes)
    written = written_changes(drop, postpone, change, changes) if said else Written()
    with viewing.rehearsing(plan, as_of, scenario, today) as (rehearse, day), progress.bar() as show:
        if said or scenario is not None:
            written = viewing.laid_over(rehearse, scenario, written)
            both = look_ahead_with(rehearse, written.changes, asked, today=day, places=written.places, progress=show)
        else:
            both, found = None, look_ahead(rehearse, asked, show)
    with printing():
        if both is None:
            present_outlook.outlook(found, shown)
        else:
            present_outlook.outlooks(both, shown)


def _asked(draws: int | None, seed: int, top: int | None, believe: list[str] | None) -> "Asked":
    from analyzer.outlook import Asked

    numbers = {name: number for name, number in (("draws", draws), ("top", top)) if number is not None}
    asked = Asked(seed=seed, beliefs=_beliefs(believe), **numbers)
    asked.check()
    return asked


def _beliefs(written: list[str] | None) -> "Beliefs":
    """Read what to take for granted; raises BadModel with everything that can't be."""
    from pydantic import ValidationError

    from analyzer.errors import BadModel
    from analyzer.exchange.reading import problem_of
    from analyzer.outlook import Beliefs

    numbers: dict[str, float] = {}
    problems = []
    for one in written or ():
        name, separator, number = one.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = float("nan")
        if not separator or value != value:  # noqa: PLR0124 - not a number
            problems.append(f"--believe {one}: write NAME=NUMBER, such as commitment=0.85")
        elif name not in Beliefs.model_fields:
            problems.append(f"--believe {one}: there is no {name!r}; there are {', '.join(Beliefs.model_fields)}")
        elif name in numbers:
            problems.append(f"--believe {one}: {name} is said twice; keep one")
        else:
            numbers[name] = value
    try:
        beliefs = Beliefs.model_validate(numbers)
    except ValidationError as why:
        problems += [f"--believe {error['loc'][0]}: {problem_of(error)}" for error in why.errors(include_url=False)]
    if problems:
        raise BadModel(problems)
    return beliefs
