"""A server on loopback leaves nothing open behind it."""

import asyncio
import gc
import socket
from typing import Any

import uvicorn

from bot.playground.slack.serve import HOST, Server

VISITORS = 3
PATIENCE = 2.0  # seconds; who is left standing waits in vain


async def _silent(_scope: Any, _receive: Any, _send: Any) -> None:
    """Nobody comes as far as a request."""


def test_who_comes_while_it_closes_is_not_left_standing() -> None:
    """Connections taken one turn of the loop before the server closes are closed with it: Python finds none open."""

    async def visited_at_the_last_moment() -> None:
        config = uvicorn.Config(_silent, lifespan="off", log_level="error")
        config.load()
        server = Server(config)
        server.lifespan = config.lifespan_class(config)
        listening = socket.create_server((HOST, 0))
        await server.startup([listening])
        visitors = [socket.create_connection(listening.getsockname(), timeout=PATIENCE) for _ in range(VISITORS)]
        for _ in range(2):  # one to take them; they would be known in the one after the next
            await asyncio.sleep(0)
        await server.shutdown([listening])
        for visitor in visitors:
            assert visitor.recv(1) == b""
            visitor.close()

    asyncio.run(visited_at_the_last_moment())
    gc.collect()  # an open socket is told of here, and a warning fails a test
