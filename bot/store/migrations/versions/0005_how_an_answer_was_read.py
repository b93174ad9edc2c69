"""How what somebody typed was read, beside the answer it became."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Forward only: a backup is the way back. Answers from before have none."""
    op.add_column("entry", sa.Column("how", sa.JSON(none_as_null=True), nullable=True))
