"""When people are asked: in their own morning, on working days. Pure functions of a moment and a zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
FIRST_HOUR, LAST_HOUR = 8, 18  # a late question may still come within these, local time
MONDAY, FRIDAY, SATURDAY = 0, 4, 5
WEEK_DAYS = 7


def next_monday(after: datetime, zone: str) -> datetime:
    """The first Monday 09:00 of `zone` later than `after`, in UTC."""
    local = after.astimezone(ZoneInfo(zone))
    ahead = (MONDAY - local.weekday()) % WEEK_DAYS
    candidate = _at_nine(local.date() + timedelta(days=ahead), zone)
    return candidate if candidate > after else _at_nine(local.date() + timedelta(days=ahead + WEEK_DAYS), zone)


def next_morning(after: datetime, zone: str) -> datetime:
    """The first working day's 09:00 of `zone` later than `after`, in UTC."""
    day = after.astimezone(ZoneInfo(zone)).date()
    while (candidate := _at_nine(working_day(day), zone)) <= after:
        day += timedelta(days=1)
    return candidate


def is_working_time(moment: datetime, zone: str) -> bool:
    """Whether somebody in `zone` may be written to now: Monday to Friday, 08:00 to 18:00."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() < SATURDAY and FIRST_HOUR <= local.hour < LAST_HOUR


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=WEEK_DAYS - day.weekday()) if day.weekday() >= SATURDAY else day


def due_day(first_day: date, number: int) -> date:
    """Day `number` of a plan, counted from 1; from a weekend back to the Friday, so that it stays in its week."""
    day = first_day + timedelta(days=number - 1)
    friday = day - timedelta(days=day.weekday() - FRIDAY)
    return friday if day.weekday() >= SATURDAY and friday >= first_day else working_day(day)


def local_day(moment: datetime, zone: str) -> date:
    """The date in `zone` at that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def week_of(first_day: date, today: date) -> int:
    """Which week of the plan it is, counted from 1."""
    return (today - first_day).days // WEEK_DAYS + 1


def _at_nine(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
