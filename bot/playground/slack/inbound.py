"""Requests to the app: signed with the real time, sent once."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.slack.socket_mode import SocketMode
    from bot.playground.slack.workspace import Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
EVENTS_PATH = "/slack/events"
_OK = 200


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """What came back: ``failure`` is Slack's word for why nothing did, or why it does not count."""

    status: int | None
    body: str = ""
    failure: str | None = None
    no_retry: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether the app answered 200 in time."""
        return self.failure is None


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


class Line:
    """The line to the app.

    Args:
        workspace: where each exchange is logged.
        signing_secret: the app's secret.
        app_url: the app's address; without a path, ``/slack/events`` is meant.
        ack_seconds: how long Slack waits for an answer (3).
    """

    def __init__(self, workspace: Workspace, signing_secret: str, app_url: str, ack_seconds: float = 3.0) -> None:
        self.workspace = workspace
        self.signing_secret = signing_secret
        self.app_url = app_url
        self.ack_seconds = ack_seconds
        self.socket: SocketMode | None = None  # where the app has Socket Mode, nothing goes to its address

    def send(self, what: str, content_type: str, body: bytes, extra: Mapping[str, str] | None = None) -> Reaction:
        """Send one request and wait for the answer; log the exchange as ``what``."""
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.signing_secret, timestamp, body),
            **(extra or {}),
        }
        begun = time.perf_counter()
        reaction = self._through_socket(what, headers, body) if self.socket else self._exchange(headers, body)
        self.workspace.record(
            "request",
            direction="to_app",
            what=what,
            status=reaction.status,
            failure=reaction.failure,
            retry=int(headers.get("X-Slack-Retry-Num", 0)),
            ms=round((time.perf_counter() - begun) * 1000, 1),
            body=body.decode(),
            answer=reaction.body,
        )
        return reaction

    def _through_socket(self, what: str, headers: Mapping[str, str], body: bytes) -> Reaction:
        if self.socket is None:
            return Reaction(status=None, failure="connection_failed")
        form = dict(parse_qsl(body.decode(), keep_blank_values=True)) if what != "event" else {}
        payload = form if what == "slash" else json.loads(form["payload"] if form else body)
        retry = {
            "retry_attempt": int(headers.get("X-Slack-Retry-Num", 0)),
            "retry_reason": headers.get("X-Slack-Retry-Reason", ""),
        }
        return self.socket.send(what, payload, retry if what == "event" else {}, self.ack_seconds)

    def _exchange(self, headers: Mapping[str, str], body: bytes) -> Reaction:
        address = urlsplit(self.app_url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.hostname or "", address.port, timeout=self.ack_seconds)
        path = address.path if address.path not in {"", "/"} else EVENTS_PATH
        try:
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except TimeoutError:
            return Reaction(status=None, failure="http_timeout")
        except (OSError, http.client.HTTPException):
            return Reaction(status=None, failure="connection_failed")
        finally:
            connection.close()
        failure = None if answer.status == _OK else "http_error"
        no_retry = answer.getheader("X-Slack-No-Retry") == "1"
        return Reaction(status=answer.status, body=text, failure=failure, no_retry=no_retry)
