from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Heard, Reply, actions, button, modal

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from tests.unit.playground.stage import Bot, Clock


def _verified(heard: Heard, secret: str = SECRET) -> bool:
    return SignatureVerifier(secret).is_valid_request(heard.body, heard.headers)


def test_every_request_is_signed_as_slack_signs(slack: LocalSlack, client: WebClient, bot: Bot, clock: Clock) -> None:
    """Slack's own verifier takes each request, whatever the movable clock says, and no other secret fits."""
    clock.move(days=400)
    slack.slash("olivia", "orders", "/unstick", "käse & <b>")
    trigger = bot.heard[0].form["trigger_id"]
    view = client.views_open(trigger_id=trigger, view=modal())["view"]["id"]
    slack.submit("olivia", view, {"name": {"typed": "ünïcode"}})
    slack.say("olivia", "orders", "hello")
    assert [heard.headers["content-type"] for heard in bot.heard] == [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
        "application/json",
    ]
    assert all(_verified(heard) for heard in bot.heard)
    assert not any(_verified(heard, "another") for heard in bot.heard)


def test_a_slash_command_carries_what_was_typed(slack: LocalSlack, bot: Bot) -> None:
    """Command, text, user and channel arrive as typed; private places are not named."""
    slack.slash("olivia", "#orders", "/unstick", "order intake <agent> & more")
    slack.slash("olivia", slack.dm("olivia").id, "/unstick")
    public, direct = (heard.form for heard in bot.heard)
    assert public["command"] == "/unstick"
    assert public["text"] == "order intake <agent> & more"
    assert (public["user_id"], public["user_name"]) == ("U0OLIVIA", "olivia")
    assert (public["channel_id"], public["channel_name"]) == ("C0ORDERS", "orders")
    assert direct["channel_name"] == "directmessage"
    assert public["trigger_id"] != direct["trigger_id"]


@pytest.mark.parametrize(
    ("body", "text", "shown_to"),
    [
        ("Only for you", "Only for you", "U0OLIVIA"),
        (json.dumps({"text": "Hidden"}), "Hidden", "U0OLIVIA"),
        (json.dumps({"text": "For all", "response_type": "in_channel"}), "For all", None),
    ],
)
def test_a_slash_command_may_be_answered_at_once(
    body: str, text: str, shown_to: str | None, slack: LocalSlack, bot: Bot
) -> None:
    """What comes back with the acknowledgement is shown to the user alone, unless it says otherwise."""
    bot.answer = lambda heard: Reply(body=body if "command" in heard.form else "")
    answer = slack.slash("olivia", "orders", "/unstick")
    assert answer.ts is not None
    message = slack.message("orders", answer.ts)
    assert (message.text, message.ephemeral_for) == (text, shown_to)


@pytest.mark.parametrize(("reply", "error"), [(Reply(500), "dispatch_failed"), (Reply(wait=0.8), "operation_timeout")])
def test_a_person_sees_when_the_app_fails(reply: Reply, error: str, slack: LocalSlack, bot: Bot) -> None:
    """An app that answers wrongly or too late is a failure to the person who acted; nothing is tried again."""
    bot.answer = lambda _heard: reply
    answer = slack.slash("olivia", "orders", "/unstick")
    assert (answer.ok, answer.error) == (False, error)
    assert len(bot.heard) == 1


def test_a_person_sees_when_the_app_is_away(slack: LocalSlack) -> None:
    """With nobody listening, the failure says so."""
    slack.app_url = "http://127.0.0.1:9"
    assert slack.slash("olivia", "orders", "/unstick").error == "app_unreachable"


@pytest.mark.parametrize(("reply", "reason"), [(Reply(503), "http_error"), (Reply(wait=0.6), "http_timeout")])
def test_an_event_is_tried_again_until_acknowledged(reply: Reply, reason: str, slack: LocalSlack, bot: Bot) -> None:
    """A failed delivery comes again with the same ``event_id``, its number and the reason."""
    bot.answer = lambda _heard: reply if len(bot.heard) < 3 else Reply()
    slack.say("olivia", "orders", "hello")
    slack.settle()
    assert [heard.headers.get("x-slack-retry-num") for heard in bot.heard] == [None, "1", "2"]
    assert [heard.headers.get("x-slack-retry-reason") for heard in bot.heard] == [None, reason, reason]
    assert len({heard.payload["event_id"] for heard in bot.heard}) == 1
    assert all(_verified(heard) for heard in bot.heard)


def test_an_event_is_tried_four_times_at_most(slack: LocalSlack, bot: Bot) -> None:
    """After three repetitions an event is given up."""
    bot.answer = lambda _heard: Reply(500)
    slack.say("olivia", "orders", "hello")
    slack.settle()
    assert len(bot.heard) == 4


def test_an_app_can_decline_repetitions(slack: LocalSlack, bot: Bot) -> None:
    """``X-Slack-No-Retry: 1`` stops the repetitions."""
    bot.answer = lambda _heard: Reply(500, headers={"X-Slack-No-Retry": "1"})
    slack.say("olivia", "orders", "hello")
    slack.settle()
    assert len(bot.heard) == 1


def test_events_come_only_from_where_the_bot_is(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """The app hears its channels and its direct messages, its own posts among them, and nothing else."""
    slack.say("olivia", "general", "not for the bot")
    slack.say("olivia", "steering", "not either")
    slack.say("olivia", "orders", "for the bot")
    slack.say("olivia", slack.dm("olivia").id, "in private")
    client.chat_postMessage(channel="C0ORDERS", text="my own")
    slack.invite_bot("steering")
    slack.say("olivia", "steering", "now it is here")
    slack.settle()
    heard = {event["text"]: event for event in bot.events()}
    assert set(heard) == {"for the bot", "in private", "my own", "now it is here"}
    assert heard["in private"]["channel_type"] == "im"
    assert heard["now it is here"]["channel_type"] == "group"
    assert heard["my own"]["bot_id"] == "B0LOCALBOT"
    assert [event["user"] for event in bot.events("member_joined_channel")] == ["U0LOCALBOT"]


def test_events_the_app_did_not_ask_for_stay_away(clock: Clock, bot: Bot) -> None:
    """Without the subscription to channel messages, only direct ones arrive."""
    with LocalSlack(clock, SECRET, bot.url, subscribed=frozenset({"message.im"})) as slack:
        slack.say("olivia", "orders", "unheard")
        slack.say("olivia", slack.dm("olivia").id, "heard")
        slack.settle()
    assert [event["text"] for event in bot.events()] == ["heard"]


def test_edits_and_deletions_are_told(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """An edit comes with the text before and after, a deletion with what was deleted."""
    ts = client.chat_postMessage(channel="C0ORDERS", text="one")["ts"]
    client.chat_update(channel="C0ORDERS", ts=ts, text="two")
    client.chat_delete(channel="C0ORDERS", ts=ts)
    slack.settle()
    _, edit, deletion = bot.events()
    assert (edit["previous_message"]["text"], edit["message"]["text"]) == ("one", "two")
    assert (deletion["deleted_ts"], deletion["previous_message"]["text"]) == (ts, "two")


def test_the_envelope_of_an_event_says_when_and_for_whom(slack: LocalSlack, bot: Bot, clock: Clock) -> None:
    """An event carries its id, its time by the workspace's clock and the bot it is for."""
    slack.say("olivia", "orders", "hello")
    envelope = bot.heard[0].payload
    assert envelope["event_time"] == int(clock().timestamp())
    assert envelope["event_id"].startswith("Ev")
    assert envelope["authorizations"][0]["user_id"] == "U0LOCALBOT"
    assert abs(int(bot.heard[0].headers["x-slack-request-timestamp"]) - time.time()) < 5


def test_order_is_kept_within_a_channel(slack: LocalSlack, bot: Bot) -> None:
    """Messages typed one after another arrive one after another."""
    bot.answer = lambda _heard: Reply(wait=0.005)
    for number in range(10):
        slack.say("olivia", "orders", str(number), wait=False)
    slack.settle()
    assert [event["text"] for event in bot.events()] == [str(number) for number in range(10)]


def test_a_click_says_where_it_happened(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """A click carries the message, its thread, the button with its value, a trigger and a reply address."""
    root = slack.say("olivia", "orders", "hello")
    row = actions(button("yes", value="1"), block_id="row")
    ts = client.chat_postMessage(channel="C0ORDERS", text="x", thread_ts=root.ts, blocks=[row])["ts"]
    assert slack.click("brenda", "orders", ts, "row", "yes").ok
    payload = bot.interactions()[-1]
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0ORDERS",
        "is_ephemeral": False,
        "thread_ts": root.ts,
    }
    assert payload["user"]["id"] == "U0BRENDA"
    assert payload["message"]["blocks"][0]["block_id"] == "row"
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("yes", "row", "1")
    assert payload["trigger_id"]
    assert payload["response_url"].startswith(slack.url)
