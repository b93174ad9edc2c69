"""What a language model was asked about words, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "consultation",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("came", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "seq"),
    )
    op.create_index("consultation_by_day", "consultation", ["workspace_id", "day"])
