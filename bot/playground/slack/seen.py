"""What a page is told of the workspace: smaller than Slack's own JSON, and the same in the state and in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.slack import shapes
from bot.playground.slack.model import BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME

if TYPE_CHECKING:
    from bot.playground.slack.model import Channel, Json, Message, User, View
    from bot.playground.slack.workspace import Workspace


def state(workspace: Workspace) -> Json:
    """Everything there is, and the ``seq`` after which the log goes on."""
    with workspace.changed:
        return {
            "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
            "me_bot": {"user_id": BOT_USER, "bot_id": BOT_ID, "name": workspace.users[BOT_USER].real_name},
            "users": [user(one) for one in workspace.users.values()],
            "channels": [channel(one) for one in workspace.channels.values()],
            "messages": [message(workspace, one) for one in sorted(workspace.all_messages(), key=lambda one: one.ts)],
            "views": {who: view(stack[-1]) if stack else None for who, stack in workspace.modals.items()},
            "homes": {who: view(home) for who, home in workspace.homes.items()},
            "clock": workspace.clock().isoformat(),
            "seq": workspace.seq,
            **workspace.about,
        }


def told(entry: Json) -> Json:
    """An entry of the log as a page is told it: of an exchange only that there was one, and what came of it."""
    if entry["type"] != "request":
        return entry
    return {key: value for key, value in entry.items() if key not in {"body", "arguments", "answer"}}


def user(one: User) -> Json:
    """A person or the bot."""
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "title": one.title,
        "tz": one.tz,
        "locale": one.locale,
        "is_guest": one.is_restricted,
        "is_bot": one.is_bot,
    }


def channel(one: Channel) -> Json:
    """A conversation; ``is_member`` says whether the bot is in it."""
    return {
        "id": one.id,
        "name": one.name,
        "is_im": one.kind == "im",
        "user": one.user,
        "members": list(one.members),
        "is_member": BOT_USER in one.members,
        "private": one.kind != "public",
        "is_archived": one.archived,
    }


def message(workspace: Workspace, one: Message) -> Json:
    """A message."""
    body = shapes.message_json(workspace, one, metadata=True)
    return {
        "channel": one.channel,
        "ts": one.ts,
        "thread_ts": one.thread_ts,
        "user": one.user,
        "text": one.text,
        "blocks": body["blocks"],
        "edited": body.get("edited"),
        "ephemeral_for": one.ephemeral_for,
        "reply_count": body.get("reply_count", 0),
        "metadata": body.get("metadata"),
        "reactions": body.get("reactions", []),
        "files": body.get("files", []),
    }


def view(one: View) -> Json:
    """A view, with the sentences beside its inputs."""
    return shapes.view_json(one) | {"errors": dict(one.errors)}
