"""One writer at a time where SQLite serves, also among foreign engines.

Who waits for SQLite's writer by its own means sleeps, up to 100 ms at a time; who waits for a lock in the process goes
on at once. So every writer of the process takes the same lock: the delivery engine's bookkeeping too.
"""

import threading

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN IMMEDIATE", "CREATE", "ALTER", "DROP")
HELD = "holds_the_one_writer"


def let_wait(engine: sa.Engine, lock: threading.Lock) -> None:
    """Let the transactions of a foreign engine hold `lock` from their first write until their connection is back."""

    def begin(
        connection: sa.Connection,
        cursor: DBAPICursor,
        statement: str,
        _parameters: object,
        _context: ExecutionContext | None,
        _many: bool,  # noqa: FBT001
    ) -> None:
        if not statement.lstrip().upper().startswith(WRITES) or connection.info.get(HELD):
            return
        lock.acquire()
        connection.info[HELD] = True
        if not statement.lstrip().upper().startswith("BEGIN"):
            cursor.execute("BEGIN IMMEDIATE")

    def end(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(HELD, False):
            lock.release()

    sa.event.listen(engine, "before_cursor_execute", begin)
    sa.event.listen(engine, "checkin", end)
