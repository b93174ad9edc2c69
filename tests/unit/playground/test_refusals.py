from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.replay.refused import refusals
from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Clock, fetch, section

if TYPE_CHECKING:
    from tests.unit.playground.stage import Bot

HERE, ELSEWHERE, PRIVATE = "C0ORDERS", "C0GENERAL", "C0STEERING"
USER, GUEST, ROBOT = "U0OLIVIA", "U0GUESTY", "U0LOCALBOT"


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_call_needs_the_token(token: str, code: str, slack: LocalSlack) -> None:
    """No token and a wrong token are two different refusals."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert fetch(f"{slack.api_url}auth.test", {}, headers) == (200, {"ok": False, "error": code})


def test_a_call_needs_its_scope(clock: Clock, bot: Bot) -> None:
    """A method whose permission was not granted is refused, and says which one is missing."""
    granted = frozenset({"chat:write", "channels:read"})
    with LocalSlack(clock, SECRET, bot.url, scopes=granted) as slack:
        client = WebClient(slack.token, base_url=slack.api_url)
        assert client.chat_postMessage(channel=HERE, text="x")["ok"]
        assert client.conversations_list()["ok"]
        needs = {
            "users:read": lambda: client.users_info(user=USER),
            "im:write": lambda: client.conversations_open(users=USER),
            "mpim:write": lambda: client.conversations_open(users=f"{USER},{GUEST}"),
            "channels:history": lambda: client.conversations_history(channel=HERE),
            "groups:read": lambda: client.conversations_list(types="public_channel,private_channel"),
            "im:history": lambda: client.conversations_history(channel=slack.dm("olivia").id),
        }
        for scope, call in needs.items():
            with pytest.raises(SlackApiError) as refused:
                call()
            assert refused.value.response["error"] == "missing_scope"
            assert refused.value.response["needed"] == scope
            assert refused.value.response["provided"] == "channels:read,chat:write"


def test_form_and_json_bodies_mean_the_same(slack: LocalSlack, client: WebClient) -> None:
    """Arguments may come as a form (lists as JSON text), as JSON or in the query."""
    blocks = [section("same")]
    client.api_call("chat.postMessage", json={"channel": HERE, "text": "a", "blocks": blocks})
    client.api_call("chat.postMessage", data={"channel": HERE, "text": "a", "blocks": json.dumps(blocks)})
    one, two = slack.messages("orders")
    assert one.text == two.text
    assert one.blocks[0]["text"] == two.blocks[0]["text"]
    assert slack.calls[0].arguments == slack.calls[1].arguments


@pytest.mark.parametrize(("body", "code"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
def test_a_body_must_be_a_json_object(body: bytes, code: str, slack: LocalSlack) -> None:
    """JSON that cannot be read and JSON that is no object are two different refusals."""
    assert fetch(f"{slack.api_url}auth.test", body) == (200, {"ok": False, "error": code})


def test_a_call_refused_for_its_form_is_a_fault_of_a_case(slack: LocalSlack, client: WebClient) -> None:
    """A replay tells what the bot sent in a wrong form, so no case that holds has sent any."""
    slack.fault("auth.test", "refuse", error="invalid_arguments")
    calls = {
        "auth.test": {},
        "chat.postMessage": {"channel": "C0GENERAL", "text": "x"},
        "chat.update": {"channel": HERE, "ts": "1.1", "text": "x", "blocks": [{"type": "poll"}]},
        "chat.postEphemeral": {"channel": HERE, "user": USER, "text": "x", "blocks": [{"type": "poll"}]},
    }
    for method, arguments in calls.items():
        with pytest.raises(SlackApiError):
            client.api_call(method, json=arguments)
    reason = "unsupported type: poll [json-pointer:/blocks/0/type]"
    assert refusals(slack.calls) == [f"chat.postEphemeral was refused: invalid_blocks {reason}"]
