from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground.stage import modal, mrkdwn, plain, section

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack

VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "title 25": (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "title in mrkdwn": (modal(title=mrkdwn("x")), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
    "no title": (
        {"type": "modal", "blocks": [section()]},
        "missing required field: title [json-pointer:/view]",
    ),
    "submit 25": (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    "close 25": (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    "no submit": (
        modal(submit=None),
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
    ),
    "101 blocks": (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "metadata 3001": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "callback 256": (
        modal(callback_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    "table in a view": (
        modal({"type": "table", "rows": []}),
        "unsupported type: table [json-pointer:/view/blocks/0/type]",
    ),
    "block inside": (
        modal(section("x" * 3001)),
        "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
    ),
    "no blocks": ({"type": "modal", "title": plain("x")}, "missing required field: blocks [json-pointer:/view]"),
    "no type": ({"title": plain("x"), "blocks": []}, "missing required field: type [json-pointer:/view/type]"),
    "made-up key": (modal(colour="red"), "invalid additional property: colour [json-pointer:/view]"),
}


@pytest.mark.parametrize("rule", VIEWS)
def test_a_wrong_view_is_refused_with_the_place(rule: str, slack: LocalSlack, client: WebClient) -> None:
    """Wrong views are ``invalid_arguments`` with the reason and the place; the trigger is not used up by them."""
    wrong, reason = VIEWS[rule]
    slack.slash("olivia", "orders", "/unstick")
    trigger = next(iter(slack.workspace.triggers.values()))
    with pytest.raises(SlackApiError) as refused:
        client.api_call("views.open", json={"trigger_id": trigger.id, "view": wrong})
    assert refused.value.response["error"] == "invalid_arguments"
    assert f"[ERROR] {reason}" in refused.value.response["response_metadata"]["messages"]
    client.views_open(trigger_id=trigger.id, view=modal())
