"""Plans that were posted before the tick looked at pilots as a whole are looked at from now on, as newer ones are."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0014"
down_revision = "0013"

KINDS = {"claims": ("build", "operate"), "digest": ("build", "operate"), "gates": ("build",), "review": ("operate",)}
RESTS = "paused"  # looked at when it goes on: all its looks are woken then


def upgrade() -> None:
    """Forward only: a backup is the way back. The first look finds out itself what is due, and when to come again."""
    insert = sa.text(
        "INSERT INTO appointment (workspace_id, diagnosis_id, kind, next_at, count) "
        "SELECT workspace_id, id, CAST(:kind AS VARCHAR), CASE WHEN stage = :rests THEN NULL ELSE :now END, 0 "
        "FROM diagnosis WHERE (stage IN :stages OR stage = :rests) AND NOT EXISTS (SELECT 1 FROM appointment "
        "WHERE appointment.workspace_id = diagnosis.workspace_id AND diagnosis_id = diagnosis.id AND kind = :kind)"
    ).bindparams(
        sa.bindparam("now", datetime.now(UTC), type_=Moment()),
        sa.bindparam("rests", RESTS, type_=sa.String()),
        sa.bindparam("kind", type_=sa.String()),
        sa.bindparam("stages", expanding=True),
    )
    for kind, stages in KINDS.items():
        op.get_bind().execute(insert, {"kind": kind, "stages": [*stages]})
