"""The strict local Slack as one object, for scripts, tests and the page."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from bot.playground.slack import blocks, payloads, server, view_rules
from bot.playground.slack.courier import Courier
from bot.playground.slack.dispatch import Dispatcher
from bot.playground.slack.door import SUBSCRIBED, Door
from bot.playground.slack.faults import Fault, Faults
from bot.playground.slack.grants import Grants
from bot.playground.slack.hands import Hands
from bot.playground.slack.inbound import Line
from bot.playground.slack.methods import Terms
from bot.playground.slack.model import BOT_USER, TOKEN, Answer, Call, Channel, ChannelKind, Json, Message, Team, User
from bot.playground.slack.pace import Pace
from bot.playground.slack.serve import Served
from bot.playground.slack.window import Window
from bot.playground.slack.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from starlette.routing import BaseRoute


class LocalSlack(Window, Door):
    """A workspace, its people and its Web API.

    Args:
        clock: the time in the workspace, aware.
        signing_secret: what requests to the app are signed with.
        app_url: where the app listens; may be set later. Without a path, ``/slack/events`` is meant.
        subscribed: the events the app asked for.
        commands: the slash commands the app has; any by default.
        scopes: the permissions of the bot token; all by default.
        block_types: block types this workspace takes in messages (``blocks.KNOWN`` by default).
        posts_per_second: in each channel, after a burst of five (Slack: about 1); no limit by default.
        edit_minutes: for how long a message may be edited; for ever by default.
        retry_scale: factor on the 0, 60 and 300 seconds between attempts to deliver an event.
        ack_seconds: how long the app may take to acknowledge (Slack: 3).
        trigger_seconds: how long a trigger lives (Slack: 3).
        on_call: told of every call of the Web API.
        on_clock: moves the clock: called with ``{"advance_seconds": n}`` or ``{"to": "…"}``.
        page, extra_routes: a folder to serve at ``/``; further routes of the server, tried first.
        port: 0 takes a free one.
        team: which workspace this is.
        grants: who has let the app in; without, this workspace has, and its token is ``xoxb-local``.
    """

    def __init__(  # noqa: PLR0913 - each has its default; they are the switches of the stage
        self,
        clock: Callable[[], datetime],
        signing_secret: str,
        app_url: str,
        *,
        subscribed: frozenset[str] = SUBSCRIBED,
        commands: frozenset[str] | None = None,
        scopes: frozenset[str] | None = None,
        block_types: frozenset[str] = blocks.KNOWN,
        posts_per_second: float | None = None,
        edit_minutes: int | None = None,
        retry_scale: float = 1.0,
        ack_seconds: float = 3.0,
        trigger_seconds: float = 3.0,
        on_call: Callable[[Call], None] | None = None,
        on_clock: Callable[[Json], None] | None = None,
        page: Path | None = None,
        extra_routes: Sequence[BaseRoute] = (),
        port: int = 0,
        team: Team | None = None,
        grants: Grants | None = None,
    ) -> None:
        self.workspace = Workspace(clock, trigger_seconds=trigger_seconds, team=team)
        self.grants = grants or Grants(clock)
        self.faults = Faults()
        self.line = Line(self.workspace, signing_secret, app_url, ack_seconds)
        self.courier = Courier(self.line, self.faults, retry_scale)
        self.dispatcher = Dispatcher(
            self.workspace,
            self.faults,
            Terms(
                block_types=block_types,
                view_types=view_rules.IN_VIEWS | (block_types - blocks.KNOWN),
                scopes=scopes,
                pace=Pace(posts_per_second) if posts_per_second else None,
                edit_minutes=edit_minutes,
            ),
            on_call,
            grants=self.grants,
        )
        if grants is None:
            self.grants.hold(TOKEN, self.workspace.team)
        self.hands = Hands(self.workspace, self.line, self.faults)
        self.hands.commands = commands
        self.subscribed = subscribed
        self.on_clock = on_clock
        self.on_act: Callable[[], None] = lambda: None  # told before somebody on the page acts
        self.closing = threading.Event()
        self.workspace.on_event = self._heard
        self._served = Served(server.application(self, page, extra_routes), port)
        self._last_delivery = threading.local()
        self.hands.address = self._served.url
        self.workspace.address = self._served.url

    # -- running ------------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Serve the Web API; returns when it answers."""
        self._served.start()
        return self

    def stop(self) -> None:
        """Stop serving and sending."""
        self.closing.set()
        self.workspace.record("stop")
        self.courier.stop()
        if self.line.socket is not None:
            self.line.socket.stop()
        self._served.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where this server is, without a slash at the end."""
        return self._served.url

    @property
    def api_url(self) -> str:
        """The ``base_url`` for a Slack client."""
        return f"{self.url}/api/"

    @property
    def token(self) -> str:
        """The bot token that this server takes."""
        return TOKEN

    @property
    def app_url(self) -> str:
        """Where the app listens."""
        return self.line.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.line.app_url = url

    # -- what people do (see Hands for what each raises) -----------------------------------------------------------

    def slash(self, user: str, channel: str, command: str, text: str = "") -> Answer:
        """Type a slash command."""
        return self.hands.slash(user, channel, command, text)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None, *, wait: bool = True) -> Message:
        """Type a message; by default wait until the app was told of it once (or never will be)."""
        self._last_delivery.value = None
        message = self.hands.say(user, channel, text, thread_ts)
        delivery = self._last_delivery.value
        if wait and delivery is not None:
            delivery.tried.wait(self.line.ack_seconds + 1)
        return message

    def click(self, user: str, channel: str, ts: str, block_id: str, action_id: str, value: Any = None) -> Answer:
        """Use an element of a message; ``value`` is the option, id, date, text or list that is chosen."""
        return self.hands.click(user, channel, ts, block_id, action_id, value)

    def click_in_view(self, user: str, view_id: str, block_id: str, action_id: str, value: Any = None) -> Answer:
        """Use an element of the top modal or of App Home."""
        return self.hands.click_in_view(user, view_id, block_id, action_id, value)

    def submit(self, user: str, view_id: str, values: Json | None = None) -> Answer:
        """Fill in the top modal and submit it."""
        return self.hands.submit(user, view_id, values)

    def close(self, user: str, view_id: str) -> Answer:
        """Close the top modal."""
        return self.hands.close(user, view_id)

    def open_home(self, user: str) -> None:
        """Open the app's Home tab."""
        who = self.hands.user(user)
        channel, _ = self.workspace.direct(who.id)
        event: Json = {
            "type": "app_home_opened",
            "user": who.id,
            "channel": channel.id,
            "tab": "home",
            "event_ts": self.workspace.next_ts(),
        }
        if home := self.workspace.homes.get(who.id):
            event["view"] = payloads.view_body(home)
        self._heard(event, channel)

    def join(self, user: str, channel: str) -> Channel:
        """Let someone join a channel; the bot too, by its id."""
        return self.workspace.add_member(self.hands.channel(channel), self.hands.user(user).id)

    def leave(self, user: str, channel: str) -> Channel:
        """Let someone leave a channel."""
        return self.workspace.drop_member(self.hands.channel(channel), self.hands.user(user).id)

    # -- the stage ----------------------------------------------------------------------------------------------

    def add_user(self, name: str, real_name: str = "", **traits: Any) -> User:
        """Add a person; ``traits`` are the fields of ``User``."""
        traits.setdefault("id", self.workspace.next_id("U"))
        return self.workspace.put_user(User(name=name, real_name=real_name or name.title(), **traits))

    def add_channel(
        self, name: str, members: Sequence[str] = (), *, private: bool = False, bot: bool = False
    ) -> Channel:
        """Add a channel with ``members`` (ids or names)."""
        inside = tuple(self.hands.user(member).id for member in members)
        kind: ChannelKind = "private" if private else "public"
        channel_id = self.workspace.next_id("C")
        members_all = (*inside, BOT_USER) if bot else inside
        return self.workspace.put_channel(Channel(id=channel_id, name=name, kind=kind, members=members_all))

    def archive(self, channel: str, *, by: str = "olivia") -> Channel:
        """Archive a channel; whoever is in it, the bot too, is told."""
        return self._archived(channel, by, "archive")

    def unarchive(self, channel: str, *, by: str = "olivia") -> Channel:
        """Bring a channel back."""
        return self._archived(channel, by, "unarchive")

    def _archived(self, channel: str, by: str, what: str) -> Channel:
        changed = self.workspace.put_channel(replace(self.hands.channel(channel), archived=what == "archive"))
        kind = "group" if changed.kind == "private" else "channel"
        event: Json = {
            "type": f"{kind}_{what}",
            "channel": changed.id,
            "user": self.hands.user(by).id,
            "is_moved": 0,
            "event_ts": self.workspace.next_ts(),
        }
        self._heard(event, changed)
        return changed

    def fault(self, method: str, kind: str, times: int = 1, **details: Any) -> None:
        """Let the next ``times`` calls of ``method`` go wrong; see ``faults``."""
        self.add_fault(Fault(method=method, kind=kind, times=times, **details))

    def add_fault(self, fault: Fault) -> None:
        """Let ``fault`` happen."""
        self.faults.add(fault)
        self.workspace.record("fault", method=fault.method, fault=fault.kind, times=fault.times)

    def move_clock(self, how: Json) -> None:
        """Ask the app's hook to move the clock.

        Raises:
            ValueError: this clock does not move.
        """
        if self.on_clock is None:
            raise ValueError("this clock does not move")
        self.on_clock(how)
        self.tell_clock()

    def tell_clock(self) -> None:
        """Say what time it is by now."""
        self.workspace.record("clock", clock=self.workspace.clock().isoformat())

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until every event is delivered or given up.

        Raises:
            TimeoutError: after ``timeout`` seconds of real time.
        """
        self.courier.settle(timeout)

    def _heard(self, event: Json, channel: Channel) -> None:
        name = channel.event_name if event["type"] == "message" else str(event["type"])
        if name not in self.subscribed or BOT_USER not in channel.members:
            return
        self._last_delivery.value = self.courier.post(payloads.event(self.workspace, event), channel.id)
