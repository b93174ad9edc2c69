"""Closing an engine for good: also the connections that threads still hold, as soon as they give them back.

SQLAlchemy lets such a connection go with the pool that it came from, still open: the server keeps it for as long as the
process lives, and Python tells of it whenever it tidies up.
"""

import weakref

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_closed: "weakref.WeakSet[sa.Engine]" = weakref.WeakSet()


def close_late_ones(engine: sa.Engine) -> None:
    """Let each connection that comes back after `close` be closed."""
    of = weakref.ref(engine)

    def end(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if of() in _closed:
            entry.invalidate()

    sa.event.listen(engine, "checkin", end)


def close(engine: sa.Engine) -> None:
    """Close all connections, those in use once they are given back."""
    _closed.add(engine)  # first: one that comes back meanwhile would be left in a pool that nobody has any more
    engine.dispose()
