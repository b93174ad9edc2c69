"""The actions of posted plans, what was said of them, and when their owners are asked next."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store import batch
from bot.store.append import next_seq
from bot.store.plan_tables import Action, ActionUpdate, Checkin
from bot.store.tables import Diagnosis
from bot.store.tenancy import across_workspaces

OPEN = ("open", "under_way", "blocked", "help")
SETTLED = ("done", "not_doing")
STATES = (*OPEN, *SETTLED)
CLAIM_BATCH = 100
_ITS = (Diagnosis.workspace_id == Checkin.workspace_id) & (Diagnosis.id == Checkin.diagnosis_id)
_FIRST = (Checkin.next_at, Checkin.diagnosis_id, Checkin.person)


def of_plan(session: Session, diagnosis: Diagnosis) -> list[Action]:
    """All actions of a plan, in its order."""
    kept = batch.of(session)
    if kept and (diagnosis.workspace_id, diagnosis.id) in kept.actions:
        return [*kept.actions[diagnosis.workspace_id, diagnosis.id]]
    return list(
        session.scalars(
            sa.select(Action)
            .where(Action.workspace_id == diagnosis.workspace_id, Action.diagnosis_id == diagnosis.id)
            .order_by(Action.position)
        ).all()
    )


def get(session: Session, diagnosis: Diagnosis, action_id: str) -> Action | None:
    """One action, its row locked for this transaction."""
    return session.get(Action, (diagnosis.workspace_id, diagnosis.id, action_id), with_for_update=True)


def record(session: Session, action: Action, state: str, by: str, now: datetime, *, note: str | None = None) -> None:
    """Say how an action stands; what was said before stays in its updates."""
    append(session, action, state, by, now, note=note)
    action.state = state
    action.state_at = now
    action.note = note
    action.finished_at = now if state in SETTLED else None


def append(
    session: Session,
    action: Action | Diagnosis,
    state: str,
    by: str,
    now: datetime,
    *,
    note: str | None = None,
    whom: str | None = None,
) -> None:
    """A line of what was said: of an action, or of a plan as a whole."""
    diagnosis_id = action.diagnosis_id if isinstance(action, Action) else action.id
    session.add(
        ActionUpdate(
            workspace_id=action.workspace_id,
            diagnosis_id=diagnosis_id,
            seq=next_seq(session, ActionUpdate, action.workspace_id, diagnosis_id),
            action=action.id if isinstance(action, Action) else "",
            state=state,
            note=note,
            whom=whom,
            by=by,
            at=now,
        )
    )
    session.flush()


def told(session: Session, diagnosis: Diagnosis, *, since: datetime) -> list[ActionUpdate]:
    """What was said of a plan from a moment on, in order."""
    query = sa.select(ActionUpdate).where(
        ActionUpdate.workspace_id == diagnosis.workspace_id,
        ActionUpdate.diagnosis_id == diagnosis.id,
        ActionUpdate.at >= since,
    )
    return list(session.scalars(query.order_by(ActionUpdate.seq)).all())


def mine(actions: Sequence[Action], person: str) -> list[Action]:
    """Those that a person has accepted."""
    return [action for action in actions if action.owner == person and action.accepted_at]


def checkin(session: Session, diagnosis: Diagnosis, person: str) -> Checkin | None:
    """When somebody is asked about a plan; None while they have taken nothing."""
    return session.get(Checkin, (diagnosis.workspace_id, diagnosis.id, person), with_for_update=True)


def checkin_of(session: Session, diagnosis: Diagnosis, person: str) -> Checkin:
    """The same; made if there is none yet."""
    row = checkin(session, diagnosis, person)
    if row is None:
        row = Checkin(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, person=person, week=0, silent=0)
        session.add(row)
    return row


def checkins(session: Session, diagnosis: Diagnosis) -> list[Checkin]:
    """Everybody's, for one plan."""
    query = sa.select(Checkin).where(
        Checkin.workspace_id == diagnosis.workspace_id, Checkin.diagnosis_id == diagnosis.id
    )
    return list(session.scalars(query.order_by(Checkin.person)).all())


def checkins_of(session: Session, workspace_id: str, person: str) -> list[Checkin]:
    """Somebody's, for all plans; for what they do themselves, never for the tick."""
    query = sa.select(Checkin).where(Checkin.workspace_id == workspace_id, Checkin.person == person)
    return list(session.scalars(query.order_by(Checkin.next_at, Checkin.diagnosis_id)).all())


@across_workspaces
def ahead(session: Session, now: datetime) -> set[tuple[str, str]]:
    """Who is in the next batch, as workspace and person; nothing is claimed yet."""
    query = sa.select(Checkin.workspace_id, Checkin.person).where(Checkin.next_at <= now).order_by(*_FIRST)
    return {(workspace_id, person) for workspace_id, person in session.execute(query.limit(CLAIM_BATCH))}


@across_workspaces
def due(session: Session, now: datetime) -> list[tuple[Checkin, Diagnosis]]:
    """A batch of what is due, of all workspaces, claimed for this transaction with the pilots that it is about.

    Replicas skip each other's. A pilot about which somebody is just saying something is skipped too: they hold it and
    want their row, the tick would hold the row and want the pilot, and neither could go on. It has its turn a tick
    later.
    """
    query = sa.select(Checkin, Diagnosis).join(Diagnosis, _ITS).where(Checkin.next_at <= now).order_by(*_FIRST)
    found = session.execute(query.limit(CLAIM_BATCH).with_for_update(skip_locked=True))
    return [(row, diagnosis) for row, diagnosis in found]


@across_workspaces
def how_many_due(session: Session, now: datetime) -> int:
    """How many check-ins have come due, in all workspaces."""
    return session.scalar(sa.select(sa.func.count()).select_from(Checkin).where(Checkin.next_at <= now)) or 0


def next_planned(session: Session, diagnosis: Diagnosis, person: str) -> date | None:
    """The day on which this person is next asked about this plan, or else anybody, before holidays move it."""
    own = session.get(Checkin, (diagnosis.workspace_id, diagnosis.id, person))
    if own is not None and own.planned is not None:
        return own.planned
    return session.scalar(
        sa.select(sa.func.min(Checkin.planned)).where(
            Checkin.workspace_id == diagnosis.workspace_id, Checkin.diagnosis_id == diagnosis.id
        )
    )


@across_workspaces
def next_due(session: Session) -> datetime | None:
    """When the next one is due, in any workspace."""
    return session.scalar(sa.select(sa.func.min(Checkin.next_at)))
