"""What a method gets, and how it reads its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from bot.playground.slack import blocks, view_rules
from bot.playground.slack.model import BOT_USER, Channel, Json
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.playground.slack.model import Message, User
    from bot.playground.slack.pace import Pace
    from bot.playground.slack.workspace import Workspace

T = TypeVar("T")
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What this workspace takes: block types in messages and in views, the scopes of the token, the pace of posts.

    Without ``scopes`` the token may do everything; without ``pace`` nothing is too fast; without ``edit_minutes`` a
    message may be edited for ever.
    """

    block_types: frozenset[str] = blocks.KNOWN
    view_types: frozenset[str] = view_rules.IN_VIEWS
    scopes: frozenset[str] | None = None
    pace: Pace | None = None
    edit_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Context:
    """One call: the workspace, the arguments, and what the workspace takes."""

    workspace: Workspace
    arguments: Json
    terms: Terms

    def text(self, key: str) -> str:
        """The argument as text; empty when absent."""
        value = self.arguments.get(key)
        return "" if value is None else str(value)

    def required(self, key: str) -> str:
        """The argument as text.

        Raises:
            Refusal: ``invalid_arguments`` when it is absent or empty.
        """
        if not (value := self.text(key)):
            raise Refusal("invalid_arguments", [f"missing required field: {key}"])
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The argument as a boolean, as forms and JSON spell it."""
        value = self.arguments.get(key)
        return default if value is None else str(value).lower() in _TRUE

    def number(self, key: str, default: int) -> int:
        """The argument as a whole number.

        Raises:
            Refusal: ``invalid_limit`` when it is none, or below 1.
        """
        value = self.arguments.get(key)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError as error:
            raise Refusal(f"invalid_{key}") from error
        if number < 1:
            raise Refusal(f"invalid_{key}")
        return number

    def channel(self, key: str = "channel") -> Channel:
        """The channel that the bot may see: a public one, or one that it is in.

        Raises:
            Refusal: ``channel_not_found``.
        """
        channel = self.workspace.channels.get(self.text(key))
        if channel is None or (channel.kind != "public" and BOT_USER not in channel.members):
            raise Refusal("channel_not_found")
        return channel

    def joined_channel(self) -> Channel:
        """The channel, which the bot must be in.

        Raises:
            Refusal: ``channel_not_found`` or ``not_in_channel``.
        """
        channel = self.channel()
        if BOT_USER not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def user(self, key: str = "user") -> User:
        """The user.

        Raises:
            Refusal: ``user_not_found``.
        """
        user = self.workspace.users.get(self.text(key))
        if user is None:
            raise Refusal("user_not_found")
        return user

    def message(self, channel: Channel, key: str = "ts") -> Message:
        """The message with this ``ts``.

        Raises:
            Refusal: ``message_not_found``.
        """
        message = self.workspace.messages.get((channel.id, self.text(key)))
        if message is None or message.ephemeral_for:
            raise Refusal("message_not_found")
        return message

    def page(self, items: Sequence[T], default: int = 100) -> tuple[list[T], str]:
        """The part of ``items`` that ``cursor`` and ``limit`` ask for, and the next cursor.

        Raises:
            Refusal: ``invalid_cursor``.
        """
        cursor = self.text("cursor") or "0"
        if not cursor.isdigit() or int(cursor) > len(items):
            raise Refusal("invalid_cursor")
        start = int(cursor)
        end = start + self.number("limit", default)
        return list(items[start:end]), str(end) if end < len(items) else ""


Method: TypeAlias = "Callable[[Context], dict[str, Any]]"
