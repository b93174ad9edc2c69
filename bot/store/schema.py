"""In which form the tables are, and bringing them to the newest: forward only.

A migration only adds (tables, columns that may be empty or have a default, indices), so a process of the version
before goes on under the new form while others are started anew: tests/unit/test_schema.py holds every migration to it.
Revisions are numbers of four digits, so the later of two is the greater text.
"""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number serves, as long as every process takes the same: who starts second waits for who migrates.
_TURN = sa.text("SELECT pg_advisory_xact_lock(7861537)")


@cache
def newest() -> str:
    """The form that this code needs."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def found(connection: sa.Connection) -> str | None:
    """The form that the tables are in; None for a database without any."""
    return MigrationContext.configure(connection).get_current_revision()


def is_enough(revision: str | None) -> bool:
    """Whether tables in this form serve this code; those of a later version do, since it only added to them."""
    return revision is not None and revision >= newest()


def bring(connection: sa.Connection) -> str | None:
    """Bring the tables to the form that this code needs, in the transaction of `connection`; returns their form before.

    Tables of a later version stay as they are.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(_TURN)
    before = found(connection)
    if not is_enough(before):
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before
