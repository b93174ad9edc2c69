"""The database: one engine, one unit of work, and one writer at a time where SQLite serves."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store import alive, audit, audited, leaving, schema
from bot.store.one_writer import let_wait
from bot.store.sole import Sole

DRIVERS: Final = {
    "sqlite": "sqlite",
    **dict.fromkeys(("postgres", "postgresql", "postgresql+psycopg"), "postgresql+psycopg"),
}
ONLY_MINE: Final = 0o600
BUSY_TIMEOUT_MS = 30_000
# What each connection to SQLite keeps of the file, which the machine keeps in memory anyway. With SQLite's own 2 MB for
# each of dozens of connections, the process grew by a tenth in an hour's traffic.
CACHE_KIB = 256
POOL_SIZE = 20  # connections; the same for SQLite, where only reading needs more than one
POOL_WAIT_S = 10.0  # for a free one: Slack waits for three seconds, its retries for minutes
CONNECT_S = 5  # for PostgreSQL to take a connection


class Database:
    """Where everything is remembered. The same code on SQLite (one process) and PostgreSQL (several).

    Eight threads writing one SQLite file wait for each other by sleeping and give p99 of 700 ms; a lock in the
    process that hands the one writer's place on at once does not.
    """

    def __init__(self, url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`url` as SQLAlchemy takes it: `sqlite:///file` or `postgresql+psycopg://…`; `clock` dates the audit log."""
        self.url = _with_driver(url)
        self.engine = _engine(self.url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.sole = Sole(self.engine.url.database or "" if self.is_sqlite else "")
        self._lock = threading.Lock()
        self._one_writer: contextlib.AbstractContextManager[object] = (
            self._lock if self.is_sqlite else contextlib.nullcontext()
        )
        # Who only looks needs no transaction around it: that would be two more round trips to PostgreSQL.
        self._reader = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        sa.event.listen(self._sessions, "before_flush", lambda session, *_: audited.look(session))
        self._clock = clock
        self._finish: Callable[[Session], None] | None = None
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)

    def watch(self, look: Callable[[Session], None], finish: Callable[[Session], None]) -> None:
        """Let `look` see what each unit of work is about to write, and `finish` add to it just before the commit."""
        sa.event.listen(self._sessions, "before_flush", lambda session, *_: look(session))
        self._finish = finish

    def engine_for_delivery(self) -> sa.Engine | None:
        """On SQLite, an engine for the delivery engine's bookkeeping, whose writes wait their turn with ours.

        Its commits outlive the process, and a power cut only once one of ours has followed: what was lost
        of them is made good at the next launch, when all that waits is in doubt.
        """
        if not self.is_sqlite:
            return None
        engine = _engine(self.url)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "connect", _without_waiting_for_the_disk)
        let_wait(engine, self._lock)
        return engine

    @contextlib.contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """One transaction: committed whole when the block ends, rolled back whole when it raises.

        What was done in it is written into the audit log with it, as its last step.
        """
        with self._one_writer, self._sessions() as session, session.begin():
            if self.is_sqlite:
                session.execute(sa.text("BEGIN IMMEDIATE"))
            yield session
            if self._finish is not None:
                self._finish(session)
            session.flush()
            audit.write(session, self._clock())

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only looks; it waits for no writer."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that only looks, and sees everything as it was at one moment, whoever writes meanwhile."""
        whole = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(whole, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.execute(sa.text("BEGIN"))
            yield session

    def migrate(self) -> str | None:
        """Bring the tables to the newest form; safe to call at every start. Returns the form that they had."""
        if self.is_sqlite:
            _for_its_owner(self.engine.url.database)
        with self.engine.begin() as connection:
            return schema.bring(connection)

    def is_current(self) -> bool:
        """Whether the tables are in a form that serves this code."""
        with self.engine.connect() as connection:
            return schema.is_enough(schema.found(connection))

    def close(self) -> None:
        """Give all connections back, and let another process serve."""
        leaving.close(self.engine)
        self.sole.release()


def _engine(url: str) -> sa.Engine:
    """An engine with a pool of its own. What people wrote is a parameter, and errors go into logs: so it is hidden."""
    is_sqlite = url.startswith("sqlite")
    engine = sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE if is_sqlite else 0,
        pool_timeout=POOL_WAIT_S,
        hide_parameters=True,
        connect_args={} if is_sqlite else {"connect_timeout": CONNECT_S},
    )
    leaving.close_late_ones(engine)
    if not is_sqlite:
        alive.look_first(engine)
    return engine


def _for_its_owner(path: str | None) -> None:
    """Make the file if it is not there: people's words are in it, so nobody else on the machine may read it.

    SQLite gives the files beside it the same permissions.
    """
    if path and path != ":memory:":
        with contextlib.suppress(OSError):  # it is there, or cannot be: SQLite says so
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, ONLY_MINE))


def _with_driver(url: str) -> str:
    """Name psycopg where only PostgreSQL is named: it is the driver that is installed. Raises ArgumentError."""
    scheme, _, rest = url.partition("://")
    if scheme not in DRIVERS:
        raise sa.exc.ArgumentError("no address of SQLite or PostgreSQL")  # and not which: it may hold a password
    return f"{DRIVERS[scheme]}://{rest}"


def _without_waiting_for_the_disk(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma synchronous=normal")
    cursor.close()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """WAL, so that readers and the writer do not wait for each other; FULL, so that a commit outlives a power cut."""
    connection.isolation_level = None  # transactions are begun by us, IMMEDIATE, not by the driver's guess
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma synchronous=full")
    cursor.execute("pragma foreign_keys=on")
    cursor.execute(f"pragma busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute(f"pragma cache_size=-{CACHE_KIB}")
    cursor.close()
