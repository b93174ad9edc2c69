from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.slack import LocalSlack, text
from tests.unit.playground.stage import SECRET, actions, button, menu, mrkdwn, option, plain, section, text_input

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from tests.unit.playground.stage import Bot, Clock

HERE = "C0ORDERS"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("fish & chips < 3 > 2", "fish &amp; chips &lt; 3 &gt; 2"),
        ("<!channel> wake up", "&lt;!channel&gt; wake up"),
        ("<@U0OLIVIA>", "&lt;@U0OLIVIA&gt;"),
        ("@olivia, and @nobody.", "<@U0OLIVIA>, and @nobody."),
        ("ask @Olivia.", "ask <@U0OLIVIA>."),
        ("@channel!", "<!channel>!"),
        ("see #orders and #nowhere", "see <#C0ORDERS|orders> and #nowhere"),
        ("https://a.example/x?y=1&z=2.", "<https://a.example/x?y=1&amp;z=2>."),
        ("(http://a.example/b)", "(<http://a.example/b>)"),
        ("mail me@a.example", "mail <mailto:me@a.example|me@a.example>"),
        ("plain", "plain"),
    ],
)
def test_typed_text_is_stored_as_slack_stores_it(typed: str, stored: str, slack: LocalSlack) -> None:
    """Brackets are escaped, addresses wrapped, known names become ids."""
    assert slack.say("brenda", "orders", typed).text == stored


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("hello <@U0OLIVIA> and <@U0CARLOS|carlos>", ("U0OLIVIA", "U0CARLOS")),
        ("<!channel> <!here|here> <!everyone>", ("channel", "here", "everyone")),
        ("<!subteam^S012|@ops>", ("subteam^S012",)),
        ("&lt;!channel&gt; @channel @olivia <#C0ORDERS> <!date^1^x|y>", ()),
    ],
)
def test_mentions_are_found(words: str, whom: tuple[str, ...]) -> None:
    """Only Slack's own syntax notifies anyone."""
    assert text.mentions(words) == whom


def test_whoever_the_bot_mentions_is_remembered(slack: LocalSlack, client: WebClient) -> None:
    """Mentions in the text, in mrkdwn and in rich text count; plain text, strangers and people's words do not."""
    slack.say("olivia", "orders", "@channel @brenda")
    assert slack.mentions == []
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0TOMASZ"}]},
            {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]},
        ],
    }
    header = {"type": "header", "text": plain("<!everyone>")}
    client.chat_postMessage(
        channel=HERE,
        text="<@U0OLIVIA> <@U0NOBODY>",
        blocks=[header, section("<@U0CARLOS>"), {"type": "context", "elements": [mrkdwn("<!channel>")]}, rich],
    )
    assert [mention.target for mention in slack.mentions] == ["U0OLIVIA", "U0CARLOS", "channel", "U0TOMASZ", "here"]
    client.chat_postMessage(channel=HERE, text="@here", link_names=True)
    assert [mention.target for mention in slack.mentions][5:] == ["here"]


CHOICES: dict[str, tuple[dict[str, Any], Any, dict[str, Any]]] = {
    "select": (menu(), "v1", {"selected_option": option("v1")}),
    "select by option": (menu(), option("v1"), {"selected_option": option("v1")}),
    "group": (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": [option("a")]}]},
        "a",
        {"selected_option": option("a")},
    ),
    "several": (
        {"type": "multi_static_select", "options": [option("a"), option("b")]},
        ["b"],
        {"selected_options": [option("b")]},
    ),
    "overflow": ({"type": "overflow", "options": [option("a")]}, "a", {"selected_option": option("a")}),
    "user": ({"type": "users_select"}, "U0CARLOS", {"selected_user": "U0CARLOS"}),
    "users": ({"type": "multi_users_select"}, ["U0CARLOS"], {"selected_users": ["U0CARLOS"]}),
    "channel": ({"type": "channels_select"}, HERE, {"selected_channel": HERE}),
    "conversation": ({"type": "conversations_select"}, HERE, {"selected_conversation": HERE}),
    "date": ({"type": "datepicker"}, "2026-03-09", {"selected_date": "2026-03-09"}),
    "no date": ({"type": "datepicker", "initial_date": "2026-03-09"}, None, {"selected_date": None}),
    "time": ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    "radio": ({"type": "radio_buttons", "options": [option("a")]}, "a", {"selected_option": option("a")}),
    "boxes": ({"type": "checkboxes", "options": [option("a")]}, ["a"], {"selected_options": [option("a")]}),
}


@pytest.mark.parametrize("kind", CHOICES)
def test_a_choice_reaches_the_app(kind: str, slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """What is chosen stands in the action and, where Slack keeps it, in the state."""
    element, choice, expected = CHOICES[kind]
    row = actions({**element, "action_id": "pick"}, button(), block_id="row")
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=[row])["ts"]
    assert slack.click("carlos", "orders", ts, "row", "pick", choice).ok
    payload = bot.interactions()[-1]
    seen = {key: _bare(value) for key, value in payload["actions"][0].items() if key.startswith("selected")}
    assert seen == expected
    kept = payload["state"]["values"].get("row", {}).get("pick", {})
    if element["type"] != "overflow":
        assert {key: _bare(value) for key, value in kept.items() if key != "type"} == expected
    slack.click("carlos", "orders", ts, "row", "go")
    later = bot.interactions()[-1]["state"]["values"].get("row", {}).get("pick", {})
    assert later == kept


def _bare(value: Any) -> Any:
    """Without the ``emoji`` flag that Slack adds to plain text."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items() if key != "emoji"}
    return value


def test_what_is_typed_into_a_message_comes_with_the_next_click(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """An input without ``dispatch_action`` sends nothing by itself; its text stands in the state of a later click."""
    blocks = [text_input("note", "typed"), actions(button(), block_id="row")]
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=blocks)["ts"]
    slack.click("carlos", "orders", ts, "note", "typed", "because")
    assert bot.interactions() == []
    slack.click("carlos", "orders", ts, "row", "go")
    values = bot.interactions()[-1]["state"]["values"]
    assert values["note"]["typed"] == {"type": "plain_text_input", "value": "because"}


IMPOSSIBLE: dict[str, tuple[Any, ...]] = {
    "no such message": ("carlos", "orders", "1.000001", "row", "go"),
    "no such block": ("carlos", "orders", None, "other", "go"),
    "no such action": ("carlos", "orders", None, "row", "stop"),
    "option not offered": ("carlos", "orders", None, "row", "pick", "v9"),
    "no such person": ("nobody", "orders", None, "row", "go"),
    "no such channel": ("carlos", "nowhere", None, "row", "go"),
    "not a member": ("zoe", "orders", None, "row", "go"),
    "nobody chosen": ("carlos", "orders", None, "row", "who", "U0NOBODY"),
    "no such day": ("carlos", "orders", None, "row", "day", "2026-02-30"),
    "no such hour": ("carlos", "orders", None, "row", "hour", "25:00"),
}


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_nobody_can_do_what_slack_does_not_show(rule: str, slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """What a person could not do in Slack is an error to the script, and never reaches the app."""
    slack.add_user("zoe")
    row = actions(
        button(),
        menu(),
        {"type": "users_select", "action_id": "who"},
        {"type": "datepicker", "action_id": "day"},
        {"type": "timepicker", "action_id": "hour"},
        block_id="row",
    )
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=[row])["ts"]
    who, where, when, *rest = IMPOSSIBLE[rule]
    with pytest.raises(ValueError, match=r".{10}"):
        slack.click(who, where, when or ts, *rest)
    assert bot.interactions() == []


def test_a_message_to_one_person_is_seen_by_that_person_only(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """An ephemeral message can be clicked by whom it is for; the app is not shown it again."""
    row = actions(button(), block_id="row")
    ts = client.chat_postEphemeral(channel=HERE, user="U0CARLOS", text="psst", blocks=[row])["message_ts"]
    assert [message.text for message in slack.ephemerals("carlos")] == ["psst"]
    assert slack.ephemerals("olivia") == []
    assert slack.messages("orders") == []
    with pytest.raises(ValueError, match="sees no message"):
        slack.click("olivia", "orders", ts, "row", "go")
    slack.click("carlos", "orders", ts, "row", "go")
    assert bot.interactions()[-1]["container"]["is_ephemeral"] is True
    assert "message" not in bot.interactions()[-1]


def test_typing_has_limits(slack: LocalSlack) -> None:
    """Nobody types above 40,000 characters, into an archive, into a thread that is not there or where they are not."""
    with pytest.raises(ValueError, match="40000"):
        slack.say("olivia", "orders", "x" * 40_001)
    with pytest.raises(ValueError, match="thread"):
        slack.say("olivia", "orders", "x", "1.000001")
    with pytest.raises(ValueError, match="not in general"):
        slack.say("gwen", "general", "x")
    slack.archive("orders")
    with pytest.raises(ValueError, match="archived"):
        slack.say("olivia", "orders", "x")


def test_commands_of_nobody_are_unknown(clock: Clock, bot: Bot) -> None:
    """Where the app's commands are known, others are not sent."""
    with LocalSlack(clock, SECRET, bot.url, commands=frozenset({"/unstick"})) as slack:
        assert slack.slash("olivia", "orders", "/unstick").ok
        with pytest.raises(ValueError, match="/other"):
            slack.slash("olivia", "orders", "/other")


def test_the_cast_is_ready(slack: LocalSlack, client: WebClient) -> None:
    """Eight people, a guest among them, one in Madrid and one in Mexico, with zone and language as Slack tells them."""
    people = [one for one in client.users_list(include_locale=True)["members"] if not one["is_bot"]]
    assert len(people) == 8
    assert [one["locale"] for one in people if one["name"] == "lucia"] == ["es-LA"]
    assert [one["name"] for one in people if one["is_restricted"]] == ["gwen"]
    sponsor = client.users_info(user="U0MARTIN", include_locale=True)["user"]
    assert (sponsor["tz"], sponsor["tz_offset"], sponsor["locale"]) == ("Europe/Madrid", 3600, "es-ES")
