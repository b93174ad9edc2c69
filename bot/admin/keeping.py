"""`unstick retention`, `purge`, `erase-person`, `data-map` and `backup`."""

import sqlite3
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from bot.admin.common import opened, refuse, say
from bot.clock import system_clock
from bot.delivery.runs import forget_runs
from bot.keeping import data_map as data_maps
from bot.keeping.backup import BackupError
from bot.keeping.backup import backup as save
from bot.keeping.erase import UnknownPersonError
from bot.keeping.erase import erase_person as erase
from bot.keeping.operator import operator
from bot.keeping.purge import keep_of
from bot.keeping.purge import purge as delete
from bot.settings import Settings
from bot.store import audit, people
from bot.store.audit import Noted
from bot.store.database import Database
from scoring.errors import nearest_id

MOST_DAYS = 36_500


def retention(
    workspace: Annotated[str | None, typer.Argument(help="The id of a workspace; without one, all are listed.")] = None,
    days: Annotated[
        int | None, typer.Option(min=0, max=MOST_DAYS, help="Keep what is over so long; 0: as long as by default.")
    ] = None,
) -> None:
    """Show or set for how many days what is over is kept."""
    default = Settings().retention_days
    with opened() as database:
        if workspace is None:
            if days is not None:
                refuse("Name the workspace whose retention is to change; UNSTICK_RETENTION_DAYS is for all others.")
            for found in _workspaces(database):
                with database.reading() as session:
                    row = people.workspace(session, found)
                own = row.retention_days if row else None
                say(f"{found}: {own or default} days{'' if own else ' (by default)'}")
            return
        _known(database, workspace)
        if days is not None:
            with database.unit_of_work() as session:
                row = people.workspace(session, workspace)
                if row is not None:
                    row.retention_days = days or None
                about = f"{days or default}"
                deed = Noted(workspace_id=workspace, deed="retention.changed", actor=operator(), about=about)
                audit.note(session, deed)
        with database.reading() as session:
            row = people.workspace(session, workspace)
        say(f"{workspace}: {(row.retention_days if row else None) or default} days")


def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be deleted.")] = False,
) -> None:
    """Delete what is over: pilots, sent messages, people, workspaces that left. It happens once a day by itself too."""
    with opened() as database:
        keep = keep_of(Settings())
        purged = delete(database, system_clock(), keep, actor=operator(), is_trial=dry_run)
        runs = 0 if dry_run else forget_runs(database, keep.requests)
    counts = {**asdict(purged), "deliveries": runs}
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    say(f"{'Would delete' if dry_run else 'Deleted'}: {said or 'nothing'}.")


def erase_person(
    workspace: Annotated[str, typer.Argument(help="The id of a workspace, such as T01234567.")],
    person: Annotated[str, typer.Argument(help="The id of a person in Slack, such as U01234567.")],
) -> None:
    """Delete a person's name, zone and words, and put a stand-in in their place. This cannot be undone."""
    with opened() as database:
        _known(database, workspace)
        try:
            erased = erase(database, workspace, person, actor=operator())
        except UnknownPersonError:
            refuse(f"Nothing is kept of {person!r} in {workspace}.")
        for table, count in erased.rows.items():
            say(f"{table}: {count} rows")
        if database.is_sqlite:
            say(_clean(database))
    say(f"{person} is erased; {erased.stand_in} stands in their place. Backups from before still hold them.")


def data_map() -> None:
    """Print what is kept, column by column: kind of data, purpose, and for how long."""
    sys.stdout.write(data_maps.markdown())


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
) -> None:
    """Save the whole database to a file while the bot goes on (SQLite; PostgreSQL has pg_dump)."""
    with opened() as database:
        try:
            size = save(database, target)
        except BackupError as error:
            refuse(str(error))
        with database.unit_of_work() as session:
            deed = Noted(workspace_id=audit.INSTALLATION, deed="backup.made", actor=operator())
            audit.note(session, deed)
    say(f"{target}: {size} bytes, checked and whole.")


def _clean(database: Database) -> str:
    """Write SQLite's file anew, so that nothing is left in pages that are not used any more."""
    try:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("vacuum")
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    except (sqlite3.OperationalError, sa.exc.OperationalError):
        return "The file is in use and was not written anew: parts of what was deleted may be left in it until it is."
    return "The database file was written anew."


def _workspaces(database: Database) -> list[str]:
    with database.reading() as session:
        return people.every_workspace(session)


def _known(database: Database, workspace: str) -> None:
    every = _workspaces(database)
    if workspace not in every:
        nearest = f"; the nearest is {nearest_id(workspace, every)!r}" if every else ""
        refuse(f"Unstick is not installed in a workspace {workspace!r}{nearest}.")
