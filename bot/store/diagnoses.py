"""Diagnoses and their transcripts, always within one workspace."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.tables import Diagnosis, Entry, Outgoing, Reminder
from bot.store.tenancy import across_workspaces

RUNNING = ("asking", "paused", "reviewing")
RECENT = 5  # diagnoses of which somebody may have a question in their direct messages
LOOK_BATCH = 50
_ITS = (Diagnosis.workspace_id == Reminder.workspace_id) & (Diagnosis.id == Reminder.diagnosis_id)
_FIRST = (Reminder.next_at, Reminder.diagnosis_id)
ROOT_SUFFIX = ".root"  # the letter that a diagnosis's thread hangs from is its id and this


def get(session: Session, workspace_id: str, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis, its row locked for this transaction so that two answers cannot cross."""
    return session.get(Diagnosis, (workspace_id, diagnosis_id), with_for_update=True)


def look(session: Session, workspace_id: str, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis, to read it."""
    return session.get(Diagnosis, (workspace_id, diagnosis_id))


def several(session: Session, keys: Iterable[tuple[str, str]]) -> list[Diagnosis]:
    """Diagnoses by workspace and id, to read them."""
    wanted = sorted(set(keys))
    key = sa.tuple_(Diagnosis.workspace_id, Diagnosis.id)
    return list(session.scalars(sa.select(Diagnosis).where(key.in_(wanted))).all()) if wanted else []


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


def line(session: Session, workspace_id: str, diagnosis_id: str, seq: int) -> Entry | None:
    """One line of the transcript of a diagnosis that is not at hand."""
    return session.get(Entry, (workspace_id, diagnosis_id, seq))


@across_workspaces
def by_id(session: Session, diagnosis_id: str) -> Diagnosis | None:
    """One diagnosis of any workspace, for who runs this installation; ids cannot be guessed, and do not repeat."""
    return session.scalar(sa.select(Diagnosis).where(Diagnosis.id == diagnosis_id))


@across_workspaces
def every_id(session: Session) -> list[str]:
    """The ids of all diagnoses, of all workspaces, the newest first."""
    return list(session.scalars(sa.select(Diagnosis.id).order_by(Diagnosis.started_at.desc(), Diagnosis.id)).all())


def asked_privately(session: Session, workspace_id: str, person: str, *, to_read: bool = False) -> list[Diagnosis]:
    """The running diagnoses of which somebody has had direct messages, the newest message first.

    Their rows are locked as by `get`, unless it is only `to_read`.
    """
    newest = sa.func.max(Outgoing.seq)
    found = session.execute(
        sa.select(Outgoing.diagnosis_id, newest)
        .where(Outgoing.workspace_id == workspace_id, Outgoing.lane == person, Outgoing.diagnosis_id.is_not(None))
        .group_by(Outgoing.diagnosis_id)
        .order_by(newest.desc())
        .limit(RECENT)
    ).all()
    fetch = look if to_read else get
    every = [fetch(session, workspace_id, str(diagnosis_id)) for diagnosis_id, _ in found]
    return [one for one in every if one is not None and one.state in RUNNING]


def look_again(session: Session, diagnosis: Diagnosis, at: datetime) -> None:
    """Let the tick look at this diagnosis at `at`."""
    row = session.get(Reminder, (diagnosis.workspace_id, diagnosis.id))
    if row is None:
        row = Reminder(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id)
        session.add(row)
    row.next_at = at


@across_workspaces
def ahead(session: Session, now: datetime) -> list[Diagnosis]:
    """The next batch of diagnoses to look at, to read them; nothing is claimed yet."""
    query = sa.select(Reminder.workspace_id, Reminder.diagnosis_id).where(Reminder.next_at <= now).order_by(*_FIRST)
    return several(session, ((of, one) for of, one in session.execute(query.limit(LOOK_BATCH))))


@across_workspaces
def silent(session: Session, now: datetime) -> list[tuple[Reminder, Diagnosis]]:
    """A batch of the diagnoses to look at, of all workspaces, claimed for this transaction.

    One that somebody is just answering is skipped, and has its turn later: see `bot.store.actions.due`.
    """
    query = sa.select(Reminder, Diagnosis).join(Diagnosis, _ITS).where(Reminder.next_at <= now).order_by(*_FIRST)
    claimed = session.execute(query.limit(LOOK_BATCH).with_for_update(skip_locked=True))
    return [(row, diagnosis) for row, diagnosis in claimed]


@across_workspaces
def next_look(session: Session) -> datetime | None:
    """When the next one is to be looked at, in any workspace."""
    return session.scalar(sa.select(sa.func.min(Reminder.next_at)))


def channel_of(session: Session, workspace_id: str, diagnosis_id: str) -> str | None:
    """The channel of a diagnosis; None if there is no such one."""
    return session.scalar(
        sa.select(Diagnosis.channel).where(Diagnosis.workspace_id == workspace_id, Diagnosis.id == diagnosis_id)
    )
