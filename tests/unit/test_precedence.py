"""Whoever waits for an acknowledgement goes first; messages on their way out wait a moment, and no longer."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from bot.delivery import precedence
from bot.delivery.precedence import DELIVERIES, REQUESTS, Precedence

LONG_S = 60.0
MOMENT_S = 0.2  # enough for a delivery that nothing holds up to have begun


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    """Threads, as requests and deliveries have them."""
    with ThreadPoolExecutor(20) as threads:
        yield threads


@contextmanager
def requests(ways: Precedence, hands: ThreadPoolExecutor, count: int) -> Iterator[Callable[[], None]]:
    """So many requests in hand for the block; what it gives answers one of them."""
    arrived, answered = threading.Semaphore(0), threading.Semaphore(0)

    def request() -> None:
        arrived.release()
        assert answered.acquire(timeout=LONG_S)

    for _ in range(count):
        hands.submit(ways.first(request))
    try:
        for _ in range(count):
            assert arrived.acquire(timeout=LONG_S)
        yield answered.release
    finally:
        answered.release(count)


class Delivering:
    """A delivery in a thread of its own, which lasts until it is told to end."""

    def __init__(self, ways: Precedence, hands: ThreadPoolExecutor) -> None:
        self.begun, self.end = threading.Event(), threading.Event()
        self._ended: Future[None] = hands.submit(self._deliver, ways)

    def _deliver(self, ways: Precedence) -> None:
        with ways.delivery():
            self.begun.set()
            assert self.end.wait(LONG_S)

    def finish(self) -> None:
        """Let it end, and wait until it has."""
        self.end.set()
        self._ended.result(LONG_S)


def test_it_waits_for_those_who_wait(hands: ThreadPoolExecutor) -> None:
    """No message leaves while several requests are in hand; the first goes once they are answered but one."""
    ways = Precedence(patience_s=LONG_S)
    with requests(ways, hands, REQUESTS) as answer_one:
        delivering = Delivering(ways, hands)
        assert not delivering.begun.wait(MOMENT_S)
        answer_one()
        assert delivering.begun.wait(LONG_S)
        delivering.finish()


def test_one_request_holds_nothing_up(hands: ThreadPoolExecutor) -> None:
    """A request that is alone, one that waits for Slack itself perhaps, does not keep messages from going."""
    ways = Precedence(patience_s=LONG_S)
    with requests(ways, hands, REQUESTS - 1):
        delivering = Delivering(ways, hands)
        assert delivering.begun.wait(LONG_S)
        delivering.finish()


def test_nobody_waits_for_ever(hands: ThreadPoolExecutor) -> None:
    """However many requests there are, every message goes in the end."""
    ways = Precedence(patience_s=MOMENT_S)
    with requests(ways, hands, 2 * REQUESTS):
        crowd = [Delivering(ways, hands) for _ in range(2 * DELIVERIES)]
        for delivering in crowd:
            assert delivering.begun.wait(LONG_S)
        for delivering in crowd:
            delivering.finish()


def test_they_do_not_all_go_together(hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few messages are made at once, and the next one when one of them has left."""
    monkeypatch.setattr(precedence, "AWAY_S", LONG_S)
    ways = Precedence(patience_s=LONG_S)
    with ExitStack() as under_way:
        crowd = [Delivering(ways, hands) for _ in range(DELIVERIES)]
        for delivering in crowd:
            assert delivering.begun.wait(LONG_S)
            under_way.callback(delivering.finish)
        late = Delivering(ways, hands)
        under_way.callback(late.finish)
        assert not late.begun.wait(MOMENT_S)
        crowd[0].finish()
        assert late.begun.wait(LONG_S)


def test_one_that_waits_for_slack_is_in_nobodys_way(hands: ThreadPoolExecutor) -> None:
    """Where Slack takes its time over some messages, others go meanwhile."""
    ways = Precedence(patience_s=LONG_S)
    crowd = [Delivering(ways, hands) for _ in range(3 * DELIVERIES)]
    for delivering in crowd:
        assert delivering.begun.wait(LONG_S)
    for delivering in crowd:
        delivering.finish()


def test_a_fault_is_counted_off(hands: ThreadPoolExecutor) -> None:
    """A request that fails, or a delivery that does, holds nothing up afterwards."""
    ways = Precedence(patience_s=LONG_S)
    fails = ways.first(lambda: 1 // 0)
    for _ in range(REQUESTS):
        with pytest.raises(ZeroDivisionError):
            fails()
    for _ in range(DELIVERIES + 1):
        with pytest.raises(ZeroDivisionError), ways.delivery():
            fails()
    delivering = Delivering(ways, hands)
    assert delivering.begun.wait(LONG_S)
    delivering.finish()


def test_what_a_request_answers() -> None:
    """Counting changes nothing about a request: what goes in and what comes out."""
    assert Precedence().first(divmod)(17, 5) == (3, 2)
