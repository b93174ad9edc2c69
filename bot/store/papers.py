"""The documents that were issued, always within one workspace; a version is appended, never edited."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.paper_tables import IssuedPaper
from bot.store.tables import Diagnosis


def latest(session: Session, diagnosis: Diagnosis, kind: str) -> IssuedPaper | None:
    """The newest version of one kind of document; None if there is none yet."""
    return session.scalar(_versions(diagnosis, kind).order_by(IssuedPaper.version.desc()).limit(1))


def before(session: Session, paper: IssuedPaper) -> dict[str, Any]:
    """The facts of the version before this one; empty for the first."""
    found = session.get(IssuedPaper, (paper.workspace_id, paper.diagnosis_id, paper.kind, paper.version - 1))
    return dict(found.facts) if found else {}


def _versions(diagnosis: Diagnosis, kind: str) -> sa.Select[IssuedPaper]:
    return sa.select(IssuedPaper).where(
        IssuedPaper.workspace_id == diagnosis.workspace_id,
        IssuedPaper.diagnosis_id == diagnosis.id,
        IssuedPaper.kind == kind,
    )
