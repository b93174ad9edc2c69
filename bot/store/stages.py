"""How pilots came into their stages; appended, never edited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.append import next_seq
from bot.store.plan_tables import StageChange
from bot.store.tables import Diagnosis

RESTING: Final = ("paused", "finished", "retired")  # nobody is asked anything


def record(
    session: Session, diagnosis: Diagnosis, stage: str, *, reason: str | None, by: str | None, now: datetime
) -> None:
    """Append a line: this pilot has come into that stage."""
    session.add(
        StageChange(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            seq=next_seq(session, StageChange, diagnosis.workspace_id, diagnosis.id),
            stage=stage,
            reason=reason,
            by=by,
            at=now,
        )
    )
    session.flush()


def last_of(session: Session, diagnosis: Diagnosis, stages: Sequence[str]) -> str | None:
    """The last of these stages that it was in; None if it never was in any of them."""
    query = sa.select(StageChange.stage).where(*_of(diagnosis), StageChange.stage.in_(stages))
    return session.scalar(query.order_by(StageChange.seq.desc()).limit(1))


def history(session: Session, diagnosis: Diagnosis) -> list[StageChange]:
    """Every line, the oldest first."""
    query = sa.select(StageChange).where(*_of(diagnosis))
    return list(session.scalars(query.order_by(StageChange.seq)).all())


def _of(diagnosis: Diagnosis) -> tuple[sa.ColumnElement[bool], ...]:
    return StageChange.workspace_id == diagnosis.workspace_id, StageChange.diagnosis_id == diagnosis.id
