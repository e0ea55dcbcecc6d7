"""How long work tells its caller where it stands."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then with what is being done, how much of it is done, and how much there is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it, or ignore it."""


def quiet(what: str, done: int, total: int) -> None:
    """Ignore all progress."""
