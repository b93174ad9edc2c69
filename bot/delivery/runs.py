"""Finished deliveries in the engine's own tables: forgotten once no request of theirs can come again."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from dbos import DBOSClient

from bot.clock import system_clock
from bot.store.database import Database

ENDED: Final = ["SUCCESS", "ERROR", "CANCELLED"]
AT_ONCE: Final = 500
_TABLE: Final = "workflow_status"


def forget_some(client: DBOSClient, older: timedelta) -> int:
    """Forget deliveries that ended longer ago than `older` (real time, as DBOS keeps it), a batch; returns how many.

    DBOS keeps every finished workflow for ever.
    """
    before = (system_clock() - older).isoformat()
    ended = client.list_workflows(
        status=ENDED, completed_before=before, limit=AT_ONCE, load_input=False, load_output=False
    )
    if ended:
        client.delete_workflows([status.workflow_id for status in ended])
    return len(ended)


def forget_runs(database: Database, older: timedelta) -> int:
    """All of them, where no engine runs in this process; returns how many."""
    schema = None if database.is_sqlite else "dbos"
    if not sa.inspect(database.engine).has_table(_TABLE, schema=schema):
        return 0
    client = DBOSClient(system_database_url=database.url, application_name="unstick")
    try:
        count = 0
        while found := forget_some(client, older):
            count += found
        return count
    finally:
        client.destroy()
