"""Saving the whole database while it is in use: SQLite's online backup, checked before it gets its name."""

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Final

from bot.store.database import Database

ONLY_MINE: Final = 0o600


class BackupError(Exception):
    """It cannot be saved; the message is a sentence for whoever asked."""


def backup(database: Database, target: Path) -> int:
    """Write the database as it is at one moment to a new file; returns its size in bytes. Raises BackupError.

    What is committed when the copying ends is in it, what is not is not. The file can be read by its owner alone.
    """
    if not database.is_sqlite:
        raise BackupError(
            "PostgreSQL saves itself: pg_dump --format=custom --file=FILE DATABASE, and pg_restore brings it back; "
            "see docs/how-to/backup-and-restore.md."
        )
    if target.exists():
        raise BackupError(f"{target} is there already; name a new file.")
    part = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, ONLY_MINE)
        os.close(descriptor)
    except OSError as error:
        raise BackupError(f"{target} could not be written ({error.strerror}).") from error
    try:
        _copy(Path(str(database.engine.url.database)), part)
        os.link(part, target)  # unlike a renaming, this takes no other file's place
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{target} could not be written ({type(error).__name__}: {error}).") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
        contextlib.closing(sqlite3.connect(target)) as saved,
    ):
        # In steps a copy begins anew with each write of another process: under load it would never end. So all at
        # once, from one snapshot: in WAL mode writers need not wait for a reader.
        live.backup(saved, pages=-1)
        saved.execute("pragma journal_mode=delete")  # one file, without a log beside it
        [[told]] = saved.execute("pragma integrity_check").fetchall()
    if told != "ok":
        raise sqlite3.DatabaseError(f"the copy is not whole: {told}")
    with target.open("rb") as written:
        os.fsync(written.fileno())
