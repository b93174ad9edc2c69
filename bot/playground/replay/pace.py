"""How fast a story goes: as fast as somebody reads who watches, with pauses, and an end at any moment."""

import threading
import time
from collections.abc import Callable

LONGEST_S = 3.6  # to read even a long message: who wants more time pauses
SHORTEST_S = 0.9
WORDS_S = 6.0  # words read in a second; much of a question is known from the one before
SHOWN_S = 0.6  # what is about to be tapped is shown for so long
FAST = 100.0  # from this speed on nobody watches: nothing waits


class TakenOver(Exception):  # noqa: N818 (it says what happened: somebody goes on themselves)
    """The story ends here; a person goes on."""


class Pace:
    """Lets a story wait; every figure is in seconds at speed 1, real time."""

    def __init__(self, speed: float = 1.0) -> None:
        self._changed = threading.Condition()
        self._speed = speed
        self._paused = False
        self._over = False

    @property
    def speed(self) -> float:
        """How many times as fast as a person reads."""
        return self._speed

    @property
    def is_paused(self) -> bool:
        """Whether it waits until somebody lets it go on."""
        return self._paused

    def set_speed(self, speed: float) -> None:
        """Go on so fast. Raises ValueError for a speed that is not above zero."""
        if not speed > 0:
            raise ValueError("a speed is a number above 0")
        with self._changed:
            self._speed = speed
            self._changed.notify_all()

    def pause(self) -> None:
        """Wait before the next thing happens."""
        with self._changed:
            self._paused = True
            self._changed.notify_all()

    def go_on(self) -> None:
        """Wait no longer."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def take_over(self) -> None:
        """End it before the next thing happens."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def read(self, words: int) -> None:
        """Wait as long as so many words take to read. Raises TakenOver."""
        self.wait(min(LONGEST_S, max(SHORTEST_S, words / WORDS_S)))

    def wait(self, seconds: float) -> None:
        """Wait so long, pauses not counted. Raises TakenOver."""
        left = seconds
        with self._changed:
            while True:
                if self._over:
                    raise TakenOver
                if not self._paused and (self._speed >= FAST or left <= 0):
                    return
                begun, speed = time.monotonic(), self._speed
                if self._paused:
                    self._changed.wait()
                else:
                    self._changed.wait(left / speed)
                    left -= (time.monotonic() - begun) * speed

    def wait_until(self, holds: Callable[[], bool], look_s: float = 0.1) -> None:
        """Wait until it holds, looking again and again. Raises TakenOver."""
        while not holds():
            if self._over:
                raise TakenOver
            time.sleep(look_s)
