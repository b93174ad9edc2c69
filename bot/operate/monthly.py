"""On which day a month is looked back on: its first Monday that is a working day of the owner's. Pure rules."""

from datetime import date, timedelta

from bot.checkins.calendar import DAY, MONDAY, WEEK_DAYS, Hours

LEAST_BETWEEN = timedelta(days=14)  # so that there is something to look back on


def review_day(month: date, hours: Hours) -> date:
    """The first Monday of a month on which they work; if there is none, the first working day after its first Monday.

    `month` is any day of it. What lies after the month counts as well: an absence may last longer.
    """
    first = month.replace(day=1)
    monday = first + (MONDAY - first.weekday()) % WEEK_DAYS * DAY
    day = monday
    while day.month == first.month:
        if hours.works(day):
            return day
        day += WEEK_DAYS * DAY
    while not hours.works(monday):
        monday += DAY
    return monday


def next_review(after: date, hours: Hours) -> date:
    """The first day of review that lies at least two weeks after `after`."""
    month = after.replace(day=1)
    while (day := review_day(month, hours)) < after + LEAST_BETWEEN:
        month = (month.replace(day=28) + timedelta(days=7)).replace(day=1)
    return day
