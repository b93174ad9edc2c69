"""The numbers of a plan: what it is measured by, and what people say each week."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.access import Deed, allowed
from bot.checkins.calendar import Hours, monday
from bot.desk import Desk, Outcome, hint
from bot.store import actions, metrics
from bot.store.plan_tables import Action, PlanMetric
from bot.store.tables import Diagnosis
from prompts.compose.checkin import Figure
from prompts.mrkdwn import mention
from scoring import MetricLine

KEEPER_ROLE = "business_owner"
KEEPER_ACTION = "record_baselines"
MOST = Decimal(10**9)


def keep_metrics(desk: Desk, diagnosis: Diagnosis, lines: Sequence[MetricLine]) -> None:
    """Keep what a plan is measured by, when it is posted."""
    desk.session.add_all(
        PlanMetric(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            id=line.id,
            position=position,
            unit=line.unit,
            direction=line.direction,
            baseline=line.baseline,
            target=line.target,
            percent_of_baseline=line.percent_of_baseline,
        )
        for position, line in enumerate(lines)
    )


def for_checkin(
    desk: Desk, diagnosis: Diagnosis, every: Sequence[Action], person: str, hours: Hours
) -> tuple[Figure, ...]:
    """The numbers that somebody is asked for this week, with those given already; none if another one is asked."""
    return figures(desk, diagnosis, monday(hours.day(desk.now))) if _keeps(diagnosis, every, person) else ()


def figures(desk: Desk, diagnosis: Diagnosis, week: date) -> tuple[Figure, ...]:
    """The plan's metrics with the newest number of a week, in the order of the plan."""
    given = metrics.of_week(desk.session, diagnosis, week)
    return tuple(
        Figure(
            metric=metric.id,
            unit=metric.unit,
            baseline=metric.baseline,
            target=metric.target,
            direction=metric.direction,
            value=given.get(metric.id),
        )
        for metric in metrics.of_plan(desk.session, diagnosis)
    )


def enter(desk: Desk, diagnosis: Diagnosis, given: Mapping[str, Decimal], week: date) -> int:
    """Keep numbers of a week; returns how many were new. What stood there before stays in its own line."""
    known = metrics.of_week(desk.session, diagnosis, week)
    ours = {metric.id for metric in metrics.of_plan(desk.session, diagnosis)}
    new = {metric: value for metric, value in given.items() if metric in ours and known.get(metric) != value}
    metrics.record(desk.session, diagnosis, new, week=week, by=desk.actor, now=desk.now)
    return len(new)


def may_enter(desk: Desk, diagnosis: Diagnosis) -> bool:
    """Whether the one who acts may say what the numbers are: whoever has a part in the plan, or has started it."""
    if desk.actor in diagnosis.roles.values() or allowed(Deed.POST, diagnosis, desk.actor):
        return True
    return bool(actions.mine(actions.of_plan(desk.session, diagnosis), desk.actor))


def refused(desk: Desk, diagnosis: Diagnosis) -> Outcome | None:
    """Whom the numbers wait for, to somebody who has no part in the plan; None for who may say them."""
    if may_enter(desk, diagnosis):
        return None
    person = mention(diagnosis.roles.get(KEEPER_ROLE) or diagnosis.starter)
    return hint(desk.texts.say("wrong.not_your_part", people=person))


def read(text: str) -> Decimal | None:
    """A number as it was typed, to the thousandth; None for one that no metric can have."""
    try:
        value = Decimal(text.strip())
    except ArithmeticError:
        return None
    if not value.is_finite() or not 0 <= value <= MOST:
        return None
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP).normalize()


def _keeps(diagnosis: Diagnosis, every: Sequence[Action], person: str) -> bool:
    """Whether this person is asked: the business owner if asked at all, else everybody who is."""
    asked = {one.owner for one in every if one.owner and one.accepted_at and one.state in actions.OPEN}
    keepers = {diagnosis.roles.get(KEEPER_ROLE), *(one.owner for one in every if one.id == KEEPER_ACTION)} & asked
    return person in keepers if keepers else person in asked
