"""The picture of a plan's numbers, made when it is sent."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.checkins.calendar import local_day, week_of
from bot.checkins.rhythm import zone_named
from bot.checkins.trend import trends
from bot.report.formats import Report
from bot.report.pages import chart as draw
from bot.store import people
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose.chart import chart

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TO_SUNDAY = timedelta(days=6)


def trend_picture(session: "Session", diagnosis: Diagnosis, monday: date) -> Report:
    """All numbers up to the week of that Monday."""
    zone = zone_named(people.person(session, diagnosis.workspace_id, diagnosis.starter))
    first_day = local_day(diagnosis.ended_at, zone) if diagnosis.ended_at else monday
    shown = chart(
        catalog(diagnosis.language),
        trends(session, diagnosis, monday),
        pilot=diagnosis.pilot,
        week=week_of(first_day, monday),
        until=monday + TO_SUNDAY,
    )
    return Report(draw(shown), alt=shown.alt)
