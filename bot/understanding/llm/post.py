"""One request to a language model, over within its time whatever the other side does."""

import asyncio
import ssl
from collections.abc import Coroutine, Mapping
from functools import cache
from typing import Any, TypeVar

import httpx

from bot.understanding.llm.opinion import Abstains, Came

REPLY_BYTES = 64_000
OK, TOO_MANY, SERVER_FAULT = 200, 429, 500
REDIRECTS = range(300, 400)

T = TypeVar("T")


def post(url: str, headers: Mapping[str, str], body: Mapping[str, Any], patience_s: float) -> bytes:
    """The reply's bytes, within so many seconds.

    Raises Abstains, never an error of httpx: those hold the request, and with it the key.

    The time is for all of it: looking up the name, connecting, sending, and the reply to its last byte. That is why it
    runs in a loop of its own: the time-out of a socket would begin anew with each byte of a server that drips.
    """
    came = Came.NO_CONNECTION
    try:
        return _within(patience_s, _post(url, headers, body, patience_s))
    except Abstains as abstains:
        came = abstains.came
    except (TimeoutError, httpx.TimeoutException):
        came = Came.TIMED_OUT
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        pass
    raise Abstains(came)


async def _post(url: str, headers: Mapping[str, str], body: Mapping[str, Any], patience_s: float) -> bytes:
    """Send and receive. Proxies, certificates and passwords of the environment are not taken (`trust_env`)."""
    async with (
        httpx.AsyncClient(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=patience_s) as client,
        client.stream("POST", url, headers={**headers, "Accept-Encoding": "identity"}, json=dict(body)) as reply,
    ):
        _check(reply)
        received = bytearray()
        async for piece in reply.aiter_raw():
            received += piece
            if len(received) > REPLY_BYTES:
                raise Abstains(Came.TOO_LARGE)
        return bytes(received)


def _check(reply: httpx.Response) -> None:
    """Raises Abstains for every reply whose body need not be read."""
    status = reply.status_code
    if status in REDIRECTS:
        raise Abstains(Came.REDIRECTED)
    if status == TOO_MANY:
        raise Abstains(Came.TOO_MANY)
    if status >= SERVER_FAULT:
        raise Abstains(Came.SERVER_FAULT)
    if status != OK:
        raise Abstains(Came.TURNED_AWAY)
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise Abstains(Came.ENCODED)  # a few bytes could become many


def _within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, or until the time is over. Raises TimeoutError.

    Closing a loop does not wait for its threads, as `asyncio.run` does: the system's look-up of a name cannot be ended.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(asyncio.wait_for(work, seconds))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that come with us; read once, since that takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)
