"""The one port through which time comes in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import MovableClock, system_clock

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def test_it_is_aware() -> None:
    """Both clocks tell aware moments in UTC, whatever zone they are set in."""
    east = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert system_clock().tzinfo is UTC
    assert MovableClock(east)() == NOON
    assert MovableClock(east)().tzinfo is UTC


def test_it_stands_until_it_is_moved() -> None:
    """A clock that nothing drives stands still, and goes where it is moved."""
    clock = MovableClock(NOON)
    assert clock() == clock() == NOON
    clock.advance(timedelta(hours=1))
    clock.move_to(NOON + timedelta(days=1))
    assert clock() == NOON + timedelta(days=1)


def test_it_ticks_with_another() -> None:
    """A clock driven by another ticks as that one does, from its own first moment."""
    other = MovableClock(datetime(2000, 1, 1, tzinfo=UTC))
    clock = MovableClock(NOON, running=other)
    other.advance(timedelta(seconds=5))
    clock.advance(timedelta(seconds=60))
    assert clock() == NOON + timedelta(seconds=65)


def test_it_never_goes_back() -> None:
    """A step back is refused, since nothing that has happened can un-happen."""
    clock = MovableClock(NOON)
    with pytest.raises(ValueError, match="cannot go back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="cannot go back"):
        clock.move_to(NOON - timedelta(seconds=1))
