"""Draft the next migration from what the tables say now: `python -m bot.store.migrations.new "what changes"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from bot.store.database import Database
from bot.store.schema import MIGRATIONS


def draft(message: str) -> None:
    """Write the next revision, numbered; read it before you commit it."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.sqlite'}")
        database.migrate()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with database.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04}")
        database.close()


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "A change")
