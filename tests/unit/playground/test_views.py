from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground.stage import Reply, actions, button, modal, option, plain, section, text_input

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack, View
    from tests.unit.playground.stage import Bot, Clock


@pytest.fixture
def trigger(slack: LocalSlack) -> Callable[[], str]:
    """A fresh trigger of Olivia's."""

    def issue() -> str:
        slack.slash("olivia", "orders", "/unstick")
        return list(slack.workspace.triggers)[-1]

    return issue


@pytest.fixture
def opened(slack: LocalSlack, client: WebClient, trigger: Callable[[], str]) -> Callable[..., View]:
    """Opens a modal for Olivia."""

    def open_it(*blocks: dict[str, Any], **more: Any) -> View:
        client.views_open(trigger_id=trigger(), view=modal(*blocks, **more))
        view = slack.view("olivia")
        assert view is not None
        return view

    return open_it


def _answering(bot: Bot, body: dict[str, Any]) -> None:
    bot.answer = lambda heard: Reply(body=json.dumps(body) if "payload" in heard.form else "")


def _code(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_a_trigger_opens_one_view(client: WebClient, trigger: Callable[[], str]) -> None:
    """The second use of a trigger is refused."""
    given = trigger()
    client.views_open(trigger_id=given, view=modal())
    assert _code(lambda: client.views_open(trigger_id=given, view=modal())) == "exchanged_trigger_id"


def test_a_view_refused_for_its_form_does_not_use_up_its_trigger(client: WebClient, trigger: Callable[[], str]) -> None:
    """After a wrong view the right one opens with the same trigger."""
    given = trigger()
    assert _code(lambda: client.views_open(trigger_id=given, view=modal(title=plain("x" * 25)))) == "invalid_arguments"
    assert client.views_open(trigger_id=given, view=modal())["ok"]


def test_a_trigger_dies_after_three_seconds(client: WebClient, trigger: Callable[[], str], clock: Clock) -> None:
    """At three seconds it still works, a moment later not."""
    first, second = trigger(), trigger()
    clock.move(seconds=3)
    client.views_open(trigger_id=first, view=modal())
    clock.move(milliseconds=1)
    assert _code(lambda: client.views_open(trigger_id=second, view=modal())) == "expired_trigger_id"


def test_a_trigger_dies_by_the_clock_on_the_wall_too(
    slack: LocalSlack, client: WebClient, trigger: Callable[[], str]
) -> None:
    """A clock that stands still does not keep a trigger alive."""
    slack.workspace.trigger_seconds = 0.0
    assert _code(lambda: client.views_open(trigger_id=trigger(), view=modal())) == "expired_trigger_id"


def test_what_is_filled_in_reaches_the_app(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """A submission carries every input as Slack's state, untouched ones with their first value, and the metadata."""
    people = {"type": "users_select", "action_id": "who", "initial_user": "U0CARLOS"}
    lens = {"type": "radio_buttons", "action_id": "lens", "options": [option("five"), option("four")]}
    view = opened(
        text_input("pilot", "typed"),
        {"type": "input", "block_id": "owner", "label": plain("Owner"), "element": people},
        {"type": "input", "block_id": "lens", "label": plain("Lens"), "element": lens, "optional": True},
        private_metadata="C0ORDERS",
        callback_id="start",
    )
    answer = slack.submit("olivia", view.id, {"pilot": {"typed": "order intake"}, "lens": {"lens": "four"}})
    assert answer.ok
    assert slack.view("olivia") is None
    sent = bot.interactions("view_submission")[0]["view"]
    assert (sent["callback_id"], sent["private_metadata"]) == ("start", "C0ORDERS")
    values = sent["state"]["values"]
    assert values["pilot"]["typed"] == {"type": "plain_text_input", "value": "order intake"}
    assert values["owner"]["who"] == {"type": "users_select", "selected_user": "U0CARLOS"}
    assert values["lens"]["lens"]["selected_option"]["value"] == "four"


def test_slack_itself_asks_for_what_is_missing(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """A required input left empty, or filled wrongly, keeps the modal open; the app hears nothing."""
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1"}
    view = opened(
        text_input("pilot", "typed", element={"max_length": 5}),
        {"type": "input", "block_id": "hours", "label": plain("Hours"), "element": number},
    )
    assert set(slack.submit("olivia", view.id).errors) == {"pilot", "hours"}
    wrong = [("toolong", "1"), ("short", "1.5"), ("short", "0"), ("short", "many")]
    for pilot, hours in wrong:
        answer = slack.submit("olivia", view.id, {"pilot": {"typed": pilot}, "hours": {"n": hours}})
        assert (answer.ok, len(answer.errors)) == (False, 1)
    assert bot.interactions("view_submission") == []
    assert slack.submit("olivia", view.id, {"pilot": {"typed": "short"}, "hours": {"n": "7"}}).ok


def test_the_app_may_say_what_is_wrong(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """The app's sentences stand beside the inputs, what was typed stays, and the next submission clears them."""
    view = opened()
    _answering(bot, {"response_action": "errors", "errors": {"name": "Too short"}})
    answer = slack.submit("olivia", view.id, {"name": {"typed": "x"}})
    assert (answer.ok, answer.errors) == (False, {"name": "Too short"})
    shown = slack.view("olivia")
    assert shown is not None
    assert shown.errors == {"name": "Too short"}
    assert shown.values["name"]["typed"]["value"] == "x"
    bot.answer = lambda _heard: Reply()
    assert slack.submit("olivia", view.id).ok


def test_the_app_may_show_another_view(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """``update`` changes the view in place, ``push`` puts one on top, ``clear`` closes all."""
    view = opened()
    filled = {"name": {"typed": "x"}}
    _answering(bot, {"response_action": "update", "view": modal(text_input("other"))})
    assert slack.submit("olivia", view.id, filled).ok
    updated = slack.view("olivia")
    assert updated is not None
    assert (updated.id, updated.blocks[0]["block_id"]) == (view.id, "other")
    assert updated.hash != view.hash
    _answering(bot, {"response_action": "push", "view": modal(text_input("third"))})
    assert slack.submit("olivia", view.id, {"other": {"typed": "x"}}).ok
    pushed = slack.view("olivia")
    assert pushed is not None
    assert (pushed.previous_view_id, pushed.root_view_id) == (view.id, view.id)
    _answering(bot, {"response_action": "clear"})
    assert slack.submit("olivia", pushed.id, {"third": {"typed": "x"}}).ok
    assert slack.view("olivia") is None


@pytest.mark.parametrize(
    "body",
    [
        {"text": "thanks"},
        {"response_action": "dance"},
        {"response_action": "errors", "errors": {"elsewhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        ["x"],
    ],
)
def test_an_answer_slack_does_not_understand_is_a_failure(
    body: Any, slack: LocalSlack, opened: Callable[..., View], bot: Bot
) -> None:
    """A wrong answer to a submission leaves the modal open and shows trouble."""
    view = opened()
    _answering(bot, body)
    answer = slack.submit("olivia", view.id, {"name": {"typed": "x"}})
    assert not answer.ok
    assert str(answer.error).startswith("invalid")
    assert slack.view("olivia") is not None


def test_three_views_are_the_most(
    slack: LocalSlack, client: WebClient, opened: Callable[..., View], trigger: Callable[[], str]
) -> None:
    """A fourth view is refused; closing shows the one below."""
    opened()
    client.views_push(trigger_id=trigger(), view=modal())
    client.views_push(trigger_id=trigger(), view=modal(section("third")))
    assert _code(lambda: client.views_push(trigger_id=trigger(), view=modal())) == "push_limit_reached"
    top = slack.view("olivia")
    assert top is not None
    slack.close("olivia", top.id)
    below = slack.view("olivia")
    assert below is not None
    assert below.id == top.previous_view_id


def test_nothing_can_be_pushed_onto_nothing(client: WebClient, trigger: Callable[[], str]) -> None:
    """A push needs an open modal."""
    assert _code(lambda: client.views_push(trigger_id=trigger(), view=modal())) == "invalid_trigger_id"


def test_an_outdated_update_is_refused(client: WebClient, opened: Callable[..., View]) -> None:
    """A ``hash`` of an earlier state is a conflict; so the later change stays."""
    view = opened()
    client.views_update(view_id=view.id, hash=view.hash, view=modal(section("two")))
    assert (
        _code(lambda: client.views_update(view_id=view.id, hash=view.hash, view=modal(section("three"))))
        == "hash_conflict"
    )


def test_an_external_id_names_one_view(
    slack: LocalSlack, client: WebClient, opened: Callable[..., View], trigger: Callable[[], str]
) -> None:
    """A view can be found by the app's own id, which no other open view may have."""
    opened(external_id="mine")
    client.views_update(external_id="mine", view=modal(section("two"), external_id="mine"))
    shown = slack.view("olivia")
    assert shown is not None
    assert shown.blocks[0]["text"]["text"] == "two"
    duplicate = modal(external_id="mine")
    assert _code(lambda: client.views_push(trigger_id=trigger(), view=duplicate)) == "duplicate_external_id"


def test_closing_is_told_when_asked_for(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """The app hears of a closed modal only with ``notify_on_close``."""
    slack.close("olivia", opened().id)
    assert bot.interactions("view_closed") == []
    view = opened(notify_on_close=True, private_metadata="kept")
    slack.close("olivia", view.id)
    (closed,) = bot.interactions("view_closed")
    assert (closed["view"]["id"], closed["view"]["private_metadata"]) == (view.id, "kept")
    assert closed["is_cleared"] is False
    with pytest.raises(ValueError, match="does not see"):
        slack.submit("olivia", view.id)


def test_home_is_shown_and_clicked(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """What is published stands in App Home; opening it is told, and its buttons work."""
    slack.open_home("martin")
    slack.settle()
    assert bot.events("app_home_opened")[0]["user"] == "U0MARTIN"
    assert "view" not in bot.events("app_home_opened")[0]
    client.views_publish(user_id="U0MARTIN", view={"type": "home", "blocks": [actions(button("list"), block_id="row")]})
    home = slack.home("martin")
    assert home is not None
    assert slack.view("martin") is None
    assert slack.click_in_view("martin", home.id, "row", "list").ok
    payload = bot.interactions()[0]
    assert payload["container"] == {"type": "view", "view_id": home.id}
    slack.open_home("martin")
    slack.settle()
    assert bot.events("app_home_opened")[1]["view"]["id"] == home.id
    with pytest.raises(ValueError, match="submitted"):
        slack.submit("martin", home.id)


def test_an_input_that_dispatches_is_told_at_once(slack: LocalSlack, opened: Callable[..., View], bot: Bot) -> None:
    """With ``dispatch_action`` a choice in a modal is sent on, without it only kept."""
    view = opened(text_input("loud", "typed", dispatch_action=True), text_input("quiet", "typed"))
    slack.click_in_view("olivia", view.id, "quiet", "typed", "a")
    assert bot.interactions() == []
    slack.click_in_view("olivia", view.id, "loud", "typed", "b")
    (payload,) = bot.interactions()
    assert payload["actions"][0]["value"] == "b"
    assert payload["state"]["values"]["quiet"]["typed"]["value"] == "a"
