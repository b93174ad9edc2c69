"""When people are asked: at their own hour, on their working days. Pure rules; in words: docs/explanation/time.md."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.checkins.free_days import is_holiday, is_weekend

MORNING = time(9)
FIRST_HOUR, LAST_HOUR = 8, 18  # a late question may still come within these, local time
MAY_LAG = timedelta(hours=1)  # so long after somebody's own hour it still counts as asked at that hour
MONDAY, FRIDAY, SATURDAY = 0, 4, 5
WEEK_DAYS = 7
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When somebody may be asked: zone, weekday (0 is Monday), hour of the day, country, and until when they are away.

    `country` is a code of ISO 3166, perhaps with a region ("ES-MD"); None: only weekends are free. Before the day
    `back_on` nothing is asked.
    """

    zone: str = "UTC"
    weekday: int = MONDAY
    at: time = MORNING
    country: str | None = None
    back_on: date | None = None

    @property
    def tz(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.zone)

    def day(self, moment: datetime) -> date:
        """The date on their wall at that moment."""
        return moment.astimezone(self.tz).date()

    def works(self, day: date) -> bool:
        """Whether they work on that day; the weekday that they chose is theirs, whatever the country's weekend."""
        if self.back_on is not None and day < self.back_on:
            return False
        if is_holiday(self.country, day):
            return False
        return day.weekday() == self.weekday or not is_weekend(self.country, day)


def moment_of(day: date, at: time, tz: ZoneInfo) -> datetime:
    """When it is `at` on that day, in UTC: the first time, if it is twice; the first minute after, if it is never."""
    first = datetime.combine(day, at, tz).astimezone(UTC)  # fold 0: the first of two
    if first.astimezone(tz).replace(tzinfo=None) == datetime.combine(day, at):
        return first
    # The clock jumps over it. Read with the offsets before and after the jump, it lies on both sides of the jump.
    early, late = datetime.combine(day, at, tz).replace(fold=1).astimezone(UTC), first
    before = early.astimezone(tz).utcoffset()
    while late - early > MINUTE:
        middle = early + (late - early) // 2
        early, late = (middle, late) if middle.astimezone(tz).utcoffset() == before else (early, middle)
    return late.replace(second=0, microsecond=0)


def next_planned(after: datetime, hours: Hours) -> date:
    """The first of their weekdays whose hour lies later than `after`, before holidays and absences move it."""
    today = hours.day(after)
    day = today + timedelta(days=(hours.weekday - today.weekday()) % WEEK_DAYS)
    return day if moment_of(day, hours.at, hours.tz) > after else day + timedelta(days=WEEK_DAYS)


def asked_on(planned: date, hours: Hours) -> datetime:
    """When the question planned for that day is asked: then, or on the first working day after it, at their hour."""
    return first_hour_from(planned, hours)


def due_at(planned: date, now: datetime, hours: Hours) -> datetime:
    """When the question planned for that day is asked, as long as it has not been: not before `now`.

    A late one is asked at once if one may write now, else at their hour on their next working day. So a question that
    was missed comes once, however long nobody looked, and a zone or an hour that changed counts from that moment on.
    """
    due = asked_on(planned, hours)
    if due > now:
        return due
    return now if may_write(now, hours) else next_hour(now, hours)


def may_write(moment: datetime, hours: Hours) -> bool:
    """Whether they may be written to: a working day between 08:00 and 18:00, or just after their own hour."""
    local = moment.astimezone(hours.tz)
    if not hours.works(local.date()):
        return False
    own = moment_of(local.date(), hours.at, hours.tz)
    return FIRST_HOUR <= local.hour < LAST_HOUR or own <= moment < own + MAY_LAG


def next_hour(after: datetime, hours: Hours) -> datetime:
    """Their hour on the first working day on which it lies later than `after`."""
    day = _working(hours.day(after), hours)
    while (candidate := moment_of(day, hours.at, hours.tz)) <= after:
        day = _working(day + DAY, hours)
    return candidate


def working_day_after(moment: datetime, hours: Hours) -> datetime:
    """A working day later: the same time of day on their next working day, moved into the hours when one may write."""
    local = moment.astimezone(hours.tz)
    day = _working(local.date() + DAY, hours)
    later = moment_of(day, local.time().replace(second=0, microsecond=0), hours.tz)
    return later if may_write(later, hours) else next_hour(later, hours)


def later_today(moment: datetime, hours: Hours, *, wait: timedelta) -> datetime:
    """After `wait`, if one may write then; else at their hour on the next working day."""
    later = moment + wait
    return later if hours.day(later) == hours.day(moment) and may_write(later, hours) else tomorrow(moment, hours)


def tomorrow(moment: datetime, hours: Hours) -> datetime:
    """Their hour on the next working day after today."""
    return first_hour_from(hours.day(moment) + DAY, hours)


def first_hour_from(day: date, hours: Hours) -> datetime:
    """Their hour on that day, or on the first working day after it."""
    return moment_of(_working(day, hours), hours.at, hours.tz)


def _working(day: date, hours: Hours) -> date:
    """The day itself, or the first working day after it."""
    day = max(day, hours.back_on) if hours.back_on else day
    while not hours.works(day):
        day += DAY
    return day


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


def monday(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - day.weekday() * DAY


def week_of(first_day: date, today: date) -> int:
    """Which week of the plan it is, counted from 1."""
    return (today - first_day).days // WEEK_DAYS + 1
