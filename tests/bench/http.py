"""As much HTTP/1.1 as a bench needs: requests with a length, on connections that stay open."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Answer = Callable[[str, bytes], Awaitable[bytes]]


@dataclass
class Connection:
    """A connection to a port of this machine, kept open; opened anew when the server has closed it meanwhile."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Send a request, on a new connection if the server has closed this one; returns status and body."""
        try:
            return await self._post(path, headers, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.writer.close()
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            return await self._post(path, headers, body)

    async def _post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.writer.write(f"POST {path} HTTP/1.1\r\nHost: bench\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode())
        self.writer.write(body)
        first, length = await _head(self.reader)
        return int(first.split()[1]), await self.reader.readexactly(length)


async def connect(port: int) -> Connection:
    """A connection to a port of this machine."""
    return Connection(port, *await asyncio.open_connection("127.0.0.1", port))


async def serve(answer: Answer) -> tuple[asyncio.Server, int]:
    """Answer every request with JSON, by path and body; returns the server and its port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                first, length = await _head(reader)
                said = await answer(first.split()[1], await reader.readexactly(length))
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
                writer.write(head.encode() + said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server, int(server.sockets[0].getsockname()[1])


async def _head(reader: asyncio.StreamReader) -> tuple[str, int]:
    """The first line, and the length of the body."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    lengths = (int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:"))
    return lines[0], next(lengths, 0)
