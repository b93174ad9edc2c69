"""Monthly reviews, and what was said in them; lines are only ever appended."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.append import next_seq
from bot.store.gate_tables import Review, ReviewLine
from bot.store.tables import Diagnosis

DRIFT = "drift"


def of_plan(session: Session, diagnosis: Diagnosis) -> list[Review]:
    """All of a pilot, the first one first."""
    query = sa.select(Review).where(Review.workspace_id == diagnosis.workspace_id, Review.diagnosis_id == diagnosis.id)
    return list(session.scalars(query.order_by(Review.number)).all())


def get(session: Session, diagnosis: Diagnosis, number: int) -> Review | None:
    """One of them."""
    return session.get(Review, (diagnosis.workspace_id, diagnosis.id, number))


def begin(session: Session, diagnosis: Diagnosis, number: int, *, person: str, week: date, now: datetime) -> Review:
    """A month is looked back on: this person is asked now."""
    row = Review(
        workspace_id=diagnosis.workspace_id,
        diagnosis_id=diagnosis.id,
        number=number,
        person=person,
        week=week,
        asked_at=now,
    )
    session.add(row)
    return row


def record(
    session: Session,
    diagnosis: Diagnosis,
    number: int,
    what: str,
    value: str,
    *,
    by: str,
    now: datetime,
    about: str = "",
) -> None:
    """Append a line: what somebody said of a month."""
    session.add(
        ReviewLine(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            seq=next_seq(session, ReviewLine, diagnosis.workspace_id, diagnosis.id),
            number=number,
            what=what,
            about=about,
            value=value,
            by=by,
            at=now,
        )
    )
    session.flush()


def newest(session: Session, diagnosis: Diagnosis, number: int) -> dict[str, ReviewLine]:
    """What counts of a month: the newest line of each kind; of who looks at a metric, for each of them ("drift.id")."""
    query = sa.select(ReviewLine).where(*_of(diagnosis), ReviewLine.number == number).order_by(ReviewLine.seq)
    return {f"{DRIFT}.{line.about}" if line.what == DRIFT else line.what: line for line in session.scalars(query)}


def _of(diagnosis: Diagnosis) -> tuple[sa.ColumnElement[bool], ...]:
    return ReviewLine.workspace_id == diagnosis.workspace_id, ReviewLine.diagnosis_id == diagnosis.id
