"""Looking for letters costs next to nothing while there are none: a small machine idles, and so do two replicas."""

import logging
import threading
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.delivery import engine
from bot.playground.stage import Stage
from tests.databases import on_both
from tests.scenario import play

MORNING = datetime(2026, 11, 3, 9, tzinfo=UTC)
LOOKS = 5
PATIENCE_S = 20.0


def test_closing_during_a_look(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a look has claimed still begins, and is sent, when the service is closed at that moment; no complaint."""
    said: list[logging.LogRecord] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", said.append)
    monkeypatch.setattr(engine, "CLOSING_S", 0.2)
    claimed, closing = threading.Event(), threading.Event()
    with Stage(sqlite_url, start=MORNING) as stage:
        stage.settle()
        kept = stage.bot.engine._dbos._sys_db
        begin = kept.get_workflow_statuses

        def late(ids: list[str]) -> object:
            claimed.set()
            assert closing.wait(PATIENCE_S)
            time.sleep(1.0)  # by now all that is not waited for has gone
            return begin(ids)

        monkeypatch.setattr(kept, "get_workflow_statuses", late)
        logging.getLogger("dbos").addHandler(handler)
        stage.slack.say("olivia", stage.slack.dm("olivia").id, "hello")
        assert claimed.wait(PATIENCE_S)
        closing.set()
        stage._stop_bot()
        logging.getLogger("dbos").removeHandler(handler)
        assert [record.getMessage() for record in said if record.levelno >= logging.ERROR] == []
        assert play.dms(stage, "olivia")


@on_both
def test_a_look_is_one_question_while_nothing_waits(database_url: str) -> None:
    """Between two letters the delivery asks the database one short question a look, and writes nothing."""
    asked: list[str] = []
    enough = threading.Event()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.current_thread().name == "queue-worker-slack":
            asked.append(statement)
            if len(asked) >= 2 * LOOKS:
                enough.set()

    with Stage(database_url, start=MORNING) as stage:
        stage.settle()
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            assert enough.wait(PATIENCE_S)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
    looks = asked[-LOOKS:]  # the first of all reads the queue's settings
    assert all(statement.startswith("SELECT 1 FROM") and "LIMIT 1" in statement for statement in looks), looks
