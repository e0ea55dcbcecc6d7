"""Keys as clients write them, and values as strangers stored them with Cypher of their own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from analyzer import model
from analyzer.errors import InputError


class BadData(InputError):
    """A stored value that is not of the kind that belongs there."""

    code = "bad_data"


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Say of what can't be read or reckoned with that it was stored wrongly."""
    try:
        yield
    except (TypeError, ValueError, ArithmeticError, AttributeError) as why:
        raise BadData(f"{what} can't be told: a value is stored that does not belong there ({why})") from why


def day_text(value: object) -> str:
    """Write a day; raises BadData for anything else."""
    if type(value) is not date:
        raise BadData(f"{str(value)[:80]!r} is stored where a date belongs")
    return value.isoformat()


def key_of(text: str) -> str | None:
    """Write a key as the map does; None for what can't be a key, and so finds nothing."""
    try:
        return model.key_of(text)
    except ValueError:
        return None


def keys_of(texts: Iterable[str]) -> list[str]:
    """Write keys as the map does, without those that can't be any."""
    return [key for text in texts if (key := key_of(text)) is not None]
