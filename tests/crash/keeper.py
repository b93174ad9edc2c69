"""Keeps the bot's process alive, as a service manager would: whenever it dies, it is started again."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.playground.slack import LocalSlack
from tests.crash.clock import FileClock

Life = tuple[str, int]  # a life ends at the n-th passage of a point
PATIENCE_S = 60.0
ROOT = Path(__file__).parents[2]


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
        self._process: subprocess.Popen[str] | None = None
        self._pipes = contextlib.ExitStack()
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
        self._pipes.close()

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
                self._tell(f"die {self._life[0]} {self._life[1]}")

    def tick(self) -> None:
        """Let a minute's tick happen; if the process dies of it, the next minute's does what is left."""
        while True:
            self.wait_until_up()
            process = self._process
            assert process is not None
            assert process.stdout is not None
            if self._tell("tick") and process.stdout.readline():
                return
            process.wait(PATIENCE_S)

    def _tell(self, line: str) -> bool:
        """Whether the process could be told."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def _keep(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                self._life = self._next_lives.pop(0) if self._next_lives else None
                process = self._process = self._start(self._life)
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if url:
                self._slack.app_url = url
                self._up.set()
            code = process.wait()
            self._up.clear()
            if self._stopping.is_set():
                return
            with self._lock:
                if code != -signal.SIGKILL or self._life is None:
                    self._failed = f"the bot ended by itself, with {code}: {self._log.read_text()[-2000:]}"
                    self._up.set()
                    return
                self.deaths.append(self._life)

    def _start(self, life: Life | None) -> subprocess.Popen[str]:
        fate = [life[0], str(life[1])] if life else []
        with self._log.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.bot_process", str(self._clock.path), *fate],
                cwd=ROOT,
                env={**os.environ, **self._settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._pipes.callback(_close, process)
        return process


def _close(process: subprocess.Popen[str]) -> None:
    """Give the pipes back; what an ended process was still to be told is dropped."""
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
