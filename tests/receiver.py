"""A receiver of events on loopback: it answers as it is told to, and keeps what came."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "webhooks.md"
SECRET = "a secret for the receiver of this test"
DRIP_S = 0.05


def documented() -> Callable[..., tuple[int, dict[str, Any] | None]]:
    """The receiver's code as it stands in the documentation."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    room: dict[str, Any] = {}
    exec(code, room)  # noqa: S102 (it is our own page, and the promise is that it runs)
    found: Callable[..., tuple[int, dict[str, Any] | None]] = room["receive"]
    return found


@dataclass(frozen=True)
class Came:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A server on a free port; `answers` are used up one by one, and then every request is taken.

    An answer is a status, a status with headers, or "hang" (headers that come byte by byte and never end).
    """

    answers: list[Any] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append(Came(self.path, dict(self.headers.items()), body))
                receiver.answer(self)

            def do_GET(self) -> None:
                receiver.came.append(Came(self.path, dict(self.headers.items()), b""))
                receiver.answer(self)

            def log_message(self, *_: Any) -> None:
                """Nothing to standard error."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens; the path is a secret too, as with many services."""
        return f"http://127.0.0.1:{self._server.server_port}/in/path-token?key=query-token"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request as it is told to."""
        answer = self.answers.pop(0) if self.answers else 204
        if answer == "hang":
            _drip(request)
            return
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()


def _drip(request: BaseHTTPRequestHandler) -> None:
    """Headers, a byte at a time: never silent for long, and never done."""
    try:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(400):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(DRIP_S)
    except OSError:
        return  # the other side has given up, as it should
