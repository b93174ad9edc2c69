"""The last place in a lane is found at once, however much the lane has sent; what waits has an index of its own."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_index("outgoing_by_place", "outgoing", ["workspace_id", "lane", "seq"])
    op.drop_index("outgoing_waiting", "outgoing")
