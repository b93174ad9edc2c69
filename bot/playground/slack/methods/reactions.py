"""``reactions.*``: emoji under a message."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.slack.model import BOT_USER
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method
    from bot.playground.slack.model import Json

_NAME = re.compile(r"^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$")


def _add(context: Context) -> Json:
    channel = context.joined_channel()
    if not context.text("timestamp"):
        raise Refusal("no_item_specified")
    message = context.message(channel, "timestamp")
    name = context.text("name")
    if not _NAME.match(name):
        raise Refusal("invalid_name")
    given = dict(message.reactions)
    if BOT_USER in given.get(name, ()):
        raise Refusal("already_reacted")
    given[name] = (*given.get(name, ()), BOT_USER)
    context.workspace.put_message(replace(message, reactions=tuple(given.items())))
    return {}


METHODS: dict[str, Method] = {"reactions.add": _add}
