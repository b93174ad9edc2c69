"""${message}."""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    ${upgrades if upgrades else "pass"}
