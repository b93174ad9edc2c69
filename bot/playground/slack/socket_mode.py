"""Socket Mode as Slack offers it: the app connects (WebSocket, RFC 6455), requests go out, answers come back."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import socket
import struct
import threading
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bot.playground.slack.inbound import Reaction
from bot.playground.slack.model import APP_ID

if TYPE_CHECKING:
    from bot.playground.slack.model import Json

HOST = "127.0.0.1"
_ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3: what shows that both speak WebSocket
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_FIN, _MASKED, _LENGTH = 0x80, 0x80, 0x7F
_TWO_BYTES, _EIGHT_BYTES = 126, 127
TYPES = {"slash": "slash_commands", "interactive": "interactive", "event": "events_api"}


class SocketMode:
    """Listens on loopback; each connection needs a ticket, which serves once."""

    def __init__(self) -> None:
        self._socket = socket.create_server((HOST, 0))
        self._tickets: set[str] = set()
        self._links: list[_Link] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._accept, name="socket-mode", daemon=True)
        self._thread.start()

    def invite(self) -> str:
        """``apps.connections.open``: an address for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws://{HOST}:{self._socket.getsockname()[1]}/link/?ticket={ticket}&app_id={APP_ID}"

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait until the app is connected; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: any(link.is_open for link in self._links), seconds)

    def send(self, what: str, payload: Json, retry: Json, ack_seconds: float) -> Reaction:
        """Send one request over the newest connection and wait for its acknowledgement."""
        link = next((link for link in reversed(self._links) if link.is_open), None)
        if link is None:
            return Reaction(status=None, failure="connection_failed")
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": TYPES[what],
            "accepts_response_payload": what != "event",
            "payload": payload,
            **retry,
        }
        return link.ask(envelope, ack_seconds)

    def break_off(self) -> None:
        """Break all connections, as a network does."""
        for link in self._links:
            link.close()

    def stop(self) -> None:
        """Take no more connections and end the open ones."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
        self.break_off()
        for link in self._links:
            link.thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.settimeout(None)
            if self._shake_hands(connection):
                link = _Link(connection)
                with self._changed:
                    self._links.append(link)
                    self._changed.notify_all()
            else:
                connection.close()

    def _shake_hands(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head and (more := connection.recv(4096)):
            head += more
        first, *lines = head.decode(errors="replace").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        [ticket, *_] = parse_qs(urlsplit(first.split(" ")[1]).query).get("ticket", [""])
        if ticket not in self._tickets or "sec-websocket-key" not in headers:
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return False
        self._tickets.discard(ticket)
        proof = hashlib.sha1(headers["sec-websocket-key"].encode() + _ACCEPT).digest()  # noqa: S324 (the protocol's)
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(proof) + b"\r\n\r\n"
        )
        return True


class _Link:
    """One connection: what was asked over it and is not acknowledged yet."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._answers: dict[str, Json] = {}
        self._heard = threading.Condition()
        self.is_open = True
        self._send(_TEXT, json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP_ID}}))
        self.thread = threading.Thread(target=self._read, name="socket-mode-link", daemon=True)
        self.thread.start()

    def ask(self, envelope: Json, seconds: float) -> Reaction:
        """Send and wait."""
        key = str(envelope["envelope_id"])
        try:
            self._send(_TEXT, json.dumps(envelope))
        except OSError:
            return Reaction(status=None, failure="connection_failed")
        with self._heard:
            self._heard.wait_for(lambda: key in self._answers or not self.is_open, seconds)
            answer = self._answers.pop(key, None)
        if answer is None:
            return Reaction(status=None, failure="http_timeout" if self.is_open else "connection_failed")
        payload = answer.get("payload")
        return Reaction(status=200, body=json.dumps(payload) if payload else "")

    def close(self) -> None:
        """End it; whoever waits hears that."""
        self.is_open = False
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        try:
            while (frame := self._frame()) is not None and frame[0] != _CLOSE:
                self._take(*frame)
        except OSError:
            pass  # it was broken off
        with self._heard:
            self.is_open = False
            self._heard.notify_all()
        self._connection.close()

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _PING:
            self._send(_PONG, data.decode())
        elif kind == _TEXT:
            answer = json.loads(data)
            with self._heard:
                self._answers[str(answer["envelope_id"])] = answer
                self._heard.notify_all()

    def _frame(self) -> tuple[int, bytes] | None:
        """One frame of the app's: always whole, always masked."""
        head = self._exactly(2)
        if head is None:
            return None
        length = head[1] & _LENGTH
        for marker, form in ((_TWO_BYTES, ">H"), (_EIGHT_BYTES, ">Q")):
            if head[1] & _LENGTH == marker:
                longer = self._exactly(struct.calcsize(form))
                length = struct.unpack(form, longer)[0] if longer else 0
        mask = self._exactly(4) if head[1] & _MASKED else b"\0\0\0\0"
        data = self._exactly(length)
        if mask is None or data is None:
            return None
        return head[0] & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))

    def _exactly(self, count: int) -> bytes | None:
        found = b""
        while len(found) < count:
            more = self._connection.recv(count - len(found))
            if not more:
                return None
            found += more
        return found

    def _send(self, kind: int, text: str) -> None:
        data = text.encode()
        if len(data) < _TWO_BYTES:
            head = bytes([_FIN | kind, len(data)])
        elif len(data) < 1 << 16:
            head = bytes([_FIN | kind, _TWO_BYTES]) + struct.pack(">H", len(data))
        else:
            head = bytes([_FIN | kind, _EIGHT_BYTES]) + struct.pack(">Q", len(data))
        with self._sending:
            self._connection.sendall(head + data)
