"""Sending what was made up to the real bot, signed as Slack signs it."""

import http.client
import os
import time
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from bot.playground.slack.inbound import signature
from bot.playground.stage import SECRET
from bot.slack import edge

LONGER = int(os.environ.get("UNSTICK_FUZZ", "1"))  # so many times the bounded run; `make fuzz` sets it
PATIENCE_S = 30.0  # a request that takes longer has hung
FINE = frozenset({200, 400, 401, 404, 405, 413})


@dataclass
class Sender:
    """One connection to the bot, opened anew whenever it is closed."""

    address: str
    slowest_s: float = 0.0
    _connection: http.client.HTTPConnection | None = field(default=None)

    def __enter__(self) -> Self:
        self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def send(self, body: bytes, content_type: str, headers: dict[str, str] | None = None) -> int:
        """Send one; returns the status. Raises TimeoutError when it hangs."""
        assert self._connection is not None
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(SECRET, timestamp, body),
            **(headers or {}),
        }
        begun = time.perf_counter()
        try:
            status = self._exchange(body, signed)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()  # idle for too long while examples were made: it was closed from there
            status = self._exchange(body, signed)
        self.slowest_s = max(self.slowest_s, time.perf_counter() - begun)
        return status

    def _exchange(self, body: bytes, headers: dict[str, str]) -> int:
        assert self._connection is not None
        self._connection.request("POST", edge.PATH, body, headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status
