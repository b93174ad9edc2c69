"""What the values look like in Slack's JSON. Inner parts are shared with the values and are never to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.playground.slack.model import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    File,
    Json,
    Message,
    User,
    View,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.playground.slack.workspace import Workspace

MIME_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
}
FILE_TYPES = {"md": "markdown"}


def user_json(user: User, now: datetime) -> Json:
    """A user as ``users.info`` returns it; ``tz_offset`` is the one of ``now``, in seconds."""
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,  # what somebody is called who has chosen nothing shorter
        "display_name_normalized": user.real_name,
        "first_name": first,
        "last_name": last,
        "team": user.team,
        "status_text": "",
        "status_emoji": "",
    }
    if user.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID, "always_active": True}
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        "locale": user.locale,
    }


def channel_json(channel: Channel) -> Json:
    """A conversation as ``conversations.info`` returns it."""
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": channel.archived,
            "user": channel.user,
            "is_user_deleted": False,
            "context_team_id": TEAM_ID,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "is_general": channel.general,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_member": BOT_USER in channel.members,
        "created": channel.created,
        "creator": channel.members[0] if channel.members else BOT_USER,
        "num_members": len(channel.members),
        "context_team_id": TEAM_ID,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def bot_profile() -> Json:
    """The short profile of the app on each of its messages."""
    return {"id": BOT_ID, "deleted": False, "name": "Unstick", "updated": 0, "app_id": APP_ID, "team_id": TEAM_ID}


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as ``conversations.history`` returns it; its ``metadata`` only when asked for."""
    body: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": TEAM_ID,
        "blocks": list(message.blocks),
    }
    if message.by_bot:
        body |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile()}
    if message.client_msg_id:
        body["client_msg_id"] = message.client_msg_id
    if message.edited_ts:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.files:
        body |= {"files": [file_json(workspace.files[one]) for one in message.files], "upload": False}
    if metadata and message.metadata is not None:
        body["metadata"] = message.metadata
    if message.reactions:
        body["reactions"] = [{"name": n, "users": list(u), "count": len(u)} for n, u in message.reactions]
    return body | _thread_json(workspace, message)


def _thread_json(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        root = workspace.messages.get((message.channel, message.thread_ts))
        thread: Json = {"thread_ts": message.thread_ts}
        return thread | ({"parent_user_id": root.user} if root else {})
    replies = [] if message.ephemeral_for else workspace.replies(message)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": any(reply.by_bot for reply in replies),
    }


def file_json(file: File) -> Json:
    """A file as it stands in a message; ``url_private`` is where this server shows it."""
    kind = file.name.rpartition(".")[2].lower()
    link = f"/files/{file.id}/{file.name}"
    body: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": MIME_TYPES.get(kind, "application/octet-stream"),
        "filetype": FILE_TYPES.get(kind, kind),
        "pretty_type": kind.upper(),
        "user": BOT_USER,
        "user_team": TEAM_ID,
        "editable": False,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": link,
        "url_private_download": f"{link}?download=1",
        "permalink": f"https://{TEAM_DOMAIN}.slack.com{link}",
        "file_access": "visible",
    }
    return body | ({"alt_txt": file.alt_txt} if file.alt_txt else {})


def view_json(view: View) -> Json:
    """A view as ``views.open`` returns it."""
    body = view.body
    shown: Json = {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": view.type,
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "submit_disabled": body.get("submit_disabled", False),
        "title": body.get("title"),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    return shown


def permalink(message: Message) -> str:
    """The address of a message."""
    link = f"https://{TEAM_DOMAIN}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
    return link
