"""The bot in a process of its own, seen from the playground: started, told the time, killed, started again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

from bot.delivery import outbox
from bot.store.database import Database
from scoring import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.clock import Clock

START_S = 60.0  # real time that somebody waits for a bot that nobody starts
LEARN_S = 600.0  # and for one that is starting: where it has to learn first: a minute, or some on a slow machine
LOOK_S = 0.5
END_S = 5.0  # until one that should end in good order is killed: nothing is lost by that
_SETTINGS = ("UNSTICK_", "SLACK_")


class BotDown(ValueError):  # noqa: N818 (it says how it is: the bot is down)
    """The bot does not run; it has to be started first."""

    def __init__(self) -> None:
        super().__init__("bot_down")


class BotApart:
    """A bot that can be killed.

    Args:
        database_url: where it remembers everything; read from here too.
        settings: the environment of its process, besides ours.
        clock: the time in the playground.
        on_change: told of each change of its state (`starting`, `up`, `down`) and, when up, of its address.
    """

    def __init__(
        self, database_url: str, settings: Mapping[str, str], clock: Clock, on_change: Callable[[str, str], None]
    ) -> None:
        self.database = Database(database_url)
        self.rules = load_rules()
        self.starts = 0
        self._settings = settings
        self._clock = clock
        self._on_change = on_change
        self._orders = threading.Lock()  # one order and its answer at a time
        self._lives = threading.RLock()  # starting and killing
        self._process: subprocess.Popen[str] | None = None
        self._up = threading.Event()
        self._wanted = False

    @property
    def is_up(self) -> bool:
        """Whether it answers."""
        return self._up.is_set() and self.pid is not None

    @property
    def pid(self) -> int | None:
        """The number of its process; None when there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start it, and return at once; `wait_up` waits. Nothing happens when it runs."""
        with self._lives:
            if self.pid is not None:
                return
            self._wanted = True
            self.starts += 1
            self._on_change("starting", "")
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.playground.bot_process"],
                env={**_ours(), **self._settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            threading.Thread(target=self._greet, args=(process,), name="bot-apart", daemon=True).start()

    def wait_up(self, seconds: float = START_S) -> None:
        """Wait until it answers, whoever starts it meanwhile, and so much longer as its start takes.

        Raises BotDown when nobody starts it.
        """
        begun = time.monotonic()
        patience = seconds
        while not self._up.wait(LOOK_S):
            waited = time.monotonic() - begun
            if self.pid is not None:
                patience = min(waited + seconds, LEARN_S)
            if waited > patience:
                raise BotDown

    def kill(self) -> None:
        """End it this moment, as a power cut would: it can neither finish nor tidy up anything."""
        with self._lives:
            self._wanted = False
            process = self._process
            if process is None:
                return
            self._up.clear()
            process.kill()
            process.wait()
            self._on_change("down", "")
        self._let_go(process)

    def close(self) -> None:
        """Let it end in good order, and the database go."""
        with self._lives:
            self._wanted = False
            self._up.clear()
            process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                self._pipe(process.stdin).close()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            self._let_go(process)
        self.database.close()

    def tick(self) -> None:
        """Let it do what is due by now. Raises BotDown."""
        self._order("tick")

    def move(self) -> None:
        """Let it know what time it is; one that does not run hears of it when it starts."""
        if self._wanted:
            self._order("move")

    def is_idle(self) -> bool:
        """Whether no message waits to be sent."""
        with self.database.reading() as session:
            return outbox.is_idle(session)

    def _order(self, order: str) -> None:
        """Tell it, and wait until it is done. One that died over it is told again once it runs."""
        with self._orders:
            while True:
                self.wait_up()
                process = self._process
                if process is None:
                    raise BotDown
                with contextlib.suppress(OSError, ValueError):
                    pipe = self._pipe(process.stdin)
                    pipe.write(f"{order} {self._clock().isoformat()}\n")
                    pipe.flush()
                    if self._pipe(process.stdout).readline():
                        return
                if self._process is process and self._wanted and process.wait() is not None:
                    raise BotDown  # it ended by itself: nobody would start it

    def _greet(self, process: subprocess.Popen[str]) -> None:
        """Tell it the time and wait for its address."""
        with contextlib.suppress(OSError, ValueError):
            pipe = self._pipe(process.stdin)
            pipe.write(f"{self._clock().isoformat()}\n")
            pipe.flush()
            url = self._pipe(process.stdout).readline().strip()
            with self._lives:
                if url and self._process is process and process.poll() is None:
                    self._on_change("up", url)
                    self._up.set()

    def _let_go(self, process: subprocess.Popen[str]) -> None:
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, ValueError):
                self._pipe(pipe).close()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise BotDown
        return pipe


def _ours() -> dict[str, str]:
    """The environment without anybody's settings for another Unstick: no tokens, no language model, no webhook."""
    kept = {"UNSTICK_CACHE_DIR"}
    return {name: value for name, value in os.environ.items() if name in kept or not name.startswith(_SETTINGS)}
