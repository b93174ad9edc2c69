"""Documents that were issued, with the facts of each version."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "issued_paper",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts_sha256", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "kind", "version"),
    )
