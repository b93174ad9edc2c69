"""The requests that Slack sends to an app."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.playground.slack import shapes
from bot.playground.slack.model import (
    APP_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    VERIFICATION_TOKEN,
    Channel,
    Json,
    Message,
    User,
    View,
)

if TYPE_CHECKING:
    from bot.playground.slack.workspace import Workspace

# What a message carries inside a payload about a click on it.
_IN_CLICK = (
    "type",
    "user",
    "ts",
    "text",
    "team",
    "blocks",
    "bot_id",
    "app_id",
    "bot_profile",
    "edited",
    "thread_ts",
    "parent_user_id",
    "reply_count",
    "reply_users_count",
    "latest_reply",
    "subscribed",
)
# Slack blanks the blocks of a view here in its own published samples; an app should not build on them.
_NOT_IN_VIEW = ("blocks",)


def channel_name(channel: Channel) -> str:
    """The name as a request carries it: private places are not named."""
    return {"im": "directmessage", "mpim": channel.name, "private": "privategroup"}.get(channel.kind, channel.name)


def home_of(workspace: Workspace, body: Json) -> Json:
    """A request as it comes from this workspace: under its id, and with its organisation where it has one."""
    team = workspace.team
    said: Json = json.loads(json.dumps(body).replace(TEAM_ID, team.id)) if team.id != TEAM_ID else body
    if team.enterprise_id is None:
        return said
    if said.get("type") == "event_callback":
        inside: Json = {"enterprise_id": team.enterprise_id, "is_enterprise_install": team.is_org_install}
        if team.is_org_install:  # who let the app in was no workspace
            inside["team_id"] = None
        return said | {
            "enterprise_id": team.enterprise_id,
            "authorizations": [each | inside for each in said["authorizations"]],
        }
    if "command" in said:
        is_org = "true" if team.is_org_install else "false"
        return said | {
            "enterprise_id": team.enterprise_id,
            "enterprise_name": "Local org",
            "is_enterprise_install": is_org,
        }
    enterprise = {"id": team.enterprise_id, "name": "Local org"}
    return said | {"enterprise": enterprise, "is_enterprise_install": team.is_org_install}


def slash(user: User, channel: Channel, command: str, text: str) -> dict[str, str]:
    """A slash command; ``trigger_id`` and ``response_url`` are added by who sends it."""
    return {
        "token": VERIFICATION_TOKEN,
        "api_app_id": APP_ID,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "is_enterprise_install": "false",
    }


def interaction(kind: str, user: User) -> Json:
    """What all interactive requests share."""
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def click_in_message(workspace: Workspace, user: User, message: Message, action: Json, values: Json) -> Json:
    """A click on a message."""
    channel = workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = interaction("block_actions", user) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values},
        "actions": [action],
    }
    if message.ephemeral_for is None:
        body = shapes.message_json(workspace, message)
        payload["message"] = {key: body[key] for key in _IN_CLICK if key in body}
    return payload


def click_in_view(user: User, view: View, action: Json) -> Json:
    """A click in a modal or in App Home."""
    return interaction("block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_body(view),
        "state": {"values": view.values},
        "actions": [action],
    }


def view_body(view: View) -> Json:
    """A view inside a request."""
    return {key: value for key, value in shapes.view_json(view).items() if key not in _NOT_IN_VIEW}


def submission(user: User, view: View) -> Json:
    """A modal was submitted."""
    return interaction("view_submission", user) | {"view": view_body(view)}


def closed(user: User, view: View, *, cleared: bool) -> Json:
    """A modal was closed without submitting."""
    return interaction("view_closed", user) | {"view": view_body(view), "is_cleared": cleared}


def event(workspace: Workspace, inner: Json) -> Json:
    """The envelope of an event."""
    event_id = workspace.next_id("Ev")
    body = {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
    return home_of(workspace, body)
