"""The events that Unstick hears: what each is for, what it needs, and what happens then.

The manifest asks Slack for these and no others (`bot/manifest.py`), and the listeners are made from this list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bot.slack import home, inbox
from bot.slack.front import Front, told
from bot.slack.places import archived, rejoined

log = structlog.get_logger()

Hear = Callable[[Front, dict[str, Any]], None]


@dataclass(frozen=True, kw_only=True)
class Event:
    """A kind of event as it arrives, and by which names it is subscribed to, each with the scope that it needs."""

    type: str
    hear: Hear
    asked_as: Mapping[str, str | None]


def joined(front: Front, body: dict[str, Any]) -> None:
    """Somebody came into a channel: if it is us, what waited there goes on."""
    event, workspace_id = body["event"], body["team_id"]
    if event["user"] == front.keys.bot_user(workspace_id, None):
        rejoined(front, workspace_id, event["channel"])


def changed(front: Front, body: dict[str, Any]) -> None:
    """Somebody's name, zone or language changed, or they left: who is known is known anew, nobody else is kept."""
    told(front, body["team_id"], body["event"]["user"])


def uninstalled(front: Front, body: dict[str, Any]) -> None:
    """The workspace, or the organisation, has let us go: its tokens are deleted at once."""
    front.keys.leave(_holder(body), _moment(body))


def revoked(front: Front, body: dict[str, Any]) -> None:
    """Tokens were revoked; if ours is among them, it is deleted. Those of single people are none of ours."""
    if (body["event"].get("tokens") or {}).get("bot"):
        front.keys.leave(_holder(body), _moment(body))


def _holder(body: dict[str, Any]) -> str:
    """Whose token an event is about: the organisation's, where it let us in as a whole."""
    by = next(iter(body.get("authorizations") or [{}]))
    is_org = bool(by.get("is_enterprise_install") or body.get("is_enterprise_install"))
    enterprise = by.get("enterprise_id") or body.get("enterprise_id")
    return str(enterprise) if is_org and enterprise else str(body["team_id"])


def _moment(body: dict[str, Any]) -> datetime:
    """When it happened, as Slack says; its word can come late, after somebody has installed Unstick anew."""
    return datetime.fromtimestamp(int(body["event_time"]), UTC)


_CHANNELS, _GROUPS = "channels:read", "groups:read"
HEARD: Final[tuple[Event, ...]] = (
    Event(
        type="message",
        hear=inbox.message,
        asked_as={
            "message.channels": "channels:history",
            "message.groups": "groups:history",
            "message.im": "im:history",
        },
    ),
    Event(type="app_home_opened", hear=home.opened, asked_as={"app_home_opened": None}),
    Event(type="member_joined_channel", hear=joined, asked_as={"member_joined_channel": _CHANNELS}),
    Event(type="channel_archive", hear=archived, asked_as={"channel_archive": _CHANNELS}),
    Event(type="channel_unarchive", hear=archived, asked_as={"channel_unarchive": _CHANNELS}),
    Event(type="group_archive", hear=archived, asked_as={"group_archive": _GROUPS}),
    Event(type="group_unarchive", hear=archived, asked_as={"group_unarchive": _GROUPS}),
    Event(type="user_change", hear=changed, asked_as={"user_change": "users:read"}),
    Event(type="app_uninstalled", hear=uninstalled, asked_as={"app_uninstalled": None}),
    Event(type="tokens_revoked", hear=revoked, asked_as={"tokens_revoked": None}),
)
