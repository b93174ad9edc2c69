"""Diagnoses and their transcripts, always within one workspace."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.tables import Diagnosis, Entry, Outgoing

RUNNING = ("asking", "reviewing")
ROOT_SUFFIX = ".root"  # the letter that a diagnosis's thread hangs from is its id and this


def get(session: Session, workspace_id: str, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis, its row locked for this transaction so that two answers cannot cross."""
    return session.get(Diagnosis, (workspace_id, diagnosis_id), with_for_update=True)


def look(session: Session, workspace_id: str, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis, to read it."""
    return session.get(Diagnosis, (workspace_id, diagnosis_id))


def in_channel(
    session: Session, workspace_id: str, channel: str, states: Sequence[str] | None = None
) -> list[Diagnosis]:
    """The diagnoses of a channel, the newest first."""
    query = sa.select(Diagnosis).where(Diagnosis.workspace_id == workspace_id, Diagnosis.channel == channel)
    if states is not None:
        query = query.where(Diagnosis.state.in_(states))
    return list(session.scalars(query.order_by(Diagnosis.started_at.desc(), Diagnosis.id)).all())


def newest(session: Session, workspace_id: str, most: int) -> list[Diagnosis]:
    """The newest diagnoses of a workspace, at most so many."""
    query = sa.select(Diagnosis).where(Diagnosis.workspace_id == workspace_id)
    return list(session.scalars(query.order_by(Diagnosis.started_at.desc(), Diagnosis.id).limit(most)).all())


def place_of(session: Session, workspace_id: str, letter_id: str) -> tuple[str, str] | None:
    """Where a letter stands in Slack, as channel and `ts`; None while it is not there."""
    sent = session.get(Outgoing, (workspace_id, letter_id))
    return (sent.channel, sent.ts) if sent is not None and sent.channel and sent.ts else None


def root_of(session: Session, workspace_id: str, channel: str, thread_ts: str) -> str | None:
    """The id of the diagnosis that is held in this thread; None for a thread that is not ours (or is a plan's)."""
    return session.scalar(
        sa.select(Outgoing.diagnosis_id).where(
            Outgoing.workspace_id == workspace_id,
            Outgoing.channel == channel,
            Outgoing.ts == thread_ts,
            Outgoing.id == Outgoing.diagnosis_id + ROOT_SUFFIX,
        )
    )


def transcript(diagnosis: Diagnosis) -> list[Entry]:
    """All lines, in order; read once in a unit of work, and then with those that it notes down."""
    return [*diagnosis.lines]


def entry(session: Session, diagnosis: Diagnosis, seq: int) -> Entry | None:
    """One line of the transcript."""
    return session.get(Entry, (diagnosis.workspace_id, diagnosis.id, seq))


def by_id(session: Session, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis of any workspace, for who runs this installation; ids cannot be guessed, and do not repeat."""
    return session.scalar(sa.select(Diagnosis).where(Diagnosis.id == diagnosis_id))


def every_id(session: Session) -> list[str]:
    """The ids of all diagnoses, of all workspaces, the newest first."""
    return list(session.scalars(sa.select(Diagnosis.id).order_by(Diagnosis.started_at.desc(), Diagnosis.id)).all())
