from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground.stage import actions, button, section

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack
    from tests.unit.playground.stage import Clock

HERE = "C0ORDERS"


def test_times_grow_whatever_the_clock_does(slack: LocalSlack, clock: Clock) -> None:
    """``ts`` follows the clock and never repeats or goes back."""
    stamps = [slack.say("olivia", "orders", str(number)).ts for number in range(3)]
    clock.move(days=7)
    stamps.append(slack.say("olivia", "orders", "a week later").ts)
    clock.move(days=-30)
    stamps.append(slack.say("olivia", "orders", "back in time").ts)
    assert stamps == sorted(set(stamps))
    assert datetime.fromtimestamp(float(stamps[3]), UTC).date().isoformat() == "2026-03-09"
    assert all(len(stamp) == 17 for stamp in stamps)


def test_history_comes_newest_first_in_pages(slack: LocalSlack, client: WebClient) -> None:
    """History leaves out replies, pages by cursor, and takes bounds."""
    stamps = [slack.say("olivia", "orders", f"m{number}").ts for number in range(5)]
    slack.say("brenda", "orders", "a reply", stamps[0])
    page = client.conversations_history(channel=HERE, limit=3)
    assert [message["text"] for message in page["messages"]] == ["m4", "m3", "m2"]
    assert page["has_more"] is True
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=HERE, limit=3, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["m1", "m0"]
    assert rest["has_more"] is False
    part = client.conversations_history(channel=HERE, oldest=stamps[1], latest=stamps[3])
    assert [message["text"] for message in part["messages"]] == ["m2"]
    part = client.conversations_history(channel=HERE, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [message["text"] for message in part["messages"]] == ["m3", "m2", "m1"]


def test_a_thread_knows_its_replies(slack: LocalSlack, client: WebClient) -> None:
    """Replies come oldest first with the root; a reply to a reply joins the same thread."""
    root = slack.say("olivia", "orders", "root").ts
    reply = client.chat_postMessage(channel=HERE, text="one", thread_ts=root)["ts"]
    client.chat_postMessage(channel=HERE, text="two", thread_ts=reply)
    thread = client.conversations_replies(channel=HERE, ts=reply)["messages"]
    assert [message["text"] for message in thread] == ["root", "one", "two"]
    assert thread[0]["reply_count"] == 2
    assert thread[1]["parent_user_id"] == "U0OLIVIA"
    assert [message.text for message in slack.messages("orders", root)] == ["root", "one", "two"]


def test_an_edit_keeps_the_blocks_unless_told(slack: LocalSlack, client: WebClient) -> None:
    """An edit without blocks keeps them; an empty list takes them away; new ones replace them."""
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=[section("one")])["ts"]
    client.chat_update(channel=HERE, ts=ts, text="y")
    assert slack.message("orders", ts).blocks[0]["text"]["text"] == "one"
    client.chat_update(channel=HERE, ts=ts, text="y", blocks=[section("two")])
    assert slack.message("orders", ts).blocks[0]["text"]["text"] == "two"
    answer = client.chat_update(channel=HERE, ts=ts, text="z", blocks=[])
    assert answer["message"]["edited"]["user"] == "U0LOCALBOT"
    assert slack.message("orders", ts).blocks == ()


def test_a_direct_message_is_opened_once(slack: LocalSlack, client: WebClient) -> None:
    """The same person gets the same channel, by opening it or by posting to their id."""
    first = client.conversations_open(users="U0MARTIN")["channel"]["id"]
    assert client.conversations_open(users="U0MARTIN")["already_open"] is True
    posted = client.chat_postMessage(channel="U0MARTIN", text="hola")
    assert posted["channel"] == first == slack.dm("martin").id
    group = client.conversations_open(users="U0MARTIN,U0OLIVIA")["channel"]["id"]
    assert client.conversations_open(users="U0OLIVIA,U0MARTIN")["channel"]["id"] == group
    assert client.conversations_open(channel=group)["channel"]["id"] == group


def test_a_channel_can_be_named(slack: LocalSlack, client: WebClient) -> None:
    """A post may name its channel; the answer has the id."""
    assert client.chat_postMessage(channel="#orders", text="x")["channel"] == HERE
    assert slack.messages("#orders")[0].text == "x"


def test_the_bot_joins_and_leaves(slack: LocalSlack, client: WebClient) -> None:
    """After joining it may post; joining again is a warning; after leaving it may not; #general is not left."""
    channel = slack.add_channel("pilots", ["olivia"])
    client.conversations_join(channel=channel.id)
    assert client.conversations_join(channel=channel.id)["warning"] == "already_in_channel"
    assert client.chat_postMessage(channel=channel.id, text="x")["ok"]
    assert client.conversations_leave(channel=channel.id)["ok"]
    assert client.conversations_leave(channel=channel.id)["not_in_channel"] is True
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=channel.id, text="x")
    with pytest.raises(SlackApiError, match="cant_leave_general"):
        client.conversations_leave(channel="C0GENERAL")
    with pytest.raises(SlackApiError, match="method_not_supported_for_channel_type"):
        client.conversations_leave(channel=slack.dm("olivia").id)


def test_the_bot_sees_the_channels_it_may_see(slack: LocalSlack, client: WebClient) -> None:
    """Private channels are listed once it is invited; archived ones can be left out."""
    kinds = "public_channel,private_channel"
    assert [one["name"] for one in client.conversations_list(types=kinds)["channels"]] == ["general", "orders"]
    slack.invite_bot("steering")
    slack.archive("orders")
    names = [one["name"] for one in client.conversations_list(types=kinds, exclude_archived=True)["channels"]]
    assert names == ["general", "steering"]
    members = client.conversations_members(channel="C0STEERING", limit=2)
    assert len(members["members"]) == 2
    assert members["response_metadata"]["next_cursor"] == "2"


def test_links_lead_to_messages(client: WebClient) -> None:
    """A permalink names channel and time, and for a reply its thread."""
    root = client.chat_postMessage(channel=HERE, text="x")["ts"]
    reply = client.chat_postMessage(channel=HERE, text="y", thread_ts=root)["ts"]
    link = client.chat_getPermalink(channel=HERE, message_ts=root)["permalink"]
    assert link == f"https://local-team.slack.com/archives/{HERE}/p{root.replace('.', '')}"
    link = client.chat_getPermalink(channel=HERE, message_ts=reply)["permalink"]
    assert link.endswith(f"?thread_ts={root}&cid={HERE}")


def test_a_reaction_counts_once(slack: LocalSlack, client: WebClient) -> None:
    """The same reaction twice is refused; it shows on the message."""
    ts = slack.say("olivia", "orders", "hello").ts
    client.reactions_add(channel=HERE, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="already_reacted"):
        client.reactions_add(channel=HERE, timestamp=ts, name="eyes")
    (message,) = client.conversations_history(channel=HERE)["messages"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0LOCALBOT"], "count": 1}]


def test_whoever_leaves_sees_and_does_nothing_more(slack: LocalSlack, client: WebClient) -> None:
    """After leaving a channel, a person can neither write nor click there."""
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=[actions(button(), block_id="row")])["ts"]
    slack.leave("carlos", "orders")
    with pytest.raises(ValueError, match="not in orders"):
        slack.click("carlos", "orders", ts, "row", "go")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        client.chat_postEphemeral(channel=HERE, user="U0CARLOS", text="x")
    slack.join("carlos", "orders")
    assert slack.click("carlos", "orders", ts, "row", "go").ok


def test_every_call_is_kept(slack: LocalSlack, client: WebClient) -> None:
    """The log of calls has method, arguments without the token, and answer, in order."""
    client.auth_test()
    client.chat_postMessage(channel=HERE, text="x", blocks=[section()])
    first, second = slack.calls
    assert (first.method, first.status, first.answer["ok"]) == ("auth.test", 200, True)
    assert second.arguments["blocks"] == [section()]
    assert "token" not in second.arguments
    assert first.seq < second.seq
