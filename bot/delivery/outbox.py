"""The outbox: put in with the state change that caused it, read by the delivery, marked when it is out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.delivery.letters import Act, Draft, Letter, Sent, State
from bot.store.tables import Outgoing

BATCH = 20


def put(session: Session, workspace_id: str, drafts: Sequence[Draft], now: datetime) -> dict[str, int]:
    """Write the drafts behind whatever their lanes hold already; returns the first place in each lane.

    Places in a lane are given in the order of commits, each once: the lane is locked until the transaction ends.
    """
    places = {}
    for lane in sorted({draft.lane for draft in drafts}):  # sorted: two transactions cannot lock crosswise
        mine = [draft for draft in drafts if draft.lane == lane]
        _lock(session, workspace_id, lane)
        last = session.scalar(
            sa.select(sa.func.max(Outgoing.seq)).where(Outgoing.workspace_id == workspace_id, Outgoing.lane == lane)
        )
        places[lane] = (last or 0) + 1
        session.add_all(
            Outgoing(
                workspace_id=workspace_id,
                id=draft.id,
                lane=lane,
                seq=(last or 0) + offset,
                act=draft.act,
                refers_to=draft.refers_to,
                diagnosis_id=draft.diagnosis_id,
                body=draft.body,
                state=State.WAITING,
                tries=0,
                created_at=now,
            )
            for offset, draft in enumerate(mine, 1)
        )
    session.flush()
    return places


def _lock(session: Session, workspace_id: str, lane: str) -> None:
    """Nobody else writes into this lane until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"{workspace_id}:{lane}", 0))))


def waiting(session: Session, workspace_id: str, lane: str) -> list[Letter]:
    """The next letters of a lane, in order, with the thread or the message they refer to looked up."""
    rows = session.scalars(
        sa.select(Outgoing)
        .where(Outgoing.workspace_id == workspace_id, Outgoing.lane == lane, Outgoing.state == State.WAITING)
        .order_by(Outgoing.seq, Outgoing.id)
        .limit(BATCH)
    ).all()
    return [_addressed(session, row) for row in rows]


def newest(session: Session, workspace_id: str, lane: str) -> str | None:
    """The newest message that letters of this lane are known to have become; whatever is in doubt came after it."""
    return session.scalar(
        sa.select(sa.func.max(Outgoing.ts)).where(Outgoing.workspace_id == workspace_id, Outgoing.lane == lane)
    )


def _addressed(session: Session, row: Outgoing) -> Letter:
    other = session.get(Outgoing, (row.workspace_id, row.refers_to)) if row.refers_to else None
    return Letter(
        id=row.id,
        workspace_id=row.workspace_id,
        lane=row.lane,
        act=Act(row.act),
        body=row.body,
        refers_to=row.refers_to,
        refers_channel=other.channel if other else None,
        refers_ts=other.ts if other else None,
    )


def mark(session: Session, workspace_id: str, results: Mapping[str, Sent | str], now: datetime) -> None:
    """Note what came of letters: where they went, or Slack's word for its refusal."""
    for letter_id, result in results.items():
        values = (
            {"state": State.SENT, "channel": result.channel, "ts": result.ts, "sent_at": now}
            if isinstance(result, Sent)
            else {"state": State.REFUSED, "fault": result}
        )
        session.execute(
            sa.update(Outgoing)
            .where(Outgoing.workspace_id == workspace_id, Outgoing.id == letter_id)
            .values(**values, tries=Outgoing.tries + 1)
        )


def lanes(session: Session) -> set[tuple[str, str]]:
    """The lanes in which something waits, each with its workspace."""
    found = session.execute(
        sa.select(Outgoing.workspace_id, Outgoing.lane).where(Outgoing.state == State.WAITING).distinct()
    )
    return {(workspace_id, lane) for workspace_id, lane in found}


def is_idle(session: Session) -> bool:
    """Whether nothing waits, in any workspace."""
    return session.scalar(sa.select(Outgoing.id).where(Outgoing.state == State.WAITING).limit(1)) is None
