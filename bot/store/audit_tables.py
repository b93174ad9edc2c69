"""The tables of the audit log: its records, the end of each workspace's chain, and who the names in it stand for."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class AuditRecord(Base):
    """One deed: who did what, when, to which diagnosis; never changed, and gone only with the whole workspace.

    `sha256` is over this record and the one before it. `actor` is an alias (see `AuditActor`), "operator" with the
    login of whoever used the command line, or "unstick" for what happened by itself. Triggers of the database refuse
    any change.
    """

    __tablename__ = "audit_record"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    deed: Mapped[str]
    diagnosis_id: Mapped[str | None]
    about: Mapped[str | None]
    sha256: Mapped[str]


class AuditHead(Base):
    """The newest record of a workspace's chain; its row is locked while the next ones are written."""

    __tablename__ = "audit_head"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    sha256: Mapped[str]


class AuditActor(Base):
    """Whose deeds an alias stands for: the alias is a hash of the salt and the person's id in Slack.

    When somebody is erased their row goes, and with the salt the way back from the alias; the records stay whole.
    """

    __tablename__ = "audit_actor"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    alias: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(index=True)
    salt: Mapped[str]
