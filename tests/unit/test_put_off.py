"""Whoever wants a question later is not silent: schedule.is_put_off."""

from datetime import UTC, datetime, timedelta

from bot.checkins import schedule
from bot.checkins.calendar import Hours
from bot.store.plan_tables import Checkin

MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _asked() -> Checkin:
    row = Checkin(week=0, silent=0)
    schedule.asked(row, MONDAY, Hours())
    return row


def test_who_was_only_asked_or_reminded_has_not_put_it_off() -> None:
    """A question that simply waits is not put off, nor is one that was never put."""
    assert not schedule.is_put_off(Checkin(week=0, silent=0))
    row = _asked()
    assert not schedule.is_put_off(row)
    schedule.reminded(row, MONDAY + DAY)
    assert not schedule.is_put_off(row)


def test_later_counts_until_the_next_reminder() -> None:
    """Put off, it is no silence until it came again and they were reminded once more."""
    row = _asked()
    schedule.put_off(row, MONDAY + DAY)
    assert schedule.is_put_off(row)
    schedule.led_back(row, MONDAY + DAY)
    assert schedule.is_put_off(row)
    schedule.reminded(row, MONDAY + 2 * DAY)
    assert not schedule.is_put_off(row)


def test_what_is_answered_is_not_put_off() -> None:
    """An answer ends it."""
    row = _asked()
    schedule.put_off(row, MONDAY + DAY)
    schedule.answered(row, MONDAY + HOUR)
    assert not schedule.is_put_off(row)
