from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Reply

if TYPE_CHECKING:
    from tests.unit.playground.stage import Bot, Clock

HERE = "C0ORDERS"
BROKEN = (URLError, ConnectionError, http.client.HTTPException)


def test_too_many_requests(slack: LocalSlack, client: WebClient) -> None:
    """429 comes with ``Retry-After``, stores nothing, and is over after the number of times asked for."""
    slack.fault("chat.postMessage", "429", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=HERE, text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response["error"] == "ratelimited"
        assert refused.value.response.headers["Retry-After"] == "7"
    assert slack.messages("orders") == []
    assert client.chat_postMessage(channel=HERE, text="x")["ok"]


def test_slacks_own_client_gets_through_a_rate_limit(slack: LocalSlack) -> None:
    """The SDK's handler for rate limits understands the answer."""
    slack.fault("*", "429", retry_after=0)
    client = WebClient(slack.token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler()])
    assert client.chat_postMessage(channel=HERE, text="x")["ok"]
    assert [call.status for call in slack.calls] == [429, 200]


def test_posting_too_fast(clock: Clock, bot: Bot) -> None:
    """Where a pace is set, a channel takes a burst of five, then refuses and says how long to wait; others go on."""
    with LocalSlack(clock, SECRET, bot.url, posts_per_second=0.1) as slack:
        client = WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
        for _ in range(5):
            client.chat_postMessage(channel=HERE, text="x")
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=HERE, text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] in {"9", "10"}
        assert len(slack.messages("orders")) == 5
        assert client.chat_postMessage(channel="U0OLIVIA", text="x")["ok"]


def test_a_broken_server(slack: LocalSlack, client: WebClient) -> None:
    """500 stores nothing; other methods are not touched."""
    slack.fault("chat.postMessage", "500")
    assert client.auth_test()["ok"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=HERE, text="x")
    assert refused.value.response.status_code == 500
    assert slack.messages("orders") == []


def test_a_dropped_call(slack: LocalSlack, client: WebClient) -> None:
    """The connection breaks and nothing is stored."""
    slack.fault("chat.postMessage", "drop")
    with pytest.raises(BROKEN):
        client.chat_postMessage(channel=HERE, text="x")
    assert slack.messages("orders") == []
    assert slack.calls[-1].fault == "drop"


def test_a_lost_answer(slack: LocalSlack, client: WebClient) -> None:
    """The message is posted, but the caller never learns it."""
    slack.fault("chat.postMessage", "timeout_after")
    with pytest.raises(BROKEN):
        client.chat_postMessage(channel=HERE, text="x", metadata={"event_type": "key", "event_payload": {"id": "7"}})
    history = client.conversations_history(channel=HERE, include_all_metadata=True)
    assert [message["metadata"]["event_payload"] for message in history["messages"]] == [{"id": "7"}]
    assert "metadata" not in client.conversations_history(channel=HERE)["messages"][0]


def test_a_slow_answer(slack: LocalSlack, client: WebClient) -> None:
    """The answer comes after the time asked for."""
    slack.fault("auth.test", "slow", seconds=0.2)
    begun = time.monotonic()
    assert client.auth_test()["ok"]
    assert time.monotonic() - begun >= 0.2


def test_any_refusal(slack: LocalSlack, client: WebClient) -> None:
    """A code of Slack's that has no cause here can be asked for."""
    slack.fault("auth.test", "refuse", error="account_inactive")
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response["error"] == "account_inactive"


def test_events_come_twice_late_or_never(slack: LocalSlack, bot: Bot) -> None:
    """A duplicate has the same ``event_id``; a held event comes after the next one; a dropped one never."""
    slack.fault("event", "duplicate")
    slack.say("olivia", "orders", "twice")
    slack.fault("event", "reorder")
    slack.say("olivia", "orders", "late")
    slack.say("olivia", "orders", "early")
    slack.fault("event", "drop")
    slack.say("olivia", "orders", "never")
    slack.settle()
    assert [event["text"] for event in bot.events()] == ["twice", "twice", "early", "late"]
    first, second, *_ = (heard.payload["event_id"] for heard in bot.heard)
    assert first == second


def test_a_held_event_comes_in_the_end(slack: LocalSlack, bot: Bot) -> None:
    """With nothing after it, a held event is sent when all is settled."""
    slack.fault("event", "reorder")
    slack.say("olivia", "orders", "alone")
    assert bot.events() == []
    slack.settle()
    assert [event["text"] for event in bot.events()] == ["alone"]


def test_requests_of_people_come_twice_or_never(slack: LocalSlack, bot: Bot) -> None:
    """A command can be sent twice, with the same trigger; the first answer counts. Or never: the person sees that."""
    bot.answer = lambda _heard: Reply(body=f"answer {len(bot.heard)}")
    slack.fault("slash", "duplicate")
    answer = slack.slash("olivia", "orders", "/unstick")
    assert answer.body == "answer 1"
    assert answer.delivered == 2
    assert len({heard.form["trigger_id"] for heard in bot.heard}) == 1
    slack.fault("slash", "drop")
    assert slack.slash("olivia", "orders", "/unstick").error == "dispatch_failed"


def test_faults_that_do_not_exist_are_named(slack: LocalSlack) -> None:
    """A misspelt fault is an error that lists the right ones."""
    with pytest.raises(ValueError, match="timeout_after"):
        slack.fault("chat.postMessage", "timeout")
    with pytest.raises(ValueError, match="reorder"):
        slack.fault("event", "429")
