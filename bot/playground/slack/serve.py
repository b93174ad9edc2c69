"""Run an ASGI app on loopback in a thread, and stop it cleanly."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_PATIENCE = 10.0


class Served:
    """An app being served. ``url`` has no slash at the end."""

    def __init__(self, app: ASGIApp, port: int = 0, name: str = "local-slack") -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self.url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app,
            log_level="error",
            lifespan="off",
            proxy_headers=False,  # a layer between server and app would hide the connection from it
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name=name, daemon=True)

    def start(self) -> Served:
        """Serve; returns when connections are accepted.

        Raises:
            RuntimeError: the server did not come up.
        """
        self._thread.start()
        if not self._server.up.wait(_PATIENCE):
            raise RuntimeError(f"{self.url} did not come up in {_PATIENCE} s")
        return self

    def stop(self) -> None:
        """Take no more connections, end the open ones and the thread."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()


class _Server(uvicorn.Server):
    """A server that says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.up.set()
