from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient

from bot.playground.slack import LocalSlack, blocks, view_rules
from bot.playground.slack.refusal import Refusal
from tests.unit.playground.stage import (
    SECRET,
    actions,
    button,
    menu,
    modal,
    mrkdwn,
    option,
    plain,
    section,
    text_input,
)

if TYPE_CHECKING:
    from tests.unit.playground.stage import Bot, Clock

PICTURE = "https://example.org/picture.png"
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("Really"), "confirm": plain("Yes"), "deny": plain("No")}
LARGE = actions(menu("large", 100))

ACCEPTED: list[dict[str, Any]] = [
    section("x" * 3000, accessory=menu()),
    {"type": "section", "fields": [mrkdwn("x" * 2000), plain("y")]},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {
        "type": "context",
        "elements": [mrkdwn("x"), {"type": "image", "image_url": "https://a.b/c.png", "alt_text": "c"}],
    },
    *map(
        actions,
        [
            button(
                "a",
                style="primary",
                value="v",
                confirm={
                    "title": plain("Sure?"),
                    "text": mrkdwn("Really"),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                },
            ),
            menu("b", 8, placeholder=plain("Choose"), initial_option=option("v7")),
            {"type": "users_select", "action_id": "c", "initial_user": "U0OLIVIA"},
            {"type": "multi_conversations_select", "action_id": "d", "max_selected_items": 2},
            {"type": "overflow", "action_id": "e", "options": [option("a")]},
            {"type": "datepicker", "action_id": "f", "initial_date": "2026-03-02"},
            {"type": "timepicker", "action_id": "g", "initial_time": "09:30"},
            {"type": "radio_buttons", "action_id": "h", "options": [{"text": mrkdwn("*a*"), "value": "a"}]},
            {"type": "checkboxes", "action_id": "i", "options": [option("a")], "initial_options": [option("a")]},
            {
                "type": "static_select",
                "action_id": "j",
                "option_groups": [{"label": plain("g"), "options": [option("a")]}],
            },
            {"type": "external_select", "action_id": "k", "min_query_length": 2},
            {"type": "datetimepicker", "action_id": "l"},
        ],
    ),
    text_input(dispatch_action=True, hint=plain("hint"), element={"multiline": True, "max_length": 3000}),
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 2},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    {"type": "image", "image_url": PICTURE, "alt_text": "c", "title": plain("c")},
]


def test_what_stays_within_the_limits_is_posted(slack: LocalSlack, client: WebClient) -> None:
    """Every kind of block at its limit is accepted, and gets the ids that were left out."""
    client.chat_postMessage(channel="C0ORDERS", text="x" * 40_000, blocks=[*ACCEPTED, LARGE])
    (message,) = slack.messages("orders")
    assert [block["type"] for block in message.blocks] == [block["type"] for block in (*ACCEPTED, LARGE)]
    ids = [block["block_id"] for block in message.blocks]
    assert len(set(ids)) == len(ids)


def test_a_workspace_may_be_told_to_take_newer_blocks(clock: Clock, bot: Bot) -> None:
    """A newer block type is taken where the workspace knows it, so that both sides of a fallback can be tried."""
    with LocalSlack(clock, SECRET, bot.url, block_types=blocks.KNOWN | {"plan"}) as slack:
        client = WebClient(slack.token, base_url=slack.api_url)
        assert client.chat_postMessage(channel="C0ORDERS", text="x", blocks=[{"type": "plan", "title": "x"}])["ok"]


STRANGE: list[Any] = [None, True, 7, "", "section", [], [None], [[]], {}, {"type": "static_select"}]


def _places(value: Any) -> list[tuple[Any, ...]]:
    """The path to every part of a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, part in inner for path in ((key,), *((key, *rest) for rest in _places(part)))]


def _spoiled(payload: Any, path: tuple[Any, ...], strange: Any) -> Any:
    spoiled = copy.deepcopy(payload)
    part = spoiled
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = copy.deepcopy(strange)
    return spoiled


@pytest.mark.parametrize("kind", range(len(ACCEPTED)))
def test_no_payload_breaks_the_checks(kind: int) -> None:
    """Put anything strange in any place of any block: it is taken or refused, and the checks never fall over."""
    payload = [ACCEPTED[kind]]
    for path in _places(payload):
        for strange in STRANGE:
            spoiled = _spoiled(payload, path, strange)
            with contextlib.suppress(Refusal):
                blocks.message_blocks(spoiled, lambda prefix: prefix)
            with contextlib.suppress(Refusal):
                view_rules.parse(modal(*spoiled))


def test_no_view_breaks_the_checks() -> None:
    """The same for the parts of a view."""
    payload = modal(text_input(), private_metadata="x", callback_id="y", close=plain("z"))
    for path in _places(payload):
        for strange in STRANGE:
            with contextlib.suppress(Refusal):
                view_rules.parse(_spoiled(payload, path, strange))
