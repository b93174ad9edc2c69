"""Events to another system by HTTP, signed; what the receiver does with a request stands in docs/how-to/webhooks.md."""

import asyncio
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from bot.clock import Clock
from bot.delivery.letters import Act, Letter, Refused, Sender, Sent, TryLater
from bot.settings import Settings

TOTAL_S: Final = 10.0  # for one try, from the name's look-up to the last header
LONGEST_WAIT_S: Final = 600.0
KEPT: Final = timedelta(days=3)  # an event that nobody took for so long is given up
REMEMBERED: Final = 1000  # letters of which it is known how often they failed
GONE: Final = 410
HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "Unstick"}


class HookSender:
    """The hand that puts events into another system. It follows no redirect, and only http and https are spoken.

    The address is set by whoever runs the installation, never by anybody in Slack. Neither it nor a secret is logged.
    """

    def __init__(self, settings: Settings, clock: Clock, *, total_s: float = TOTAL_S) -> None:
        """Reads the address, the secrets and the first wait from the settings."""
        self._url = settings.webhook_url.get_secret_value()
        secrets = (settings.webhook_secret, settings.webhook_secret_2)
        self._secrets = [each.get_secret_value().encode() for each in secrets if each.get_secret_value()]
        self._first_wait_s = settings.webhook_retry_s
        self._clock = clock
        self._total_s = total_s
        self._tls = httpx.create_ssl_context() if self._url.startswith("https:") else True  # made once: it takes 20 ms
        self._failures: dict[str, int] = {}

    def send(self, letter: Letter) -> Sent:
        """Post it once. Raises Refused where it is given up, TryLater where it is to be tried again."""
        if self._clock() - datetime.fromisoformat(letter.body["at"]) > KEPT:
            raise Refused("hook_too_old")
        try:
            answer = asyncio.run(self._post(letter))
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            raise self._later(letter, type(error).__name__) from None  # its text could hold the address
        if answer.is_success:
            self._failures.pop(letter.id, None)
            return Sent(channel="", ts=None)
        if answer.status_code == GONE:
            raise Refused("hook_gone")
        raise self._later(letter, f"http_{answer.status_code}", _asked_to_wait(answer))

    def find(self, _letter: Letter, _after: str | None) -> Sent | None:
        """Nobody can look into another system: it is posted again, under the same id."""
        return None

    async def _post(self, letter: Letter) -> httpx.Response:
        """One request with a limit on all of it; the answer's body is not read."""
        body = encoded(letter.body)
        headers = {**HEADERS, **signed(body, letter.id, int(self._clock().timestamp()), self._secrets)}
        async with (
            asyncio.timeout(self._total_s),
            httpx.AsyncClient(verify=self._tls, timeout=self._total_s, follow_redirects=False) as client,
            client.stream("POST", self._url, content=body, headers=headers) as answer,
        ):
            return answer

    def _later(self, letter: Letter, reason: str, at_least_s: float = 0.0) -> TryLater:
        """Each wait is twice the one before; after a restart they begin anew."""
        count = self._failures.pop(letter.id, 0)
        self._failures[letter.id] = count + 1
        if len(self._failures) > REMEMBERED:
            self._failures.pop(next(iter(self._failures)))
        wait = max(self._first_wait_s * 2.0 ** min(count, 30), at_least_s)
        return TryLater(reason, after_s=min(wait, LONGEST_WAIT_S), doubtful=True)


class Routed:
    """The hand for every letter: events go to the other system, all else to Slack."""

    def __init__(self, slack: Sender, hook: Sender | None) -> None:
        """Without `hook` no address is set (any more), and waiting events are given up."""
        self._slack = slack
        self._hook = hook

    def send(self, letter: Letter) -> Sent:
        """Send it. Raises TryLater or Refused."""
        return self._of(letter).send(letter)

    def find(self, letter: Letter, after: str | None) -> Sent | None:
        """Look for it where it belongs. Raises TryLater or Refused."""
        return self._of(letter).find(letter, after)

    def _of(self, letter: Letter) -> Sender:
        if letter.act is not Act.HOOK:
            return self._slack
        if self._hook is None:
            raise Refused("hook_not_set")
        return self._hook


def encoded(event: dict[str, Any]) -> bytes:
    """An event as the bytes that are signed and sent."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed(body: bytes, event_id: str, timestamp: int, secrets: list[bytes]) -> dict[str, str]:
    """The headers: which event, when it was sent (seconds), and HMAC-SHA256 of "timestamp.body" by each secret."""
    said = f"{timestamp}.".encode() + body
    signatures = [f"v1={hmac.new(secret, said, hashlib.sha256).hexdigest()}" for secret in secrets]
    return {
        "Unstick-Event-Id": event_id,
        "Unstick-Timestamp": str(timestamp),
        "Unstick-Signature": ",".join(signatures),
    }


def _asked_to_wait(answer: httpx.Response) -> float:
    """The seconds of `Retry-After`; 0 where there is none, or a date."""
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isdecimal() else 0.0
