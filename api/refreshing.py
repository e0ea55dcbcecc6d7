"""Keeping stored findings those of now, and what an edit asks planned, beside the requests."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from threading import Event, Thread

from analyzer.errors import StoreUnavailable
from analyzer.graph.schema import prepare
from analyzer.graph.store import Store
from analyzer.rules.check import plan
from analyzer.rules.rule import Rule
from analyzer.rules.stored import bring_up_to_date

log = logging.getLogger("alignment.api")

PAUSE = 30.0
"""Seconds after a failure before it is tried again."""


class _Ended(Exception):
    """The server stops."""


class Refresher:
    """One thread that stores what rules find, a transaction a rule, whenever it is woken; never two at once."""

    def __init__(self, store: Store, rules: Sequence[Rule], now: Callable[[], datetime]) -> None:
        self._store = store
        self._rules = rules
        self._now = now
        self._woken = Event()
        self._ended = Event()
        self._thread = Thread(target=self._run, name="alignment-refresher", daemon=True)

    def start(self) -> None:
        """Begin, at once."""
        self.wake()
        self._thread.start()

    def wake(self) -> None:
        """Say that something stored may be stale; woken while it works, it looks once more afterwards."""
        self._woken.set()

    def stop(self, seconds: float = 5.0) -> None:
        """End between two rules; what was stored stays."""
        self._ended.set()
        self._woken.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while self._woken.wait() and not self._ended.is_set():
            self._woken.clear()
            try:
                prepare(self._store)
                today = self._now().date()
                bring_up_to_date(self._store, self._rules, today, self._look_up)
                self._store.rehearse(partial(plan, rules=self._rules, today=today))
            except _Ended:
                return
            except Exception as why:
                if not self._ended.is_set():
                    if isinstance(why, StoreUnavailable):
                        log.error("The findings could not be stored: %s", why)  # noqa: TRY400
                    else:
                        log.error("The findings could not be stored; requests audit the map", exc_info=why)  # noqa: TRY400
                    self._ended.wait(PAUSE)

    def _look_up(self, *_: object, **__: object) -> None:
        """Stop between two rules when the server does."""
        if self._ended.is_set():
            raise _Ended
