"""When the tick looks at pilots next, and for what."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store import diagnoses
from bot.store.plan_tables import Appointment
from bot.store.tables import Diagnosis
from bot.store.tenancy import across_workspaces

CLAIM_BATCH = 100
_ITS = (Diagnosis.workspace_id == Appointment.workspace_id) & (Diagnosis.id == Appointment.diagnosis_id)
_FIRST = (Appointment.next_at, Appointment.diagnosis_id, Appointment.kind)


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
def ahead(session: Session, now: datetime) -> list[Diagnosis]:
    """The pilots of the next batch, to read them; nothing is claimed yet."""
    query = sa.select(Appointment.workspace_id, Appointment.diagnosis_id).where(Appointment.next_at <= now)
    return diagnoses.several(
        session, ((of, one) for of, one in session.execute(query.order_by(*_FIRST).limit(CLAIM_BATCH)))
    )


@across_workspaces
def due(session: Session, now: datetime) -> list[tuple[Appointment, Diagnosis]]:
    """A batch of what is due, of all workspaces, claimed for this transaction with its pilots.

    Replicas skip each other's, and a pilot about which somebody is just saying something has its turn later: a tick
    that waited for one row while it holds another could wait for ever (see `bot.store.actions.due`).
    """
    query = sa.select(Appointment, Diagnosis).join(Diagnosis, _ITS).where(Appointment.next_at <= now).order_by(*_FIRST)
    found = session.execute(query.limit(CLAIM_BATCH).with_for_update(skip_locked=True))
    return [(row, diagnosis) for row, diagnosis in found]


@across_workspaces
def next_due(session: Session) -> datetime | None:
    """When the next one is due, in any workspace."""
    return session.scalar(sa.select(sa.func.min(Appointment.next_at)))
