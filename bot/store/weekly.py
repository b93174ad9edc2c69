"""How the reasons moved in the weeks after a plan, and which metrics went the wrong way."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.tables import Diagnosis
from bot.store.weekly_tables import MetricFlag, VerdictWeek


def keep(session: Session, diagnosis: Diagnosis, week: date, found: Mapping[str, Any], now: datetime) -> None:
    """Keep what a week brought, instead of what was known of it before."""
    row = session.get(VerdictWeek, (diagnosis.workspace_id, diagnosis.id, week))
    if row is None:
        row = VerdictWeek(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, week=week)
        session.add(row)
    row.found, row.at = dict(found), now
    session.flush()


def last(session: Session, diagnosis: Diagnosis, until: date) -> VerdictWeek | None:
    """The newest week of which something is kept, that of `until` at the latest."""
    query = sa.select(VerdictWeek).where(
        VerdictWeek.workspace_id == diagnosis.workspace_id,
        VerdictWeek.diagnosis_id == diagnosis.id,
        VerdictWeek.week <= until,
    )
    return session.scalar(query.order_by(VerdictWeek.week.desc()).limit(1))


def flags(session: Session, diagnosis: Diagnosis) -> list[MetricFlag]:
    """Every flag of a plan, the oldest first."""
    query = sa.select(MetricFlag).where(
        MetricFlag.workspace_id == diagnosis.workspace_id, MetricFlag.diagnosis_id == diagnosis.id
    )
    return list(session.scalars(query.order_by(MetricFlag.raised_at, MetricFlag.metric)).all())


def flag(session: Session, diagnosis: Diagnosis, metric: str, since: date) -> MetricFlag | None:
    """One flag, its row locked for this transaction."""
    return session.get(MetricFlag, (diagnosis.workspace_id, diagnosis.id, metric, since), with_for_update=True)
