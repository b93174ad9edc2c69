"""Two workspaces on one local Slack, with the same people and channels by id, and one Unstick that both may install."""

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.app import Unstick
from bot.clock import MovableClock
from bot.playground.scene import Scene
from bot.playground.slack.grants import CLIENT_ID, CLIENT_SECRET, Grants
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.model import Team
from bot.playground.slack.serve import Served
from bot.playground.stage import POLL_S, RETRY_SCALE, Stage
from bot.settings import Settings
from bot.slack.install import COOKIE
from bot.store.seal import new_key
from tests.conftest import TUESDAY

SECRET = "the secret between this Slack and the app"
KEY = new_key("first")
FIRST, SECOND = Team(), Team(id="T0SECONDTEAM", name="Second team")


class Side(Stage):
    """One workspace of the town, to play in as on a stage."""

    def __init__(self, town: "Town", slack: LocalSlack) -> None:
        """The bot is the town's."""
        Scene.__init__(self)
        self.town, self.slack, self.clock = town, slack, town.clock

    @property
    def bot(self) -> Unstick:
        """The one that serves both."""
        return self.town.bot


@dataclass
class Browser:
    """A browser: remembers cookies, follows nothing by itself."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Open an address of the service; returns status, headers and body."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        connection.request("GET", f"{parts.path}?{parts.query}", headers={**given, **headers})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0].strip('"')
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def begin(self) -> str:
        """Begin an installation; returns where the browser is sent."""
        status, headers, _ = self.get("/slack/install")
        assert status == 302
        assert self.cookies[COOKIE]
        return headers["location"]


@dataclass
class Town:
    """The workspaces, who has let the app in, and the bot."""

    clock: MovableClock
    grants: Grants
    slacks: dict[str, LocalSlack]
    settings: Settings
    bot: Unstick
    address: str = ""
    served: Served | None = None

    def side(self, team: Team) -> Side:
        """One of the workspaces."""
        return Side(self, self.slacks[team.id])

    def install(self, team: Team) -> str:
        """Let a workspace install the app in a browser of its own; returns the last page."""
        browser = Browser(self.address)
        status, _, body = browser.get(self.slacks[team.id].approve(browser.begin()))
        assert status == 200, body
        return body

    def restart(self, **changed: Any) -> None:
        """Start the bot anew, with other settings."""
        self.stop()
        self.settings = self.settings.model_copy(update=changed)
        self.bot = Unstick(self.settings, clock=self.clock)
        self.start()

    def start(self) -> None:
        """Start the bot, in a thread as the stage does."""
        with ThreadPoolExecutor(1) as thread:
            self.served = Served(thread.submit(self.bot.launch).result(), name="unstick").start()
        self.address = self.served.url
        for slack in self.slacks.values():
            slack.app_url = self.served.url

    def stop(self) -> None:
        """Stop the bot."""
        if self.served is not None:
            self.served.stop()
            self.served = None
        with ThreadPoolExecutor(1) as thread:
            thread.submit(self.bot.close).result()


@contextmanager
def town(
    database_url: str, *, teams: tuple[Team, ...] = (FIRST, SECOND), rotates: bool = False, start: datetime = TUESDAY
) -> Iterator[Town]:
    """A town in which nobody has installed anything yet."""
    clock = MovableClock(start)
    grants = Grants(clock, rotates=rotates)
    slacks = {
        team.id: LocalSlack(clock, SECRET, "", team=team, grants=grants, retry_scale=RETRY_SCALE) for team in teams
    }
    first, *others = slacks.values()
    for slack in slacks.values():
        slack.line.ack_seconds = slack.workspace.trigger_seconds = 30.0
        slack.start()
    for other in others:
        first.stand_beside(other)
    settings = Settings(
        slack_client_id=CLIENT_ID,
        slack_client_secret=SecretStr(CLIENT_SECRET),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=first.api_url,
        encryption_keys=SecretStr(KEY),
        public_url="https://unstick.example.com",
        database_url=database_url,
        poll_s=POLL_S,
    )
    built = Town(clock=clock, grants=grants, slacks=slacks, settings=settings, bot=Unstick(settings, clock=clock))
    built.start()
    try:
        yield built
    finally:
        built.stop()
        for slack in slacks.values():
            slack.stop()
