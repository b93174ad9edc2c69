"""Events on their way to the app: in order within a channel, tried again as Slack does when not acknowledged."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.slack.inbound import JSON, Line, Reaction

if TYPE_CHECKING:
    from bot.playground.slack.faults import Faults
    from bot.playground.slack.model import Json

RETRIES = (0.0, 60.0, 300.0)
"""Seconds after a failed attempt until the next one."""
LANES = 4


@dataclass
class Delivery:
    """An event and what became of it; ``tried`` is set after the first attempt, or when there will be none."""

    body: bytes
    lane: int
    attempts: int = 0
    reaction: Reaction | None = None
    failure: str = ""
    tried: threading.Event = field(default_factory=threading.Event)


class Courier:
    """Delivers events in the background.

    Args:
        line: the line to the app.
        faults: what goes wrong on purpose.
        retry_scale: factor on the waiting times between attempts.
    """

    def __init__(self, line: Line, faults: Faults, retry_scale: float = 1.0) -> None:
        self.line = line
        self.faults = faults
        self.retry_scale = retry_scale
        self._changed = threading.Condition()
        self._heaps: list[list[tuple[float, int, Delivery]]] = [[] for _ in range(LANES)]
        self._order = itertools.count()
        self._open = 0
        self._held: list[Delivery] = []
        self._threads: list[threading.Thread] = []
        self._stopped = False

    def post(self, event: Json, channel: str) -> Delivery:
        """Take an event for delivery; the order within ``channel`` is kept."""
        delivery = Delivery(json.dumps(event).encode(), zlib.crc32(channel.encode()) % LANES)
        fault = self.faults.take("event")
        kind = fault.kind if fault else None
        with self._changed:
            self._start()
            if kind == "drop":
                delivery.tried.set()
                return delivery
            if kind == "reorder":
                self._held.append(delivery)
                delivery.tried.set()
                return delivery
            self._push(delivery, 0.0)
            if kind == "duplicate":
                self._push(Delivery(delivery.body, delivery.lane), 0.0)
            self._release()
        return delivery

    def settle(self, timeout: float) -> None:
        """Wait until nothing is under way, retries included; what was held back is sent now.

        Raises:
            TimeoutError: something still is after ``timeout`` seconds.
        """
        with self._changed:
            self._release()
            if not self._changed.wait_for(lambda: self._open == 0, timeout):
                raise TimeoutError(f"{self._open} events are still under way after {timeout} s")

    def stop(self) -> None:
        """Deliver nothing more and end the threads."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(self.line.ack_seconds + 1)

    def _release(self) -> None:
        for delivery in self._held:
            self._push(delivery, 0.0)
        self._held.clear()

    def _start(self) -> None:
        if self._threads or self._stopped:
            return
        for lane in range(LANES):
            thread = threading.Thread(target=self._run, args=(lane,), name=f"slack-events-{lane}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _push(self, delivery: Delivery, delay: float) -> None:
        self._open += 1
        heapq.heappush(self._heaps[delivery.lane], (time.monotonic() + delay, next(self._order), delivery))
        self._changed.notify_all()

    def _run(self, lane: int) -> None:
        while (delivery := self._next(lane)) is not None:
            self._attempt(delivery)

    def _next(self, lane: int) -> Delivery | None:
        heap = self._heaps[lane]
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                if heap and heap[0][0] <= now:
                    return heapq.heappop(heap)[2]
                self._changed.wait(heap[0][0] - now if heap else None)
        return None

    def _attempt(self, delivery: Delivery) -> None:
        extra = {}
        if delivery.attempts:
            extra = {"X-Slack-Retry-Num": str(delivery.attempts), "X-Slack-Retry-Reason": delivery.failure}
        reaction = self.line.send("event", JSON, delivery.body, extra)
        delivery.attempts += 1
        delivery.reaction = reaction
        delivery.failure = reaction.failure or ""
        delivery.tried.set()
        with self._changed:
            self._open -= 1
            again = not reaction.acknowledged and not reaction.no_retry and delivery.attempts <= len(RETRIES)
            if again and not self._stopped:
                self._push(delivery, RETRIES[delivery.attempts - 1] * self.retry_scale)
            self._changed.notify_all()
