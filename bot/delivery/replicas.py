"""Which replicas are alive, and who goes on with what a silent one has begun. On PostgreSQL only: SQLite has one.

Each replica says every few seconds that it is there. Deliveries begun by one that is not heard of any more go back into
their queue, and count as begun before: so their posts are in doubt, and looked for in Slack. A replica that cannot say
that it is there stops sending before the others take it for dead. Times are the database's or a stopwatch's, in
seconds: neither a movable clock nor two machines' clocks have a part in it.
"""

import threading
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa
import structlog

from bot.delivery.name import Name
from bot.store.database import Database

log = structlog.get_logger()

BEAT_S = 5.0
TRUSTED_S = 20.0  # so long after its last word a replica still sends
SILENT_S = 30.0  # so long after its last word it is taken for dead
FORGOTTEN_S = 24 * 60 * 60.0

_BEAT = sa.text(
    "INSERT INTO replica (name, seen_at) VALUES (:name, clock_timestamp()) "
    "ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at"
)
_FORGET = sa.text("DELETE FROM replica WHERE seen_at < clock_timestamp() - make_interval(secs => :seconds)")
# Also names that never said anything: work begun by a version before this table.
_ORPHANS = sa.text(
    "SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id NOT IN "
    "(SELECT name FROM replica WHERE seen_at >= clock_timestamp() - make_interval(secs => :seconds))"
)
# Who comes back meanwhile waits with its first word until what it had begun is given away.
_HOLD = sa.text("LOCK TABLE replica IN EXCLUSIVE MODE")


class LapsedError(RuntimeError):
    """This replica has not been able to say for too long that it is there: another may be sending its letters."""

    def __init__(self) -> None:
        super().__init__("Another replica may have taken over this delivery; it breaks off here.")


class Replicas:
    """Says that this replica is there, and lets `take_over` give back to the queue what dead ones had begun."""

    def __init__(self, database: Database, name: str, take_over: Callable[[Sequence[str]], None]) -> None:
        self._database = database
        self._name = name
        self._take_over = take_over
        self._claim = Name(database, name)
        self._said_at = time.monotonic()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def claim(self) -> None:
        """Be the only one of this name, until `leave`. Raises NameTakenError."""
        self._claim.claim()

    def enter(self) -> None:
        """Say it for the first time, before anything is delivered."""
        self._say()
        with self._database.unit_of_work() as session:
            session.execute(_FORGET, {"seconds": FORGOTTEN_S})

    def start(self) -> None:
        """Go on saying it, and look after the others."""
        self._thread = threading.Thread(target=self._beat, name="replicas", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say no more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def leave(self) -> None:
        """Let another process have the name."""
        self._claim.release()

    def check(self) -> None:
        """Raise LapsedError where the others may take this replica for dead."""
        if time.monotonic() - self._said_at > TRUSTED_S:
            raise LapsedError

    def look(self) -> list[str]:
        """Take over from those that are silent; returns their names."""
        with self._database.reading() as session:
            if session.execute(_ORPHANS, {"seconds": SILENT_S}).first() is None:
                return []
        with self._database.unit_of_work() as session:
            session.execute(_HOLD)
            dead = [name for name in session.scalars(_ORPHANS, {"seconds": SILENT_S}) if name != self._name]
            if dead:
                self._take_over(dead)
        if dead:
            log.warning("replicas_silent", action="take_over", names=dead)
        return dead

    def _say(self) -> None:
        begun = time.monotonic()  # the database notes a moment after this one
        with self._database.unit_of_work() as session:
            session.execute(_BEAT, {"name": self._name})
        self._said_at = begun

    def _beat(self) -> None:
        while not self._stopping.wait(BEAT_S):
            try:
                self._say()
                self.look()
                self._claim.keep()
            except Exception as error:  # noqa: BLE001 (whatever it is, the next beat tries again; until then nothing is sent)
                log.warning("replica_unheard", action="beat", fault=type(error).__name__)
