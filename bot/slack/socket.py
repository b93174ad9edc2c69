"""Socket Mode: requests come over a connection that we open, so no address needs to be public.

The connection itself is Slack's own client's (slack_sdk). Nothing is signed here: who may open it is settled by the
app-level token. An answer goes back only once its change is committed; what gets none, Slack sends again.
"""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import Any, Self

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.client import SILENT, connect
from bot.slack.edge import Answer
from bot.slack.overheard import is_overheard

log = structlog.get_logger()

Acknowledged = Callable[[int, float], None]

OK, NOT_UNDERSTOOD = 200, 400
AT_ONCE = 10  # requests in hand
CLOSING_S = 10.0  # so long what is in hand may take
PING_S = 5.0  # four without an answer, and the connection is opened anew


class _Arrived(str):
    """What came over the connection, and when: it may wait for a free hand."""

    __slots__ = ("at",)

    def __new__(cls, text: str) -> Self:
        """It arrives now."""
        made = super().__new__(cls, text)
        made.at = time.perf_counter()
        return made

    at: float


class _Client(SocketModeClient):
    """Slack's own, which notes when something has come."""

    def enqueue_message(self, message: str) -> None:
        """Keep it until somebody has a hand free."""
        super().enqueue_message(_Arrived(message))


class Socket:
    """The connection to Slack, for as long as it is open."""

    def __init__(self, answer: Answer, app_token: str, api_url: str, acknowledged: Acknowledged) -> None:
        """Nothing is contacted before `open`. `acknowledged` is told of each answer: its status, and after how long."""
        self._answer = answer
        self._acknowledged = acknowledged
        self._in_hand = 0
        self._closing = False
        self._changed = threading.Condition()
        self._client = _Client(
            app_token=app_token,
            logger=SILENT,
            web_client=connect(app_token, api_url),
            concurrency=AT_ONCE,
            ping_interval=PING_S,
            on_error_listeners=[_broken],
        )
        self._client.message_listeners.append(self._hear)

    def open(self) -> None:
        """Connect. Raises slack_sdk's errors when Slack does not take the token, OSError when it is not reached."""
        try:
            self._client.connect()
        except BaseException:
            self._client.close()
            raise
        log.info("socket_open", action="open")

    def close(self) -> None:
        """Take nothing more, finish and acknowledge what is in hand, then end the connection.

        What arrives meanwhile gets no answer, so Slack sends it again, to whoever is connected then.
        """
        self._client.auto_reconnect_enabled = False
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._in_hand == 0, CLOSING_S)
        session = self._client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):  # Slack's client would wait for the next message, for seconds
                session.sock.shutdown(socket.SHUT_RDWR)
        self._client.close()

    def is_open(self) -> bool:
        """Whether Slack can reach us."""
        return self._client.is_connected()

    def _hear(self, client: BaseSocketModeClient, message: dict[str, Any], raw: str | None = None) -> None:
        request = SocketModeRequest.from_dict(message)
        if request is None:
            return  # a word about the connection itself
        with self._changed:
            if self._closing:
                return
            self._in_hand += 1
        try:
            self._take(client, request, raw.at if isinstance(raw, _Arrived) else time.perf_counter())
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest, came: float) -> None:
        answer = self._answered(request)
        if answer is None or answer.status != OK:
            self._acknowledged(answer.status if answer else NOT_UNDERSTOOD, time.perf_counter() - came)
            return  # Slack sends it again, and tells the one who acted
        try:
            client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(answer.body))
            )
        except (SlackClientError, OSError, HTTPException) as error:
            log.warning("answer_not_sent", action="socket", fault=type(error).__name__)
            return
        self._acknowledged(OK, time.perf_counter() - came)

    def _answered(self, request: SocketModeRequest) -> BoltResponse | None:
        try:
            if is_overheard(request.payload):
                return BoltResponse(status=OK)
            return self._answer(BoltRequest(mode="socket_mode", body=request.payload, headers={}))
        except (LookupError, TypeError, AttributeError) as error:  # Bolt trusts the inside of a payload
            log.warning("request_not_understood", action="socket", fault=type(error).__name__)
            return None


def _payload(body: str) -> dict[str, object] | None:
    """What goes back with the acknowledgement: a JSON object as it is, a bare text as a message, nothing as nothing."""
    if not body:
        return None
    try:
        found = json.loads(body)
    except ValueError:
        return {"text": body}
    return found if isinstance(found, dict) else {"text": body}


def _broken(error: Exception) -> None:
    log.warning("socket_broken", action="socket", fault=type(error).__name__)
