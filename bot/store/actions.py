"""The actions of posted plans, what was said of them, and when their owners are asked next."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.tables import Action, ActionUpdate, Checkin, Diagnosis

OPEN = ("open", "under_way", "blocked")
STATES = (*OPEN, "done", "not_doing")
CLAIM_BATCH = 100


def of_plan(session: Session, diagnosis: Diagnosis) -> list[Action]:
    """All actions of a plan, in its order."""
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


def record(session: Session, action: Action, state: str, by: str, now: datetime) -> None:
    """Say how an action stands; what was said before stays in its updates."""
    last = session.scalar(
        sa.select(sa.func.max(ActionUpdate.seq)).where(
            ActionUpdate.workspace_id == action.workspace_id, ActionUpdate.diagnosis_id == action.diagnosis_id
        )
    )
    session.add(
        ActionUpdate(
            workspace_id=action.workspace_id,
            diagnosis_id=action.diagnosis_id,
            seq=(last or 0) + 1,
            action=action.id,
            state=state,
            by=by,
            at=now,
        )
    )
    action.state = state
    action.state_at = now


def mine(actions: Sequence[Action], person: str) -> list[Action]:
    """Those that a person has accepted."""
    return [action for action in actions if action.owner == person and action.accepted_at]


def schedule(session: Session, diagnosis: Diagnosis, person: str, next_at: datetime | None) -> None:
    """Ask this person about this plan at `next_at`; None: not again."""
    row = session.get(Checkin, (diagnosis.workspace_id, diagnosis.id, person))
    if row is None:
        row = Checkin(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, person=person, week=0)
        session.add(row)
    row.next_at = next_at


def due(session: Session, now: datetime) -> Iterator[Checkin]:
    """A batch of what is due, of all workspaces, claimed for this transaction; replicas skip each other's."""
    yield from session.scalars(
        sa.select(Checkin)
        .where(Checkin.next_at <= now)
        .order_by(Checkin.next_at, Checkin.diagnosis_id, Checkin.person)
        .limit(CLAIM_BATCH)
        .with_for_update(skip_locked=True)
    ).all()


def next_for(session: Session, diagnosis: Diagnosis, person: str) -> datetime | None:
    """When this person is next asked about this plan, or else anybody."""
    own = session.get(Checkin, (diagnosis.workspace_id, diagnosis.id, person))
    if own is not None and own.next_at is not None:
        return own.next_at
    return session.scalar(
        sa.select(sa.func.min(Checkin.next_at)).where(
            Checkin.workspace_id == diagnosis.workspace_id, Checkin.diagnosis_id == diagnosis.id
        )
    )


def next_due(session: Session) -> datetime | None:
    """When the next one is due, in any workspace."""
    return session.scalar(sa.select(sa.func.min(Checkin.next_at)))
