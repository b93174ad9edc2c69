"""The playground as `make demo` runs it: the page, a bot that can be killed, stories, one file that keeps it all."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from bot.clock import MovableClock, system_clock
from bot.playground.apart import BotApart, BotDown
from bot.playground.chronicle import Chronicle
from bot.playground.curtain import Curtain
from bot.playground.page import page_routes
from bot.playground.routes import demo_routes
from bot.playground.scene import POLL_S, Scene
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.state_file import StateFile
from bot.playground.stories.player import Player
from bot.playground.stories.shelf import NAMES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.playground.replay.case import Case

FILE = "playground.sqlite"
RETRY_SCALE = 0.1  # Slack tries again at once, after a minute and after five: here after six seconds and thirty
PATIENCE_S = 90.0  # a killed bot is started again by hand
REST_S = 0.35  # at each stop of the clock, so that one sees the weeks go by
SECRET = "a secret between the local Slack and the bot on this machine"  # noqa: S105 (it guards nothing else)


class Demo(Scene):
    """A playground on loopback. Use as a context manager: inside, the page answers, and the bot is about to.

    Args:
        folder: where its one file is; what that holds is gone on with.
        port: of the page; 0 takes a free one.
        rest_s: how long a journey through time stays at each stop.
        retry_scale: how much sooner than the real one this Slack tries again.
    """

    bot: BotApart

    def __init__(
        self, folder: Path, *, port: int = 0, rest_s: float = REST_S, retry_scale: float = RETRY_SCALE
    ) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self.patience_s = PATIENCE_S
        self.rest_s = rest_s
        self._path = folder / FILE
        self._changing = threading.RLock()  # one bot, one reset at a time
        self.player = Player(self, self._set_stage, lambda: self.bot.is_up)
        self.curtain = Curtain(self)
        self.clock = MovableClock(system_clock(), running=system_clock)
        self.slack = LocalSlack(
            self.clock,
            SECRET,
            "",
            on_clock=self.turn,
            port=port,
            retry_scale=retry_scale,
            extra_routes=[*page_routes(), *demo_routes(self)],
        )
        self.slack.on_act = self._by_hand
        self.slack.workspace.about = {"stage": {"stories": list(NAMES)}}
        self.chronicle = Chronicle(self.slack.workspace)
        self._file = StateFile(self._path, self.slack.workspace, self.chronicle)
        self._take_clock(self._file.load())
        self.bot = self._new_bot()

    def __enter__(self) -> Self:
        self.slack.start()
        self._file.start()
        self.bot.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.player.take_over()
        self.bot.close()
        self._file.stop()
        self.slack.stop()

    def restart(self) -> None:
        """Stop the bot as a power cut would, and start it anew on the same file."""
        self.kill()
        self.start()
        self.bot.wait_up()

    def kill(self) -> None:
        """Kill the bot's process."""
        self.bot.kill()

    def start(self) -> None:
        """Start the bot, if it does not run."""
        self.bot.start()

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment`, for Slack and for the bot."""
        super().move_to(moment)
        self.bot.move()

    def turn(self, how: dict[str, Any]) -> None:
        """The page's clock buttons. Raises BotDown at once when nobody is there who could be asked what is due."""
        self._wait_for_start()
        if not self.bot.is_up:
            raise BotDown
        super().turn(how)

    def reset(self, at: datetime | None = None) -> None:
        """Forget everything: an empty workspace, a bot that knows nothing, and the present time, or `at`."""
        with self._changing:
            self.bot.kill()  # what it was about to do would be thrown away
            self.bot.close()
            self._file.stop()
            for left in self._path.parent.glob(f"{FILE}*"):
                left.unlink()
            self.slack.faults.clear()
            self._take_clock(at)
            self.slack.workspace.begin_anew()
            self._file.start()
            self.bot = self._new_bot()
            self.bot.start()

    def _set_stage(self, case: Case) -> None:
        """An empty workspace at the moment at which the story begins."""
        self.reset(case.start)
        self.bot.wait_up()

    def _take_clock(self, at: datetime | None) -> None:
        self.clock = MovableClock(at or system_clock(), running=system_clock)
        self.slack.workspace.clock = self.clock

    def _new_bot(self) -> BotApart:
        url = f"sqlite:///{self._path}"
        settings = {
            "SLACK_BOT_TOKEN": self.slack.token,
            "SLACK_SIGNING_SECRET": SECRET,
            "UNSTICK_SLACK_API_URL": self.slack.api_url,
            "UNSTICK_DATABASE_URL": url,
            "UNSTICK_POLL_S": str(POLL_S),
        }
        return BotApart(url, settings, lambda: self.clock(), self._bot_changed)  # noqa: PLW0108 (another after a reset)

    def _bot_changed(self, state: str, url: str) -> None:
        if url:
            self.slack.app_url = url
        self.slack.workspace.record("bot", state=state, pid=self.bot.pid, again=self.bot.starts > 1)

    def _by_hand(self) -> None:
        """Somebody acts on the page: a story that is played ends there, and what they do goes on from it."""
        self._wait_for_start()
        shown = self.player.shown
        if shown is not None and shown.state in {"playing", "paused"}:
            self.player.take_over()

    def _wait_for_start(self) -> None:
        """Who acts while the bot starts waits for it, instead of being told that it cannot be reached."""
        if self.bot.pid is not None:
            with suppress(BotDown):
                self.bot.wait_up()


def say_where(demo: Demo) -> str:
    """One sentence: where the page is, and for whom."""
    ending = "Ctrl-Break" if sys.platform == "win32" else "Ctrl-C"
    return f"{demo.slack.url}  (this machine only: it listens on loopback and nowhere else; {ending} ends it)"
