"""What a language model was asked, always within one workspace, and how much of its day's budget is used up."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.tables import Consultation, Diagnosis, Workspace


def about(session: Session, diagnosis: Diagnosis, seq: int, now: datetime) -> Consultation:
    """What was asked about a line so far; the diagnosis is locked, so that two cannot ask about the same."""
    found = session.get(Consultation, (diagnosis.workspace_id, diagnosis.id, seq))
    if found is None:
        found = Consultation(
            workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, seq=seq, day=_day(now), calls=0
        )
        session.add(found)
    return found


def take(session: Session, consultation: Consultation, budget: int, now: datetime) -> bool:
    """Count one call more on its day, in UTC; False, and nothing is counted, if the workspace has made so many."""
    # Two diagnoses of one workspace ask at once: the second waits here until the first one's call is counted.
    session.get(Workspace, consultation.workspace_id, with_for_update=True)
    if calls_on(session, consultation.workspace_id, _day(now)) >= budget:
        return False
    consultation.day = _day(now)
    consultation.calls += 1
    return True


def calls_on(session: Session, workspace_id: str, day: date) -> int:
    """How often a model was asked for a workspace on a day."""
    mine = (Consultation.workspace_id == workspace_id, Consultation.day == day)
    return session.scalar(sa.select(sa.func.sum(Consultation.calls)).where(*mine)) or 0


def _day(now: datetime) -> date:
    """The day of a moment, which is in UTC wherever it comes from the clock."""
    return now.date()
