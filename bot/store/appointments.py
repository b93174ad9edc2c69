"""When the tick looks at pilots next, and for what."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.plan_tables import Appointment
from bot.store.tables import Diagnosis
from bot.store.tenancy import across_workspaces

CLAIM_BATCH = 100


def of(session: Session, diagnosis: Diagnosis, kind: str) -> Appointment:
    """A pilot's appointment of one kind, made if there is none yet."""
    row = session.get(Appointment, (diagnosis.workspace_id, diagnosis.id, kind))
    if row is None:
        row = Appointment(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, kind=kind, count=0)
        session.add(row)
    return row


def wake(session: Session, diagnosis: Diagnosis, now: datetime) -> None:
    """Look at everything of a pilot again, now: after a rest. What is not due then moves on by itself."""
    query = sa.select(Appointment).where(
        Appointment.workspace_id == diagnosis.workspace_id, Appointment.diagnosis_id == diagnosis.id
    )
    for row in session.scalars(query):
        row.next_at = now


@across_workspaces
def due(session: Session, now: datetime) -> list[Appointment]:
    """A batch of what is due, of all workspaces, claimed for this transaction; replicas skip each other's."""
    query = sa.select(Appointment).where(Appointment.next_at <= now)
    query = query.order_by(Appointment.next_at, Appointment.diagnosis_id, Appointment.kind).limit(CLAIM_BATCH)
    return list(session.scalars(query.with_for_update(skip_locked=True)).all())


@across_workspaces
def next_due(session: Session) -> datetime | None:
    """When the next one is due, in any workspace."""
    return session.scalar(sa.select(sa.func.min(Appointment.next_at)))
