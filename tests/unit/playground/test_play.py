from __future__ import annotations

import http.client
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Reply, actions, button, fetch, menu, modal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.requests import Request

    from tests.unit.playground.stage import Bot, Clock

HERE = "C0ORDERS"


def _post(slack: LocalSlack, path: str, **body: Any) -> tuple[int, Any]:
    return fetch(f"{slack.url}/play/{path}", body)


def _state(slack: LocalSlack) -> Any:
    return fetch(f"{slack.url}/play/state")[1]


@contextmanager
def _events(slack: LocalSlack, since: int) -> Iterator[Callable[[], dict[str, Any]]]:
    """Listens to the live log; each call gives the next entry."""
    address = urlsplit(slack.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    connection.request("GET", f"/play/events?since={since}")
    stream = connection.getresponse()
    assert stream.getheader("Content-Type", "").startswith("text/event-stream")

    def following() -> dict[str, Any]:
        while line := stream.readline().decode():
            if line.startswith("data: "):
                return dict(json.loads(line.removeprefix("data: ")))
        raise EOFError

    try:
        yield following
    finally:
        stream.close()
        connection.close()


def _drain(following: Callable[[], object]) -> None:
    while True:
        following()


def test_the_state_is_whole(slack: LocalSlack, client: WebClient) -> None:
    """The page learns team, bot, people, channels, messages, open views, clock and where the log stands."""
    root = slack.say("olivia", "orders", "hello")
    client.chat_postMessage(channel=HERE, text="x", thread_ts=root.ts, blocks=[actions(button())])
    client.chat_postEphemeral(channel=HERE, user="U0OLIVIA", text="psst")
    slack.slash("olivia", "orders", "/unstick")
    client.views_open(trigger_id=list(slack.workspace.triggers)[-1], view=modal())
    state = _state(slack)
    assert set(state) == {
        *("team", "me_bot", "users", "channels", "messages", "views", "homes", "clock", "seq"),
    }
    assert state["me_bot"]["user_id"] == "U0LOCALBOT"
    assert [user["name"] for user in state["users"] if user["is_guest"]] == ["gwen"]
    orders = next(channel for channel in state["channels"] if channel["name"] == "orders")
    assert (orders["is_member"], orders["private"], orders["is_im"]) == (True, False, False)
    first, second, third = state["messages"]
    assert (first["text"], first["reply_count"]) == ("hello", 1)
    assert (second["thread_ts"], second["blocks"][0]["type"]) == (root.ts, "actions")
    assert third["ephemeral_for"] == "U0OLIVIA"
    assert state["views"]["U0OLIVIA"]["title"]["text"] == "Start"
    assert state["clock"] == "2026-03-02T14:00:00+00:00"
    assert state["seq"] == slack.workspace.seq


def test_the_log_is_live(slack: LocalSlack, client: WebClient, clock: Clock) -> None:
    """Each change arrives as it happens, whole, with growing numbers, from wherever one left off."""
    slack.on_clock = lambda how: clock.move(seconds=how["advance_seconds"])
    begin = slack.workspace.seq
    with _events(slack, begin) as following:
        ts = client.chat_postMessage(channel=HERE, text="one")["ts"]
        entry = following()
        assert (entry["type"], entry["message"]["text"], entry["seq"]) == ("message", "one", begin + 1)
        kinds = {}
        client.chat_update(channel=HERE, ts=ts, text="two")
        client.chat_delete(channel=HERE, ts=ts)
        slack.add_channel("pilots")
        slack.dm("olivia")
        slack.move_clock({"advance_seconds": 60})
        while "clock" not in kinds:
            entry = following()
            kinds[entry["type"]] = entry
        assert kinds["message_changed"]["message"]["text"] == "two"
        assert kinds["message_deleted"]["deleted_ts"] == ts
        assert kinds["channel"]["channel"]["is_im"] is True
        assert kinds["request"]["what"]
        assert kinds["clock"]["clock"] == "2026-03-02T14:01:00+00:00"
    with _events(slack, begin) as following:
        assert following()["message"]["text"] == "one"


def test_stopping_ends_the_log(clock: Clock, bot: Bot) -> None:
    """Whoever listens when the server stops gets an end, not a hang."""
    slack = LocalSlack(clock, SECRET, bot.url).start()
    with _events(slack, 0) as following:
        slack.stop()
        with pytest.raises((EOFError, http.client.HTTPException)):
            _drain(following)


def test_a_page_can_act_for_people(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """Commands, words, clicks, choices, submissions and closing go through ``/play`` as they do in scripts."""
    bot.answer = lambda heard: Reply(body="hint" if "command" in heard.form else "")
    status, answer = _post(slack, "slash", user="U0OLIVIA", channel=HERE, command="/unstick", text="x")
    assert (status, answer["ok"], answer["response"]) == (200, True, "hint")
    said = _post(slack, "say", user="U0OLIVIA", channel=HERE, text="hello")[1]
    assert slack.message("orders", said["ts"]).text == "hello"
    row = actions(button(), menu(), {"type": "multi_users_select", "action_id": "who"}, block_id="row")
    ts = client.chat_postMessage(channel=HERE, text="x", thread_ts=said["ts"], blocks=[row])["ts"]
    place = {"user": "U0OLIVIA", "channel": HERE, "ts": ts, "block_id": "row"}
    assert _post(slack, "click", **place, action_id="go", value="ignored")[1]["ok"]
    chosen = {"text": {"type": "plain_text", "text": "V1"}, "value": "v1"}
    assert _post(slack, "click", **place, action_id="pick", type="static_select", selected_option=chosen)[1]["ok"]
    assert _post(slack, "click", **place, action_id="who", selected_users=["U0CARLOS"])[1]["ok"]
    picked = [payload["actions"][0] for payload in bot.interactions()]
    assert picked[1]["selected_option"]["value"] == "v1"
    assert picked[2]["selected_users"] == ["U0CARLOS"]
    assert _post(slack, "join", user="U0LOCALBOT", channel="C0GENERAL")[1]["ok"]
    assert _post(slack, "leave", user="U0LOCALBOT", channel="C0GENERAL")[1]["ok"]
    assert _post(slack, "dm", user="U0OLIVIA")[1]["channel"] == slack.dm("olivia").id
    assert _post(slack, "home", user="U0OLIVIA")[1]["ok"]


def test_a_page_can_fill_in_a_modal(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """Sentences beside the inputs are an answer, not a failure; the view keeps them until it is right."""
    slack.slash("olivia", "orders", "/unstick")
    view = client.views_open(trigger_id=list(slack.workspace.triggers)[-1], view=modal())["view"]["id"]
    errors = {"response_action": "errors", "errors": {"name": "Too short"}}
    bot.answer = lambda _heard: Reply(body=json.dumps(errors))
    place = {"user": "U0OLIVIA", "view_id": view}
    state = {"name": {"typed": {"type": "plain_text_input", "value": "x"}}}
    answer = _post(slack, "submit", **place, values=state)[1]
    assert (answer["ok"], answer["errors"]) == (True, {"name": "Too short"})
    assert _state(slack)["views"]["U0OLIVIA"]["errors"] == {"name": "Too short"}
    assert _post(slack, "click", **place, block_id="name", action_id="typed", value="y")[1]["ok"]
    assert _state(slack)["views"]["U0OLIVIA"]["state"]["values"]["name"]["typed"]["value"] == "y"
    assert _post(slack, "close", **place)[1]["ok"]
    assert _state(slack)["views"]["U0OLIVIA"] is None


def test_what_cannot_be_done_is_said(slack: LocalSlack) -> None:
    """A page that asks for the impossible gets 400 and a reason: Slack's code where it has one."""
    status, answer = _post(slack, "say", user="gwen", channel="general", text="x")
    assert (status, answer) == (400, {"ok": False, "error": "not_in_channel"})
    assert _post(slack, "say", user="gwen", channel="general")[1]["error"] == "missing: 'text'"
    assert _post(slack, "say", user="ghost", channel="general", text="x")[1]["error"] == "nobody here is called 'ghost'"
    assert _post(slack, "clock", advance_seconds=1)[1]["error"] == "this clock does not move"
    assert fetch(f"{slack.url}/play/say", "text")[0] == 400


def test_a_page_can_move_the_clock_and_inject_faults(slack: LocalSlack, client: WebClient, clock: Clock) -> None:
    """The clock moves by the hook that was given; a fault asked for by the page happens."""
    slack.on_clock = lambda how: clock.move(seconds=how["advance_seconds"])
    assert _post(slack, "clock", advance_seconds=3600)[1]["clock"] == "2026-03-02T15:00:00+00:00"
    assert _post(slack, "fault", method="auth.test", kind="refuse", error="fatal_error")[1]["ok"]
    status, answer = fetch(slack.api_url + "auth.test", {}, {"Authorization": f"Bearer {slack.token}"})
    assert (status, answer["error"]) == (200, "fatal_error")
    assert _post(slack, "fault", method="auth.test", kind="nothing")[0] == 400
    assert client.auth_test()["ok"]


def test_files_and_further_routes_are_served(clock: Clock, bot: Bot, tmp_path: Path) -> None:
    """A folder can stand at ``/`` and an app can bring routes of its own; the API keeps its place."""

    async def own(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("own")

    (tmp_path / "index.html").write_text("<p>page</p>")
    with LocalSlack(clock, SECRET, bot.url, page=tmp_path, extra_routes=[Route("/own", own)]) as slack:
        assert fetch(f"{slack.url}/own") == (200, "own")
        assert fetch(f"{slack.url}/") == (200, "<p>page</p>")
        assert fetch(f"{slack.api_url}auth.test")[1]["error"] == "not_authed"


def test_waiting_ends_with_the_change_or_in_time(slack: LocalSlack, client: WebClient) -> None:
    """``wait_for`` returns what it waited for, and gives up with an error."""
    slack.say("olivia", "orders", "one")
    assert slack.wait_for(lambda: slack.messages("orders")) == slack.messages("orders")
    with pytest.raises(TimeoutError):
        slack.wait_for(lambda: slack.view("olivia"), timeout=0.05)
    client.chat_postMessage(channel=HERE, text="two")
    assert slack.wait_for(lambda: len(slack.messages("orders")) == 2)


def test_a_callback_hears_every_call(clock: Clock, bot: Bot) -> None:
    """``on_call`` is told of each call as it is answered."""
    told: list[str] = []
    with LocalSlack(clock, SECRET, bot.url, on_call=lambda call: told.append(call.method)) as slack:
        client = WebClient(slack.token, base_url=slack.api_url)
        client.auth_test()
        client.chat_postMessage(channel=HERE, text="x")
    assert told == ["auth.test", "chat.postMessage"]
