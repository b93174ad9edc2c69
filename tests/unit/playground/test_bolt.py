from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import App, BoltRequest

from tests.unit.playground.stage import SECRET, Heard, Reply, actions, button, menu, modal, section, text_input

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack
    from tests.unit.playground.stage import Bot


@pytest.fixture
def heard(client: WebClient, bot: Bot) -> list[dict[str, Any]]:
    """A small app of Slack's own framework behind the port; gives the message events that it took."""
    app = App(signing_secret=SECRET, client=client, process_before_response=True, token_verification_enabled=False)
    taken: list[dict[str, Any]] = []

    @app.command("/unstick")
    def start(ack: Any, body: Any, client: WebClient) -> None:
        view = modal(text_input("pilot", element={"initial_value": body["text"]}), callback_id="start")
        client.views_open(trigger_id=body["trigger_id"], view={**view, "private_metadata": body["channel_id"]})
        ack()

    @app.view("start")
    def begin(ack: Any, view: Any, client: WebClient) -> None:
        pilot = view["state"]["values"]["pilot"]["typed"]["value"]
        if len(pilot) < 3:
            ack(response_action="errors", errors={"pilot": "A longer name, please"})
            return
        root = client.chat_postMessage(channel=view["private_metadata"], text=pilot)
        row = actions(button("yes", value="1"), menu("why"), block_id="row")
        client.chat_postMessage(
            channel=root["channel"], thread_ts=root["ts"], text="First question", blocks=[section("First?"), row]
        )
        ack()

    @app.action("yes")
    def answer(ack: Any, body: Any, client: WebClient) -> None:
        who = body["user"]["name"]
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=f"{who}: yes", blocks=[])
        ack()

    @app.action("why")
    def why(ack: Any, action: Any, respond: Any) -> None:
        ack()
        respond(f"because {action['selected_option']['value']}")

    @app.event("message")
    def message(event: Any) -> None:
        taken.append(event)

    def dispatch(heard: Heard) -> Reply:
        response = app.dispatch(BoltRequest(body=heard.body, headers=dict(heard.headers)))
        headers = {key: values[0] for key, values in response.headers.items()}
        return Reply(response.status, response.body, headers=headers)

    bot.answer = dispatch
    return taken


def test_a_conversation_with_slacks_own_framework(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    """Command, modal, correction, thread, choice, answer and a typed reply work with Bolt as they do in Slack."""
    assert slack.slash("olivia", "orders", "/unstick", "x").ok
    view = slack.view("olivia")
    assert view is not None
    assert slack.submit("olivia", view.id).errors == {"pilot": "A longer name, please"}
    assert slack.submit("olivia", view.id, {"pilot": {"typed": "order intake"}}).ok
    root, question = slack.messages("orders")
    assert (root.text, question.thread_ts) == ("order intake", root.ts)
    assert slack.click("carlos", "orders", question.ts, "row", "why", "v2").ok
    assert [message.text for message in slack.ephemerals("carlos")] == ["because v2"]
    assert slack.click("carlos", "orders", question.ts, "row", "yes").ok
    assert slack.message("orders", question.ts).text == "carlos: yes"
    slack.say("brenda", "orders", "I see it <differently>", root.ts)
    slack.settle()
    typed = [event for event in heard if "subtype" not in event]
    assert [(event["text"], event["thread_ts"]) for event in typed] == [("I see it &lt;differently&gt;", root.ts)]
    assert slack.mentions == []
