"""What can be seen of a workspace, for scripts and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.slack.hands import Hands
    from bot.playground.slack.model import Call, Channel, Mention, Message, View
    from bot.playground.slack.workspace import Workspace

T = TypeVar("T")


class Window:
    """Looks into a workspace. Users and channels go by id or by name."""

    workspace: Workspace
    hands: Hands

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """The messages of a channel in order of time, or of one thread with its root first."""
        return self.workspace.in_channel(self.hands.channel(channel).id, thread_ts)

    def message(self, channel: str, ts: str) -> Message:
        """One message as it is now, also an ephemeral one.

        Raises:
            KeyError: there is none.
        """
        return self.workspace.messages[self.hands.channel(channel).id, ts]

    def ephemerals(self, user: str) -> list[Message]:
        """What only this user sees, in order of time."""
        who = self.hands.user(user).id
        with self.workspace.changed:
            found = [message for message in self.workspace.messages.values() if message.ephemeral_for == who]
        return sorted(found, key=lambda message: message.ts)

    def view(self, user: str) -> View | None:
        """The top modal of a user."""
        stack = self.workspace.modals.get(self.hands.user(user).id, ())
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The App Home of a user."""
        return self.workspace.homes.get(self.hands.user(user).id)

    def dm(self, user: str) -> Channel:
        """The direct messages between the bot and a user; opened when they are not yet."""
        return self.workspace.direct(self.hands.user(user).id)[0]

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API so far."""
        with self.workspace.changed:
            return list(self.workspace.calls)

    @property
    def mentions(self) -> list[Mention]:
        """Everybody whom the bot's messages have notified so far."""
        with self.workspace.changed:
            return list(self.workspace.mentions)

    def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """Wait until ``predicate()`` is true, asking again after each change; return what it returned.

        Raises:
            TimeoutError: after ``timeout`` seconds of real time.
        """
        return self.workspace.wait_for(predicate, timeout)
