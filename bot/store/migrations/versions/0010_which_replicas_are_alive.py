"""Which replicas are alive; and what still waits is found by an index of just that."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "replica",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    only = sa.text("state = 'waiting'")
    op.create_index(
        "outgoing_still_waiting",
        "outgoing",
        ["workspace_id", "lane", "seq"],
        sqlite_where=only,
        postgresql_where=only,
    )
