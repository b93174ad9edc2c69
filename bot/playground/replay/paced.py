"""People's hands in a story: the local Slack's own, at reading speed, each act announced before it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.replay.pace import SHOWN_S, Pace
from bot.playground.replay.running import Play

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.playground.replay.case import Case
    from bot.playground.scene import Scene
    from bot.playground.slack.hands import Hands
    from bot.playground.slack.local_slack import LocalSlack
    from bot.playground.slack.model import Answer, Channel, Message, View
    from bot.playground.slack.workspace import Workspace

UNREACHED = frozenset({"app_unreachable", "operation_timeout", "dispatch_failed"})
TYPED_S = 0.02  # a letter
MOST_TYPED_S = 1.5
TRIES = 20


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody is about to do, for the page to show: who, what, where; `words` are typed or stand on a button."""

    kind: str  # command, fill, tap, choose, type or clock
    user: str
    words: str = ""
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    block_id: str | None = None
    action_id: str | None = None


class Paced:
    """What people do in a story. Each act waits until what came since the last one can have been read.

    Args:
        slack: where they act.
        pace: how fast.
        tell: told of each act: twice, before it is read (`False`) and just before it happens (`True`).
        is_up: whether the bot is there; who finds it gone waits and does it again.
    """

    def __init__(
        self, slack: LocalSlack, pace: Pace, tell: Callable[[Act, bool], None], is_up: Callable[[], bool]
    ) -> None:
        self._slack = slack
        self._pace = pace
        self._tell = tell
        self._is_up = is_up
        self._read = slack.workspace.seq

    @property
    def workspace(self) -> Workspace:
        """Where they act."""
        return self._slack.workspace

    @property
    def hands(self) -> Hands:
        """Who is who."""
        return self._slack.hands

    def view(self, user: str) -> View | None:
        """The top modal of a user."""
        return self._slack.view(user)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this user sees."""
        return self._slack.ephemerals(user)

    def archive(self, channel: str, *, by: str = "olivia") -> Channel:
        """Archive a channel."""
        return self._slack.archive(channel, by=by)

    def unarchive(self, channel: str, *, by: str = "olivia") -> Channel:
        """Bring a channel back."""
        return self._slack.unarchive(channel, by=by)

    def slash(self, user: str, channel: str, command: str, text: str = "") -> Answer:
        """Type a command."""
        words = f"{command} {text}".rstrip()
        self._before(Act(kind="command", user=self._id(user), words=words, channel=self.hands.channel(channel).id))
        return self._again(lambda: self._slack.slash(user, channel, command, text))

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Type a message."""
        where = self.hands.channel(channel).id
        self._before(Act(kind="type", user=self._id(user), words=text, channel=where, thread_ts=thread_ts))
        self._pace.wait(min(MOST_TYPED_S, TYPED_S * len(text)))
        return self._slack.say(user, channel, text, thread_ts)

    def click(self, user: str, channel: str, ts: str, block_id: str, action_id: str, value: Any = None) -> Answer:
        """Use an element of a message."""
        message = self.workspace.messages.get((channel, ts))
        self._before(
            Act(
                kind="tap" if value is None else "choose",
                user=self._id(user),
                words=_label(message, block_id, action_id),
                channel=channel,
                ts=ts,
                thread_ts=message.thread_ts if message else None,
                block_id=block_id,
                action_id=action_id,
            )
        )
        return self._again(lambda: self._slack.click(user, channel, ts, block_id, action_id, value))

    def submit(self, user: str, view_id: str, values: dict[str, Any] | None = None) -> Answer:
        """Fill in a form and send it."""
        self._before(Act(kind="fill", user=self._id(user)))
        return self._again(lambda: self._slack.submit(user, view_id, values))

    def before_travel(self, to: datetime) -> None:
        """Say that the clock is about to be turned, and wait as before any act."""
        self._before(Act(kind="clock", user="", words=to.isoformat()))

    def _id(self, user: str) -> str:
        return self.hands.user(user).id

    def _before(self, act: Act) -> None:
        self._tell(act, False)  # noqa: FBT003 (whether it happens now)
        self._pace.read(self._words_since())
        self._pace.wait_until(self._is_up)
        self._tell(act, True)  # noqa: FBT003
        self._pace.wait(SHOWN_S)

    def _again(self, act: Callable[[], Answer]) -> Answer:
        """Do it; when Slack says that the app was not there, do as people do: wait, and do it once more."""
        for _ in range(TRIES):
            answer = act()
            if answer.error not in UNREACHED:
                break
            self._pace.wait_until(self._is_up)
        return answer

    def _words_since(self) -> int:
        """How many words the bot has said since the last act."""
        log = self.workspace.log
        fresh, self._read = log[self._read :], len(log)
        return sum(len(str(entry["message"]["text"]).split()) for entry in fresh if entry["type"] in _SAID)


def at_speed(
    scene: Scene,
    case: Case,
    pace: Pace,
    *,
    tell: Callable[[Act, bool], None] = lambda _act, _now: None,
    is_up: Callable[[], bool] = lambda: True,
) -> Play:
    """The case, to be played on the scene at that pace."""
    hands = Paced(scene.slack, pace, tell, is_up)
    return Play(scene, case, through=hands, before_travel=hands.before_travel)


_SAID = frozenset({"message", "ephemeral"})


def _label(message: Message | None, block_id: str, action_id: str) -> str:
    """What stands on a button; nothing for what is no button."""
    for block in message.blocks if message else ():
        if block.get("block_id") != block_id:
            continue
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("action_id") == action_id and isinstance(element.get("text"), dict):
                return str(element["text"]["text"])
    return ""
