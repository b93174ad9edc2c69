"""The events that the app hears about messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.slack import shapes
from bot.playground.slack.model import BOT_USER, Channel, Json, Message

if TYPE_CHECKING:
    from bot.playground.slack.workspace import Workspace

# An event carries less than the history does.
_IN_EVENT = (
    "type",
    "user",
    "ts",
    "text",
    "team",
    "blocks",
    "bot_id",
    "bot_profile",
    "client_msg_id",
    "edited",
    "files",
    "upload",
)
_IN_THREAD = ("thread_ts", "parent_user_id")


def posted(workspace: Workspace, message: Message) -> None:
    """A message was posted, by a person or by the bot itself."""
    channel = workspace.channels[message.channel]
    body = shapes.message_json(workspace, message)
    event = {key: body[key] for key in (*_IN_EVENT, *_IN_THREAD) if key in body}
    if message.thread_ts is None:
        event.pop("thread_ts", None)
    if message.files:
        # Slack names no bot in its published event of this kind: an app knows itself by the user alone.
        event = {key: event[key] for key in event if key not in {"bot_id", "bot_profile", "team"}}
        event["subtype"] = "file_share"
    _send(workspace, channel, event, message.ts)


def changed(workspace: Workspace, new: Message, old: Message) -> None:
    """A message was edited."""
    channel = workspace.channels[new.channel]
    event = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "ts": new.edited_ts or new.ts,
        "message": _inner(workspace, new),
        "previous_message": _inner(workspace, old),
    }
    _send(workspace, channel, event, str(event["ts"]))


def deleted(workspace: Workspace, old: Message) -> None:
    """A message was deleted."""
    ts = workspace.next_ts()
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "ts": ts,
        "deleted_ts": old.ts,
        "previous_message": _inner(workspace, old),
    }
    _send(workspace, workspace.channels[old.channel], event, ts)


def _inner(workspace: Workspace, message: Message) -> Json:
    body = shapes.message_json(workspace, message)
    return {key: body[key] for key in (*_IN_EVENT, *_IN_THREAD) if key in body}


def _send(workspace: Workspace, channel: Channel, event: Json, ts: str) -> None:
    if BOT_USER not in channel.members:
        return
    event |= {"channel": channel.id, "channel_type": channel.event_type, "event_ts": ts}
    workspace.on_event(event, channel)
