"""``chat.*``: post, edit, delete."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.slack import blocks, events, shapes, text
from bot.playground.slack.model import BOT_USER, Channel, Json, Mention, Message
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method

LONGEST = 40_000
LONGEST_EDIT = 4_000
"""An edit may hold far less text than a post."""
_METADATA_BYTES = 16 * 1024


def _post(context: Context) -> Json:
    workspace = context.workspace
    channel = target(context)
    words, shown = _content(context)
    thread_ts = thread(context, channel)
    message = Message(
        channel=channel.id,
        ts=workspace.next_ts(),
        user=BOT_USER,
        text=words,
        blocks=shown or (),
        thread_ts=thread_ts,
        metadata=_metadata(context),
    )
    workspace.put_message(message)
    note_mentions(context, message, "chat.postMessage")
    events.posted(workspace, message)
    posted = shapes.message_json(workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": posted}


def _ephemeral(context: Context) -> Json:
    workspace = context.workspace
    channel = context.joined_channel()
    user = context.user()
    if channel.archived:
        raise Refusal("is_archived")
    if user.id not in channel.members:
        raise Refusal("user_not_in_channel")
    words, shown = _content(context)
    message = Message(
        channel=channel.id,
        ts=workspace.next_ts(),
        user=BOT_USER,
        text=words,
        blocks=shown or (),
        thread_ts=thread(context, channel),
        ephemeral_for=user.id,
    )
    workspace.put_message(message)
    return {"message_ts": message.ts}


def _update(context: Context) -> Json:
    workspace = context.workspace
    channel = context.joined_channel()
    if channel.archived:
        raise Refusal("is_archived")
    old = context.message(channel)
    if not old.by_bot:
        raise Refusal("cant_update_message")
    if _too_late(context, old):
        raise Refusal("edit_window_closed")
    words, shown = _content(context, LONGEST_EDIT)
    # Slack keeps the blocks of a message when an edit brings none; an empty list takes them away.
    new = replace(
        old,
        text=words,
        blocks=old.blocks if shown is None else shown,
        edited_ts=workspace.next_ts(),
        metadata=_metadata(context) if "metadata" in context.arguments else old.metadata,
    )
    workspace.put_message(new)
    note_mentions(context, new, "chat.update")
    events.changed(workspace, new, old)
    kept = ("type", "user", "text", "team", "blocks", "bot_id", "app_id", "bot_profile", "edited", "metadata")
    body = {key: value for key, value in shapes.message_json(workspace, new, metadata=True).items() if key in kept}
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": body}


def _too_late(context: Context, message: Message) -> bool:
    """Whether the workspace no longer lets this message be edited."""
    most = context.terms.edit_minutes
    return most is not None and context.workspace.clock().timestamp() - float(message.ts) > most * 60


def _delete(context: Context) -> Json:
    channel = context.joined_channel()
    message = context.message(channel)
    if not message.by_bot:
        raise Refusal("cant_delete_message")
    context.workspace.drop_message(message)
    events.deleted(context.workspace, message)
    return {"channel": channel.id, "ts": message.ts}


def _permalink(context: Context) -> Json:
    channel = context.channel()
    message = context.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": shapes.permalink(message)}


def target(context: Context) -> Channel:
    """Where to post: a channel by id or name, or a user, whose direct messages are then opened."""
    workspace, given = context.workspace, context.text("channel")
    user = workspace.users.get(given)
    if user is not None:
        if user.is_bot:
            raise Refusal("channel_not_found")
        return workspace.direct(user.id)[0]
    named = [c for c in workspace.channels.values() if c.name and c.name == given.removeprefix("#")]
    if named:
        context = replace(context, arguments={**context.arguments, "channel": named[0].id})
    channel = context.joined_channel()
    if channel.archived:
        raise Refusal("is_archived")
    return channel


def _content(context: Context, longest: int = LONGEST) -> tuple[str, tuple[Json, ...] | None]:
    """The text and the blocks; blocks are ``None`` when the call has none."""
    words = context.text("text")
    given = context.arguments.get("blocks")
    if given in (None, ""):
        if not words.strip():
            raise Refusal("no_text")
        shown = None
    else:
        shown = blocks.message_blocks(given, context.workspace.next_id, context.terms.block_types)
        if not shown and not words.strip():
            raise Refusal("no_text")
    if len(words) > longest:
        raise Refusal("msg_too_long")
    return words, shown


def thread(context: Context, channel: Channel) -> str | None:
    """The root of the thread to post to; a reply's own ``ts`` leads to its root, as in Slack."""
    given = context.text("thread_ts")
    if not given:
        return None
    root = context.workspace.messages.get((channel.id, given))
    if root is None:
        raise Refusal("thread_not_found")
    if root.ephemeral_for:
        raise Refusal("cannot_reply_to_message")
    return root.thread_ts or root.ts


def _metadata(context: Context) -> Json | None:
    value = context.arguments.get("metadata")
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise Refusal("invalid_metadata_format") from error
    if not isinstance(value, dict) or not value.get("event_type") or not isinstance(value.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(value).encode()) > _METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return copy.deepcopy(value)


def note_mentions(context: Context, message: Message, method: str) -> None:
    """Remember whom a message of the bot notifies."""
    workspace = context.workspace
    found = [*text.mentions(message.text), *text.mentioned_in_blocks(message.blocks)]
    if context.flag("link_names") or context.text("parse") == "full":
        found += text.group_names(message.text)
    for target in dict.fromkeys(found):
        if target[0] in "UW" and target not in workspace.users:
            continue
        workspace.mentions.append(Mention(channel=message.channel, ts=message.ts, target=target, method=method))


METHODS: dict[str, Method] = {
    "chat.postMessage": _post,
    "chat.postEphemeral": _ephemeral,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.getPermalink": _permalink,
}
