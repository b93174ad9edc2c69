"""Workspaces that have let us go: what is due there waits, and goes on once they have let us in again.

Nobody there can be asked, so nothing is asked, and no week is counted as asked. After the return everything that is due
is asked once, as after any other time in which nothing ran.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store import people
from bot.store.plan_tables import Appointment, Checkin
from bot.store.tables import Diagnosis, Reminder

LOOK_AGAIN: Final = timedelta(days=1)


class _Due(Protocol):
    workspace_id: str
    next_at: datetime | None


Row = TypeVar("Row", bound=_Due)


def present(session: Session, found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """Those of workspaces that have us."""
    every = list(found)
    gone = people.left(session, {one.workspace_id for one in every})
    return [one for one in every if one.workspace_id not in gone]


def put_off(session: Session, rows: Sequence[tuple[Row, Diagnosis]], now: datetime) -> list[tuple[Row, Diagnosis]]:
    """What is due in workspaces that have us; the rest is looked at again in a day."""
    gone = people.left(session, {row.workspace_id for row, _ in rows})
    for row, _ in rows:
        if row.workspace_id in gone:
            row.next_at = now + LOOK_AGAIN
    return [(row, diagnosis) for row, diagnosis in rows if row.workspace_id not in gone]


def wake(session: Session, workspace_id: str, now: datetime) -> None:
    """A workspace has let us in again: the next tick looks at all that waits there; what is not due moves on."""
    for table in (Checkin, Appointment, Reminder):
        mine = sa.update(table).where(table.workspace_id == workspace_id, table.next_at.is_not(None))
        session.execute(mine.values(next_at=now))
