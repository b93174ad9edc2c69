"""A scene: the local Slack, a bot, and one clock for both that can be moved."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.store import actions, appointments, diagnoses

if TYPE_CHECKING:
    from bot.clock import MovableClock
    from bot.playground.slack.local_slack import LocalSlack
    from bot.store.database import Database
    from scoring import Rules

POLL_S = 0.03
IDLE_TIMEOUT_S = 30.0
SECOND = timedelta(seconds=1)


class StageError(Exception):
    """The stage did not come to rest; the message says what still waits."""


class Bot(Protocol):
    """What a scene needs of the bot, wherever that runs."""

    @property
    def database(self) -> Database: ...  # noqa: D102

    @property
    def rules(self) -> Rules: ...  # noqa: D102

    def tick(self) -> None:
        """Do what is due by now."""

    def is_idle(self) -> bool:
        """Whether no message waits to be sent."""


class Scene(ABC):
    """Where conversations are played: people in a local Slack, and Unstick installed."""

    clock: MovableClock
    slack: LocalSlack
    bot: Bot
    patience_s: float = IDLE_TIMEOUT_S  # of real time, until everything has come to rest
    rest_s: float = 0.0  # of real time, at each stop of a journey, so that one can watch the weeks go by

    def __init__(self) -> None:
        self._moving = threading.Lock()

    @abstractmethod
    def restart(self) -> None:
        """Stop the bot and start it anew on the same database."""

    def settle(self) -> None:
        """Wait until every event has reached the bot and every message of the bot has reached Slack.

        Raises StageError when that takes longer than `patience_s`.
        """
        self.slack.settle(self.patience_s)
        deadline = time.monotonic() + self.patience_s
        while not self.bot.is_idle():
            if time.monotonic() > deadline:
                raise StageError("Messages still wait in the outbox; the log says why Slack does not take them.")
            time.sleep(POLL_S / 3)

    def travel(self, to: datetime) -> None:
        """Move the clock on to `to`, stopping at every moment at which somebody is to be asked something."""
        with self._moving:
            while (due := self.next_due()) is not None and due <= to:
                self.move_to(due)
                self.bot.tick()
                self.settle()
                if self.rest_s:
                    self.slack.tell_clock()
                    time.sleep(self.rest_s)
            self.move_to(to)

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment`, for Slack and for the bot, or stay as late as it is by now: the clock may tick itself."""
        self.clock.advance(max(timedelta(), moment - self.clock()))

    def next_due(self) -> datetime | None:
        """The next moment at which the bot has something to do by itself; None when there is none."""
        with self.bot.database.reading() as session:
            return min(
                filter(None, (actions.next_due(session), appointments.next_due(session), diagnoses.next_look(session))),
                default=None,
            )

    def turn(self, how: dict[str, Any]) -> None:
        """The page's clock buttons.

        `{"advance_seconds": n}`, `{"to": "2026-11-23T09:00:00+00:00"}`, or `{"next": "checkin"}`: to the next moment
        at which somebody is asked how it goes, or, when nobody will be, at which something of a pilot is due. Raises
        ValueError when nothing is.
        """
        if "next" in how:
            self.travel(self._next_question())
        elif "to" in how:
            self.travel(datetime.fromisoformat(how["to"]).astimezone(UTC))
        else:
            self.travel(self.clock() + int(how["advance_seconds"]) * SECOND)

    def _next_question(self) -> datetime:
        with self.bot.database.reading() as session:
            found = actions.next_due(session) or appointments.next_due(session)
        if found is None:
            raise ValueError("nothing_due")
        return max(found, self.clock())
