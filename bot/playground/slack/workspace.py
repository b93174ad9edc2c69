"""The state of the workspace and the only way to change it.

Every change happens under one lock, gets the next ``seq`` and wakes whoever waits. Values handed out are frozen; the
JSON inside them is never changed in place.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.playground.slack import cast, seen
from bot.playground.slack.model import (
    BOT_USER,
    TEAM_ID,
    Call,
    Channel,
    File,
    Json,
    Mention,
    Message,
    ReplyAddress,
    Team,
    Trigger,
    User,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BOT = User(id=BOT_USER, name="unstick", real_name="Unstick", tz="Etc/UTC", is_bot=True)


class Workspace:
    """Users, channels, messages, views and the log of what changed.

    Args:
        clock: what time it is in the workspace, aware; may be moved.
        trigger_seconds: how long a ``trigger_id`` lives (Slack: 3).
        team: which workspace this is; people and channels are the same in each, by their ids too.
    """

    def __init__(
        self, clock: Callable[[], datetime], *, trigger_seconds: float = 3.0, team: Team | None = None
    ) -> None:
        self.clock = clock
        self.team = team or Team()
        self.trigger_seconds = trigger_seconds
        self.changed = threading.Condition(threading.RLock())
        self.log: list[Json] = []
        self.listeners: list[Callable[[Json], None]] = []
        self.on_event: Callable[[Json, Channel], None] = lambda _event, _channel: None
        self.address = ""  # where this server is reached, for what is uploaded
        self.about: Json = {}  # what else a page may do here
        self._begin()

    def _begin(self) -> None:
        """Nothing has happened yet."""
        self.users: dict[str, User] = {user.id: user for user in (*cast.USERS, _BOT)}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in cast.CHANNELS}
        self.messages: dict[tuple[str, str], Message] = {}
        self._by_channel: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_thread: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.modals: dict[str, tuple[View, ...]] = {}
        self.homes: dict[str, View] = {}
        self.inputs: dict[tuple[str, str, str], Json] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, ReplyAddress] = {}
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self._last_ts = 0
        self._ids = 0

    def begin_anew(self) -> None:
        """Forget everything but the log; whoever follows that is told to look anew."""
        with self.changed:
            self._begin()
            self.record("reset", clock=self.clock().isoformat())

    def counters(self) -> dict[str, int]:
        """How far times and ids have been given out."""
        with self.changed:
            return {"last_ts": self._last_ts, "ids": self._ids}

    def count_from(self, last_ts: int, ids: int) -> None:
        """Give out times and ids behind these."""
        with self.changed:
            self._last_ts, self._ids = last_ts, ids

    # -- the log ------------------------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the latest change."""
        return len(self.log)

    def record(self, kind: str, **data: object) -> int:
        """Write a change to the log, tell the listeners and wake whoever waits; return its ``seq``."""
        with self.changed:
            entry: Json = {"seq": len(self.log) + 1, "type": kind, **data}
            self.log.append(entry)
            for listener in self.listeners:
                listener(entry)
            self.changed.notify_all()
            return int(entry["seq"])

    def wait_for(self, predicate: Callable[[], T], timeout: float) -> T:
        """Wait until ``predicate()`` is true and return what it returned; it is asked again after every change.

        Raises:
            TimeoutError: it was still false after ``timeout`` seconds of real time.
        """
        with self.changed:
            result = self.changed.wait_for(predicate, timeout)
        if not result:
            raise TimeoutError(f"nothing of the kind happened in {timeout} s")
        return result

    # -- names and times ----------------------------------------------------------------------------------------

    def next_id(self, prefix: str) -> str:
        """A fresh id with Slack's look; the same run gives the same ids."""
        with self.changed:
            self._ids += 1
            return prefix + hashlib.sha256(f"{prefix}{self._ids}".encode()).hexdigest()[:10].upper()

    def next_ts(self) -> str:
        """A message ``ts``: seconds and microseconds of the clock, later than any before it."""
        with self.changed:
            now = (self.clock() - EPOCH) // timedelta(microseconds=1)
            self._last_ts = max(self._last_ts + 1, now)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # -- users and channels -------------------------------------------------------------------------------------

    def put_user(self, user: User) -> User:
        """Add a user or replace the one with this id."""
        with self.changed:
            self.users[user.id] = user
            self.record("user", user=seen.user(user))
        return user

    def put_channel(self, channel: Channel) -> Channel:
        """Add a channel or replace the one with this id."""
        with self.changed:
            self.channels[channel.id] = channel
            self.record("channel", channel=seen.channel(channel))
        return channel

    def add_member(self, channel: Channel, user: str) -> Channel:
        """Put ``user`` among the members; the app hears of it when it is a member itself."""
        if user in channel.members:
            return channel
        joined = self.put_channel(replace(channel, members=(*channel.members, user)))
        event = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C",
            "team": TEAM_ID,
            "event_ts": self.next_ts(),
        }
        self.on_event(event, joined)
        return joined

    def drop_member(self, channel: Channel, user: str) -> Channel:
        """Take ``user`` out of the members."""
        return self.put_channel(replace(channel, members=tuple(m for m in channel.members if m != user)))

    def direct(self, user: str) -> tuple[Channel, bool]:
        """The direct message channel between the bot and ``user``, and whether it was there already."""
        with self.changed:
            for channel in self.channels.values():
                if channel.kind == "im" and channel.user == user:
                    return channel, True
            created = int(self.clock().timestamp())
            channel = Channel(
                id=self.next_id("D"), name="", kind="im", members=(user, BOT_USER), user=user, created=created
            )
            return self.put_channel(channel), False

    # -- messages -----------------------------------------------------------------------------------------------

    def put_message(self, message: Message) -> Message:
        """Add a message or replace the one with this ``ts``."""
        with self.changed:
            key = (message.channel, message.ts)
            known = key in self.messages
            self.messages[key] = message
            if message.ephemeral_for is None:
                self._by_channel[message.channel][message.ts] = None
                if message.thread_ts not in {None, message.ts}:
                    self._by_thread[message.channel, str(message.thread_ts)][message.ts] = None
            kind = "ephemeral" if message.ephemeral_for else "message_changed" if known else "message"
            self.record(kind, message=seen.message(self, message))
        return message

    def drop_message(self, message: Message) -> None:
        """Take a message away."""
        with self.changed:
            self.messages.pop((message.channel, message.ts), None)
            self._by_channel[message.channel].pop(message.ts, None)
            self._by_thread[message.channel, message.thread_ts or ""].pop(message.ts, None)
            self.record("message_deleted", channel=message.channel, deleted_ts=message.ts)

    def all_messages(self) -> list[Message]:
        """Every message, ephemeral ones too."""
        with self.changed:
            return list(self.messages.values())

    def in_channel(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """The messages of a channel in order of time, or of one thread with its root first; no ephemeral ones."""
        with self.changed:
            if thread_ts is None:
                found = list(self._by_channel[channel])
            else:
                found = [thread_ts, *self._by_thread[channel, thread_ts]]
            known = (self.messages.get((channel, ts)) for ts in sorted(found))
            return [message for message in known if message is not None and message.ephemeral_for is None]

    def replies(self, message: Message) -> list[Message]:
        """The replies in the thread under ``message``, in order of time."""
        return [reply for reply in self.in_channel(message.channel, message.ts) if reply.ts != message.ts]

    # -- views --------------------------------------------------------------------------------------------------

    def put_modals(self, user: str, stack: tuple[View, ...]) -> None:
        """Replace the stack of modals of ``user``; the last one is on top."""
        with self.changed:
            self.modals[user] = stack
            self.record("view", user=user, view=seen.view(stack[-1]) if stack else None)

    def put_home(self, view: View) -> None:
        """Replace the App Home of the view's user."""
        with self.changed:
            self.homes[view.user] = view
            self.record("home", user=view.user, view=seen.view(view))

    def swap_view(self, view: View) -> None:
        """Replace the view with this id, wherever it stands."""
        if view.type == "home":
            self.put_home(view)
            return
        stack = tuple(view if old.id == view.id else old for old in self.modals.get(view.user, ()))
        self.put_modals(view.user, stack)

    def find_view(self, view_id: str, external_id: str = "") -> View | None:
        """The open view with this id, or with this ``external_id``."""
        with self.changed:
            views = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
            for view in views:
                if view.id == view_id or (external_id and view.external_id == external_id):
                    return view
        return None

    # -- triggers and reply addresses ---------------------------------------------------------------------------

    def issue_trigger(self, user: str, in_view: str | None = None) -> Trigger:
        """A fresh trigger for one view."""
        with self.changed:
            number = self.next_id("")
            trigger = Trigger(
                id=f"{int(number, 16)}.{len(self.triggers) + 1}.{number.lower()}",
                user=user,
                issued=self.clock(),
                monotonic=time.monotonic(),
                in_view=in_view,
            )
            self.triggers[trigger.id] = trigger
            return trigger

    def expired(self, trigger: Trigger) -> bool:
        """Whether the trigger is older than it may be, by either clock."""
        moved = self.clock() - trigger.issued
        waited = time.monotonic() - trigger.monotonic
        return moved > timedelta(seconds=self.trigger_seconds) or waited > self.trigger_seconds

    def issue_address(self, user: str, channel: str, ts: str | None = None) -> ReplyAddress:
        """A fresh reply address for a slash command or a click."""
        with self.changed:
            address = ReplyAddress(id=self.next_id("R"), user=user, channel=channel, issued=self.clock(), ts=ts)
            self.addresses[address.id] = address
            return address
