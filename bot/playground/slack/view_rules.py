"""Rules for views: modals and App Home tabs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.playground.slack import blocks, objects
from bot.playground.slack.objects import ID, PLAIN, Problems
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.model import Json

IN_VIEW = 100
ON_STACK = 3
SIZE = 250 * 1024
_SHARED = ("private_metadata", "callback_id", "external_id")
_MODAL = ("close", "submit", "clear_on_close", "notify_on_close", "submit_disabled", *_SHARED)
IN_VIEWS = blocks.KNOWN - {"table", "file", "markdown"} | {"alert"}


def parse(value: Any, known: frozenset[str] = IN_VIEWS, types: tuple[str, ...] = ("modal",)) -> Json:
    """Check a view and return it.

    Raises:
        Refusal: ``invalid_arguments`` with the reasons, or ``view_too_large`` above 250 KB.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise Refusal("invalid_arguments", ["failed to parse JSON [json-pointer:/view]"]) from error
    if not isinstance(value, dict):
        raise Refusal("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if len(json.dumps(value)) > SIZE:
        raise Refusal("view_too_large")
    problems = Problems()
    _check(problems, value, known, types)
    if problems.found:
        raise Refusal("invalid_arguments", problems.found)
    return value


def _check(problems: Problems, view: Json, known: frozenset[str], types: tuple[str, ...]) -> None:
    kind = view.get("type")
    if kind not in types:
        problems.add("/view/type", f"unsupported type: {kind}" if kind else "missing required field: type")
        return
    if kind == "modal":
        problems.keys("/view", view, ("title", "blocks"), _MODAL)
        for part in ("title", "submit", "close"):
            objects.text(problems, f"/view/{part}", view.get(part), 24, PLAIN)
    else:
        problems.keys("/view", view, ("blocks",), _SHARED)
    problems.string("/view/private_metadata", view.get("private_metadata"), 3000, 0)
    for part in ("callback_id", "external_id"):
        problems.string(f"/view/{part}", view.get(part), ID, 0)
    found = view.get("blocks")
    if not isinstance(found, list):
        problems.add("/view/blocks", "must provide an array")
        return
    blocks.check_all(problems, "/view/blocks", found, known, IN_VIEW)
    inputs = [index for index, block in enumerate(found) if isinstance(block, dict) and block.get("type") == "input"]
    if kind == "modal" and inputs and view.get("submit") is None:
        problems.add(f"/view/blocks/{inputs[0]}/input", "must define `submit` to use an `input` block in modals")
