"""The calendar against somebody who looks at the wall clock every minute (tests/property/slow_calendar.py)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.checkins.calendar import (
    Hours,
    due_at,
    later_today,
    may_write,
    moment_of,
    next_hour,
    next_planned,
    working_day_after,
)
from bot.checkins.free_days import countries
from tests.property.slow_calendar import Wall, asked, minutes

MINUTE = timedelta(minutes=1)
DAYS = 24  # looked at in each example, minute by minute


@cache
def _zones() -> list[str]:
    """Every zone of a place; the others are other names for them, or fixed."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


zones = st.deferred(lambda: st.sampled_from(_zones()))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
codes = st.deferred(lambda: st.none() | st.sampled_from(sorted(countries())))
moments = st.datetimes(datetime(1996, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 (Hypothesis adds the zone)
    lambda moment: moment.replace(second=0, microsecond=0)
)


@st.composite
def turns(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and a moment within a week before its clock is changed, if it is changed in that year."""
    zone = draw(zones)
    tz = ZoneInfo(zone)
    first = datetime(draw(st.integers(1996, 2040)), 1, 1, tzinfo=UTC)
    offsets = [(first + timedelta(days=n)).astimezone(tz).utcoffset() for n in range(365)]
    changes = [n for n in range(1, 365) if offsets[n] != offsets[n - 1]]
    day = draw(st.sampled_from(changes)) if changes else draw(st.integers(1, 364))
    return zone, first + timedelta(days=day, minutes=draw(st.integers(-7 * 1440, 0)))


@st.composite
def walls(draw: st.DrawFn) -> tuple[Wall, datetime]:
    """Somebody, and the moment from which on they are to be asked; half of the time around a change of clocks."""
    zone, start = draw(turns() | st.tuples(zones, moments))
    local = start.astimezone(ZoneInfo(zone)).date()
    back_on = draw(st.none() | st.integers(1, 12).map(lambda days: local + timedelta(days=days)))
    return Wall(zone, draw(st.integers(0, 6)), draw(times), draw(codes), back_on), start


def _hours(wall: Wall) -> Hours:
    return Hours(zone=wall.zone, weekday=wall.weekday, at=wall.at, country=wall.country, back_on=wall.back_on)


def _ticked(hours: Hours, start: datetime, until: datetime, down: tuple[datetime, datetime]) -> list[datetime]:
    """When somebody is asked by a tick that looks only at what is due, as the bot's does."""
    found = []
    planned = next_planned(start, hours)
    looks_at = due_at(planned, start, hours)
    while looks_at < until:
        now = max(looks_at, down[1]) if down[0] <= looks_at < down[1] else looks_at
        if now >= until:
            break
        looks_at = due_at(planned, now, hours)
        if looks_at == now:
            found.append(now)
            planned = next_planned(now, hours)
            looks_at = due_at(planned, now, hours)
    return found


def _new_york(start: datetime, at: time, **given: object) -> tuple[Wall, datetime]:
    wall = Wall("America/New_York", 6, at, None, None)
    return Wall(**{**wall.__dict__, **given}), start  # type: ignore[arg-type]


@settings(max_examples=150)
@given(walls(), st.integers(0, DAYS * 1440), st.integers(0, 14 * 1440))
@example(_new_york(datetime(2027, 3, 12, tzinfo=UTC), time(2, 30)), 0, 0)  # 02:30 is jumped over on Sunday the 14th
@example(_new_york(datetime(2026, 10, 30, tzinfo=UTC), time(1, 30)), 0, 0)  # 01:30 is twice on Sunday, 1 November
@example(_new_york(datetime(2026, 10, 5, 14, tzinfo=UTC), time(9), zone="Australia/Lord_Howe", weekday=0), 0, 0)
@example(_new_york(datetime(2026, 12, 21, tzinfo=UTC), time(9), zone="Europe/Madrid", country="ES", weekday=4), 0, 0)
@example(_new_york(datetime(2026, 12, 1, tzinfo=UTC), time(9), weekday=0, back_on=date(2026, 12, 12)), 0, 0)
@example(_new_york(datetime(2026, 12, 1, tzinfo=UTC), time(9), weekday=0), 1440, 20160)
def test_asked_when_the_wall_clock_says_so(told: tuple[Wall, datetime], goes_down: int, for_minutes: int) -> None:
    """Over weeks, the tick asks at just the minutes at which somebody would who watches clock and calendar.

    Any zone, year, weekday, hour, country and absence; changes of the clock; and a time during which nobody looked.
    """
    wall, start = told
    until = start + timedelta(days=DAYS)
    down = (start + goes_down * MINUTE, start + (goes_down + for_minutes) * MINUTE)
    assert _ticked(_hours(wall), start, until, down) == asked(wall, start, until, down)


@given(walls(), st.integers(0, 2880))
def test_nobody_is_written_to_at_night(told: tuple[Wall, datetime], later: int) -> None:
    """Whether one may write is what the wall says: working days from eight to six, and the hour after their own."""
    wall, start = told
    moment = start + later * MINUTE
    assert may_write(moment, _hours(wall)) == wall.is_open(moment)


@given(walls())
def test_what_comes_later_comes_when_one_may_write(told: tuple[Wall, datetime]) -> None:
    """Reminders and what was put off come within somebody's hours: a working day later, or later today."""
    wall, start = told
    hours = _hours(wall)
    reminder = working_day_after(start, hours)
    later = later_today(start, hours, wait=timedelta(hours=3))
    assert wall.is_open(reminder)
    assert wall.is_open(later)
    assert wall.is_open(next_hour(start, hours))
    assert reminder - start >= timedelta(hours=22)  # a day, less what a change of the clock may take
    assert later - start >= timedelta(hours=3) or wall.says(later)[0] > wall.says(start)[0]


@given(turns(), times)
def test_an_hour_that_does_not_exist_or_is_twice(turn: tuple[str, datetime], at: time) -> None:
    """A local time becomes the first minute at which the clock shows it or has passed it, on any day of any zone."""
    zone, start = turn
    wall = Wall(zone, 0, at, None, None)
    day = start.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    walked = next(minute for minute in minutes(start) if wall.says(minute) >= (day, at))
    assert moment_of(day, at, ZoneInfo(zone)) == walked
