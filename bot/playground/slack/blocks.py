"""Rules for the blocks of a message, and the ``block_id`` and ``action_id`` that Slack fills in."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from bot.playground.slack import elements, objects, text
from bot.playground.slack.objects import ANY, ID, PLAIN, Problems
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.slack.model import Json

IN_MESSAGE = 50
ALL_TEXT = 13_200
ALL_MARKDOWN = 12_000
KNOWN = frozenset(
    {"section", "divider", "image", "actions", "context", "input", "header", "markdown", "rich_text", "table", "file"}
)
"""Block types that every workspace takes. A newer one is refused unless the workspace is told to take it."""

INTERACTIVE_KEYS = ("accessory", "element")


def parse(value: Any, *, code: str = "invalid_blocks_format") -> list[Any]:
    """The blocks of a call, from JSON text or as they are.

    Raises:
        Refusal: they are no list of objects.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise Refusal(code) from error
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise Refusal(code)
    return value


def message_blocks(value: Any, new_id: Callable[[str], str], known: frozenset[str] = KNOWN) -> tuple[Json, ...]:
    """Check the blocks of a message and return them with their ids filled in.

    Raises:
        Refusal: ``invalid_blocks_format``, ``invalid_blocks`` with the reasons, or ``msg_blocks_too_long``.
    """
    blocks = parse(value)
    problems = Problems()
    check_all(problems, "/blocks", blocks, known, IN_MESSAGE)
    if problems.found:
        raise Refusal("invalid_blocks", problems.found)
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refusal("invalid_attachments", ["only_one_table_allowed"])
    if text.block_text_length(blocks) > ALL_TEXT:
        raise Refusal("msg_blocks_too_long")
    return tuple(with_ids(blocks, new_id))


def check_all(problems: Problems, pointer: str, blocks: list[Any], known: frozenset[str], most: int) -> None:
    """Check a list of blocks: each by the rule of its type, ids unique."""
    problems.items(pointer, blocks, most, 0)
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        at = f"{pointer}/{index}"
        part = problems.mapping(at, block)
        if part is None:
            continue
        kind = part.get("type")
        if kind is None:
            problems.add(at, "missing required field: type")
        elif not isinstance(kind, str) or kind not in known:
            problems.add(f"{at}/type", f"unsupported type: {kind}")
        else:
            _RULES.get(kind, _free)(problems, at, part)
        block_id = part.get("block_id")
        if problems.string(f"{at}/block_id", block_id, ID):
            if block_id in seen:
                problems.add(f"{at}/block_id", f'`block_id` "{block_id}" already exists')
            seen.add(str(block_id))
    _markdown_together(problems, pointer, blocks)
    _focus(problems, pointer, blocks)


def _markdown_together(problems: Problems, pointer: str, blocks: list[Any]) -> None:
    parts = [
        str(block.get("text", "")) for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"
    ]
    if len(parts) > 1 and sum(map(len, parts)) > ALL_MARKDOWN:
        problems.add(pointer, f"markdown blocks must together be less than {ALL_MARKDOWN + 1} characters")


def _focus(problems: Problems, pointer: str, blocks: list[Any]) -> None:
    """Only one element may ask for the focus."""
    inputs = [(place, block.get("element")) for place, block in enumerate(blocks) if isinstance(block, dict)]
    focused = [place for place, element in inputs if isinstance(element, dict) and element.get("focus_on_load") is True]
    for place in focused[1:]:
        problems.add(f"{pointer}/{place}/element/focus_on_load", "only one element may have `focus_on_load`")


def with_ids(blocks: list[Json], new_id: Callable[[str], str]) -> list[Json]:
    """A copy of the blocks in which each block has a ``block_id`` and each element an ``action_id``."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", new_id("b"))
        for element in interactive(block):
            element.setdefault("action_id", new_id("a"))
            for key in ("text", "placeholder"):
                if isinstance(element.get(key), dict) and element[key].get("type") == "plain_text":
                    element[key].setdefault("emoji", True)
    return filled


def interactive(block: Json) -> list[Json]:
    """The elements of a block that a person can use."""
    found: list[Json] = [block[key] for key in INTERACTIVE_KEYS if isinstance(block.get(key), dict)]
    if block.get("type") == "actions":
        found += block["elements"]
    return [element for element in found if element.get("type") != "image"]


def _section(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, (), ("text", "fields", "accessory", "block_id", "expand"))
    if block.get("text") is None and block.get("fields") is None:
        problems.add(at, "must define either `text` or `fields`")
    objects.text(problems, f"{at}/text", block.get("text"), 3000, ANY)
    for index, field in enumerate(problems.items(f"{at}/fields", block.get("fields"), 10)):
        objects.text(problems, f"{at}/fields/{index}", field, 2000, ANY)
    elements.check(problems, f"{at}/accessory", block.get("accessory"), elements.IN_SECTION)


def _divider(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, (), ("block_id",))


def _header(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("text",), ("block_id", "level"))
    objects.text(problems, f"{at}/text", block.get("text"), 150, PLAIN)


def _image(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("alt_text",), ("image_url", "slack_file", "title", "block_id"))
    elements.source(problems, at, block)
    objects.text(problems, f"{at}/title", block.get("title"), 2000, PLAIN)


def _actions(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("elements",), ("block_id",))
    seen: set[str] = set()
    for index, element in enumerate(problems.items(f"{at}/elements", block.get("elements"), 25)):
        pointer = f"{at}/elements/{index}"
        part = elements.check(problems, pointer, element, elements.IN_ACTIONS)
        action_id = part.get("action_id") if part else None
        if isinstance(action_id, str):
            if action_id in seen:
                problems.add(f"{pointer}/action_id", f'`action_id` "{action_id}" already exists')
            seen.add(action_id)


def _context(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("elements",), ("block_id",))
    for index, element in enumerate(problems.items(f"{at}/elements", block.get("elements"), 10)):
        pointer = f"{at}/elements/{index}"
        part = problems.mapping(pointer, element)
        if part is not None and part.get("type") == "image":
            elements.image(problems, pointer, part)
        else:
            objects.text(problems, pointer, element, 2000, ANY)


def _input(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("label", "element"), ("hint", "optional", "dispatch_action", "block_id"))
    objects.text(problems, f"{at}/label", block.get("label"), 2000, PLAIN)
    objects.text(problems, f"{at}/hint", block.get("hint"), 2000, PLAIN)
    elements.check(problems, f"{at}/element", block.get("element"), elements.IN_INPUT)


def _markdown(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("text",), ("block_id",))
    problems.string(f"{at}/text", block.get("text"), 12_000)


def _rich_text(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("elements",), ("block_id",))
    allowed = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for index, element in enumerate(problems.items(f"{at}/elements", block.get("elements"), 500, 0)):
        part = problems.mapping(f"{at}/elements/{index}", element)
        if part is not None and part.get("type") not in allowed:
            problems.add(f"{at}/elements/{index}/type", f"unsupported type: {part.get('type')}")


def _table(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("rows",), ("column_settings", "block_id"))
    for index, setting in enumerate(problems.items(f"{at}/column_settings", block.get("column_settings"), 20, 0)):
        part = problems.mapping(f"{at}/column_settings/{index}", setting)
        if part is not None:
            align = part.get("align")
            problems.one_of(f"{at}/column_settings/{index}/align", align, ("left", "center", "right"))
    for index, row in enumerate(problems.items(f"{at}/rows", block.get("rows"), 100)):
        for place, cell in enumerate(problems.items(f"{at}/rows/{index}", row, 20)):
            pointer = f"{at}/rows/{index}/{place}"
            part = problems.mapping(pointer, cell)
            if part is not None and part.get("type") not in ("raw_text", "rich_text"):
                problems.add(f"{pointer}/type", f"unsupported type: {part.get('type')}")
            elif part is not None and part["type"] == "raw_text":
                problems.keys(pointer, part, ("text",), ())
                problems.string(f"{pointer}/text", part.get("text"), 3000)


def _file(problems: Problems, at: str, block: Json) -> None:
    problems.keys(at, block, ("external_id", "source"), ("block_id",))


def _free(_problems: Problems, _at: str, _block: Json) -> None:
    """A newer type that this workspace was told to take: its inside is not judged."""


_RULES: dict[str, Callable[[Problems, str, Json], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "actions": _actions,
    "context": _context,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "file": _file,
}
