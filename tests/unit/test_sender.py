"""Slack's answers in words that the delivery understands, held against the strict local Slack."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.delivery.letters import Act, Letter, Refused, TryLater
from bot.playground.slack.local_slack import LocalSlack
from bot.slack.sender import SlackSender
from prompts.messages import Note, dump

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
PATIENCE_S = 2


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack that no app listens to."""
    with LocalSlack(MovableClock(NOON), "secret", "http://127.0.0.1:9") as slack:
        yield slack


@pytest.fixture
def sender(slack: LocalSlack) -> SlackSender:
    """The hand that puts letters into it, by a client that never sends anything again by itself."""
    client = WebClient(slack.token, base_url=slack.api_url, timeout=PATIENCE_S, retry_handlers=[])
    return SlackSender(lambda _: client)


def _letter(act: Act = Act.POST, lane: str = "C0ORDERS", ts: str | None = None, text: str = "hello") -> Letter:
    return Letter(
        id="abc.root",
        workspace_id="T0LOCALTEAM",
        lane=lane,
        act=act,
        body=dump(Note(text=text)),
        refers_to="abc.first" if ts else None,
        refers_channel=lane if ts else None,
        refers_ts=ts,
    )


def test_post_reply_update(slack: LocalSlack, sender: SlackSender) -> None:
    """A letter is posted, another joins its thread, a third takes its place; each says where it ended up."""
    root = sender.send(_letter())
    reply = sender.send(_letter(ts=root.ts))
    again = sender.send(_letter(Act.UPDATE, ts=root.ts, text="anew"))
    assert again == root
    assert [m.ts for m in slack.messages("orders", root.ts)] == [root.ts, reply.ts]
    assert "anew" in slack.message("orders", root.ts).text


def test_a_direct_message(slack: LocalSlack, sender: SlackSender) -> None:
    """A letter to a person goes into the conversation with them."""
    sent = sender.send(_letter(Act.DM, lane="U0OLIVIA"))
    assert sent.channel == slack.dm("olivia").id


def test_a_note_that_leads_back_is_found_again(slack: LocalSlack, sender: SlackSender) -> None:
    """A reminder stands beside the message that it leads to, not in its thread; there it is looked for."""
    first = sender.send(_letter(Act.DM, lane="U0OLIVIA"))
    leads = Note(text="again", link="The question")
    reminder = replace(
        _letter(Act.DM, lane="U0OLIVIA", ts=first.ts),
        id="abc.reminder",
        refers_channel=first.channel,
        body=dump(leads),
    )
    sent = sender.send(reminder)
    assert sender.find(reminder, first.ts) == sent


@pytest.mark.parametrize(
    ("fault", "details", "after_s", "doubtful"),
    [
        ("429", {"retry_after": 7}, 7.0, False),
        ("500", {}, 2.0, True),
        ("refuse", {"error": "fatal_error"}, 2.0, True),
        ("refuse", {"error": "internal_error"}, 2.0, True),
        ("refuse", {"error": "service_unavailable"}, 2.0, True),
        ("drop", {}, 2.0, True),
        ("timeout_after", {"seconds": 0.1}, 2.0, True),
        ("timeout_after", {"seconds": PATIENCE_S + 1.0}, 2.0, True),
    ],
)
def test_what_may_pass(
    slack: LocalSlack, sender: SlackSender, fault: str, details: dict[str, Any], after_s: float, *, doubtful: bool
) -> None:
    """What may pass is tried later; it is doubtful wherever Slack may have taken the message all the same."""
    slack.fault("chat.postMessage", fault, **details)
    with pytest.raises(TryLater) as told:
        sender.send(_letter())
    assert (told.value.after_s, told.value.doubtful) == (after_s, doubtful)
    sender.send(_letter())


@pytest.mark.parametrize(
    "code", ["channel_not_found", "not_in_channel", "is_archived", "msg_too_long", "invalid_blocks", "invalid_auth"]
)
def test_what_will_not_pass(slack: LocalSlack, sender: SlackSender, code: str) -> None:
    """What Slack will never take is refused with Slack's own word for it."""
    slack.fault("chat.postMessage", "refuse", error=code)
    with pytest.raises(Refused) as told:
        sender.send(_letter())
    assert told.value.code == code


def test_refusals_of_slacks_own(slack: LocalSlack, sender: SlackSender) -> None:
    """A channel that is not there, one without us, a message that is gone: each is a refusal, no error of ours."""
    for letter, code in (
        (_letter(lane="C0NOWHERE"), "channel_not_found"),
        (_letter(lane="C0GENERAL"), "not_in_channel"),
        (_letter(Act.UPDATE, ts="1.0"), "message_not_found"),
        (_letter(Act.DM, lane="U0NOBODY"), "user_not_found"),
    ):
        with pytest.raises(Refused) as told:
            sender.send(letter)
        assert told.value.code == code
    slack.archive("orders")
    with pytest.raises(Refused, match="is_archived"):
        sender.send(_letter())


def test_nobody_there() -> None:
    """Where nothing answers at all, Slack has surely not taken it: try later, without doubt."""
    client = WebClient("xoxb-none", base_url="http://127.0.0.1:9/api/", timeout=PATIENCE_S)
    sender = SlackSender(lambda _: client)
    with pytest.raises(TryLater) as told:
        sender.send(_letter())
    assert not told.value.doubtful


def test_no_content_in_an_error(slack: LocalSlack, sender: SlackSender) -> None:
    """What goes wrong is told by a code: neither text nor token stands in it."""
    slack.fault("chat.postMessage", "500")
    with pytest.raises(TryLater) as told:
        sender.send(_letter(text="a secret about zebras"))
    assert "zebras" not in str(told.value)
    assert slack.token not in str(told.value)
