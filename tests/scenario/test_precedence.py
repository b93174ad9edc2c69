"""Acknowledgements before messages, in the running bot."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.delivery.letters import Act, Draft
from bot.delivery.precedence import REQUESTS
from bot.playground.stage import Stage
from prompts.messages import Note, dump
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.scenario import asking, play

PATIENCE_S = 60.0


@pytest.fixture(params=[False, True], ids=["http", "socket"])
def stage(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Stage]:
    """A stage for each way in."""
    with Stage(sqlite_url, start=TUESDAY, by_socket=request.param) as stage:
        assert not request.param or stage.slack.line.socket.wait()
        yield stage


def test_every_request_is_counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whichever way it comes, a request counts while it is in hand, and no longer."""
    ways, client, counted = stage.bot.engine.precedence, stage.bot.keys.client, list[int]()

    def noted(*args: Any) -> Any:
        counted.append(ways._requests)
        return client(*args)

    monkeypatch.setattr(stage.bot.keys, "client", noted)
    play.open_form(stage)
    assert counted
    assert set(counted) == {1}
    asking.until(lambda: ways._requests == 0)


@on_both
def test_a_message_lets_requests_go_first(database_url: str) -> None:
    """While several requests are in hand a message waits; then it goes, by itself."""
    answered = threading.Event()
    with Stage(database_url, start=TUESDAY) as stage, ThreadPoolExecutor(REQUESTS) as hands:
        stage.settle()
        engine = stage.bot.engine
        engine.precedence._patience_s = PATIENCE_S
        held = [hands.submit(engine.precedence.first(answered.wait), PATIENCE_S) for _ in range(REQUESTS)]
        try:
            asking.until(lambda: engine.precedence._requests == REQUESTS)
            draft = Draft(
                id="late", lane=stage.slack.hands.user("olivia").id, act=Act.DM, body=dump(Note(text="hello"))
            )
            with stage.bot.database.unit_of_work() as session:
                engine.put(session, stage.slack.workspace.team.id, [draft])
            asking.until(engine.precedence._turn.locked)
            assert not play.dms(stage, "olivia")
        finally:
            answered.set()
        assert all(one.result() for one in held)
        stage.settle()
        assert [message.text for message in play.dms(stage, "olivia")] == ["hello"]
