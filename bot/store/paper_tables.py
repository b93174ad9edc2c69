"""The table of the documents that were issued."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class IssuedPaper(Base):
    """One version of one kind of document for a pilot: the facts it was drawn from, who asked for it, and when.

    The facts hold no words that people wrote, only a hash of them. `by` is empty where the command line asked.
    """

    __tablename__ = "issued_paper"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    facts_sha256: Mapped[str]
    facts: Mapped[dict[str, Any]]
    by: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )
