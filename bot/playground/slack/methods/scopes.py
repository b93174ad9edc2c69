"""Which permission each method needs, as Slack documents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context

_PLACES = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
FIXED = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.join": "channels:join",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "reactions.add": "reactions:write",
    "team.info": "team:read",
    "bots.info": "users:read",
    "users.info": "users:read",
    "users.list": "users:read",
}
_BY_PLACE = {
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.history": "history",
    "conversations.replies": "history",
}
ALL = (
    frozenset(FIXED.values())
    | {"commands", "im:write", "mpim:write"}
    | {f"{place}:{deed}" for place in _PLACES.values() for deed in ("read", "history")}
)


def require(method: str, context: Context, granted: frozenset[str]) -> None:
    """Refuse a call for which the app has no permission.

    Raises:
        Refusal: ``missing_scope``, with ``needed`` and ``provided``.
    """
    for scope in _needed(method, context):
        if scope not in granted:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(granted)))


def _needed(method: str, context: Context) -> list[str]:
    if method in FIXED:
        return [FIXED[method]]
    if method == "conversations.open":
        return ["mpim:write" if "," in context.text("users") else "im:write"]
    if method == "conversations.list":
        kinds = (context.text("types") or "public_channel").split(",")
        return [f"{_TYPES[kind.strip()]}:read" for kind in kinds if kind.strip() in _TYPES]
    channel = context.workspace.channels.get(context.text("channel"))
    if method in _BY_PLACE and channel is not None:
        return [f"{_PLACES[channel.kind]}:{_BY_PLACE[method]}"]
    return []
