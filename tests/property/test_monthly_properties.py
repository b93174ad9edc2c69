"""On which day a month is looked back on, whatever the country, the absence and the day it is counted from."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.calendar import Hours
from bot.operate.monthly import LEAST_BETWEEN, next_review, review_day

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
hours = st.builds(
    Hours,
    country=st.sampled_from((None, "US", "ES", "AE", "JP", "BR")),
    weekday=st.integers(0, 6),
    back_on=st.none() | days,
)


@given(days, hours)
def test_the_first_monday_that_is_a_working_day(day: date, who: Hours) -> None:
    """It is a working day; no earlier Monday of the month is one; another weekday only where no Monday is."""
    found = review_day(day, who)
    assert who.works(found)
    first = day.replace(day=1)
    mondays = [one for n in range(31) if (one := first + timedelta(n)).month == day.month and one.weekday() == 0]
    working = [one for one in mondays if who.works(one)]
    if working:
        assert found == working[0]
    else:
        between = [mondays[0] + timedelta(n) for n in range((found - mondays[0]).days)]
        assert found >= mondays[0]
        assert not any(who.works(one) for one in between)


@given(days, hours)
def test_there_is_something_to_look_back_on(day: date, who: Hours) -> None:
    """At least two weeks lie between; it is the first such day; and every month has at most one."""
    found = next_review(day, who)
    assert found >= day + LEAST_BETWEEN
    assert next_review(found, who) > found
    if who.back_on is None or who.back_on <= day:
        assert found <= day + timedelta(days=75)
