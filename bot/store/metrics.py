"""What plans are measured by, and the numbers that people gave; these are only ever appended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store import batch
from bot.store.append import next_seq
from bot.store.plan_tables import MetricValue, PlanMetric
from bot.store.tables import Diagnosis

THOUSAND = 1000


def of_plan(session: Session, diagnosis: Diagnosis) -> list[PlanMetric]:
    """What a plan is measured by, in its order."""
    kept = batch.of(session)
    if kept and (diagnosis.workspace_id, diagnosis.id) in kept.metrics:
        return [*kept.metrics[diagnosis.workspace_id, diagnosis.id]]
    query = sa.select(PlanMetric).where(
        PlanMetric.workspace_id == diagnosis.workspace_id, PlanMetric.diagnosis_id == diagnosis.id
    )
    return list(session.scalars(query.order_by(PlanMetric.position)).all())


def record(
    session: Session, diagnosis: Diagnosis, values: Mapping[str, Decimal], *, week: date, by: str, now: datetime
) -> None:
    """Append numbers of a week (its Monday); each is exact to the thousandth."""
    batch.forget(session)
    first = next_seq(session, MetricValue, diagnosis.workspace_id, diagnosis.id)
    session.add_all(
        MetricValue(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            seq=place,
            metric=metric,
            week_of=week,
            thousandths=int(value * THOUSAND),
            by=by,
            at=now,
        )
        for place, (metric, value) in enumerate(values.items(), first)
    )
    session.flush()


def of_week(session: Session, diagnosis: Diagnosis, week: date) -> dict[str, Decimal]:
    """The newest number of each metric for a week."""
    return by_week(session, diagnosis, since=week, until=week).get(week, {})


def by_week(
    session: Session, diagnosis: Diagnosis, *, since: date = date.min, until: date = date.max
) -> dict[date, dict[str, Decimal]]:
    """The newest number of each metric by week, the first week first."""
    found: dict[date, dict[str, Decimal]] = {}
    for row in _values(session, diagnosis, since, until):
        found.setdefault(row.week_of, {})[row.metric] = exact(row.thousandths)
    return found


def first_and_newest(session: Session, diagnosis: Diagnosis) -> dict[str, tuple[MetricValue, MetricValue]]:
    """What counts of each metric in the first week that has a number, and in the last one, with who gave it when."""
    found: dict[str, dict[date, MetricValue]] = {}
    for row in _values(session, diagnosis, date.min, date.max):
        found.setdefault(row.metric, {})[row.week_of] = row
    return {metric: (weeks[min(weeks)], weeks[max(weeks)]) for metric, weeks in found.items()}


def _values(session: Session, diagnosis: Diagnosis, since: date, until: date) -> Sequence[MetricValue]:
    kept, key = batch.of(session), (diagnosis.workspace_id, diagnosis.id)
    if kept and kept.since <= since and key in kept.values:
        return [row for row in kept.values[key] if since <= row.week_of <= until]
    query = sa.select(MetricValue).where(*_of(diagnosis), MetricValue.week_of.between(since, until))
    return session.scalars(query.order_by(MetricValue.week_of, MetricValue.seq)).all()


def exact(thousandths: int) -> Decimal:
    """The number that is kept as whole thousandths."""
    return (Decimal(thousandths) / THOUSAND).normalize()


def _of(diagnosis: Diagnosis) -> tuple[sa.ColumnElement[bool], ...]:
    return MetricValue.workspace_id == diagnosis.workspace_id, MetricValue.diagnosis_id == diagnosis.id
