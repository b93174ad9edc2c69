"""Who is asked, in which role, and when a diagnosis has fallen silent."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forward only: a backup is the way back. What is under way is looked at by the first tick."""
    op.add_column("entry", sa.Column("whom", sa.String(), nullable=True))
    op.add_column("entry", sa.Column("role", sa.String(), nullable=True))
    op.add_column("person", sa.Column("in_private", sa.Boolean(), nullable=True))
    op.create_table(
        "reminder",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("next_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id"),
    )
    op.create_index("ix_reminder_next_at", "reminder", ["next_at"])
    op.execute(
        "INSERT INTO reminder (workspace_id, diagnosis_id, next_at) "
        "SELECT workspace_id, id, started_at FROM diagnosis WHERE state IN ('asking', 'reviewing')"
    )
