"""Numbers are kept; where the first of them is better than a target that was posted, the target is told anew.

A target is set against today's number, where that is known. Where it is recorded only after the plan, a target that is
worse than it would ask for less than there is already. The plan stays as it was posted; what counts is worked out
(`scoring.Measured.goal`), and each change of it is said in the plan's thread.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.checkins import numbers
from bot.checkins.trend import trends
from bot.delivery.letters import Draft
from bot.desk import Desk, plan_letter, to_thread
from bot.store import metrics
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import checkin as compose
from prompts.compose.trend import Trend


def enter(desk: Desk, diagnosis: Diagnosis, given: Mapping[str, Decimal], week: date) -> tuple[int, list[Draft]]:
    """Keep numbers of a week; returns how many were new, and what is to be said of targets that are others now."""
    before = targets(desk, diagnosis)
    new = numbers.enter(desk, diagnosis, given, week)
    posted = {one.id: one.target for one in metrics.of_plan(desk.session, diagnosis)}
    found = trends(desk.session, diagnosis, date.max) if new else ()
    moved = [one for one in found if posted[one.metric] is not None and one.target != before[one.metric]]
    return new, [_said(desk, diagnosis, trend, Decimal(posted[trend.metric] or 0)) for trend in moved]


def targets(desk: Desk, diagnosis: Diagnosis) -> dict[str, Decimal | None]:
    """The least that is worth it by now, of each of a plan's metrics."""
    return {trend.metric: trend.target for trend in trends(desk.session, diagnosis, date.max)}


def _said(desk: Desk, diagnosis: Diagnosis, trend: Trend, posted: Decimal) -> Draft:
    diagnosis.turn += 1
    note = compose.retold(catalog(diagnosis.language), trend, posted, pilot=diagnosis.pilot, person=desk.actor)
    letter = f"{diagnosis.id}.target.{trend.metric}.t{diagnosis.turn}"
    return to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))
