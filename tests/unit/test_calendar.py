"""When people are asked, held against a slow walk through the minutes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.checkins.calendar import (
    due_day,
    is_working_time,
    local_day,
    next_monday,
    next_morning,
    week_of,
    working_day,
)

ZONES = (
    "UTC",
    "America/Chicago",
    "America/New_York",
    "Europe/Madrid",
    "Europe/London",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "Africa/Casablanca",
)
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (Hypothesis adds the zone)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
QUARTER = timedelta(minutes=15)  # every zone of today stands a whole number of quarters from UTC


def _walk(after: datetime, zone: str, weekdays: range) -> datetime:
    """The first 09:00 on one of these weekdays after a moment, found by walking."""
    moment = after.replace(minute=after.minute // 15 * 15, second=0, microsecond=0)
    while True:
        moment += QUARTER
        local = moment.astimezone(ZoneInfo(zone))
        if local.weekday() in weekdays and (local.hour, local.minute) == (9, 0) and moment > after:
            return moment


@given(moments, zones)
@example(datetime(2027, 3, 12, 20, 0, tzinfo=UTC), "America/Chicago")  # clocks go forward on the 14th
@example(datetime(2026, 10, 23, 20, 0, tzinfo=UTC), "Europe/Madrid")  # and back on the 25th
@example(datetime(2026, 11, 9, 15, 0, tzinfo=UTC), "America/Chicago")  # Monday 09:00 itself
def test_next_monday(after: datetime, zone: str) -> None:
    """The next Monday at 09:00 where the person is, always later than now, across changes of the clock too."""
    assert next_monday(after, zone) == _walk(after, zone, range(1))


@given(moments, zones)
@example(datetime(2026, 11, 9, 15, 0, tzinfo=UTC), "America/Chicago")
@example(datetime(2026, 11, 6, 15, 1, tzinfo=UTC), "America/Chicago")  # Friday just after nine
def test_next_morning(after: datetime, zone: str) -> None:
    """The next 09:00 from Monday to Friday where the person is."""
    assert next_morning(after, zone) == _walk(after, zone, range(5))


@given(moments, zones)
def test_working_time(moment: datetime, zone: str) -> None:
    """Monday to Friday from 08:00 to 18:00 where the person is, and at no other time."""
    local = moment.astimezone(ZoneInfo(zone))
    assert is_working_time(moment, zone) == (local.strftime("%a") not in {"Sat", "Sun"} and 8 <= local.hour < 18)


@given(moments, zones)
def test_both_are_within_working_time(after: datetime, zone: str) -> None:
    """Whenever somebody is asked, it is within their working time."""
    assert is_working_time(next_monday(after, zone), zone)
    assert is_working_time(next_morning(after, zone), zone)


@given(days)
def test_working_day(day: date) -> None:
    """A working day is itself; Saturday and Sunday become the Monday after."""
    moved = working_day(day)
    assert moved.weekday() < 5
    assert moved == day or (day.weekday() >= 5 and moved.weekday() == 0 and (moved - day).days <= 2)


@given(days, st.integers(1, 30))
def test_due_day(first: date, number: int) -> None:
    """A due day is a working day, moved by two days at most and never before the first day of the plan."""
    due = due_day(first, number)
    assert due.weekday() < 5
    assert due >= first
    assert abs((due - (first + timedelta(days=number - 1))).days) <= 2


@given(moments, zones)
def test_local_day(moment: datetime, zone: str) -> None:
    """The date on the wall where the person is."""
    assert local_day(moment, zone).isoformat() == moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d")


@pytest.mark.parametrize(("days_on", "week"), [(0, 1), (6, 1), (7, 2), (27, 4), (28, 5), (70, 11)])
def test_week_of(days_on: int, week: int) -> None:
    """Weeks are counted from 1, seven days each, from the plan's first day."""
    first = date(2026, 11, 3)
    assert week_of(first, first + timedelta(days=days_on)) == week
