"""A pause for the garbage collector while very many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Put off looking for cycles of garbage: of 100,000 goals it takes longer than reading them.

    Process-wide, but harmless: what is no longer used is freed as ever, only cycles wait.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
