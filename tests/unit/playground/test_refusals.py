from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Clock, fetch, modal, section

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.playground.stage import Bot

HERE, ELSEWHERE, PRIVATE = "C0ORDERS", "C0GENERAL", "C0STEERING"
USER, GUEST, ROBOT = "U0OLIVIA", "U0GUESTY", "U0LOCALBOT"


def _root(slack: LocalSlack) -> str:
    return slack.say("olivia", "orders", "hello").ts


def _own(slack: LocalSlack) -> str:
    WebClient(slack.token, base_url=slack.api_url).chat_postMessage(channel=HERE, text="mine")
    return slack.messages("orders")[-1].ts


def _archived(slack: LocalSlack) -> str:
    slack.archive("orders")
    return HERE


CALLS: dict[str, tuple[str, str, Callable[[LocalSlack], dict[str, Any]]]] = {
    "post nowhere": ("channel_not_found", "chat.postMessage", lambda _: {"channel": "C0NOWHERE", "text": "x"}),
    "post without a channel": ("channel_not_found", "chat.postMessage", lambda _: {"text": "x"}),
    "post uninvited": ("not_in_channel", "chat.postMessage", lambda _: {"channel": ELSEWHERE, "text": "x"}),
    "post to a private channel": ("channel_not_found", "chat.postMessage", lambda _: {"channel": PRIVATE, "text": "x"}),
    "post to itself": ("channel_not_found", "chat.postMessage", lambda _: {"channel": ROBOT, "text": "x"}),
    "post to an archive": ("is_archived", "chat.postMessage", lambda s: {"channel": _archived(s), "text": "x"}),
    "post nothing": ("no_text", "chat.postMessage", lambda _: {"channel": HERE, "text": " "}),
    "post no blocks": ("no_text", "chat.postMessage", lambda _: {"channel": HERE, "blocks": []}),
    "post 40,001 characters": ("msg_too_long", "chat.postMessage", lambda _: {"channel": HERE, "text": "x" * 40_001}),
    "post blocks that are no list": (
        "invalid_blocks_format",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "blocks": "{}"},
    ),
    "post blocks that are no JSON": (
        "invalid_blocks_format",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "blocks": "[{"},
    ),
    "post too much text in blocks": (
        "msg_blocks_too_long",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "blocks": [section("x" * 2900)] * 5},
    ),
    "reply to nothing": (
        "thread_not_found",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "thread_ts": "1.000001"},
    ),
    "metadata without a type": (
        "invalid_metadata_format",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "metadata": {"event_payload": {}}},
    ),
    "metadata that is no JSON": (
        "invalid_metadata_format",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "metadata": "{"},
    ),
    "metadata above 16 KB": (
        "metadata_too_large",
        "chat.postMessage",
        lambda _: {"channel": HERE, "text": "x", "metadata": {"event_type": "x", "event_payload": {"k": "x" * 17_000}}},
    ),
    "whisper to a stranger": (
        "user_not_found",
        "chat.postEphemeral",
        lambda _: {"channel": HERE, "user": "U0NOBODY", "text": "x"},
    ),
    "whisper to someone outside": (
        "user_not_in_channel",
        "chat.postEphemeral",
        lambda s: {"channel": HERE, "user": s.add_user("newcomer").id, "text": "x"},
    ),
    "edit nothing": ("message_not_found", "chat.update", lambda _: {"channel": HERE, "ts": "1.000001", "text": "x"}),
    "edit another's message": (
        "cant_update_message",
        "chat.update",
        lambda s: {"channel": HERE, "ts": _root(s), "text": "x"},
    ),
    "edit to 4,001 characters": (
        "msg_too_long",
        "chat.update",
        lambda s: {"channel": HERE, "ts": _own(s), "text": "x" * 4_001},
    ),
    "delete another's message": ("cant_delete_message", "chat.delete", lambda s: {"channel": HERE, "ts": _root(s)}),
    "delete nothing": ("message_not_found", "chat.delete", lambda _: {"channel": HERE, "ts": "1.000001"}),
    "link to nothing": ("message_not_found", "chat.getPermalink", lambda _: {"channel": HERE, "message_ts": "1.1"}),
    "open with nobody": ("users_list_not_supplied", "conversations.open", lambda _: {"users": ""}),
    "open with a stranger": ("user_not_found", "conversations.open", lambda _: {"users": "U0NOBODY"}),
    "open with itself": ("cannot_dm_bot", "conversations.open", lambda _: {"users": ROBOT}),
    "open with someone who left": (
        "user_disabled",
        "conversations.open",
        lambda s: {"users": s.add_user("leaver", deleted=True).id},
    ),
    "open with nine": (
        "too_many_users",
        "conversations.open",
        lambda s: {"users": ",".join(s.add_user(f"p{i}").id for i in range(9))},
    ),
    "read a channel it is not in": ("not_in_channel", "conversations.history", lambda _: {"channel": ELSEWHERE}),
    "read a private channel": ("channel_not_found", "conversations.history", lambda _: {"channel": PRIVATE}),
    "read no thread": ("thread_not_found", "conversations.replies", lambda _: {"channel": HERE, "ts": "1.000001"}),
    "read zero messages": ("invalid_limit", "conversations.history", lambda _: {"channel": HERE, "limit": 0}),
    "read from a made-up page": ("invalid_cursor", "conversations.history", lambda _: {"channel": HERE, "cursor": "x"}),
    "list unknown kinds": ("invalid_types", "conversations.list", lambda _: {"types": "secret"}),
    "look into a private channel": ("channel_not_found", "conversations.info", lambda _: {"channel": PRIVATE}),
    "join a private channel": ("channel_not_found", "conversations.join", lambda _: {"channel": PRIVATE}),
    "join a direct message": (
        "method_not_supported_for_channel_type",
        "conversations.join",
        lambda s: {"channel": s.dm("olivia").id},
    ),
    "ask about a stranger": ("user_not_found", "users.info", lambda _: {"user": "U0NOBODY"}),
    "ask about a foreign bot": ("bot_not_found", "bots.info", lambda _: {"bot": "B0OTHER"}),
    "ask about a foreign team": ("team_not_found", "team.info", lambda _: {"team": "T0OTHER"}),
    "react to nothing": (
        "message_not_found",
        "reactions.add",
        lambda _: {"channel": HERE, "timestamp": "1.1", "name": "eyes"},
    ),
    "react to no item": ("no_item_specified", "reactions.add", lambda _: {"channel": HERE, "name": "eyes"}),
    "react with no emoji": (
        "invalid_name",
        "reactions.add",
        lambda s: {"channel": HERE, "timestamp": _root(s), "name": ":eyes:"},
    ),
    "open a view without a trigger": ("invalid_arguments", "views.open", lambda _: {"view": modal()}),
    "open a view with a made-up trigger": (
        "invalid_trigger_id",
        "views.open",
        lambda _: {"trigger_id": "1.2.x", "view": modal()},
    ),
    "open a view that is no JSON": ("invalid_arguments", "views.open", lambda _: {"trigger_id": "1", "view": "{"}),
    "open no view": ("invalid_arguments", "views.open", lambda _: {"trigger_id": "1"}),
    "open a view above 250 KB": (
        "view_too_large",
        "views.open",
        lambda _: {"trigger_id": "1", "view": modal(section("x" * 2999)) | {"padding": "x" * 260_000}},
    ),
    "update no view": ("not_found", "views.update", lambda _: {"view_id": "V0NONE", "view": modal()}),
    "publish for a stranger": (
        "user_not_found",
        "views.publish",
        lambda _: {"user_id": "U0NOBODY", "view": {"type": "home", "blocks": []}},
    ),
    "publish a modal": ("invalid_arguments", "views.publish", lambda _: {"user_id": USER, "view": modal()}),
    "call what does not exist": ("unknown_method", "chat.shout", lambda _: {}),
}


@pytest.mark.parametrize("rule", CALLS)
def test_a_call_slack_would_refuse_is_refused_with_slacks_code(rule: str, slack: LocalSlack, client: WebClient) -> None:
    """Each of these calls gets Slack's own error code, through Slack's own client."""
    code, method, arguments = CALLS[rule]
    given = arguments(slack)
    before = slack.messages("orders")
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=given)
    assert refused.value.response["error"] == code
    assert slack.messages("orders") == before


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
