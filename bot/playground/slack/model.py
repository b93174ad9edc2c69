"""The things a workspace holds, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Json: TypeAlias = dict[str, Any]
ChannelKind: TypeAlias = Literal["public", "private", "im", "mpim"]

APP_ID = "A0LOCALAPP"
BOT_ID = "B0LOCALBOT"
BOT_USER = "U0LOCALBOT"
TEAM_ID = "T0LOCALTEAM"
TEAM_NAME = "Local team"
TEAM_DOMAIN = "local-team"
TOKEN = "xoxb-local"  # noqa: S105 - the one token this server hands out; it opens nothing else
VERIFICATION_TOKEN = "local-verification"  # noqa: S105 - Slack still sends this deprecated field; nobody checks it


@dataclass(frozen=True, kw_only=True)
class Team:
    """A workspace by its id. ``enterprise_id``: its organisation, which may have let the app in as a whole."""

    id: str = TEAM_ID
    name: str = TEAM_NAME
    enterprise_id: str | None = None
    is_org_install: bool = False


@dataclass(frozen=True, kw_only=True)
class User:
    """A member of the workspace. ``tz`` is an IANA zone, ``locale`` a tag such as ``es-ES``."""

    id: str
    name: str
    real_name: str
    tz: str = "America/New_York"
    locale: str = "en-US"
    title: str = ""
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    team: str = TEAM_ID  # another one for somebody of a partner's workspace, in a shared channel


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A conversation. ``user`` is the person on the other side of a direct message."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    user: str | None = None
    archived: bool = False
    general: bool = False
    created: int = 0

    @property
    def event_name(self) -> str:
        """The subscription that a message here belongs to, such as ``message.channels``."""
        return {"public": "message.channels", "private": "message.groups"}.get(self.kind, f"message.{self.kind}")

    @property
    def event_type(self) -> str:
        """Slack's ``channel_type`` of an event from here."""
        return {"public": "channel", "private": "group"}.get(self.kind, self.kind)


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message, as Slack would return it. ``ephemeral_for`` names the only user who sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    edited_ts: str | None = None
    ephemeral_for: str | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def by_bot(self) -> bool:
        """Whether the app under test wrote it."""
        return self.user == BOT_USER


@dataclass(frozen=True, kw_only=True)
class View:
    """A modal or an App Home tab of one user, with what they have filled in so far (``values``)."""

    id: str
    user: str
    type: str
    body: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    external_id: str = ""
    values: Json = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with its ``block_id``."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of the app: announced with its ``length`` in bytes, then uploaded, then shared (``shared``)."""

    id: str
    name: str
    length: int
    created: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    shared: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Leave to open one view. It dies after three seconds, by the clock on the wall and by the movable one."""

    id: str
    user: str
    issued: datetime
    monotonic: float
    in_view: str | None = None
    used: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplyAddress:
    """What a ``response_url`` may still be used for. ``ts`` is the message that was clicked, if one was."""

    id: str
    user: str
    channel: str
    issued: datetime
    ts: str | None = None
    uses: int = 0


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the Web API: what was asked and what was answered. ``fault`` names an injected one."""

    seq: int
    at: datetime
    method: str
    arguments: Json
    status: int
    answer: Json
    fault: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A person or group who would have been notified by a message of the bot."""

    channel: str
    ts: str
    target: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the app answered to a request, and what a user would notice of it.

    ``ok`` is false when Slack would show the user a failure; ``error`` then says which. ``errors`` are the sentences
    shown beside the inputs of a modal, by ``block_id``. ``delivered`` counts the times the request reached the app.
    """

    ok: bool
    status: int | None = None
    body: str = ""
    error: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    delivered: int = 0
    ts: str | None = None
