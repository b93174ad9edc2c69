"""How fast messages may be posted: about one a second in a channel, with short bursts."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field


@dataclass
class Pace:
    """A bucket for each channel.

    Args:
        per_second: posts that a channel gets back each second.
        burst: posts that a channel that was quiet takes at once.
    """

    per_second: float
    burst: int = 5
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, channel: str) -> int:
        """Count one post; 0 when it may go, else the whole seconds to wait (Slack's ``Retry-After``)."""
        now = time.monotonic()
        left, then = self._buckets.get(channel, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) * self.per_second)
        if left >= 1:
            self._buckets[channel] = (left - 1, now)
            return 0
        self._buckets[channel] = (left, now)
        return max(1, math.ceil((1 - left) / self.per_second))
