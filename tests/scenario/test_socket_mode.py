"""Without a public address: the same bot by Socket Mode, over a real WebSocket."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.playground.slack.socket_mode import TYPES
from bot.playground.stage import Stage
from bot.slack import socket
from prompts.catalog import Catalog
from tests.conftest import TUESDAY
from tests.scenario import asking, play


@pytest.fixture
def stage(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A stage on which the bot has no address and connects to Slack; it looks more often whether it is connected."""
    monkeypatch.setattr(socket, "PING_S", 0.2)
    stage = Stage(sqlite_url, start=TUESDAY, by_socket=True)
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        assert stage.slack.line.socket.wait()
        yield stage


def test_a_conversation(stage: Stage) -> None:
    """Command, form, taps and typed words arrive and are answered, to the plan in the channel."""
    talk = play.start(stage)
    first = play.question(talk)
    play.say(talk, "1")
    assert play.question(talk) != first
    play.answer_all(talk)
    assert play.post_plan(talk)


def test_what_a_command_answers(stage: Stage, texts: Catalog) -> None:
    """An answer to a command comes back with its acknowledgement; faults in a form are shown beside the field."""
    stage.slack.slash("olivia", "orders", "/unstick", "help")
    assert play.whispers(stage, "olivia") == [texts.say("help")]
    view = play.open_form(stage)
    answer = play.fill_in(stage, view, pilot="")
    assert answer.errors


def test_how_long_slack_waited(stage: Stage) -> None:
    """Every request that comes over the connection is among the numbers, also one that gets no acknowledgement."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    came = [entry for entry in stage.slack.workspace.log if entry.get("what") in TYPES]
    assert _acknowledged(stage) == {"200": len(came)}
    stage.bot.socket._answer = lambda _request: BoltResponse(status=500, body="")
    reaction = stage.slack.line.socket.send("event", {}, {}, 0.2)
    assert reaction.status is None
    asking.until(lambda: _acknowledged(stage).get("500") == 1)
    assert "olivia" not in stage.bot.meters.text().decode()


def _acknowledged(stage: Stage) -> dict[str, float]:
    """How many requests, by the status of their answer."""
    lines = [line for line in stage.bot.meters.text().decode().splitlines() if "acknowledgement_seconds_count" in line]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in lines}


def test_a_connection_that_breaks(stage: Stage) -> None:
    """When the connection breaks it is opened anew by itself, and what Slack sends again is done once."""
    talk = play.start(stage)
    asked = play.question(talk)
    stage.slack.line.socket.break_off()
    assert stage.slack.line.socket.wait()
    stage.slack.fault("event", "duplicate")
    play.say(talk, "1")
    assert play.question(talk) != asked


def test_a_token_that_slack_does_not_know(sqlite_url: str) -> None:
    """With a wrong app-level token the start is refused, and nothing keeps running."""
    stage = Stage(sqlite_url, start=TUESDAY, by_socket=True)
    stage.slack.grants.app_token = "another"
    with pytest.raises(Exception, match="invalid_auth"), stage:
        pass
    stage._stop_bot()
    stage.slack.stop()


def test_an_end_in_order(stage: Stage) -> None:
    """What is in hand when the service stops is finished and acknowledged; what comes later gets no answer."""
    view = play.open_form(stage)
    begun, finish = threading.Event(), threading.Event()
    dispatch = stage.bot.socket._answer

    def slowly(request: BoltRequest) -> BoltResponse:
        begun.set()
        finish.wait(10)
        return dispatch(request)

    stage.bot.socket._answer = slowly
    with ThreadPoolExecutor(2) as hands:
        sent = hands.submit(stage.slack.submit, "olivia", view, {})
        assert begun.wait(10)
        closed = hands.submit(stage.bot.socket.close)
        with stage.bot.socket._changed:
            assert stage.bot.socket._changed.wait_for(lambda: stage.bot.socket._closing, 10)
        finish.set()
        assert sent.result().ok
        closed.result()
    assert not stage.bot.socket.is_open()
    assert stage.slack.slash("olivia", "orders", "/unstick", "help").error == "app_unreachable"
