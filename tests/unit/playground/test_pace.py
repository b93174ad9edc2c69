"""How fast a story goes, without a story."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.replay.pace import FAST, LONGEST_S, Pace, TakenOver


def test_what_is_taken_over_waits_no_longer() -> None:
    """Who waits hears of it at once, in a pause too, and nothing happens afterwards."""
    pace = Pace()
    pace.pause()
    ended = threading.Event()

    def watch() -> None:
        with pytest.raises(TakenOver):
            pace.read(10_000)
        ended.set()

    waiting = threading.Thread(target=watch)
    waiting.start()
    pace.take_over()
    waiting.join()
    assert ended.is_set()
    with pytest.raises(TakenOver):
        pace.wait(0)
    with pytest.raises(TakenOver):
        pace.wait_until(lambda: False)


def test_a_pause_holds_even_what_waits_for_nothing() -> None:
    """At the highest speed too, nothing happens until somebody lets it go on."""
    pace = Pace(FAST)
    pace.pause()
    went = threading.Event()
    waiting = threading.Thread(target=lambda: (pace.wait(LONGEST_S), went.set()))
    waiting.start()
    assert not went.wait(0.05)
    pace.go_on()
    waiting.join()
    assert went.is_set()


def test_a_new_speed_counts_for_what_is_being_read() -> None:
    """Who finds it too slow does not wait for the old speed to end."""
    pace = Pace(0.000_1)
    waiting = threading.Thread(target=lambda: pace.read(100))
    waiting.start()
    pace.set_speed(FAST)
    waiting.join()
    assert pace.speed == FAST


@given(st.floats(max_value=0) | st.just(float("nan")))
def test_a_speed_is_above_zero(speed: float) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="above 0"):
        Pace().set_speed(speed)
