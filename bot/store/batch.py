"""What a batch of the tick is about to read, read at once: a statement for each table instead of several for each row.

The stores look here first, so that whoever asks them need not know of it. It holds for one unit of work. The tick adds
no action, number or rhythm itself; whoever does in the same unit of work says `forget`. Rows that change stay true:
they are the session's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.plan_tables import Action, MetricValue, PlanMetric, Rhythm
from bot.store.tables import Diagnosis, Person

Key = tuple[str, str]  # the workspace, and the id of a diagnosis or of a person
Row = TypeVar("Row", Action, PlanMetric, MetricValue, Rhythm, Person)
_BATCH: Final = "batch"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The rows by the plan, or by the person, that they belong to; of the numbers those of the weeks from `since` on.

    `people` are held, so that the session knows them.
    """

    people: Sequence[Person]
    rhythms: Mapping[Key, Sequence[Rhythm]]
    actions: Mapping[Key, Sequence[Action]]
    metrics: Mapping[Key, Sequence[PlanMetric]]
    values: Mapping[Key, Sequence[MetricValue]]
    since: date


def read(session: Session, plans: Iterable[Diagnosis], people: Iterable[Key], *, since: date) -> Batch:
    """Read what is known of plans and people, for as long as this unit of work lasts."""
    about = _by_workspace((one.workspace_id, one.id) for one in plans)
    whom = _by_workspace(people)
    values = _rows(
        session,
        MetricValue,
        "diagnosis_id",
        about,
        (MetricValue.week_of, MetricValue.seq),
        MetricValue.week_of >= since,
    )
    kept = Batch(
        people=_rows(session, Person, "id", whom),
        rhythms=_shelved(_rows(session, Rhythm, "person", whom), "person", whom),
        actions=_shelved(_rows(session, Action, "diagnosis_id", about, (Action.position,)), "diagnosis_id", about),
        metrics=_shelved(
            _rows(session, PlanMetric, "diagnosis_id", about, (PlanMetric.position,)), "diagnosis_id", about
        ),
        values=_shelved(values, "diagnosis_id", about),
        since=since,
    )
    session.info[_BATCH] = kept
    return kept


def of(session: Session) -> Batch | None:
    """What was read for this unit of work."""
    kept: Batch | None = session.info.get(_BATCH)
    return kept


def forget(session: Session) -> None:
    """Somebody adds to it: from now on the database is asked."""
    session.info.pop(_BATCH, None)


def _by_workspace(keys: Iterable[Key]) -> dict[str, list[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for workspace_id, one in keys:
        found[workspace_id].add(one)
    return {workspace_id: sorted(ids) for workspace_id, ids in found.items()}


def _rows(
    session: Session,
    table: type[Row],
    column: str,
    ids: Mapping[str, Sequence[str]],
    order: Sequence[Any] = (),
    *more: sa.ColumnElement[bool],
) -> list[Row]:
    """The rows of a table of which `column` is one of `ids`, by workspace."""
    if not ids:
        return []
    which = (sa.and_(table.workspace_id == key, getattr(table, column).in_(of)) for key, of in ids.items())
    return list(session.scalars(sa.select(table).where(sa.or_(*which), *more).order_by(*order)).all())


def _shelved(rows: Iterable[Row], column: str, ids: Mapping[str, Sequence[str]]) -> dict[Key, list[Row]]:
    """Rows by what they belong to; whatever was asked for has its place, also an empty one."""
    found: dict[Key, list[Row]] = {(workspace_id, one): [] for workspace_id, of in ids.items() for one in of}
    for row in rows:
        found[row.workspace_id, getattr(row, column)].append(row)
    return found
