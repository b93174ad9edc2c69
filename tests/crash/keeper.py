"""Keeps the bot's process alive, as a service manager would: whenever it dies, it is started again."""

import multiprocessing
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bot.playground.slack import LocalSlack
from tests.crash.bot_process import NO_END, live
from tests.crash.clock import FileClock

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

Life = tuple[str, int]  # a life ends at the n-th passage of a point
PATIENCE_S = 60.0
LOOK_S = 0.01
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crash.bot_process"])


class Keeper:
    """Runs the bot, and starts it again whenever it dies. A context manager.

    `doom` says how its next lives end; after those it lives until the block ends.
    """

    def __init__(self, slack: LocalSlack, clock: FileClock, settings: Mapping[str, str], log: Path) -> None:
        self.deaths: list[Life] = []
        self._slack = slack
        self._clock = clock
        self._settings = settings
        self._log = log
        self._lock = threading.Lock()
        self._life: Life | None = None
        self._next_lives: list[Life] = []
        self._stopping = threading.Event()
        self._up = threading.Event()
        self._failed: str | None = None
        self._process: ForkServerProcess | None = None
        self._orders: Connection | None = None
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait_until_up()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.kill()
        self._thread.join(PATIENCE_S)

    def wait_until_up(self) -> None:
        """Wait until the bot can be reached; raises AssertionError if it broke in another way than by its fate."""
        assert self._up.wait(PATIENCE_S), "the bot did not come up"
        assert self._failed is None, self._failed

    def doom(self, lives: Sequence[Life]) -> None:
        """Let this life end at the first of `lives`, counted from now, and those that follow at the others."""
        with self._lock:
            self._next_lives += lives
            if self._life is None and self._next_lives:
                self._life = self._next_lives.pop(0)
                self._tell("die", *self._life)

    def tick(self) -> None:
        """Let a minute's tick happen; if the process dies of it, the next minute's does what is left."""
        while True:
            self.wait_until_up()
            process, orders = self._process, self._orders
            assert process is not None
            assert orders is not None
            with suppress(EOFError, OSError):
                if self._tell("tick") and orders.recv():
                    return
            deadline = time.monotonic() + PATIENCE_S
            while self._process is process and time.monotonic() < deadline:  # its end is told to one thread only
                time.sleep(LOOK_S)

    def _tell(self, *order: str | int) -> bool:
        """Whether the process could be told."""
        assert self._orders is not None
        try:
            self._orders.send(order)
        except OSError:
            return False
        return True

    def _keep(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                self._life = self._next_lives.pop(0) if self._next_lives else None
                self._start(self._life or NO_END)
            process, orders = self._process, self._orders
            assert process is not None
            assert orders is not None
            with suppress(EOFError, OSError):
                self._slack.app_url = orders.recv()
                self._up.set()
            process.join()
            self._up.clear()
            if self._stopping.is_set():
                return
            with self._lock:
                if process.exitcode != -signal.SIGKILL or self._life is None:
                    end = process.exitcode
                    self._failed = f"the bot ended by itself, with {end}: {self._log.read_text()[-2000:]}"
                    self._up.set()
                    return
                self.deaths.append(self._life)

    def _start(self, end: Life) -> None:
        self._orders, theirs = _context.Pipe()
        given = (theirs, self._clock.path, self._log, dict(self._settings), end)
        self._process = _context.Process(target=live, args=given, daemon=True)
        self._process.start()
        theirs.close()
