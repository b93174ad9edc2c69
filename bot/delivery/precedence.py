"""Who goes first: somebody who waits for an acknowledgement, before messages on their way out.

Slack waits three seconds for an acknowledgement and then says that it went wrong; a message may come a second later
than that. Both are made by threads of one interpreter, which share it as it comes: with more to do than one processor
can, requests that wait behind deliveries would take longest just when there are most of them. The figures stand in
`docs/adr/0002-delivery.md`.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

REQUESTS = 2  # with so many in hand no delivery begins
DELIVERIES = 4  # so many at once; let go all together, they would bring as many answers at once
AWAY_S = 0.05  # one that takes longer waits for Slack, and is in nobody's way
PATIENCE_S = 2.0  # then a delivery goes, whatever else there is to do: nobody waits for a message for ever


class Precedence:
    """Counts requests in hand; deliveries wait while there are some."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        """`patience_s`: so long a delivery waits at most, in seconds."""
        self._patience_s = patience_s
        self._turn = threading.Lock()  # held by the one delivery that is next; the others wait for it
        self._changed = threading.Condition()
        self._requests = 0
        self._under_way: dict[object, float] = {}  # deliveries, and when each began

    def first(self, answer: Callable[P, R]) -> Callable[P, R]:
        """What answers a request, counted while it does."""

        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            with self._changed:
                self._requests += 1
            try:
                return answer(*args, **kwargs)
            finally:
                with self._changed:
                    self._requests -= 1
                    self._changed.notify_all()

        return counted

    @contextmanager
    def delivery(self) -> Iterator[None]:
        """Wait until a delivery may begin, and count it while it is made."""
        this = object()
        until = time.monotonic() + self._patience_s
        is_next = self._turn.acquire(timeout=self._patience_s)
        try:
            with self._changed:
                while (left := until - time.monotonic()) > 0 and not self._is_free():
                    self._changed.wait(min(left, AWAY_S))
                self._under_way[this] = time.monotonic()
        finally:
            if is_next:
                self._turn.release()
        try:
            yield
        finally:
            with self._changed:
                del self._under_way[this]
                self._changed.notify_all()

    def _is_free(self) -> bool:
        began_lately = time.monotonic() - AWAY_S
        busy = sum(began > began_lately for began in self._under_way.values())
        return self._requests < REQUESTS and busy < DELIVERIES
