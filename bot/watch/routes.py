"""`/healthz`, `/readyz` and `/metrics`, and the stopwatch around what Slack asks."""

import time
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.watch.meters import CONTENT_TYPE, Meters
from bot.watch.traces import span

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
NOT_READY, NOT_FOUND = 503, 404
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def routes(meters: Meters, missing: Callable[[], Sequence[str]]) -> list[Route]:
    """The three addresses. `missing` says what is not ready, a word each."""

    async def health(_request: Request) -> Response:  # on the loop itself: it answers even when every thread is busy
        return PlainTextResponse("alive")

    def ready(_request: Request) -> Response:
        lacks = [*missing()]
        return JSONResponse({"ready": not lacks, "missing": lacks}, NOT_READY if lacks else 200)

    def metrics(request: Request) -> Response:
        # Numbers are for the house: what came through a proxy came from outside.
        if any(name in request.headers for name in FORWARDED):
            return PlainTextResponse("not found", NOT_FOUND)
        return Response(meters.text(), headers={"content-type": CONTENT_TYPE})

    return [Route(HEALTH, health), Route(READY, ready), Route(METRICS, metrics)]


class Timed:
    """Measures how long what Slack asks waits for its acknowledgement; other addresses pass untouched."""

    def __init__(self, app: ASGIApp, meters: Meters, path: str) -> None:
        self._app = app
        self._meters = meters
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve it; the time ends with the first line of the answer."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                waited = time.perf_counter() - begun
                self._meters.acknowledge(message["status"], waited)
            await send(message)

        with span("request"):
            await self._app(scope, receive, noted)
