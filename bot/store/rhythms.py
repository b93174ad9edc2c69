"""When people want to be asked, as they chose it: for every pilot (`diagnosis_id` is ""), and for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store import batch
from bot.store.plan_tables import Rhythm


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody chose; None: nothing. See `bot.store.plan_tables.Rhythm`."""

    weekday: int | None = None
    minute: int | None = None
    country: str | None = None
    back_on: date | None = None


def chosen(session: Session, workspace_id: str, person: str, diagnosis_id: str) -> Chosen:
    """What holds for one pilot: what was chosen for it, else for every one."""
    found = _of(session, workspace_id, person, diagnosis_id)
    rows = sorted(found, key=lambda row: row.diagnosis_id == "")  # the pilot's own first
    return Chosen(
        weekday=next((row.weekday for row in rows if row.weekday is not None), None),
        minute=next((row.minute for row in rows if row.minute is not None), None),
        country=next((row.country for row in rows if row.country is not None), None),
        back_on=next((row.back_on for row in rows if row.back_on is not None), None),
    )


def _of(session: Session, workspace_id: str, person: str, diagnosis_id: str) -> Sequence[Rhythm]:
    kept = batch.of(session)
    if kept and (workspace_id, person) in kept.rhythms:
        return [row for row in kept.rhythms[workspace_id, person] if row.diagnosis_id in {"", diagnosis_id}]
    query = sa.select(Rhythm).where(Rhythm.workspace_id == workspace_id, Rhythm.person == person)
    return session.scalars(query.where(Rhythm.diagnosis_id.in_({"", diagnosis_id}))).all()


def own(session: Session, workspace_id: str, person: str, diagnosis_id: str) -> Rhythm:
    """The row of just this pilot (or of every one), made if there is none yet."""
    batch.forget(session)
    row = session.get(Rhythm, (workspace_id, person, diagnosis_id))
    if row is None:
        row = Rhythm(workspace_id=workspace_id, person=person, diagnosis_id=diagnosis_id)
        session.add(row)
    return row
