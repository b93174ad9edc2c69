from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.playground.stage import actions, button, fetch, section

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack
    from tests.unit.playground.stage import Bot, Clock

HERE = "C0ORDERS"


@pytest.fixture
def command_url(slack: LocalSlack, bot: Bot) -> str:
    """The reply address of a command that Olivia typed."""
    slack.slash("olivia", "orders", "/unstick")
    return bot.heard[-1].form["response_url"]


@pytest.fixture
def clicked(slack: LocalSlack, client: WebClient, bot: Bot) -> Callable[[bool], tuple[str, str]]:
    """Posts a message, lets Olivia click it, and gives its ``ts`` and the reply address."""

    def click(ephemeral: bool) -> tuple[str, str]:  # noqa: FBT001 - a switch of this fixture
        row = [actions(button(), block_id="row")]
        if ephemeral:
            ts = client.chat_postEphemeral(channel=HERE, user="U0OLIVIA", text="x", blocks=row)["message_ts"]
        else:
            ts = client.chat_postMessage(channel=HERE, text="x", blocks=row)["ts"]
        slack.click("olivia", "orders", ts, "row", "go")
        return ts, bot.interactions()[-1]["response_url"]

    return click


def test_it_works_five_times(slack: LocalSlack, command_url: str) -> None:
    """The sixth use is refused."""
    for number in range(5):
        assert fetch(command_url, {"text": str(number)}) == (200, "ok")
    assert fetch(command_url, {"text": "6"}) == (404, {"ok": False, "error": "used_url"})
    assert [message.text for message in slack.ephemerals("olivia")] == ["0", "1", "2", "3", "4"]


def test_it_works_for_thirty_minutes(clock: Clock, command_url: str) -> None:
    """After thirty minutes it is refused, as is one that never was."""
    clock.move(minutes=30)
    assert fetch(command_url, {"text": "x"})[0] == 200
    clock.move(seconds=1)
    assert fetch(command_url, {"text": "x"}) == (404, {"ok": False, "error": "expired_url"})
    assert fetch(f"{command_url}X", {"text": "x"})[0] == 404


@pytest.mark.parametrize("ephemeral", [False, True])
def test_it_changes_what_was_clicked(
    ephemeral: bool,  # noqa: FBT001 - a parameter of the test
    slack: LocalSlack,
    clicked: Callable[[bool], tuple[str, str]],
) -> None:
    """``replace_original`` and ``delete_original`` reach the clicked message, also one that only one person sees."""
    ts, url = clicked(ephemeral)
    assert fetch(url, {"replace_original": True, "text": "new", "blocks": [section("new")]})[0] == 200
    assert slack.message("orders", ts).text == "new"
    assert fetch(url, {"delete_original": True})[0] == 200
    with pytest.raises(KeyError):
        slack.message("orders", ts)


def test_it_can_speak_to_all(slack: LocalSlack, command_url: str, bot: Bot) -> None:
    """``in_channel`` posts a message that everybody sees and the app hears of."""
    fetch(command_url, {"text": "for all", "response_type": "in_channel"})
    slack.settle()
    assert [message.text for message in slack.messages("orders")] == ["for all"]
    assert [event["text"] for event in bot.events()] == ["for all"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "poll"}]}, "invalid_blocks"),
        (["x"], "invalid_payload"),
    ],
)
def test_it_takes_messages_only(body: Any, error: str, command_url: str) -> None:
    """What is no message is refused."""
    status, answer = fetch(command_url, body)
    assert (status, answer["error"]) == (400, error)
