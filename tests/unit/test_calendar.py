"""Days of a plan, and moments of people's weeks that have a story; all others: test_calendar_properties.py."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.calendar import (
    Hours,
    asked_on,
    due_at,
    due_day,
    later_today,
    local_day,
    may_write,
    moment_of,
    next_planned,
    week_of,
    working_day,
    working_day_after,
)

zones = st.sampled_from(("UTC", "America/Chicago", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati"))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (Hypothesis adds the zone)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
MADRID = Hours(zone="Europe/Madrid", country="ES")
CHICAGO = Hours(zone="America/Chicago", country="US")


@pytest.mark.parametrize(
    ("zone", "day", "at", "shown"),
    [
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14 03:00 -0400"),  # 02:00 to 03:00 does not exist
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 01:30 -0400"),  # twice: the first
        ("Europe/Madrid", "2027-03-28", "02:00", "2027-03-28 03:00 +0200"),
        ("Europe/Madrid", "2026-10-25", "02:30", "2026-10-25 02:30 +0200"),
        ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-04 02:30 +1100"),  # half an hour is jumped over
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-04 01:45 +1100"),
        ("America/Phoenix", "2027-03-14", "02:30", "2027-03-14 02:30 -0700"),  # a zone whose clock is never changed
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-31 00:00 +1400"),  # a whole day that did not exist
    ],
)
def test_a_time_on_the_day_the_clock_changes(zone: str, day: str, at: str, shown: str) -> None:
    """An hour that does not exist becomes the first minute after it; one that is twice is meant the first time."""
    moment = moment_of(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %z") == shown


@pytest.mark.parametrize(
    ("hours", "planned", "asked"),
    [
        (MADRID, "2026-11-09", "2026-11-09"),  # an ordinary Monday
        (MADRID, "2026-10-12", "2026-10-13"),  # the national holiday
        (CHICAGO, "2026-10-12", "2026-10-13"),  # Columbus Day
        (Hours(zone="Europe/Madrid"), "2026-10-12", "2026-10-12"),  # no country is known: only weekends are free
        (Hours(country="ES", weekday=4), "2026-12-25", "2026-12-28"),  # Christmas, then a weekend
        (Hours(country="IL", weekday=4), "2026-11-06", "2026-11-06"),  # Friday, because they chose it
        (Hours(country="IL", weekday=3, back_on=date(2026, 11, 6)), "2026-11-05", "2026-11-08"),  # back on a weekend
        (Hours(back_on=date(2026, 11, 11)), "2026-11-09", "2026-11-11"),  # away until Wednesday
    ],
)
def test_the_next_working_day(hours: Hours, planned: str, asked: str) -> None:
    """A question that falls on a holiday, or while somebody is away, comes on their next working day."""
    assert hours.day(asked_on(date.fromisoformat(planned), hours)).isoformat() == asked


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        ("2026-11-09 08:59", "2026-11-09 09:00"),
        ("2026-11-09 09:00", "2026-11-09 09:00"),
        ("2026-11-09 16:20", "2026-11-09 16:20"),  # late, but within their day
        ("2026-11-09 19:00", "2026-11-10 09:00"),  # too late today
        ("2026-11-14 12:00", "2026-11-16 09:00"),  # on a Saturday, a week later
        ("2026-12-08 12:00", "2026-12-09 09:00"),  # on a holiday, a month later
    ],
)
def test_a_late_question_comes_once_and_by_day(moment: str, asked: str) -> None:
    """After a time in which nobody looked, a question comes at once within somebody's day, else at their next hour."""
    now = datetime.fromisoformat(moment).replace(tzinfo=MADRID.tz).astimezone(UTC)
    assert due_at(date(2026, 11, 9), now, MADRID).astimezone(MADRID.tz).strftime("%Y-%m-%d %H:%M") == asked


def test_a_moved_zone_counts_from_then_on() -> None:
    """Who moves from Madrid to New York is asked at nine in New York; who moves the other way, still that same day."""
    monday = date(2026, 11, 9)
    nine_in_madrid = moment_of(monday, time(9), MADRID.tz)
    new_york = Hours(zone="America/New_York")
    assert due_at(monday, nine_in_madrid, new_york) == moment_of(monday, time(9), new_york.tz)
    nine_in_new_york = moment_of(monday, time(9), new_york.tz)
    assert due_at(monday, nine_in_new_york, MADRID) == nine_in_new_york  # 15:00 there


def test_an_evening_hour_is_somebodys_own() -> None:
    """Who chose 20:00 is asked at 20:00, and may be written to within the hour after; not at 21:30."""
    evening = Hours(at=time(20))
    planned = next_planned(datetime(2026, 11, 7, tzinfo=UTC), evening)
    asked = asked_on(planned, evening)
    assert asked == datetime(2026, 11, 9, 20, tzinfo=UTC)
    assert may_write(asked, evening)
    assert not may_write(asked + timedelta(minutes=90), evening)


def test_later_today_or_tomorrow() -> None:
    """What is put off comes three hours later while that is within the day, and else with the next working morning."""
    friday = datetime(2026, 11, 13, 9, tzinfo=UTC)
    three = timedelta(hours=3)
    assert later_today(friday, Hours(), wait=three) == friday + three
    assert later_today(friday + timedelta(hours=7), Hours(), wait=three) == datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_a_working_day_later() -> None:
    """A reminder waits a working day: from a Friday to the Monday, and beyond a holiday and an absence."""
    friday = datetime(2026, 11, 6, 10, 30, tzinfo=UTC)
    assert working_day_after(friday, Hours()) == datetime(2026, 11, 9, 10, 30, tzinfo=UTC)
    before_labour_day = datetime(2027, 4, 30, 8, tzinfo=UTC)  # a Friday; 1 May 2027 is a Saturday
    assert working_day_after(before_labour_day, MADRID) == datetime(2027, 5, 3, 8, tzinfo=UTC)
    assert working_day_after(friday, Hours(back_on=date(2026, 11, 12))) == datetime(2026, 11, 12, 10, 30, tzinfo=UTC)


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
