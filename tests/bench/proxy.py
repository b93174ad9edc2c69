"""A proxy before two replicas, as an operator would have one: in turn, past one that takes no connection."""

import asyncio
import itertools
from collections.abc import Sequence

GONE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"


class Proxy:
    """Passes requests on; a replica that breaks off in the middle makes a 502: what it did is not known."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._turns = itertools.count()
        self.broken_off = 0

    async def open(self) -> int:
        """Begin; returns the port."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(await self._pass_on(await _message(reader)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _pass_on(self, request: bytes) -> bytes:
        first = next(self._turns)
        for number in range(len(self._ports)):
            port = self._ports[(first + number) % len(self._ports)]
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                continue  # it takes nothing just now: the other does
            try:
                writer.write(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
                return await _message(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            finally:
                writer.close()
        self.broken_off += 1
        return GONE


async def _message(reader: asyncio.StreamReader) -> bytes:
    """A request or an answer, as it came."""
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = (line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(next(lengths, b"0")))
