"""The stage: a local Slack and the real bot, each on a port of loopback, on one clock that can be moved."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import SecretStr

from bot.app import Unstick
from bot.clock import Clock, MovableClock
from bot.playground.page import page_routes
from bot.playground.scene import POLL_S, Scene, StageError
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.model import Call
from bot.playground.slack.serve import Served
from bot.settings import LONGEST_PATIENCE_S, Llm, Settings

SECRET = "a secret between the local Slack and the bot on this machine"  # noqa: S105 (it guards nothing else)
ACK_S = 30.0  # Slack waits for three seconds; a busy machine is no fault of a case, and what came late would be missed
RETRY_SCALE = 0.01  # Slack tries again after a minute and after five; nobody on a stage wants to wait for that

T = TypeVar("T")


__all__ = ["Stage", "StageError"]


class Stage(Scene):
    """A workspace with people in it and Unstick installed. Use as a context manager."""

    bot: Unstick

    def __init__(
        self,
        database_url: str,
        *,
        start: datetime,
        running: Clock | None = None,
        port: int = 0,
        on_call: Callable[[Call], None] | None = None,
        llm: Llm | None = None,
        by_socket: bool = False,
        **settings: Any,
    ) -> None:
        """The clock begins at `start`; with `running` it ticks by itself. No language model is asked but `llm`.

        `by_socket`: the bot connects to Slack by Socket Mode. `settings` are further ones for the bot.
        """
        super().__init__()
        self.clock = MovableClock(start, running=running)
        self.slack = LocalSlack(
            self.clock,
            SECRET,
            "",
            on_call=on_call,
            on_clock=self.turn,
            port=port,
            retry_scale=RETRY_SCALE,
            ack_seconds=ACK_S,
            trigger_seconds=ACK_S,
            page=None,
            extra_routes=page_routes(),
        )
        if by_socket:
            self.slack.offer_socket()
        self._settings = Settings(
            slack_app_token=SecretStr(self.slack.grants.app_token if by_socket else ""),
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


def _elsewhere(act: Callable[[], T]) -> T:
    """Do it in a thread of its own: the bot starts only where no event loop runs, and a browser's driver runs one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()
