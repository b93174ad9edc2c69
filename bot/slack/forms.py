"""Parts that forms are made of, and opening them."""

from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import mrkdwn, plain_text
from bot.slack.front import Front, Who, texts_for
from prompts.catalog import Catalog
from prompts.messages import Message, Note

log = structlog.get_logger()

TITLE_CHARACTERS = 24
HINT_CHARACTERS = 150
Block = dict[str, Any]


def form(texts: Catalog, callback: str, *, kept: str, title: str, submit: str, blocks: list[Block]) -> dict[str, Any]:
    """A form: `kept` comes back with it, `title` and `submit` are messages of the catalog."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": kept,
        "title": plain_text(texts.say(title), TITLE_CHARACTERS),
        "submit": plain_text(texts.say(submit), TITLE_CHARACTERS),
        "close": plain_text(texts.say("start.close"), TITLE_CHARACTERS),
        "blocks": blocks,
    }


def text(words: str) -> Block:
    """Some words between the fields."""
    return {"type": "section", "text": mrkdwn(words)}


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    """A field; its element has the field's name too."""
    block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain_text(label),
        "element": {**element, "action_id": name},
    }
    return {**block, "hint": plain_text(hint, HINT_CHARACTERS)} if hint else block


def typed(value: str | None, limit: int, *, multiline: bool = False) -> Block:
    """An element to type into."""
    element: Block = {"type": "plain_text_input", "max_length": limit, "multiline": multiline}
    return {**element, "initial_value": value} if value else element


def choice(options: Mapping[str, str], chosen: str) -> Block:
    """An element to choose from: values with their labels."""
    made = {value: {"text": plain_text(label), "value": value} for value, label in options.items()}
    return {"type": "static_select", "options": list(made.values()), "initial_option": made[chosen]}


def values(shown: Mapping[str, Any]) -> dict[str, str]:
    """What is filled in, by field; an empty text for what is not."""
    found = {}
    for fields in shown["state"]["values"].values():
        for name, state in fields.items():
            option = (state.get("selected_option") or {}).get("value")
            given = option or next((value for key, value in state.items() if key != "type" and value), None)
            found[name] = given.strip() if isinstance(given, str) else ""
    return found


def show(front: Front, who: Who, body: Mapping[str, Any], view: dict[str, Any]) -> Message | None:
    """Open a form; a word instead where Slack does not take it."""
    try:
        front.keys.client(who.workspace_id).views_open(trigger_id=body["trigger_id"], view=view)
    except (SlackApiError, OSError) as error:
        log.warning("form_not_opened", action=view["callback_id"], fault=type(error).__name__)
        return Note(text=texts_for(front, who).say("wrong.unforeseen"))
    return None
