"""Who has let Unstick in, with tokens sealed."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "install_state",
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.Column("browser_sha256", sa.String(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_sha256"),
    )
    op.create_index("ix_install_state_expires_at", "install_state", ["expires_at"])
    op.create_table(
        "installation",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=True),
        sa.Column("is_org", sa.Boolean(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("refreshing_until", Moment(), nullable=True),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_index("ix_installation_expires_at", "installation", ["expires_at"])
    op.add_column("workspace", sa.Column("enterprise_id", sa.String(), nullable=True))
    op.create_index("ix_workspace_enterprise_id", "workspace", ["enterprise_id"])
