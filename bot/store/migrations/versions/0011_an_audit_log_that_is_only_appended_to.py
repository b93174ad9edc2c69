"""An audit log that is only appended to; how long a workspace's data is kept, and since when it has left."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0011"
down_revision = "0010"

# SQLite: what would be replaced is deleted without asking the triggers, so nothing may take a record's place at all.
_SQLITE = (
    """
    CREATE TRIGGER audit_record_stays BEFORE UPDATE ON audit_record
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
    """
    CREATE TRIGGER audit_record_is_kept BEFORE DELETE ON audit_record
    WHEN EXISTS (SELECT 1 FROM audit_head WHERE workspace_id = OLD.workspace_id)
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
    """
    CREATE TRIGGER audit_record_is_new BEFORE INSERT ON audit_record
    WHEN EXISTS (SELECT 1 FROM audit_record WHERE workspace_id = NEW.workspace_id AND seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
    """
    CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
    WHEN NEW.seq <= OLD.seq OR NEW.workspace_id <> OLD.workspace_id
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
    """
    CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
    WHEN OLD.workspace_id = '-' OR EXISTS (SELECT 1 FROM workspace WHERE id = OLD.workspace_id)
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
    """
    CREATE TRIGGER audit_head_is_new BEFORE INSERT ON audit_head
    WHEN EXISTS (SELECT 1 FROM audit_head WHERE workspace_id = NEW.workspace_id)
    BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION unstick_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_record' THEN
            IF NOT EXISTS (SELECT 1 FROM audit_head WHERE workspace_id = OLD.workspace_id) THEN RETURN OLD; END IF;
        ELSIF TG_OP = 'DELETE' THEN
            IF OLD.workspace_id <> '-' AND NOT EXISTS (SELECT 1 FROM workspace WHERE id = OLD.workspace_id)
            THEN RETURN OLD; END IF;
        ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_head' THEN
            IF NEW.seq > OLD.seq AND NEW.workspace_id = OLD.workspace_id THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'the audit log is only appended to';
    END $$
    """,
    """
    CREATE TRIGGER audit_record_stays BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION unstick_audit_stays()
    """,
    """
    CREATE TRIGGER audit_record_is_kept BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION unstick_audit_stays()
    """,
    """
    CREATE TRIGGER audit_head_stays BEFORE UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION unstick_audit_stays()
    """,
    """
    CREATE TRIGGER audit_head_is_kept BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION unstick_audit_stays()
    """,
)


def upgrade() -> None:
    """Forward only: a backup is the way back."""
    op.create_table(
        "audit_record",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("diagnosis_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "seq"),
    )
    op.create_table(
        "audit_head",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_table(
        "audit_actor",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "alias"),
    )
    op.create_index(op.f("ix_audit_actor_person"), "audit_actor", ["person"], unique=False)
    if "left_at" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("workspace")}:
        op.add_column("workspace", sa.Column("left_at", Moment(), nullable=True))
    op.add_column("workspace", sa.Column("retention_days", sa.Integer(), nullable=True))
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
