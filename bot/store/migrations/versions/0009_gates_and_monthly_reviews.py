"""Gates and monthly reviews."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "gate",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("shown_at", Moment(), nullable=True),
        sa.Column("asked", sa.String(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("passed_at", Moment(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("letter", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "id"),
    )
    op.create_table(
        "gate_word",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("whom", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "seq"),
    )
    op.create_table(
        "review",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("reminder", sa.String(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "number"),
    )
    op.create_table(
        "review_line",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "seq"),
    )
