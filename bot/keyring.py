"""`unstick keys …`: the keys by which stored tokens are encrypted. No token is printed, and no key but a new one."""

import sys
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer

from bot.keeping.operator import operator
from bot.settings import Settings
from bot.slack.many import opens, reseal
from bot.store import audit, installations
from bot.store.audit import Noted
from bot.store.audited import ACTOR
from bot.store.database import Database
from bot.store.seal import Ring, SealError, new_key, read_ring, sealed_with

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Keys that encrypt stored tokens.")
UNREADABLE = 2


@app.command()
def new(
    name: Annotated[str | None, typer.Option(help="What the key is called; else this month, such as 2026-11.")] = None,
) -> None:
    """Print a fresh key, as UNSTICK_ENCRYPTION_KEYS takes it."""
    try:
        sys.stdout.write(f"{new_key(name or datetime.now(UTC).strftime('%Y-%m'))}\n")
    except SealError as error:
        _refuse(str(error))


@app.command()
def rotate() -> None:
    """Encrypt every stored token anew with the first key; after that the other keys can be taken away."""
    ring, database = _open()
    try:
        count = reseal_all(ring, database)
    except SealError as error:
        _refuse(f"{error} Nothing was changed.")
    finally:
        database.close()
    sys.stdout.write(f'{count} tokens are encrypted with the key "{ring.first}" now; the others serve no more.\n')


@app.command()
def forget(
    *, yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only said what would be done.")] = False
) -> None:
    """Delete tokens that do not open any more, so that their workspaces can install Unstick again."""
    ring, database = _open()
    try:
        names = forget_unreadable(ring, database, really=yes)
    finally:
        database.close()
    if not names:
        sys.stdout.write("Every token opens; there is nothing to forget.\n")
        return
    done = "were deleted; these can install Unstick again" if yes else "would be deleted with --yes"
    sys.stdout.write(f"{len(names)} tokens that do not open {done}: {', '.join(names)}.\n")
    days = Settings().grace_days
    sys.stdout.write(
        f"These count as workspaces that left: installed again within {days} days, they keep their data.\n"
    )


def reseal_all(ring: Ring, database: Database) -> int:
    """Encrypt all tokens with the first key, all or none; returns how many were not yet. Raises SealError."""
    with database.unit_of_work() as session:
        rows = [row for row in installations.every(session, held=True) if sealed_with(row.token) != ring.first]
        for row in rows:
            reseal(ring, row)
            audit.note(session, Noted(workspace_id=row.workspace_id, deed="key.rotated", actor=operator()))
        return len(rows)


def forget_unreadable(ring: Ring, database: Database, *, really: bool) -> list[str]:
    """Delete the installations whose tokens do not open; returns whose they are."""
    with database.unit_of_work() as session:
        session.info[ACTOR] = operator()
        found = [row for row in installations.every(session, held=True) if not opens(ring, row)]
        for row in found if really else ():
            installations.leave(session, row.workspace_id, at=max(datetime.now(UTC), row.installed_at))
    return [row.workspace_id for row in found]


def _open() -> tuple[Ring, Database]:
    settings = Settings()
    try:
        ring = read_ring(settings.encryption_keys.get_secret_value())
    except SealError as error:
        _refuse(str(error))
    database = Database(settings.database_url)
    database.migrate()
    return ring, database


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(UNREADABLE)
