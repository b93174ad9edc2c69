"""Alembic's entry: the connection is handed in by `Database.migrate`, so that there is one place that connects."""

from alembic import context

from bot.store import (  # noqa: F401 (so that their tables are known)
    gate_tables,
    install_tables,
    paper_tables,
    plan_tables,
    weekly_tables,
)
from bot.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
