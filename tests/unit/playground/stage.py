"""A stage for the local Slack: an app that remembers what it is told, and a clock that is moved by hand."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "a-signing-secret"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def move(self, **by: float) -> None:
        """Move on by a ``timedelta`` of these parts."""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Heard:
    """One request that reached the app."""

    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return {key: values[0] for key, values in parse_qs(self.body, keep_blank_values=True).items()}

    @property
    def payload(self) -> dict[str, Any]:
        """The JSON that Slack sent: an event as it is, an interaction from its form."""
        form = self.form
        text = form.get("payload") or ("{}" if "command" in form else self.body)
        return dict(json.loads(text))

    @property
    def event(self) -> dict[str, Any]:
        """The inner event."""
        return dict(self.payload["event"])


@dataclass(frozen=True)
class Reply:
    """What the app answers, after ``wait`` seconds."""

    status: int = 200
    body: str = ""
    wait: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


class Bot:
    """An app on a real port. ``answer`` decides; everything heard is kept."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], Reply] = lambda _heard: Reply()
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                headers = {key.lower(): value for key, value in self.headers.items()}
                heard = Heard(headers, self.rfile.read(length).decode())
                bot.heard.append(heard)
                reply = bot.answer(heard)
                time.sleep(reply.wait)
                try:
                    self.send_response(reply.status)
                    for key, value in reply.headers.items():
                        self.send_header(key, value)
                    self.end_headers()
                    self.wfile.write(reply.body.encode())
                except OSError:
                    pass  # the other side has stopped waiting

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def events(self, kind: str = "message") -> list[dict[str, Any]]:
        """The inner events of one kind, in the order heard."""
        told = [one.payload for one in self.heard if one.headers["content-type"] == "application/json"]
        return [one["event"] for one in told if one["event"]["type"] == kind]

    def interactions(self, kind: str = "block_actions") -> list[dict[str, Any]]:
        """The interactive payloads of one kind, in the order heard."""
        told = [one.payload for one in self.heard if "payload" in one.form]
        return [one for one in told if one["type"] == kind]


def fetch(url: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """GET, or POST ``body`` as JSON (bytes as they are); the status and the JSON (or text) that came back."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        path = f"{address.path}?{address.query}"
        data = body if body is None or isinstance(body, bytes) else json.dumps(body)
        sent = {"Content-Type": "application/json", **(headers or {})}
        connection.request("GET" if body is None else "POST", path, data, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        is_json = (answer.getheader("Content-Type") or "").startswith("application/json")
        return answer.status, json.loads(text) if is_json else text
    finally:
        connection.close()


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str = "go", text: str = "Go", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def option(value: str, text: str | None = None) -> dict[str, Any]:
    """An option."""
    return {"text": plain(text or value.title()), "value": value}


def menu(action_id: str = "pick", count: int = 3, **more: Any) -> dict[str, Any]:
    """A static select."""
    return {"type": "static_select", "action_id": action_id, "options": [option(f"v{i}") for i in range(count)], **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def text_input(block_id: str = "name", action_id: str = "typed", **more: Any) -> dict[str, Any]:
    """An input to type into; ``more`` goes to the block, ``element`` in it to the element."""
    element = {"type": "plain_text_input", "action_id": action_id, **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain("Name"), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with a submit button."""
    shown = list(blocks) or [text_input()]
    return {"type": "modal", "title": plain("Start"), "submit": plain("Go"), "blocks": shown, **more}
