"""After the plan: who accepted, what was said, when people want to be asked, what was measured, and the stage."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward only: a backup is the way back. Plans that are posted already are being built."""
    op.create_table(
        "appointment",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "kind"),
    )
    op.create_index(op.f("ix_appointment_next_at"), "appointment", ["next_at"], unique=False)
    op.create_table(
        "rhythm",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person", "diagnosis_id"),
    )
    op.create_table(
        "metric_value",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("thousandths", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "seq"),
    )
    op.create_table(
        "plan_metric",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("percent_of_baseline", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "id"),
    )
    op.create_table(
        "stage_change",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "diagnosis_id"],
            ["diagnosis.workspace_id", "diagnosis.id"],
        ),
        sa.PrimaryKeyConstraint("workspace_id", "diagnosis_id", "seq"),
    )
    op.add_column("action", sa.Column("offered_at", Moment(), nullable=True))
    op.add_column("action", sa.Column("chased_at", Moment(), nullable=True))
    op.add_column("action", sa.Column("shown_at", Moment(), nullable=True))
    op.add_column("action", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("action", sa.Column("finished_at", Moment(), nullable=True))
    op.add_column("action_update", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("action_update", sa.Column("whom", sa.String(), nullable=True))
    op.add_column("checkin", sa.Column("planned", sa.Date(), nullable=True))
    op.add_column("checkin", sa.Column("asked_at", Moment(), nullable=True))
    op.add_column("checkin", sa.Column("wrote_at", Moment(), nullable=True))
    op.add_column("checkin", sa.Column("answered_at", Moment(), nullable=True))
    op.add_column("checkin", sa.Column("snoozed_until", Moment(), nullable=True))
    op.add_column("checkin", sa.Column("reminded_at", Moment(), nullable=True))
    op.add_column("checkin", sa.Column("reminder", sa.String(), nullable=True))
    op.add_column("checkin", sa.Column("silent", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("checkin", sa.Column("told_at", Moment(), nullable=True))
    op.add_column("diagnosis", sa.Column("stage", sa.String(), nullable=True))
    op.execute("UPDATE diagnosis SET stage = 'build' WHERE state = 'posted'")
    op.execute("UPDATE action SET offered_at = state_at WHERE accepted_at IS NULL")
    op.execute("UPDATE action SET finished_at = state_at WHERE state IN ('done', 'not_doing')")
