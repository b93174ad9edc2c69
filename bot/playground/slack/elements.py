"""Rules for the interactive elements of Block Kit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.slack import objects
from bot.playground.slack.objects import ANY, ID, PLAIN, Problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.slack.model import Json

_DATE = re.compile(r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")
_TIME = re.compile(r"^(?:[01]\d|2[0-3]):[0-5]\d$")
_TEN_DIGITS = 10
_SHARED = ("action_id", "confirm", "focus_on_load")

MENUS = frozenset(
    f"{multi}{source}_select"
    for multi in ("", "multi_")
    for source in ("static", "external", "users", "conversations", "channels")
)
_CHOICES = MENUS | {"radio_buttons", "checkboxes", "datepicker", "timepicker"}
IN_ACTIONS = _CHOICES | {"button", "overflow", "datetimepicker", "workflow_button"}
IN_SECTION = _CHOICES | {"button", "overflow", "image", "workflow_button"}
IN_INPUT = _CHOICES | {
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
}


def check(problems: Problems, pointer: str, value: Any, allowed: frozenset[str]) -> Json | None:
    """Check one element against the types ``allowed`` at this place; return it when it has a known type."""
    element = problems.mapping(pointer, value)
    if element is None:
        return None
    kind = element.get("type")
    if not isinstance(kind, str) or kind not in allowed or kind not in _RULES:
        problems.add(f"{pointer}/type", f"unsupported type: {kind}")
        return None
    problems.string(f"{pointer}/action_id", element.get("action_id"), ID)
    objects.confirm(problems, f"{pointer}/confirm", element.get("confirm"))
    objects.text(problems, f"{pointer}/placeholder", element.get("placeholder"), 150)
    most = element.get("max_selected_items")
    if most is not None and not (isinstance(most, int) and most > 0):
        problems.add(f"{pointer}/max_selected_items", "must be more than 0")
    _RULES[kind](problems, pointer, element)
    return element


def image(problems: Problems, pointer: str, element: Json) -> None:
    """An image: exactly one source, and words for who cannot see it."""
    problems.keys(pointer, element, ("alt_text",), ("image_url", "slack_file"))
    source(problems, pointer, element)


def source(problems: Problems, pointer: str, part: Json) -> None:
    """The picture of an image element or block."""
    if (part.get("image_url") is None) == (part.get("slack_file") is None):
        problems.add(pointer, "must define either `image_url` or `slack_file`")
    objects.url(problems, f"{pointer}/image_url", part.get("image_url"))
    file = problems.mapping(f"{pointer}/slack_file", part.get("slack_file"))
    if file is not None and (file.get("id") is None) == (file.get("url") is None):
        problems.add(f"{pointer}/slack_file", "must define either `id` or `url`")
    problems.string(f"{pointer}/alt_text", part.get("alt_text"), 2000)


def _button(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, ("text",), ("action_id", "url", "value", "style", "confirm", "accessibility_label"))
    objects.text(problems, f"{pointer}/text", element.get("text"), 75)
    objects.url(problems, f"{pointer}/url", element.get("url"))
    problems.string(f"{pointer}/value", element.get("value"), 2000, 0)
    problems.string(f"{pointer}/accessibility_label", element.get("accessibility_label"), 75)
    problems.one_of(f"{pointer}/style", element.get("style"), ("primary", "danger"))


def _workflow_button(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, ("text", "workflow"), ("action_id", "style", "accessibility_label"))
    objects.text(problems, f"{pointer}/text", element.get("text"), 75)


def _overflow(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, ("options",), ("action_id", "confirm"))
    objects.options(problems, f"{pointer}/options", element.get("options"), 5)


def _static(problems: Problems, pointer: str, element: Json) -> None:
    initial = "initial_options" if element["type"].startswith("multi_") else "initial_option"
    extra = ("max_selected_items",) if element["type"].startswith("multi_") else ()
    problems.keys(pointer, element, (), ("options", "option_groups", "placeholder", initial, *extra, *_SHARED))
    if (element.get("options") is None) == (element.get("option_groups") is None):
        problems.add(pointer, "must define either `options` or `option_groups`")
    objects.options(problems, f"{pointer}/options", element.get("options"), 100)
    for index, group in enumerate(problems.items(f"{pointer}/option_groups", element.get("option_groups"), 100)):
        at = f"{pointer}/option_groups/{index}"
        part = problems.mapping(at, group)
        if part is not None:
            problems.keys(at, part, ("label", "options"), ())
            objects.text(problems, f"{at}/label", part.get("label"), 75)
            objects.options(problems, f"{at}/options", part.get("options"), 100)
    _initial(problems, pointer, element, initial)


def _initial(problems: Problems, pointer: str, element: Json, key: str) -> None:
    """What is selected at first must be one of the options, letter by letter."""
    first = element.get(key)
    if first is None:
        return
    wanted = problems.items(f"{pointer}/{key}", first, 100) if key.endswith("s") else [first]
    if any(item not in objects.all_options(element) for item in wanted):
        problems.add(f"{pointer}/{key}", f"`{key}` must be one of the options")


def _external(problems: Problems, pointer: str, element: Json) -> None:
    multi = element["type"].startswith("multi_")
    own = ("initial_options", "max_selected_items") if multi else ("initial_option",)
    problems.keys(pointer, element, (), ("placeholder", "min_query_length", *own, *_SHARED))


def _people(problems: Problems, pointer: str, element: Json) -> None:
    multi, _, kind = element["type"].removesuffix("s_select").rpartition("_")
    own: tuple[str, ...] = (f"initial_{kind}s", "max_selected_items") if multi else (f"initial_{kind}",)
    if kind != "user":
        own = (*own, "filter", "default_to_current_conversation", "response_url_enabled")
    problems.keys(pointer, element, (), ("placeholder", *own, *_SHARED))


def _boxes(problems: Problems, pointer: str, element: Json) -> None:
    initial = "initial_options" if element["type"] == "checkboxes" else "initial_option"
    problems.keys(pointer, element, ("options",), (initial, *_SHARED))
    objects.options(problems, f"{pointer}/options", element.get("options"), 10, ANY)
    _initial(problems, pointer, element, initial)


def _date(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, (), ("placeholder", "initial_date", *_SHARED))
    first = element.get("initial_date")
    if first is not None and not (isinstance(first, str) and _DATE.match(first)):
        problems.add(f"{pointer}/initial_date", "must match format YYYY-MM-DD")


def _time(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, (), ("placeholder", "initial_time", "timezone", *_SHARED))
    first = element.get("initial_time")
    if first is not None and not (isinstance(first, str) and _TIME.match(first)):
        problems.add(f"{pointer}/initial_time", "must match format HH:mm")


def _moment(problems: Problems, pointer: str, element: Json) -> None:
    problems.keys(pointer, element, (), ("initial_date_time", *_SHARED))
    first = element.get("initial_date_time")
    if first is not None and not (isinstance(first, int) and len(str(first)) == _TEN_DIGITS):
        problems.add(f"{pointer}/initial_date_time", "must be a 10-digit Unix timestamp")


@dataclass(frozen=True)
class _Typed:
    """The rule for an input that is typed into; ``own`` are the keys that only this type has."""

    own: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    def __call__(self, problems: Problems, pointer: str, element: Json) -> None:
        shared = ("action_id", "placeholder", "initial_value", "dispatch_action_config", "focus_on_load")
        problems.keys(pointer, element, self.required, (*shared, *self.own))
        shortest, longest = element.get("min_length"), element.get("max_length")
        for key, value, least in (("min_length", shortest, 0), ("max_length", longest, 1)):
            if value is not None and not (isinstance(value, int) and least <= value <= 3000):  # noqa: PLR2004 - Slack's
                problems.add(f"{pointer}/{key}", f"must be between {least} and 3000")
        if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
            problems.add(f"{pointer}/min_length", "must be less than or equal to `max_length`")


def _free(_problems: Problems, _pointer: str, _element: Json) -> None:
    """No rules of its own are held here."""


_RULES: dict[str, Callable[[Problems, str, Json], None]] = {
    "button": _button,
    "workflow_button": _workflow_button,
    "overflow": _overflow,
    "image": image,
    "radio_buttons": _boxes,
    "checkboxes": _boxes,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "plain_text_input": _Typed(("multiline", "min_length", "max_length")),
    "number_input": _Typed(("min_value", "max_value"), ("is_decimal_allowed",)),
    "email_text_input": _Typed(),
    "url_text_input": _Typed(),
    "rich_text_input": _free,
    "file_input": _free,
    **{kind: _static if "static" in kind else _external if "external" in kind else _people for kind in sorted(MENUS)},
}

__all__ = ["ANY", "IN_ACTIONS", "IN_INPUT", "IN_SECTION", "PLAIN", "check", "image", "source"]
