from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground.stage import (
    actions,
    button,
    menu,
    mrkdwn,
    option,
    plain,
    section,
    text_input,
)

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack

Rule = tuple[list[dict[str, Any]], str]


def _in(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [actions(element)]


def _confirm(**more: Any) -> dict[str, Any]:
    return {"title": plain("Sure?"), "text": mrkdwn("Really"), **more}


RULES: dict[str, Rule] = {
    "51 blocks": ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "no type": ([{"text": plain("x")}], "missing required field: type [json-pointer:/blocks/0]"),
    "unknown type": ([{"type": "poll"}], "unsupported type: poll [json-pointer:/blocks/0/type]"),
    "newer type": ([{"type": "plan", "title": "x"}], "unsupported type: plan [json-pointer:/blocks/0/type]"),
    "same block_id": (
        [section(block_id="a"), section(block_id="a")],
        '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ),
    "long block_id": (
        [section(block_id="x" * 256)],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    "made-up key": ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    "empty section": ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    "section text is a string": (
        [{"type": "section", "text": "x"}],
        "must provide an object [json-pointer:/blocks/0/text]",
    ),
    "section text 3001": (
        [section("x" * 3001)],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "section text empty": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "unknown text type": (
        [{"type": "section", "text": {"type": "html", "text": "x"}}],
        "unsupported type: html [json-pointer:/blocks/0/text/type]",
    ),
    "emoji in mrkdwn": (
        [{"type": "section", "text": {**mrkdwn("x"), "emoji": True}}],
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "11 fields": (
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "field 2001": (
        [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "input as accessory": (
        [section(accessory={"type": "plain_text_input"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    "header 151": (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "header in mrkdwn": (
        [{"type": "header", "text": mrkdwn("x")}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "header without text": ([{"type": "header"}], "missing required field: text [json-pointer:/blocks/0]"),
    "divider with text": (
        [{"type": "divider", "text": plain("x")}],
        "invalid additional property: text [json-pointer:/blocks/0]",
    ),
    "image without words": (
        [{"type": "image", "image_url": "https://example.org/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "image from nowhere": (
        [{"type": "image", "alt_text": "x"}],
        "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
    "image from a file": (
        [{"type": "image", "alt_text": "x", "image_url": "file:///a.png"}],
        "must be a valid URL [json-pointer:/blocks/0/image_url]",
    ),
    "no elements": ([actions()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "26 elements": (
        [actions(*[button(f"a{i}") for i in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "same action_id": (
        [actions(button("a"), button("a"))],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    "text among elements": (
        [actions(mrkdwn("x"))],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/type]",
    ),
    "11 in a context": (
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "button in a context": (
        [{"type": "context", "elements": [button()]}],
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "button text 76": (
        _in(button(text="x" * 76)),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "button in mrkdwn": (
        _in({"type": "button", "text": mrkdwn("x")}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
    ),
    "button value 2001": (
        _in(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "button style": (
        _in(button(style="warning")),
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "long action_id": (
        _in(button("x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    "confirm title 101": (
        _in(button(confirm=_confirm(title=plain("x" * 101)))),
        "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
    ),
    "confirm text 301": (
        _in(button(confirm=_confirm(text=mrkdwn("x" * 301)))),
        "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
    ),
    "confirm without text": (
        _in(button(confirm={"title": plain("x")})),
        "missing required field: text [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    "no options": (_in(menu(count=0)), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    "101 options": (
        _in(menu(count=101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "options and groups": (
        _in(menu(option_groups=[{"label": plain("g"), "options": [option("a")]}])),
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "group label 76": (
        _in(
            {
                "type": "static_select",
                "option_groups": [{"label": plain("x" * 76), "options": [option("a")]}],
            }
        ),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/option_groups/0/label/text]",
    ),
    "option text 76": (
        _in({"type": "static_select", "options": [option("a", "x" * 76)]}),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    "option in mrkdwn": (
        _in({"type": "static_select", "options": [{"text": mrkdwn("x"), "value": "a"}]}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]",
    ),
    "option value 151": (
        _in({"type": "static_select", "options": [option("x" * 151, "x")]}),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    "initial option not offered": (
        _in(menu(initial_option=option("other"))),
        "`initial_option` must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "placeholder 151": (
        _in(menu(placeholder=plain("x" * 151))),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ),
    "6 in an overflow": (
        _in({"type": "overflow", "options": [option(f"v{i}") for i in range(6)]}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "11 radio buttons": (
        _in({"type": "radio_buttons", "options": [option(f"v{i}") for i in range(11)]}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "date of another form": (
        _in({"type": "datepicker", "initial_date": "03/02/2026"}),
        "must match format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "time of another form": (
        _in({"type": "timepicker", "initial_time": "9am"}),
        "must match format HH:mm [json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    "button as an input": (
        [{"type": "input", "label": plain("x"), "element": button()}],
        "unsupported type: button [json-pointer:/blocks/0/element/type]",
    ),
    "input without a label": (
        [{"type": "input", "element": {"type": "plain_text_input"}}],
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    "number input undecided": (
        [{"type": "input", "label": plain("x"), "element": {"type": "number_input"}}],
        "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
    ),
    "input longer than 3000": (
        [text_input(element={"max_length": 3001})],
        "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]",
    ),
    "shortest above longest": (
        [text_input(element={"min_length": 5, "max_length": 4})],
        "must be less than or equal to `max_length` [json-pointer:/blocks/0/element/min_length]",
    ),
    "markdown 12001": (
        [{"type": "markdown", "text": "x" * 12_001}],
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
    "unknown rich text": (
        [{"type": "rich_text", "elements": [{"type": "poem", "elements": []}]}],
        "unsupported type: poem [json-pointer:/blocks/0/elements/0/type]",
    ),
    "table 101 rows": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
        "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ),
    "table 21 columns": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    "table of mrkdwn": (
        [{"type": "table", "rows": [[mrkdwn("x")]]}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/rows/0/0/type]",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_message_with_wrong_blocks_is_refused_with_the_place(rule: str, slack: LocalSlack, client: WebClient) -> None:
    """Wrong blocks are ``invalid_blocks``, with the reason and a pointer to the place, and nothing is posted."""
    wrong, reason = RULES[rule]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0ORDERS", text="x", blocks=wrong)
    assert refused.value.response["error"] == "invalid_blocks"
    assert f"[ERROR] {reason}" in refused.value.response["response_metadata"]["messages"]
    assert slack.messages("orders") == []
