"""The stage: a local Slack and the real bot, each on a port of loopback, on one clock that can be moved."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import SecretStr

from bot.app import Unstick
from bot.clock import Clock, MovableClock
from bot.playground.page import page_routes
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.model import Call
from bot.playground.slack.serve import Served
from bot.settings import LONGEST_PATIENCE_S, Llm, Settings
from bot.store import actions, appointments, diagnoses

SECRET = "a secret between the local Slack and the bot on this machine"  # noqa: S105 (it guards nothing else)
POLL_S = 0.02
IDLE_TIMEOUT_S = 30.0
RETRY_SCALE = 0.01  # Slack tries again after a minute and after five; nobody on a stage wants to wait for that
SECOND = timedelta(seconds=1)

T = TypeVar("T")


class StageError(Exception):
    """The stage did not come to rest; the message says what still waits."""


class Stage:
    """A workspace with people in it and Unstick installed. Use as a context manager."""

    def __init__(
        self,
        database_url: str,
        *,
        start: datetime,
        running: Clock | None = None,
        port: int = 0,
        on_call: Callable[[Call], None] | None = None,
        llm: Llm | None = None,
        **settings: Any,
    ) -> None:
        """The clock begins at `start`; with `running` it ticks by itself. No language model is asked but `llm`.

        `settings` are further ones for the bot.
        """
        self.clock = MovableClock(start, running=running)
        self._moving = threading.Lock()
        self.slack = LocalSlack(
            self.clock,
            SECRET,
            "",
            on_call=on_call,
            on_clock=self._turn,
            port=port,
            retry_scale=RETRY_SCALE,
            page=None,
            extra_routes=page_routes(),
        )
        self._settings = Settings(
            slack_bot_token=SecretStr(self.slack.token),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=self.slack.api_url,
            database_url=database_url,
            poll_s=POLL_S,
            llm_protocol=llm.protocol if llm else None,
            llm_url=llm.url if llm else "",
            llm_model=llm.model if llm else "",
            llm_key=llm.key if llm else SecretStr(""),
            llm_daily_calls=llm.daily_calls if llm else 0,
            llm_patience_s=llm.patience_s if llm else LONGEST_PATIENCE_S,
            **settings,
        )
        self.bot = Unstick(self._settings, clock=self.clock)
        self._served: Served | None = None

    def __enter__(self) -> Self:
        self.slack.start()
        self._start_bot()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop_bot()
        self.slack.stop()

    def _start_bot(self) -> None:
        self._served = Served(_elsewhere(self.bot.launch), name="unstick").start()
        self.slack.app_url = self._served.url

    def _stop_bot(self) -> None:
        if self._served is not None:
            self._served.stop()
        _elsewhere(self.bot.close)

    @contextmanager
    def down(self) -> Iterator[str]:
        """The bot is down for the block, and comes up anew on its database, whose address this gives; Slack goes on."""
        self._stop_bot()
        yield self._settings.database_url
        self.bot = Unstick(self._settings, clock=self.clock)
        self._start_bot()

    def restart(self, **changed: Any) -> None:
        """Stop the bot and start it anew on the same database, as after a deploy; Slack goes on meanwhile.

        `changed` are settings that are others from now on.
        """
        with self.down():
            self._settings = self._settings.model_copy(update=changed)

    def settle(self) -> None:
        """Wait until every event has reached the bot and every message of the bot has reached Slack.

        Raises StageError when that takes longer than half a minute of real time.
        """
        self.slack.settle(IDLE_TIMEOUT_S)
        deadline = time.monotonic() + IDLE_TIMEOUT_S
        while not self.bot.is_idle():
            if time.monotonic() > deadline:
                raise StageError("Messages still wait in the outbox; the log says why Slack does not take them.")
            time.sleep(POLL_S / 4)

    def travel(self, to: datetime) -> None:
        """Move the clock on to `to`, stopping at every moment at which somebody is to be asked something."""
        with self._moving:
            while (due := self._next_due()) is not None and due <= to:
                self.clock.move_to(max(due, self.clock()))
                self.bot.tick()
                self.settle()
            self.clock.move_to(max(to, self.clock()))

    def _next_due(self) -> datetime | None:
        with self.bot.database.reading() as session:
            return min(
                filter(None, (actions.next_due(session), appointments.next_due(session), diagnoses.next_look(session))),
                default=None,
            )

    def _turn(self, how: dict[str, Any]) -> None:
        """The page's clock buttons: `{"advance_seconds": n}` or `{"to": "2026-11-23T09:00:00+00:00"}`."""
        if "to" in how:
            self.travel(datetime.fromisoformat(how["to"]).astimezone(UTC))
        else:
            self.travel(self.clock() + int(how["advance_seconds"]) * SECOND)


def _elsewhere(act: Callable[[], T]) -> T:
    """Do it in a thread of its own: the bot starts only where no event loop runs, and a browser's driver runs one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()
