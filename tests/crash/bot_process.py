"""The real bot as a process of its own that kills itself (SIGKILL) at the n-th passage of a point.

It is forked from a process that has loaded rules, texts and phrasings: a life begins in a moment.
"""

import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot import log
from bot.app import Unstick
from bot.delivery.letters import Letter, Sender, Sent
from bot.playground.slack.serve import Served
from bot.settings import Settings
from bot.slack.sender import SlackSender
from bot.understanding.reader import Reader
from prompts.catalog import catalog, every_catalog
from scoring import load_rules
from tests.crash.clock import FileClock

NO_END = ("", 0)

# What takes seconds to load, and is the same in every life.
every_catalog(catalog())
Reader().warm(load_rules())


class Fate:
    """Counts the passages of one point, and ends the process at one of them as a power cut would."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._point, self._left = "", 0

    def settle(self, point: str, passage: int) -> None:
        """Let it end at this passage of the point, counted from now."""
        with self._lock:
            self._point, self._left = point, passage

    def pass_by(self, point: str) -> None:
        """Die if this is the passage."""
        with self._lock:
            if point != self._point:
                return
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalSender:
    """The real sender, with a point before Slack hears of a letter and one after Slack has taken it."""

    def __init__(self, sender: Sender, fate: Fate) -> None:
        self._sender = sender
        self._fate = fate

    def send(self, letter: Letter) -> Sent:
        """Send it, unless this is the end."""
        self._fate.pass_by("before_send")
        sent = self._sender.send(letter)
        self._fate.pass_by("after_send")
        return sent

    def find(self, letter: Letter, after: str | None) -> Sent | None:
        """Look for it."""
        return self._sender.find(letter, after)


def watch_units_of_work(fate: Fate) -> None:
    """Points before and after the commit of each unit of work of the bot (its savepoints do not count)."""

    def before(session: Session) -> None:
        if not session.in_nested_transaction():
            fate.pass_by("before_commit")

    def after(session: Session) -> None:
        if not session.in_nested_transaction():
            fate.pass_by("after_commit")

    event.listen(Session, "before_commit", before)
    event.listen(Session, "after_commit", after)


def watch_engine(fate: Fate) -> None:
    """A point before every commit on every connection: those of the delivery engine's own bookkeeping too."""

    def before(_connection: Any) -> None:
        fate.pass_by("any_commit")

    event.listen(Engine, "commit", before)


def live(orders: Connection, clock: Path, log_file: Path, settings: Mapping[str, str], end: tuple[str, int]) -> None:
    """Serve until `orders` end, or fate strikes. It sends its address first; settings come as in production.

    Orders: `("tick",)` lets a minute's tick happen, and is answered when it is over; `("die", point, n)` settles its
    fate, counted from now.
    """
    os.environ.update(settings)
    with log_file.open("a") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    log.configure()
    fate = Fate()
    fate.settle(*end)
    watch_units_of_work(fate)
    bot = Unstick(
        Settings(),
        clock=FileClock(clock),
        sender=lambda clients, reports: MortalSender(SlackSender(clients, reports), fate),
    )
    served = Served(bot.launch(), name="unstick").start()
    watch_engine(fate)
    orders.send(served.url)
    with suppress(EOFError):
        while True:
            match orders.recv():
                case ("tick",):
                    bot.tick()
                    orders.send("ticked")
                case ("die", point, passage):
                    fate.settle(point, passage)
