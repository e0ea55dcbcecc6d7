"""Small edits of the stored map."""

from typing import Annotated

import typer

from analyzer.cli.common import Choices, Today, day_of, keys_of, opened_map, rule_set


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The goal's key.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The key that it gets.")],
    choices: Choices = None,
) -> None:
    """Give a goal another key; its links, measures, commitments and what is known of its findings stay."""
    from analyzer.changes.renaming import rename_goal
    from analyzer.graph.schema import prepare

    (before,), (after,) = keys_of([old], "OLD"), keys_of([new], "NEW")
    with opened_map() as (store, _):
        prepare(store)
        rules, day = rule_set(None, choices).shipped, day_of(None, "")
        store.write(lambda tx: rename_goal(tx, before, after, rules, day))
    typer.echo(f"Renamed {before} to {after}.")


def review(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="Key of the goal that contributes.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Key of the goal that it contributes to.")],
    choices: Choices = None,
    today: Today = None,
) -> None:
    """Say that a contribution was looked at and still holds: it is told when either goal changes afterwards."""
    from analyzer.changes.reviewing import review as keep
    from analyzer.graph.schema import prepare

    (source,), (supported,) = keys_of([goal], "GOAL"), keys_of([target], "TARGET")
    with opened_map() as (store, _):
        prepare(store)
        rules, day = rule_set(None, choices).shipped, day_of(today, "--today")
        store.write(lambda tx: keep(tx, source, supported, rules, day))
    typer.echo(f"Reviewed on {day}: {source} contributes to {supported}.")
