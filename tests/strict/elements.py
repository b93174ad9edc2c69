"""Rules for what one presses, chooses from and types into."""

from __future__ import annotations

from typing import Any

from tests.strict.rule import READING, Rule, block
from tests.unit.playground.stage import actions, button, menu, mrkdwn, option, plain, text_input


def _in(says: str, reason: str, element: dict[str, Any], **more: str) -> Rule:
    """A rule about an element in a row."""
    words, _, place = reason.partition(" @")
    return block(says, f"{words} @0/elements/0{f'/{place}' if place else ''}", actions(element), **more)


def _typed(says: str, reason: str, **element: Any) -> Rule:
    """A rule about a field that is typed into."""
    return block(says, f"{reason}", text_input(element=element))


def _asked(**more: Any) -> dict[str, Any]:
    return button(confirm={"title": plain("Sure?"), "text": mrkdwn("Really"), **more})


RULES = {
    "button-76": _in(
        "A button's text has at most 75 characters.",
        "must be less than 76 characters @text/text",
        button(text="x" * 76),
    ),
    "button-mrkdwn": _in(
        "A button's text is plain.", "unsupported type: mrkdwn @text/type", {"type": "button", "text": mrkdwn("x")}
    ),
    "button-value-2001": _in(
        "A button's value has at most 2,000 characters.",
        "must be less than 2001 characters @value",
        button(value="x" * 2001),
    ),
    "button-style": _in(
        "A button is plain, primary or danger.", "must be one of: primary, danger @style", button(style="warning")
    ),
    "button-url": _in(
        "A button leads to an address of the web.", "must be a valid URL @url", button(url="javascript:1")
    ),
    "button-url-3001": _in(
        "A button's address has at most 3,000 characters.",
        "must be less than 3001 characters @url",
        button(url=f"https://example.org/{'x' * 2981}"),
    ),
    "button-spoken-76": _in(
        "What a screen reader says for a button has at most 75 characters.",
        "must be less than 76 characters @accessibility_label",
        button(accessibility_label="x" * 76),
    ),
    "button-key": _in(
        "A key that an element does not have is refused.",
        "invalid additional property: colour",
        button(colour="red"),
        basis=READING,
    ),
    "action-id-256": _in(
        "An `action_id` has at most 255 characters.", "must be less than 256 characters @action_id", button("x" * 256)
    ),
    "confirm-title-101": _in(
        "The title of a confirmation has at most 100 characters.",
        "must be less than 101 characters @confirm/title/text",
        _asked(title=plain("x" * 101)),
    ),
    "confirm-text-301": _in(
        "A confirmation's text has at most 300 characters.",
        "must be less than 301 characters @confirm/text/text",
        _asked(text=mrkdwn("x" * 301)),
    ),
    "confirm-yes-31": _in(
        "A confirmation's yes has at most 30 characters.",
        "must be less than 31 characters @confirm/confirm/text",
        _asked(confirm=plain("x" * 31)),
    ),
    "confirm-no-31": _in(
        "A confirmation's no has at most 30 characters.",
        "must be less than 31 characters @confirm/deny/text",
        _asked(deny=plain("x" * 31)),
    ),
    "confirm-no-text": _in(
        "A confirmation has text.", "missing required field: text @confirm", button(confirm={"title": plain("x")})
    ),
    "confirm-style": _in(
        "A confirmation is primary or danger.", "must be one of: primary, danger @confirm/style", _asked(style="loud")
    ),
    "menu-none": _in("A menu has at least one option.", "no fewer than 1 items allowed @options", menu(count=0)),
    "menu-101": _in("A menu has at most 100 options.", "no more than 100 items allowed @options", menu(count=101)),
    "menu-both": _in(
        "A menu has options or groups of them, not both.",
        "must define either `options` or `option_groups`",
        menu(option_groups=[{"label": plain("g"), "options": [option("a")]}]),
    ),
    "menu-group-76": _in(
        "The label of a group has at most 75 characters.",
        "must be less than 76 characters @option_groups/0/label/text",
        {"type": "static_select", "option_groups": [{"label": plain("x" * 76), "options": [option("a")]}]},
    ),
    "menu-101-groups": _in(
        "A menu has at most 100 groups.",
        "no more than 100 items allowed @option_groups",
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": [option("a")]}] * 101},
    ),
    "menu-initial": _in(
        "What is chosen at first is one of the options.",
        "`initial_option` must be one of the options @initial_option",
        menu(initial_option=option("other")),
    ),
    "menu-placeholder-151": _in(
        "A placeholder has at most 150 characters.",
        "must be less than 151 characters @placeholder/text",
        menu(placeholder=plain("x" * 151)),
    ),
    "menu-none-of-many": _in(
        "Of several, at least one can be chosen.",
        "must be more than 0 @max_selected_items",
        {"type": "multi_users_select", "max_selected_items": 0},
    ),
    "option-76": _in(
        "An option's text has at most 75 characters.",
        "must be less than 76 characters @options/0/text/text",
        {"type": "static_select", "options": [option("a", "x" * 76)]},
    ),
    "option-mrkdwn": _in(
        "An option of a menu is plain text.",
        "unsupported type: mrkdwn @options/0/text/type",
        {"type": "static_select", "options": [{"text": mrkdwn("x"), "value": "a"}]},
    ),
    "option-value-151": _in(
        "An option's value has at most 150 characters.",
        "must be less than 151 characters @options/0/value",
        {"type": "static_select", "options": [option("x" * 151, "x")]},
    ),
    "option-description-76": _in(
        "An option's description has at most 75 characters.",
        "must be less than 76 characters @options/0/description/text",
        {"type": "static_select", "options": [option("a") | {"description": plain("x" * 76)}]},
    ),
    "overflow-6": _in(
        "A menu of three dots has at most 5 options.",
        "no more than 5 items allowed @options",
        {"type": "overflow", "options": [option(f"v{number}") for number in range(6)]},
    ),
    "radio-11": _in(
        "There are at most 10 radio buttons.",
        "no more than 10 items allowed @options",
        {"type": "radio_buttons", "options": [option(f"v{number}") for number in range(11)]},
    ),
    "boxes-11": _in(
        "There are at most 10 check boxes.",
        "no more than 10 items allowed @options",
        {"type": "checkboxes", "options": [option(f"v{number}") for number in range(11)]},
    ),
    "date-form": _in(
        "A date is written 2026-03-02.",
        "must match format YYYY-MM-DD @initial_date",
        {"type": "datepicker", "initial_date": "03/02/2026"},
    ),
    "time-form": _in(
        "A time is written 09:30.",
        "must match format HH:mm @initial_time",
        {"type": "timepicker", "initial_time": "9am"},
    ),
    "moment-form": _in(
        "A moment is ten digits: seconds since 1970.",
        "must be a 10-digit Unix timestamp @initial_date_time",
        {"type": "datetimepicker", "initial_date_time": "2026-03-02T09:30"},
    ),
    "number-undecided": block(
        "A field for numbers says whether it takes decimals.",
        "missing required field: is_decimal_allowed @0/element",
        {"type": "input", "label": plain("x"), "element": {"type": "number_input"}},
    ),
    "input-3001": _typed(
        "A field takes at most 3,000 characters.", "must be between 1 and 3000 @0/element/max_length", max_length=3001
    ),
    "input-least": _typed(
        "A field asks for no more than it takes.",
        "must be less than or equal to `max_length` @0/element/min_length",
        min_length=5,
        max_length=4,
    ),
}
