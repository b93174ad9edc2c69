"""The one port through which time comes in; always aware, always UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that runs from a given moment and can be moved on: for the playground, replays and tests."""

    def __init__(self, start: datetime, *, running: Clock | None = None) -> None:
        """`start` is the first moment; with `running` the clock ticks as that one does, without it stands still."""
        self._lock = Lock()
        self._offset = timedelta()
        self._running = running
        self._zero = running() if running else start
        self._start = start.astimezone(UTC)

    def __call__(self) -> datetime:
        """The present moment, in UTC."""
        with self._lock:
            passed = self._running() - self._zero if self._running else timedelta()
            return self._start + passed + self._offset

    def advance(self, by: timedelta) -> None:
        """Move on by `by`; raises ValueError for a step back, since nothing in the product can un-happen."""
        if by < timedelta():
            raise ValueError(f"The clock cannot go back by {-by}; give a step of zero or more.")
        with self._lock:
            self._offset += by

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`; raises ValueError when that lies in the past."""
        self.advance(moment - self())
