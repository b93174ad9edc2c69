"""Whether a connection to PostgreSQL that lay in the pool is alive still: the server may have gone and come back.

`pool_pre_ping` would ask the server each time, so every answer would wait for several round trips more. But a server
that ends a connection says so, or its machine does: then there is something to read on a line on which nothing was
asked. To look for that costs a microsecond or two and no round trip. A line on which nothing moves, because a machine
or a network has gone without a word, is tried once it has not been used for a while.
"""

import select
import time
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

TRUSTED_S: Final = 5.0  # so long after its last use a connection on which nothing moved is taken to be alive


def look_first(engine: sa.Engine) -> None:
    """Let every connection be looked at before it is used again; a dead one is replaced, and nobody notices."""
    sa.event.listen(engine, "checkin", _note_use)
    sa.event.listen(engine, "checkout", _ask_if_in_doubt)


def _note_use(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["used_at"] = time.monotonic()


def _ask_if_in_doubt(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """Try a connection if its server has said something, or if it lay idle."""
    idle = time.monotonic() - entry.info.get("used_at", float("inf"))
    try:
        if idle < TRUSTED_S and not _has_word(connection):
            return
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        cursor.close()
        connection.rollback()
    except Exception as error:
        raise sa.exc.DisconnectionError from error


def _has_word(connection: DBAPIConnection) -> bool:
    """Whether there is something to read, though nothing was asked: a goodbye, or the end of the line."""
    line = connection.fileno()
    if hasattr(select, "poll"):  # select() takes no number above 1023
        poll = select.poll()
        poll.register(line, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([line], [], [], 0)[0])
