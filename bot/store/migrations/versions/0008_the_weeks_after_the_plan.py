"""The weeks after the plan: how the reasons moved, and which metrics went the wrong way."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "metric_flag",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("in_private", sa.Boolean(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("stands", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=True),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "metric", "since"),
    )
    op.create_table(
        "verdict_week",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "week"),
    )
