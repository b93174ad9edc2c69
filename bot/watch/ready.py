"""Whether Unstick can serve: the database answers, its tables are as this code needs them, letters are delivered."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

DATABASE, MIGRATIONS, DELIVERY = "database", "migrations", "delivery"


def missing(database: Database, delivers: Callable[[], bool]) -> list[str]:
    """What is not ready, a word each; nothing where all is well."""
    lacks = []
    try:
        with database.reading() as session:
            session.execute(sa.text("SELECT 1"))
        if not database.is_current():
            lacks.append(MIGRATIONS)
    except (SQLAlchemyError, OSError):
        lacks.append(DATABASE)
    if not delivers():
        lacks.append(DELIVERY)
    return lacks
