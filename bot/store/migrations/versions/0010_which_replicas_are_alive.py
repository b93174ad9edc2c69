"""Which replicas are alive."""

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
