"""Progress on the terminal: a bar when a person is watching, nothing in pipes and logs."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from analyzer import progress


@contextmanager
def bar() -> Iterator[progress.Progress]:
    """Show bars for the work done inside, one after the other."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield progress.quiet
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        task: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in task:
                for other in task.values():
                    shown.update(other, visible=False)
                task[what] = shown.add_task(what, total=total or None)
            shown.update(task[what], completed=done, total=total or None)

        yield show


@contextmanager
def spinner(what: str) -> Iterator[None]:
    """Show that something of unknown length is going on."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(f"{what} …"):
            yield
    else:
        yield
