"""Without a public address: the same bot by Socket Mode, over a real WebSocket."""

from collections.abc import Iterator

import pytest

from bot.playground.stage import Stage
from bot.slack import socket
from prompts.catalog import Catalog
from tests.conftest import TUESDAY
from tests.scenario import play


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
