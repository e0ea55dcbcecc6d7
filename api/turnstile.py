"""A place that few may be in at once, in the order in which they came."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from analyzer.errors import StoreBusy


class Turnstile:
    """Lets so many in at once; who leaves hands the place to who waits longest, which no semaphore of Python does."""

    def __init__(self, most: int) -> None:
        self._guard = Lock()
        self._free = most
        self._waiting: deque[Event] = deque()

    @contextmanager
    def passed(self, seconds: float, otherwise: str) -> Iterator[None]:
        """Wait until one is let in, and be in; raises StoreBusy, in these words, when it takes longer."""
        self._enter(seconds, otherwise)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, seconds: float, otherwise: str) -> None:
        with self._guard:
            if self._free:
                self._free -= 1
                return
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return
        with self._guard:
            if mine.is_set():  # let in at the last moment
                return
            self._waiting.remove(mine)
        raise StoreBusy(otherwise)

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
