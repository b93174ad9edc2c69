"""The database: whether it answers, whether its tables are new enough, whether there is room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.check import Check, ill, well
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from bot.store.sole import TakenError

ROOM_BYTES = 200_000_000
DATABASE, MIGRATIONS = "database", "migrations"


def look(settings: Settings) -> Iterator[Check]:
    """In order; what cannot be asked without a database is left out where there is none."""
    try:
        database = Database(settings.database_url)
    except (SQLAlchemyError, ValueError):
        told = "UNSTICK_DATABASE_URL is no address; it looks like sqlite:///unstick.sqlite or postgresql://name@host/unstick"
        yield ill(DATABASE, told)
        return
    if database.is_sqlite:
        fault = _no_file(database)
        if fault is not None:
            yield fault
            return
    try:
        with database.engine.connect() as connection:
            form = schema.found(connection)
    except (SQLAlchemyError, OSError) as error:
        yield ill(DATABASE, _unreached(database, error))
        return
    finally:
        database.close()
    yield well(DATABASE, f"{database.engine.dialect.name} answers")
    yield _tables(form)
    if database.is_sqlite:
        yield _serving(database)


def _no_file(database: Database) -> Check | None:
    """What is wrong with the place of a SQLite file; it is not made by being looked at."""
    path = Path(database.engine.url.database or "")
    folder = path.parent
    if not folder.is_dir():
        return ill(DATABASE, f"there is no folder {folder}; make it, or name another file in UNSTICK_DATABASE_URL")
    free = shutil.disk_usage(folder).free
    if free < ROOM_BYTES:
        return ill(DATABASE, f"only {free // 1_000_000} MB are free in {folder}; make room, or move the file elsewhere")
    if not path.exists():
        return well(DATABASE, f"{path} is not there yet; the first start makes it")
    return None


def _unreached(database: Database, error: Exception) -> str:
    where = database.engine.url.database if database.is_sqlite else database.engine.url.host
    fault = type(getattr(error, "orig", error)).__name__
    if database.is_sqlite:
        return f"{where} cannot be read ({fault}); restore it from a backup, or let Unstick's user read and write it"
    return f"{where} does not answer ({fault}); start it, or mend host, name and password in UNSTICK_DATABASE_URL"


def _tables(form: str | None) -> Check:
    if schema.is_enough(form):
        return well(MIGRATIONS, f"the tables are in form {form}")
    before = f"in form {form}" if form else "not there"
    return ill(MIGRATIONS, f"the tables are {before} and must be in form {schema.newest()}; run `unstick migrate`")


def _serving(database: Database) -> Check:
    try:
        database.sole.claim()
    except TakenError:
        return well("alone", "another process serves from this file; a second one would be refused")
    finally:
        database.sole.release()
    return well("alone", "nobody serves from this file at the moment")
