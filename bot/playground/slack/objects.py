"""Rules for the small parts of Block Kit: texts, options, confirmations. Limits are Slack's, in characters or items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.playground.slack.model import Json

ID = 255
PLAIN = ("plain_text",)
ANY = ("plain_text", "mrkdwn")
_URL = re.compile(r"^(?:https?://\S+|mailto:\S+|slack://\S+)$")


class Problems:
    """What is wrong with a payload, each with a JSON pointer to the place."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, pointer: str, message: str) -> None:
        """Note one problem."""
        self.found.append(f"{message} [json-pointer:{pointer}]")

    def keys(self, pointer: str, value: Json, required: Collection[str], optional: Collection[str]) -> None:
        """Note each required key that is missing and each key that Slack does not know."""
        for key in required:
            if value.get(key) is None:
                self.add(pointer, f"missing required field: {key}")
        for key in value:
            if key != "type" and key not in required and key not in optional:
                self.add(pointer, f"invalid additional property: {key}")

    def string(self, pointer: str, value: Any, limit: int, least: int = 1) -> bool:
        """Check a string's length; ``None`` counts as absent and passes."""
        if value is None:
            return False
        if not isinstance(value, str):
            self.add(pointer, "must be a string")
            return False
        if len(value) < least:
            self.add(pointer, f"must be more than {least - 1} characters")
        if len(value) > limit:
            self.add(pointer, f"must be less than {limit + 1} characters")
        return True

    def items(self, pointer: str, value: Any, most: int, least: int = 1) -> list[Any]:
        """Check a list's length and return it; ``None`` counts as absent and passes."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.add(pointer, "must provide an array")
            return []
        if len(value) < least:
            self.add(pointer, f"no fewer than {least} items allowed")
        if len(value) > most:
            self.add(pointer, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            if item is None:
                self.add(f"{pointer}/{index}", "must provide an object")
        return value

    def mapping(self, pointer: str, value: Any) -> Json | None:
        """The object at ``pointer``, or a problem; ``None`` counts as absent and passes."""
        if value is None:
            return None
        if not isinstance(value, dict):
            self.add(pointer, "must provide an object")
            return None
        return value

    def one_of(self, pointer: str, value: Any, allowed: Collection[Any]) -> None:
        """Check a value against a short list; ``None`` counts as absent and passes."""
        if value is not None and value not in allowed:
            self.add(pointer, "must be one of: " + ", ".join(str(item) for item in allowed))


def text(problems: Problems, pointer: str, value: Any, limit: int, kinds: tuple[str, ...] = PLAIN) -> None:
    """A text object of one of ``kinds`` with 1 to ``limit`` characters."""
    part = problems.mapping(pointer, value)
    if part is None:
        return
    kind = part.get("type")
    if kind not in kinds:
        problems.add(f"{pointer}/type", f"unsupported type: {kind}")
        return
    problems.keys(pointer, part, ("text",), ("emoji",) if kind == "plain_text" else ("verbatim",))
    problems.string(f"{pointer}/text", part.get("text"), limit)


def url(problems: Problems, pointer: str, value: Any, limit: int = 3000) -> None:
    """An address that Slack would accept."""
    if problems.string(pointer, value, limit) and not _URL.match(value):
        problems.add(pointer, "must be a valid URL")


def confirm(problems: Problems, pointer: str, value: Any) -> None:
    """A confirmation dialog."""
    part = problems.mapping(pointer, value)
    if part is None:
        return
    problems.keys(pointer, part, ("title", "text"), ("confirm", "deny", "style"))
    text(problems, f"{pointer}/title", part.get("title"), 100)
    text(problems, f"{pointer}/text", part.get("text"), 300, ANY)
    text(problems, f"{pointer}/confirm", part.get("confirm"), 30)
    text(problems, f"{pointer}/deny", part.get("deny"), 30)
    problems.one_of(f"{pointer}/style", part.get("style"), ("primary", "danger"))


def option(problems: Problems, pointer: str, value: Any, kinds: tuple[str, ...] = PLAIN) -> None:
    """One option of a select, a menu, radio buttons or checkboxes."""
    part = problems.mapping(pointer, value)
    if part is None:
        return
    problems.keys(pointer, part, ("text", "value"), ("description", "url"))
    text(problems, f"{pointer}/text", part.get("text"), 75, kinds)
    text(problems, f"{pointer}/description", part.get("description"), 75, kinds)
    problems.string(f"{pointer}/value", part.get("value"), 150, 0)
    url(problems, f"{pointer}/url", part.get("url"))


def options(problems: Problems, pointer: str, value: Any, most: int, kinds: tuple[str, ...] = PLAIN) -> None:
    """A list of 1 to ``most`` options."""
    for index, item in enumerate(problems.items(pointer, value, most)):
        option(problems, f"{pointer}/{index}", item, kinds)


def all_options(element: Json) -> list[Json]:
    """The options of an element, with those inside groups; what is no list of objects counts as empty."""
    groups = element.get("option_groups")
    holders = [element, *(groups if isinstance(groups, list) else [])]
    lists = [holder.get("options") for holder in holders if isinstance(holder, dict)]
    return [option for one in lists if isinstance(one, list) for option in one if isinstance(option, dict)]
