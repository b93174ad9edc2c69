"""Socket Mode: requests come over a connection that we open, so no address needs to be public.

The connection itself is Slack's own client's (slack_sdk). Nothing is signed here: who may open it is settled by the
app-level token. An answer goes back only once its change is committed; what gets none, Slack sends again.
"""

import json
import socket
import threading
from contextlib import suppress
from http.client import HTTPException

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.client import SILENT, connect

log = structlog.get_logger()

OK = 200
AT_ONCE = 10  # requests in hand
CLOSING_S = 10.0  # so long what is in hand may take
PING_S = 5.0  # four without an answer, and the connection is opened anew


class Socket:
    """The connection to Slack, for as long as it is open."""

    def __init__(self, bolt: App, app_token: str, api_url: str) -> None:
        """Nothing is contacted before `open`."""
        self._bolt = bolt
        self._in_hand = 0
        self._closing = False
        self._changed = threading.Condition()
        self._client = SocketModeClient(
            app_token=app_token,
            logger=SILENT,
            web_client=connect(app_token, api_url),
            concurrency=AT_ONCE,
            ping_interval=PING_S,
            on_error_listeners=[_broken],
        )
        self._client.socket_mode_request_listeners.append(self._hear)

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

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._changed:
            if self._closing:
                return
            self._in_hand += 1
        try:
            self._take(client, request)
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = self._answered(request)
        if answer is None or answer.status != OK:
            return  # Slack sends it again, and tells the one who acted
        try:
            client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(answer.body))
            )
        except (SlackClientError, OSError, HTTPException) as error:
            log.warning("answer_not_sent", action="socket", fault=type(error).__name__)

    def _answered(self, request: SocketModeRequest) -> BoltResponse | None:
        try:
            return self._bolt.dispatch(BoltRequest(mode="socket_mode", body=request.payload, headers={}))
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
