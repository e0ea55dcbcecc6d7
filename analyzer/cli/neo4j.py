"""The private Neo4j: start, stop, status."""

from typing import Annotated

import typer

from analyzer.cli.common import Format, Shown, environment, printing, private_neo4j

neo4j = typer.Typer(help="The private Neo4j, which is used when NEO4J_URI is not set.", no_args_is_help=True)


@neo4j.command("start")
def neo4j_start(
    idle_minutes: Annotated[
        float | None, typer.Option(min=0, help="Stop it after so many minutes without a connection; 0: never.")
    ] = None,
) -> None:
    """Start the private Neo4j, or find it running."""
    from analyzer.cli import present, progress

    private = private_neo4j(
        environment(**({} if idle_minutes is None else {"alignment_neo4j_idle_minutes": idle_minutes}))
    )
    with progress.bar() as show:
        private.start(show)
    with printing():
        present.neo4j(private.status(), Format.TABLE)


@neo4j.command("stop")
def neo4j_stop() -> None:
    """Stop the private Neo4j; the data stays."""
    stopped = [private_neo4j(environment(), scratch=scratch).stop() for scratch in (False, True)]
    typer.echo("Stopped." if any(stopped) else "It was not running.")


@neo4j.command("status")
def neo4j_status(shown: Shown = Format.TABLE) -> None:
    """Tell where the private Neo4j keeps its data, how large it is, its memory and version."""
    from analyzer.cli import present

    with printing():
        present.neo4j(private_neo4j(environment()).status(), shown)
