"""Alembic's entry: the connection is handed in by `Database.migrate`, so that there is one place that connects."""

from alembic import context

from bot.store.every_table import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
