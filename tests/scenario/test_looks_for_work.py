"""Looking for letters costs next to nothing while there are none: a small machine idles, and so do two replicas."""

import threading
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.playground.stage import Stage
from tests.databases import on_both

MORNING = datetime(2026, 11, 3, 9, tzinfo=UTC)
LOOKS = 5
PATIENCE_S = 20.0


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
