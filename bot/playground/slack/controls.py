"""What a person can do with an element: the state it starts with and the state after a choice.

A state is Slack's entry of ``state.values[block_id][action_id]``: ``{"type": …, "selected_option": …}`` and the like.
"""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.playground.slack import blocks as block_rules
from bot.playground.slack import objects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.slack.model import Json

KEYS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
STATELESS = frozenset({"button", "overflow", "workflow_button"})
_INITIAL = {
    "value": "initial_value",
    "selected_date_time": "initial_date_time",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
}
_TIME = re.compile(r"^(?:[01]\d|2[0-3]):[0-5]\d$")


def initial(element: Json) -> Json:
    """The state of an element that nobody has touched."""
    key = KEYS[element["type"]]
    value = copy.deepcopy(element.get(_INITIAL.get(key, key.replace("selected", "initial"))))
    if value is None and key.endswith("s"):
        value = []
    return {"type": element["type"], key: value}


def initial_values(found: Iterable[Json]) -> Json:
    """``state.values`` of blocks that nobody has touched."""
    values: Json = {}
    for block in found:
        for element in block_rules.interactive(block):
            if element["type"] in KEYS and element["type"] not in STATELESS:
                values.setdefault(block["block_id"], {})[element["action_id"]] = initial(element)
    return values


def choose(element: Json, given: Any) -> Json:
    """The state of ``element`` after the choice ``given``: an option or its value, an id, a date, a text, or a list.

    Slack's own state entry is taken too. ``None`` clears.

    Raises:
        ValueError: a person could not choose this here.
    """
    kind = element["type"]
    if kind not in KEYS:
        raise ValueError(f"nothing can be chosen in a {kind}")
    key = KEYS[kind]
    if isinstance(given, dict) and key in given:
        given = given[key]
    if given is None or given == "":
        return {"type": kind, key: [] if key.endswith("s") else None}
    if key in {"selected_option", "selected_options"}:
        return {"type": kind, key: _picked(element, key, given)}
    if key == "value":
        return {"type": kind, key: _typed(element, str(given))}
    if key == "selected_date":
        given = date.fromisoformat(str(given)).isoformat()
    elif key == "selected_time" and not _TIME.match(str(given)):
        raise ValueError(f"{given!r} is no time of day like 09:30")
    elif key.endswith("s"):
        given = [given] if isinstance(given, str) else list(given)
    return {"type": kind, key: given}


def _picked(element: Json, key: str, given: Any) -> Any:
    if key == "selected_option":
        return _option(element, given)
    wanted = given if isinstance(given, list) else [given]
    most = element.get("max_selected_items")
    if most is not None and len(wanted) > most:
        raise ValueError(f"no more than {most} can be selected")
    return [_option(element, item) for item in wanted]


def _option(element: Json, given: Any) -> Json:
    value = given.get("value") if isinstance(given, dict) else given
    for option in objects.all_options(element):
        if option["value"] == value:
            return copy.deepcopy(option)
    offered = ", ".join(repr(option["value"]) for option in objects.all_options(element))
    raise ValueError(f"{value!r} is not offered; there are {offered}")


def _typed(element: Json, text: str) -> str:
    if element["type"] == "number_input":
        try:
            number = float(text)
        except ValueError as error:
            raise ValueError("a number is asked for") from error
        if not element["is_decimal_allowed"] and not number.is_integer():
            raise ValueError("a whole number is asked for")
        for key, wrong in (("min_value", number.__lt__), ("max_value", number.__gt__)):
            if element.get(key) is not None and wrong(float(element[key])):
                raise ValueError(f"{text} is beyond {key} {element[key]}")
    longest = element.get("max_length", 3000)
    shortest = element.get("min_length", 0)
    if not shortest <= len(text) <= longest:
        raise ValueError(f"between {shortest} and {longest} characters are asked for")
    return text


def people(state: Json) -> list[str]:
    """The users who are chosen in a state."""
    one = [state["selected_user"]] if state.get("selected_user") else []
    return [*one, *state.get("selected_users", [])]


def is_empty(state: Json) -> bool:
    """Whether nothing is chosen or typed."""
    return state.get(KEYS[state["type"]]) in (None, "", [])


def action_json(element: Json, block_id: str, state: Json | None, action_ts: str) -> Json:
    """The entry of ``actions`` in a ``block_actions`` payload."""
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    if element["type"] == "button":
        action["text"] = copy.deepcopy(element["text"])
        for key in ("value", "style", "url"):
            if key in element:
                action[key] = element[key]
    elif state is not None:
        action |= copy.deepcopy(state)
        for key in ("placeholder", "initial_option"):
            if key in element:
                action[key] = copy.deepcopy(element[key])
    action["action_ts"] = action_ts
    return action
