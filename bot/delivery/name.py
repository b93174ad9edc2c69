"""A replica's name on PostgreSQL is one process's: a second one would take up what the first is delivering right now.

The claim is a lock of a session of its own, so it is gone with its process however that ended; where the database goes
away and comes back, it is made again.
"""

import time
from contextlib import suppress
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.sole import TakenError

log = structlog.get_logger()

PATIENCE_S = 10.0  # so long the claim of one that has just died may last
LOOK_AGAIN_S = 0.25
_LOCK: Final = "hashtextextended('unstick replica ' || :name, 0)"
_CLAIM: Final = sa.text(f"SELECT pg_try_advisory_lock({_LOCK})")
_RELEASE: Final = sa.text(f"SELECT pg_advisory_unlock({_LOCK})")


class NameTakenError(TakenError):
    """Another process on this database goes by this name."""

    def __init__(self, name: str) -> None:
        """`name` is the replica's."""
        super().__init__(
            f'Another Unstick on this database already goes by the name "{name}": give each process a name of its own '
            "with UNSTICK_REPLICA, or both would deliver the same.",
        )


class Name:
    """The claim to be the only process of this name."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._held: sa.Connection | None = None

    def claim(self) -> None:
        """Take it. Raises NameTakenError."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._take():
            if time.monotonic() > deadline:
                raise NameTakenError(self._name)
            time.sleep(LOOK_AGAIN_S)

    def keep(self) -> None:
        """See that it is held still, and take it again where the database had gone. Raises SQLAlchemyError."""
        if self._held is not None:
            try:
                self._held.execute(sa.text("SELECT 1"))
                return  # noqa: TRY300 (there is no more to it)
            except SQLAlchemyError:
                self.release()
        if not self._take():
            log.error("replica_name_taken", action="beat", name=self._name, repair="UNSTICK_REPLICA")

    def release(self) -> None:
        """Let another process have it."""
        if self._held is not None:
            with suppress(SQLAlchemyError):  # a session that has gone holds nothing
                self._held.execute(_RELEASE, {"name": self._name})  # now: one that is closed ends a moment later
            self._held.close()
            self._held = None

    def _take(self) -> bool:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # it is never anybody else's
        if connection.scalar(_CLAIM, {"name": self._name}):
            self._held = connection
            return True
        connection.close()
        return False
