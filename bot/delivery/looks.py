"""DBOS's looks at its queue, made cheap for as long as nothing waits there.

Each of its looks reads the queue's settings anew and makes a statement that fills a page. Here it is asked first, by
one statement made once, whether anything waits at all; and the settings, and whether this is the newest version, are
those of the launch: nobody changes the settings while a process runs, and all releases have one version (`engine`).
What is done with work that waits stays DBOS's own.
"""

import functools
import threading
import time

import sqlalchemy as sa
from dbos import DBOS
from dbos._utils import GlobalParams

WORKER = "queue-worker-"  # how the names of DBOS's threads begin that take work off its queues
STOPPING_S = 10.0  # so long a look that is under way may take

_WAITS = "SELECT 1 FROM {table} WHERE queue_name = :queue AND status = 'ENQUEUED' LIMIT 1"


def look_first(dbos: DBOS) -> None:
    """Let the looks of a launched DBOS ask first whether anything waits."""
    kept = dbos._sys_db  # noqa: SLF001 (DBOS has no setting for this; tests/scenario/test_looks_for_work.py holds it)
    engine, table = kept.engine, "workflow_status"
    if engine.dialect.name == "postgresql":  # there, no transaction around a look either
        engine, table = engine.execution_options(isolation_level="AUTOCOMMIT"), "dbos.workflow_status"
    waits = sa.text(_WAITS.format(table=table))
    scopes = kept.dequeue_scopes

    def where_work_waits(queue: str) -> list[str | None]:
        with engine.connect() as connection:
            return scopes(queue) if connection.scalar(waits, {"queue": queue}) else []

    # Set as attributes of this one object; mypy takes them for methods of the class.
    kept.dequeue_scopes = where_work_waits  # type: ignore[method-assign,assignment]
    kept.get_queue = functools.cache(kept.get_queue)  # type: ignore[method-assign]
    is_latest = kept._is_latest_version(GlobalParams.app_version)  # noqa: SLF001
    kept._is_latest_version = lambda *_: is_latest  # type: ignore[method-assign]  # noqa: SLF001


def stop_looking(dbos: DBOS) -> None:
    """Let no more work be taken off the queues, and let a look that is under way end.

    Otherwise DBOS takes work up until the moment of its end: what it has claimed by then and not begun yet can no
    longer begin, and it says so in the log. Such work would count as begun, and be looked for in Slack after the next
    launch.
    """
    for event in dbos.background_thread_stop_events:
        event.set()
    deadline = time.monotonic() + STOPPING_S
    for thread in threading.enumerate():
        if thread.name.startswith(WORKER) and thread.is_alive():  # one that is only just beginning ends by itself
            thread.join(max(0.0, deadline - time.monotonic()))
