"""Somebody has left, as Slack says on sending to them: what waits for them is looked at with the next tick."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.plan_tables import Appointment, Checkin
from bot.store.tables import Outgoing, Person, Reminder

DISABLED: Final = "user_disabled"  # Slack's word for a message to somebody whose account is no longer active


def notice(session: Session, workspace_id: str, person_id: str, now: datetime) -> None:
    """They count as gone, and what they were written to about is looked at now; what is not due moves on by itself."""
    them = sa.update(Person).where(Person.workspace_id == workspace_id, Person.id == person_id)
    session.execute(them.values(is_deactivated=True))
    about = sa.select(Outgoing.diagnosis_id).where(Outgoing.workspace_id == workspace_id, Outgoing.lane == person_id)
    for table in (Appointment, Reminder):
        waits = (table.workspace_id == workspace_id, table.next_at.is_not(None), table.diagnosis_id.in_(about))
        session.execute(sa.update(table).where(*waits).values(next_at=now))
    asked = (Checkin.workspace_id == workspace_id, Checkin.next_at.is_not(None), Checkin.person == person_id)
    session.execute(sa.update(Checkin).where(*asked).values(next_at=now))
