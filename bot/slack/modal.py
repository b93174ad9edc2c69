"""The short form that starts a diagnosis."""

import json
from typing import Any

from bot.interview.start import FRAMEWORKS, MINUTES, PILOT_CHARACTERS, ROLES, SUMMARY_CHARACTERS, Request
from bot.slack.blocks import mrkdwn, plain_text
from prompts.catalog import Catalog

CALLBACK = "start"
TITLE_CHARACTERS = 24
DEFAULT_MINUTES = 30


def view(texts: Catalog, *, channel: str | None, pilot: str) -> dict[str, Any]:
    """The form, with the pilot's name filled in as it was typed; without a channel it asks for one."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"channel": channel}),
        "title": plain_text(texts.say("start.title"), TITLE_CHARACTERS),
        "submit": plain_text(texts.say("start.submit"), TITLE_CHARACTERS),
        "close": plain_text(texts.say("start.close"), TITLE_CHARACTERS),
        "blocks": [
            {"type": "section", "text": mrkdwn(texts.say("start.intro"))},
            *([] if channel else [_channel(texts)]),
            _text(texts, "pilot", pilot[:PILOT_CHARACTERS].strip(), PILOT_CHARACTERS),
            {**_text(texts, "summary", "", SUMMARY_CHARACTERS), "optional": True},
            _select("framework", texts.say("start.framework"), _frameworks(texts), FRAMEWORKS[0]),
            _select("minutes", texts.say("start.minutes"), _minutes(texts), str(DEFAULT_MINUTES)),
            *(_role(texts, role) for role in ROLES),
        ],
    }


def channel_of(payload: dict[str, Any]) -> str:
    """The channel that the form was opened in, or that was chosen in it."""
    chosen = payload["state"]["values"].get("channel", {}).get("channel", {})
    return str(json.loads(payload["private_metadata"])["channel"] or chosen.get("selected_conversation") or "")


def filled_in(payload: dict[str, Any]) -> Request:
    """What the form holds."""
    values = {block: next(iter(elements.values())) for block, elements in payload["state"]["values"].items()}
    return Request(
        channel=channel_of(payload),
        pilot=(values["pilot"].get("value") or "").strip(),
        summary=(values["summary"].get("value") or "").strip(),
        framework=values["framework"]["selected_option"]["value"],
        minutes=int(values["minutes"]["selected_option"]["value"]),
        roles={role: values.get(role, {}).get("selected_user") for role in ROLES},
    )


def _frameworks(texts: Catalog) -> dict[str, str]:
    return {name: texts.say(f"start.framework.{name}") for name in FRAMEWORKS}


def _minutes(texts: Catalog) -> dict[str, str]:
    return {str(minutes): texts.say("start.minutes_option", minutes=minutes) for minutes in MINUTES}


def _text(texts: Catalog, name: str, value: str, limit: int) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": name, "max_length": limit}
    if value:
        element["initial_value"] = value
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(texts.say(f"start.{name}")),
        "hint": plain_text(texts.say(f"start.{name}_hint")),
        "element": element,
    }


def _select(name: str, label: str, options: dict[str, str], chosen: str) -> dict[str, Any]:
    values = {value: {"text": plain_text(text), "value": value} for value, text in options.items()}
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": {
            "type": "static_select",
            "action_id": name,
            "options": list(values.values()),
            "initial_option": values[chosen],
        },
    }


def _channel(texts: Catalog) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "channel",
        "label": plain_text(texts.say("start.channel")),
        "hint": plain_text(texts.say("start.channel_hint")),
        "element": {
            "type": "conversations_select",
            "action_id": "channel",
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        },
    }


def _role(texts: Catalog, role: str) -> dict[str, Any]:
    block: dict[str, Any] = {
        "type": "input",
        "block_id": role,
        "optional": True,
        "label": plain_text(texts.say("start.role", role=texts.roles[role])),
        "element": {"type": "users_select", "action_id": role},
    }
    return {**block, "hint": plain_text(texts.say("start.role_hint"))} if role == ROLES[-1] else block
