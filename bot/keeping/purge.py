"""What is deleted once its time is over: pilots that are over, letters, requests, people, and workspaces that left.

Found without holding anybody up, and deleted in small transactions, so that answers pass in between. What belongs to a
diagnosis is found by the tables themselves: every one that has a `diagnosis_id`. So a table added later is deleted too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.delivery.letters import State
from bot.settings import Settings
from bot.store import audit, people
from bot.store.audit import INSTALLATION, UNSTICK, Noted
from bot.store.database import Database
from bot.store.every_table import METADATA
from bot.store.plan_tables import Rhythm, StageChange
from bot.store.tables import Diagnosis, Outgoing, Person, Workspace

LETTERS: Final = timedelta(days=30)  # so long the content of a letter that was sent is kept
OVER: Final = ("stopped", "closed")
RESTING: Final = ("paused", "finished", "retired")
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)  # when a stand-in for somebody erased is looked up again
BATCH = 10
LETTER_BATCH = 500
_LOG = ("audit_record", "audit_head", "audit_actor")


@dataclass(frozen=True, kw_only=True)
class Keep:
    """How long things are kept: `retention` unless a workspace has set its own; `grace` after it has left."""

    retention: timedelta
    grace: timedelta
    requests: timedelta


def keep_of(settings: Settings) -> Keep:
    """How long things are kept, as it is set."""
    return Keep(
        retention=timedelta(days=settings.retention_days),
        grace=timedelta(days=settings.grace_days),
        requests=timedelta(seconds=settings.event_memory_s),
    )


@dataclass(kw_only=True)
class Purged:
    """How much was deleted, or would be."""

    diagnoses: int = 0
    letters: int = 0
    requests: int = 0
    people: int = 0
    workspaces: int = 0


def purge(database: Database, now: datetime, keep: Keep, *, actor: str = UNSTICK, is_trial: bool = False) -> Purged:
    """Delete what is over; with `is_trial` only count it."""
    purged = Purged()
    with database.reading() as session:
        installed = session.execute(sa.select(Workspace.id, Workspace.left_at, Workspace.retention_days)).all()
    for workspace_id, left_at, days in installed:
        if left_at is not None and left_at < now - keep.grace:
            purged.workspaces += is_trial or erase_workspace(database, workspace_id, now - keep.grace, actor=actor)
            continue
        before = now - (keep.retention if days is None else timedelta(days=days))
        purged.diagnoses += _diagnoses(database, workspace_id, before, actor=actor, is_trial=is_trial)
        purged.people += _people(database, workspace_id, before, is_trial=is_trial)
        purged.letters += _letters(database, workspace_id, now - LETTERS, is_trial=is_trial)
    if not is_trial:
        with database.unit_of_work() as session:
            purged.requests = people.forget_requests(session, now - keep.requests)
    return purged


def erase_workspace(database: Database, workspace_id: str, before: datetime, *, actor: str = UNSTICK) -> bool:
    """Delete everything of a workspace that left before a moment, its audit log last; whether this was done.

    That it was done stays in the installation's own log. It is not where the workspace has come back meanwhile, or
    where another replica has done it: each transaction looks, and holds the workspace until it ends.
    """
    with database.reading() as session:
        mine = sa.select(Diagnosis.id).where(Diagnosis.workspace_id == workspace_id)
        every = list(session.scalars(mine).all())
    for batch in _batches(every, BATCH):
        with database.unit_of_work() as session:
            if not _is_gone(session, workspace_id, before):
                return False
            delete_diagnoses(session, workspace_id, batch)
    with database.unit_of_work() as session:
        if not _is_gone(session, workspace_id, before):
            return False
        end = audit.verify(session, workspace_id)
        last = f"{workspace_id}#{end.records}:{end.sha256}"
        audit.note(session, Noted(workspace_id=INSTALLATION, deed="workspace.erased", actor=actor, about=last))
        for table in reversed(METADATA.sorted_tables):
            if "workspace_id" in table.c and table.name not in _LOG:
                session.execute(sa.delete(table).where(table.c.workspace_id == workspace_id))
        session.execute(sa.delete(Workspace).where(Workspace.id == workspace_id))
        for name in ("audit_head", "audit_record", "audit_actor"):  # in this order: the database insists on it
            table = METADATA.tables[name]
            session.execute(sa.delete(table).where(table.c.workspace_id == workspace_id))
    return True


def _is_gone(session: Session, workspace_id: str, before: datetime) -> bool:
    """Whether a workspace is still there and left before a moment; nobody else changes that until the end."""
    mine = (Workspace.id == workspace_id, Workspace.left_at < before)
    return session.scalar(sa.select(Workspace.id).where(*mine).with_for_update()) is not None


def delete_diagnoses(session: Session, workspace_id: str, ids: Sequence[str]) -> None:
    """Delete diagnoses with all that belongs to them, but for what the audit log says of them."""
    for table in reversed(METADATA.sorted_tables):
        if "diagnosis_id" in table.c and table.name not in _LOG:
            mine = (table.c.workspace_id == workspace_id, table.c.diagnosis_id.in_(ids))
            session.execute(sa.delete(table).where(*mine))
    session.execute(sa.delete(Diagnosis).where(Diagnosis.workspace_id == workspace_id, Diagnosis.id.in_(ids)))


def _over(workspace_id: str, before: datetime) -> sa.Select[str]:
    """The diagnoses of a workspace that ended, or whose pilots have rested, since before that moment."""
    rested_at = (
        sa.select(sa.func.max(StageChange.at))
        .where(StageChange.workspace_id == Diagnosis.workspace_id, StageChange.diagnosis_id == Diagnosis.id)
        .scalar_subquery()
    )
    ended = Diagnosis.state.in_(OVER) & (sa.func.coalesce(Diagnosis.ended_at, Diagnosis.started_at) < before)
    rests = (Diagnosis.state == "posted") & Diagnosis.stage.in_(RESTING) & (rested_at < before)
    return sa.select(Diagnosis.id).where(Diagnosis.workspace_id == workspace_id, ended | rests)


def _diagnoses(database: Database, workspace_id: str, before: datetime, *, actor: str, is_trial: bool) -> int:
    with database.reading() as session:
        found = list(session.scalars(_over(workspace_id, before)).all())
    if is_trial:
        return len(found)
    deleted = 0
    for batch in _batches(found, BATCH):
        with database.unit_of_work() as session:
            # Somebody may have gone on meanwhile, or another replica have deleted it: held, and looked at anew.
            held = _over(workspace_id, before).where(Diagnosis.id.in_(batch)).with_for_update(of=Diagnosis)
            still = session.scalars(held).all()
            delete_diagnoses(session, workspace_id, still)
            for one in still:
                noted = Noted(workspace_id=workspace_id, deed="data.purged", actor=actor, diagnosis_id=one)
                audit.note(session, noted)
            deleted += len(still)
    return deleted


def _letters(database: Database, workspace_id: str, before: datetime, *, is_trial: bool) -> int:
    """Empty what was sent, and delete what belongs to no diagnosis; where a message went is kept with its diagnosis."""
    old = (Outgoing.workspace_id == workspace_id, Outgoing.sent_at < before, Outgoing.state == State.SENT)
    is_empty = sa.cast(Outgoing.body, sa.Text) == "{}"
    with database.reading() as session:
        loose = list(session.scalars(sa.select(Outgoing.id).where(*old, Outgoing.diagnosis_id.is_(None))).all())
        full = list(session.scalars(sa.select(Outgoing.id).where(*old, Outgoing.diagnosis_id.is_not(None), ~is_empty)))
    if is_trial:
        return len(loose) + len(full)
    for batch in _batches(loose, LETTER_BATCH):
        with database.unit_of_work() as session:
            session.execute(sa.delete(Outgoing).where(Outgoing.workspace_id == workspace_id, Outgoing.id.in_(batch)))
    for batch in _batches(full, LETTER_BATCH):
        with database.unit_of_work() as session:
            mine = (Outgoing.workspace_id == workspace_id, Outgoing.id.in_(batch))
            session.execute(sa.update(Outgoing).where(*mine).values(body={}))
    return len(loose) + len(full)


def _people(database: Database, workspace_id: str, before: datetime, *, is_trial: bool) -> int:
    """Forget people of whom nothing was heard; if one comes again, Slack is asked again."""
    old = (Person.workspace_id == workspace_id, Person.fetched_at < before)
    with database.reading() as session:
        found = list(session.scalars(sa.select(Person.id).where(*old)).all())
    for batch in [] if is_trial else _batches(found, LETTER_BATCH):
        with database.unit_of_work() as session:
            session.execute(sa.delete(Person).where(*old, Person.id.in_(batch)))
            usual = (Rhythm.workspace_id == workspace_id, Rhythm.diagnosis_id == "", Rhythm.person.in_(batch))
            session.execute(sa.delete(Rhythm).where(*usual))
    return len(found)


def _batches(ids: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
