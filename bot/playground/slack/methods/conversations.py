"""``conversations.*``: where one can talk, and what was said there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.slack import shapes
from bot.playground.slack.model import BOT_USER, Channel, Json, Message
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method
    from bot.playground.slack.model import User

_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_MOST_USERS = 8
_LATEST = "9999999999.999999"


def _open(context: Context) -> Json:
    workspace = context.workspace
    if context.text("channel"):
        channel = context.channel()
        if channel.kind not in {"im", "mpim"}:
            raise Refusal("method_not_supported_for_channel_type")
        return _opened(context, channel, already=True)
    users = [user.strip() for user in context.text("users").split(",") if user.strip()]
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > _MOST_USERS:
        raise Refusal("too_many_users")
    for user_id in users:
        _reachable(workspace.users.get(user_id))
    if len(users) == 1:
        channel, already = workspace.direct(users[0])
        return _opened(context, channel, already=already)
    members = (*sorted(set(users)), BOT_USER)
    for channel in workspace.channels.values():
        if channel.kind == "mpim" and channel.members == members:
            return _opened(context, channel, already=True)
    name = "mpdm-" + "--".join(workspace.users[member].name for member in members) + "-1"
    group = Channel(id=workspace.next_id("G"), name=name, kind="mpim", members=members)
    return _opened(context, workspace.put_channel(group), already=False)


def _reachable(user: User | None) -> None:
    if user is None:
        raise Refusal("user_not_found")
    if user.is_bot:
        raise Refusal("cannot_dm_bot")
    if user.deleted:
        raise Refusal("user_disabled")


def _opened(context: Context, channel: Channel, *, already: bool) -> Json:
    body: Json = {"channel": {"id": channel.id}}
    if already:
        body |= {"no_op": True, "already_open": True}
    if context.flag("return_im") and channel.kind == "im":
        body["channel"] = shapes.channel_json(channel)
        del body["channel"]["is_user_deleted"]  # this method alone does not say it
    return body


def _info(context: Context) -> Json:
    channel = context.channel()
    body = shapes.channel_json(channel)
    if not context.flag("include_num_members"):
        body.pop("num_members", None)
    if context.flag("include_locale"):
        body["locale"] = "en-US"
    return {"channel": body}


def _list(context: Context) -> Json:
    kinds = [kind.strip() for kind in (context.text("types") or "public_channel").split(",")]
    if any(kind not in _KINDS for kind in kinds):
        raise Refusal("invalid_types")
    wanted = {_KINDS[kind] for kind in kinds}
    found = [
        channel
        for channel in context.workspace.channels.values()
        if channel.kind in wanted
        and (channel.kind == "public" or BOT_USER in channel.members)
        and not (context.flag("exclude_archived") and channel.archived)
    ]
    page, cursor = context.page(found)
    shown = [shapes.channel_json(channel) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def _members(context: Context) -> Json:
    page, cursor = context.page(context.channel().members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _join(context: Context) -> Json:
    channel = context.channel()
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    already = BOT_USER in channel.members
    joined = context.workspace.add_member(channel, BOT_USER)
    body: Json = {"channel": shapes.channel_json(joined)}
    if already:
        body |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return body


def _history(context: Context) -> Json:
    channel = context.joined_channel()
    roots = [m for m in context.workspace.in_channel(channel.id) if m.thread_ts in {None, m.ts}]
    found = [message for message in reversed(roots) if _within(context, message)]
    page, cursor = context.page(found)
    return _messages(context, page, cursor)


def _replies(context: Context) -> Json:
    channel = context.joined_channel()
    root = context.workspace.messages.get((channel.id, context.text("ts")))
    if root is None or root.ephemeral_for:
        raise Refusal("thread_not_found")
    thread = context.workspace.in_channel(channel.id, root.thread_ts or root.ts)
    page, cursor = context.page([m for m in thread if _within(context, m) or m.ts == root.ts], 1000)
    return _messages(context, page, cursor)


def _within(context: Context, message: Message) -> bool:
    oldest, latest = context.text("oldest") or "0", context.text("latest") or _LATEST
    if context.flag("inclusive"):
        return _key(oldest) <= _key(message.ts) <= _key(latest)
    return _key(oldest) < _key(message.ts) < _key(latest)


def _key(ts: str) -> tuple[int, int]:
    seconds, _, part = ts.partition(".")
    if not seconds.isdigit() or (part and not part.isdigit()):
        raise Refusal("invalid_ts_oldest")
    return int(seconds), int(part.ljust(6, "0")[:6] or "0")


def _messages(context: Context, page: list[Message], cursor: str) -> Json:
    metadata = context.flag("include_all_metadata")
    shown = [shapes.message_json(context.workspace, message, metadata=metadata) for message in page]
    body: Json = {"messages": shown, "has_more": bool(cursor)}
    if cursor:
        body["response_metadata"] = {"next_cursor": cursor}
    return body


def leave(context: Context) -> Json:
    """The bot leaves a channel."""
    channel = context.channel()
    if channel.kind in {"im", "mpim"}:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.general:
        raise Refusal("cant_leave_general")
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    context.workspace.put_channel(replace(channel, members=tuple(m for m in channel.members if m != BOT_USER)))
    return {}


METHODS: dict[str, Method] = {
    "conversations.open": _open,
    "conversations.info": _info,
    "conversations.list": _list,
    "conversations.members": _members,
    "conversations.join": _join,
    "conversations.leave": leave,
    "conversations.history": _history,
    "conversations.replies": _replies,
}
