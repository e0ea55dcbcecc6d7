"""The rules: list, show, and one's own: begin, try."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.common import (
    Choices,
    Format,
    OwnRules,
    Shown,
    asked_rules,
    complain,
    fail,
    file_named,
    printing,
    rule_set,
)
from analyzer.cli.program import FAILED, FOUND

if TYPE_CHECKING:
    from analyzer.exchange.trying import Tried

NOTHING_TO_TRY = "there is no rule to try: name one, or a folder of your own by --rules"

rules = typer.Typer(help="List the rules, show one with its page, write and try your own.", invoke_without_command=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="Such as structure/orphan_goal.")]


@rules.callback()
def rules_(context: typer.Context, own: OwnRules = None, choices: Choices = None, shown: Shown = Format.TABLE) -> None:
    """List the rules, show one with its page, write and try your own."""
    if context.invoked_subcommand is None:
        rules_list(own, choices, shown)


@rules.command("list")
def rules_list(own: OwnRules = None, choices: Choices = None, shown: Shown = Format.TABLE) -> None:
    """List the rules."""
    from analyzer.cli import present

    chosen = asked_rules(own, choices)
    with printing():
        present.rules(chosen.rules, shown)
    _tell_broken([str(why) for why in chosen.broken.values()])


@rules.command("show")
def rules_show(rule: Id, own: OwnRules = None, choices: Choices = None) -> None:
    """Show a rule's page, its settings and its query."""
    from analyzer.cli import present

    chosen = asked_rules(own, choices, [rule])
    (shown,) = chosen.rules
    with printing():
        present.rule(shown, chosen.page(shown))


@rules.command("new")
def rules_new(
    rule: Annotated[str, typer.Argument(metavar="ID", help="Of your choice, such as ours/no_description.")],
    own: Annotated[
        Path,
        typer.Option("--rules", parser=file_named, metavar="FOLDER", envvar="ALIGNMENT_RULES", help="Where to write."),
    ],
) -> None:
    """Write a query and a page to begin with."""
    from analyzer.rules.scaffold import new_rule

    for file in new_rule(own, rule):
        typer.echo(f"Wrote {file}")
    typer.echo(f"Change them, then: alignment rules test {rule} --rules {own}")


@rules.command("test")
def rules_test(
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="These rules; else all of one's own.")
    ] = None,
    own: OwnRules = None,
) -> None:
    """Try rules on the cases of their pages, on the scratch Neo4j."""
    from analyzer.cli import present, progress
    from analyzer.cli.common import environment
    from analyzer.cli.opening import scratch
    from analyzer.errors import BadModel, RuleError, StoreError, StoreUnavailable
    from analyzer.exchange.trying import try_rule

    chosen = rule_set(own, None, only)
    asked = chosen.rules if only else chosen.own
    problems = [str(why) for why in chosen.broken.values()]
    tried: list[Tried] = []
    if asked:
        with progress.bar() as show, scratch(environment(), show) as store:
            for rule in asked:
                try:
                    tried.extend(try_rule(store, rule, chosen.page(rule)))
                except (RuleError, BadModel) as why:
                    problems.append(str(why))
                except StoreUnavailable:
                    raise
                except StoreError as why:
                    problems.append(f"{rule.id}.cypher: {why}")
    if tried:
        with printing():
            present.tried(tried)
    elif not problems:
        fail(f"{own}: there is no rule in it; begin one by `alignment rules new`" if own else NOTHING_TO_TRY)
    _tell_broken(problems)
    if not all(one.passed for one in tried):
        raise typer.Exit(FOUND)


def _tell_broken(problems: list[str]) -> None:
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(FAILED)
