"""How a plan's metrics move from week to week, and which go the wrong way: plain rules over the numbers given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.store import metrics
from bot.store.plan_tables import PlanMetric
from bot.store.tables import Diagnosis
from prompts.compose.trend import Trend
from scoring import Measured

WRONG_STEPS = 2  # weeks running that make a flag
Weeks = Mapping[date, Mapping[str, Decimal]]


def trends(session: Session, diagnosis: Diagnosis, until: date) -> tuple[Trend, ...]:
    """A plan's metrics in its order, with all numbers up to the week `until` (its Monday)."""
    weeks = metrics.by_week(session, diagnosis, until=until)
    return tuple(trend_of(metric, weeks) for metric in metrics.of_plan(session, diagnosis))


def trend_of(metric: PlanMetric, weeks: Weeks) -> Trend:
    """One metric over the weeks in which somebody gave its number."""
    given = tuple((week, values[metric.id]) for week, values in sorted(weeks.items()) if metric.id in values)
    first = given[0][1] if given else None
    baseline = first if metric.baseline is None else Decimal(metric.baseline)
    trend = Trend(
        metric=metric.id,
        unit=metric.unit,
        direction=metric.direction,
        baseline=baseline,
        target=_target(metric, baseline),
        weeks=given,
        is_recorded_since=metric.baseline is None and first is not None,
    )
    run, since = wrong_way(trend)
    return replace(trend, run=run, run_since=since)


def wrong_way(trend: Trend) -> tuple[tuple[Decimal, ...], date | None]:
    """The last numbers that are each worse than the one before, and since which week; nothing for fewer than two steps.

    The number of the time before the plan counts as the first of them. A week without a number is passed over: what
    counts is the number before it.
    """
    before: Sequence[tuple[date | None, Decimal]] = ()
    if trend.baseline is not None and not trend.is_recorded_since:
        before = ((None, trend.baseline),)
    line = (*before, *trend.weeks)
    start = len(line) - 1
    while start > 0 and trend.is_worse(line[start][1], line[start - 1][1]):
        start -= 1
    if len(line) - 1 - start < WRONG_STEPS:
        return (), None
    return tuple(value for _, value in line[start:]), line[start + 1][0]


def _target(metric: PlanMetric, baseline: Decimal | None) -> Decimal | None:
    """The plan's own target, against a start that was recorded only later: just as a gate counts it."""
    found = Measured(
        id=metric.id,
        direction="down" if metric.direction == "down" else "up",
        baseline=None if baseline is None else int(baseline * metrics.THOUSAND),
        target=None if metric.target is None else metric.target * metrics.THOUSAND,
        percent_of_baseline=metric.percent_of_baseline,
        is_recorded_since=metric.baseline is None,
    ).goal
    return None if found is None else metrics.exact(found)
