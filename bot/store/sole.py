"""One process to a SQLite file: a second one is refused, since the two would deliver everything twice.

The mark is SQLite's own lock on a small file beside it: it works wherever SQLite does, Windows too, and is gone with
its process however that ended.
"""

import sqlite3
from pathlib import Path

SUFFIX = ".serving"


class TakenError(Exception):
    """Another process has what only one can have."""


class FileTakenError(TakenError):
    """Another process serves from this file."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Another Unstick already serves from {path}; stop that one first, or give this one a database of its own "
            "with UNSTICK_DATABASE_URL (several processes on one database need PostgreSQL)."
        )


class Sole:
    """The claim to serve from a SQLite file alone."""

    def __init__(self, path: str) -> None:
        """`path` is the database's, by whichever name; an empty one (in memory) is nobody else's anyway."""
        self._path = path
        self._held: sqlite3.Connection | None = None

    def claim(self) -> None:
        """Take it. Raises FileTakenError."""
        if self._held is not None or self._path in {"", ":memory:"}:
            return
        connection = sqlite3.connect(
            Path(f"{Path(self._path).resolve()}{SUFFIX}"), timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            raise FileTakenError(self._path) from error
        self._held = connection

    def release(self) -> None:
        """Let others serve from it."""
        if self._held is not None:
            self._held.close()
            self._held = None
