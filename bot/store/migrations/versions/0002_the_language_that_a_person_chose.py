"""The language that a person chose."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.add_column("person", sa.Column("language", sa.String(), nullable=True))
