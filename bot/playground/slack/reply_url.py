"""What an app may do with a ``response_url``: five times, for thirty minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.playground.slack import blocks, events
from bot.playground.slack.model import BOT_USER, Json, Message, ReplyAddress
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.workspace import Workspace

USES = 5
LIFE = timedelta(minutes=30)


def use(workspace: Workspace, address_id: str, body: Json) -> None:
    """Do what ``body`` says.

    Raises:
        Refusal: ``expired_url``, ``used_url``, or what is wrong with the message.
    """
    with workspace.changed:
        address = workspace.addresses.get(address_id)
        if address is None or workspace.clock() - address.issued > LIFE:
            raise Refusal("expired_url")
        if address.uses >= USES:
            raise Refusal("used_url")
        workspace.addresses[address_id] = replace(address, uses=address.uses + 1)
    original = workspace.messages.get((address.channel, address.ts)) if address.ts else None
    if body.get("delete_original") and original:
        workspace.drop_message(original)
        if original.ephemeral_for is None:
            events.deleted(workspace, original)
    elif body.get("replace_original") and original:
        _replace(workspace, original, body)
    else:
        post(workspace, address, body)


def _replace(workspace: Workspace, original: Message, body: Json) -> None:
    new = replace(
        original, edited_ts=workspace.next_ts(), text=str(body.get("text") or ""), blocks=_blocks(workspace, body)
    )
    workspace.put_message(new)
    if new.ephemeral_for is None:
        events.changed(workspace, new, original)


def post(workspace: Workspace, address: ReplyAddress, body: Json) -> Message:
    """Post a message where the address belongs: for its user alone unless ``response_type`` is ``in_channel``."""
    public = body.get("response_type") == "in_channel"
    message = Message(
        channel=address.channel,
        ts=workspace.next_ts(),
        user=BOT_USER,
        text=str(body.get("text") or ""),
        blocks=_blocks(workspace, body),
        thread_ts=body.get("thread_ts") or None,
        ephemeral_for=None if public else address.user,
    )
    if not message.text and not message.blocks:
        raise Refusal("no_text")
    workspace.put_message(message)
    if public:
        events.posted(workspace, message)
    return message


def _blocks(workspace: Workspace, body: Json) -> tuple[Json, ...]:
    given = body.get("blocks")
    return blocks.message_blocks(given, workspace.next_id) if given else ()
