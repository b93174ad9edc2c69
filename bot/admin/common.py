"""What the operator's commands share: the database of the settings, who acts, and how something is refused."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from bot.settings import Settings
from bot.store.database import Database

UNREADABLE = 2


@contextlib.contextmanager
def opened() -> Iterator[Database]:
    """The database at UNSTICK_DATABASE_URL; what cannot be read is told in a sentence, and the exit code is 2."""
    database = Database(Settings().database_url)
    path = database.engine.url.database if database.is_sqlite else None
    if path and not Path(path).is_file():
        refuse(f"There is no database at {path}; UNSTICK_DATABASE_URL says where it is.")
    try:
        yield database
    except (OperationalError, ProgrammingError) as error:
        refuse(
            f"The database at UNSTICK_DATABASE_URL cannot be read ({type(error).__name__}); "
            "a first `unstick serve` of this version brings its tables up to date."
        )
    except SQLAlchemyError as error:
        refuse(f"The database at UNSTICK_DATABASE_URL cannot be read ({type(error).__name__}).")
    finally:
        database.close()


def say(sentence: str) -> None:
    """A line on standard output."""
    sys.stdout.write(f"{sentence}\n")


def refuse(sentence: str) -> NoReturn:
    """A line on standard error, and the exit code for something that cannot be read."""
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(UNREADABLE)
