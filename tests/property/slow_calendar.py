"""The calendar's rules once more, slowly: somebody who looks at the wall clock every minute, and at the paper calendar.

Only while the day is three days off or more they look twice a day: no zone has ever jumped over more than one.

Nothing here is shared with `bot/checkins/calendar.py`: no offsets, no arithmetic on local time, only "what does the
clock on the wall say at this minute?" and "is that day crossed out?".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

MINUTE = timedelta(minutes=1)
HALF_DAY = timedelta(hours=12)
DAY = timedelta(days=1)
HOUR_OF_MINUTES = 60


@dataclass(frozen=True)
class Wall:
    """Somebody's wall: the clock, the paper calendar of their country, and what they have told us."""

    zone: str
    weekday: int
    at: time
    country: str | None
    back_on: date | None

    def says(self, minute: datetime) -> tuple[date, time]:
        """Date and time on the wall at a minute."""
        local = minute.astimezone(ZoneInfo(self.zone))
        return local.date(), local.time()

    def crossed_out(self, day: date) -> bool:
        """Whether nothing is asked on that day."""
        if self.back_on and day < self.back_on:
            return True
        if self.country is None:
            return day.strftime("%a") in {"Sat", "Sun"} and day.weekday() != self.weekday
        paper = holidays.country_holidays(self.country, years=day.year)
        if paper.is_working_day(day):
            return False
        return day in paper or day.weekday() != self.weekday

    def planned_after(self, moment: datetime) -> date:
        """The first day of the wanted weekday whose hour comes after a moment: wait until the clock shows it."""
        was = self.says(moment)
        for minute in self.looks(moment + MINUTE, lambda day: 3 <= (self.weekday - day.weekday()) % 7 <= 5):
            day, _ = now = self.says(minute)
            for each in (day, day - timedelta(days=1)):  # the hour may be jumped over together with midnight
                if each.weekday() == self.weekday and was < (each, self.at) <= now:
                    return each
            was = max(was, now)
        raise AssertionError

    def open_day(self, planned: date) -> date:
        """The planned day, or the first after it that is not crossed out."""
        while self.crossed_out(planned):
            planned += timedelta(days=1)
        return planned

    def reached(self, after: datetime, day: date) -> datetime:
        """The first minute, not before `after`, at which the clock shows the hour on that day, or has passed it."""
        looks = self.looks(after, lambda today: today < day - 2 * DAY)
        return next(minute for minute in looks if self.says(minute) >= (day, self.at))

    def looks(self, first: datetime, is_far: Callable[[date], bool]) -> Iterator[datetime]:
        """Every minute from the first on; twice a day while what is waited for is three days off or more."""
        minute = next(minutes(first))
        while True:
            yield minute
            minute += HALF_DAY if is_far(self.says(minute)[0]) else MINUTE

    def is_open(self, minute: datetime) -> bool:
        """Whether one may write to them: on a working day, from eight to six or within an hour of their own."""
        day, now = self.says(minute)
        if self.crossed_out(day):
            return False
        if time(8) <= now < time(18):
            return True
        last_hour = [minute - n * MINUTE for n in range(HOUR_OF_MINUTES + 1)]
        shown = [self.says(each) >= (day, self.at) for each in last_hour]
        return shown[0] and not shown[-1]


def minutes(first: datetime) -> Iterator[datetime]:
    """Every minute from the first on."""
    minute = first.astimezone(UTC).replace(second=0, microsecond=0)
    while True:
        yield minute
        minute += MINUTE


def asked(wall: Wall, start: datetime, until: datetime, down: tuple[datetime, datetime]) -> list[datetime]:
    """The minutes at which somebody is asked who was told of at `start`, if nobody looks during `down`."""
    planned = wall.planned_after(start)
    waits_for = wall.reached(start, wall.open_day(planned))
    found = []
    minute = start
    while minute < until:
        if minute >= waits_for and not down[0] <= minute < down[1]:
            if wall.is_open(minute):
                found.append(minute)
                waits_for = wall.reached(minute, wall.open_day(wall.planned_after(minute)))
            else:
                waits_for = _own_hour(wall, minute)
        minute += MINUTE
    return found


def _own_hour(wall: Wall, minute: datetime) -> datetime:
    """The next time that the clock reaches the hour on a day that is not crossed out."""
    day = wall.open_day(wall.says(minute)[0])
    if wall.says(minute) >= (day, wall.at):
        day = wall.open_day(day + timedelta(days=1))
    return wall.reached(minute, day)
