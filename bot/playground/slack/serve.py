"""Run an ASGI app on loopback in a thread, and stop it cleanly."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_PATIENCE = 10.0
_TURNS = 8  # asyncio needs three from taking a connection to telling the protocol of it
_TICK = 0.1
_GRACE = 1.0


class Served:
    """An app being served. ``url`` has no slash at the end."""

    def __init__(self, app: ASGIApp, port: int = 0, name: str = "local-slack") -> None:
        # With the protocol named asyncio sends each piece at once; else a second one waits 40 ms for word of the first.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self.url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app,
            log_level="error",
            lifespan="off",
            proxy_headers=False,  # a layer between server and app would hide the connection from it
            access_log=False,
        )
        self._server = Server(config)
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
        if self._thread.is_alive():
            self._server.ring()
            self._thread.join(_PATIENCE)
        self._socket.close()


class Server(uvicorn.Server):
    """A server that says when it is up and goes at once when told; uvicorn's own looks up ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self._bell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.up.set()

    def ring(self) -> None:
        """Ask the server to stop, from any thread; told outside its loop, it could go without closing anything."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self.should_exit = True
        self._bell.set()

    async def main_loop(self) -> None:
        """Tick ten times a second until told to stop."""
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), _TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing more, let open requests end, close."""
        loop = asyncio.get_running_loop()
        for listening in sockets or []:
            loop.remove_reader(listening)
        # What was just taken becomes known before the server closes: asyncio would drop it half made, its socket open
        # (python/cpython#109564).
        await _turns()
        for server in self.servers:
            server.close()
        for open_socket in sockets or []:
            open_socket.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        deadline = time.monotonic() + _GRACE
        while self.server_state.connections and time.monotonic() < deadline:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(_GRACE / 200)
        for task in self.server_state.tasks:
            task.cancel()
        await self._break_off()

    async def _break_off(self) -> None:
        """Break off what is still open; each hears of it before the loop ends, else its socket would stay open."""
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await _turns()


async def _turns() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)
