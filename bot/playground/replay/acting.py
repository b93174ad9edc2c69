"""What people can do in the local Slack, and what they see of it: all that a replay needs of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from bot.playground.slack.hands import Hands
    from bot.playground.slack.model import Answer, Channel, Message, View
    from bot.playground.slack.workspace import Workspace


class Acting(Protocol):
    """The local Slack as people use it; see `LocalSlack` for what each does and raises."""

    @property
    def workspace(self) -> Workspace: ...  # noqa: D102

    @property
    def hands(self) -> Hands: ...  # noqa: D102

    def view(self, user: str) -> View | None: ...  # noqa: D102

    def ephemerals(self, user: str) -> list[Message]: ...  # noqa: D102

    def slash(self, user: str, channel: str, command: str, text: str = "") -> Answer: ...  # noqa: D102

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message: ...  # noqa: D102

    def click(  # noqa: D102
        self, user: str, channel: str, ts: str, block_id: str, action_id: str, value: Any = None
    ) -> Answer: ...

    def submit(self, user: str, view_id: str, values: dict[str, Any] | None = None) -> Answer: ...  # noqa: D102

    def archive(self, channel: str, *, by: str = "olivia") -> Channel: ...  # noqa: D102

    def unarchive(self, channel: str, *, by: str = "olivia") -> Channel: ...  # noqa: D102
