"""The HTTP face: ``/api/…`` and ``/response/…`` for the app under test, ``/play/…`` for the page."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.slack import play, reply_url, uploads
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.playground.slack.local_slack import LocalSlack
    from bot.playground.slack.model import Json

_ABORT = "local_slack.abort"
_FOUND, _NOT_FOUND = 302, 404


def application(slack: LocalSlack, page: Path | None = None, extra_routes: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The whole server. ``page`` is a folder served at ``/`` when it exists; ``extra_routes`` come first."""

    async def api(request: Request) -> Response:
        try:
            arguments, token = await _arguments(request)
        except Refusal as refusal:
            return JSONResponse(refusal.answer())
        result = slack.dispatcher.call(request.path_params["method"], arguments, token)
        if result.delay:
            await asyncio.sleep(result.delay)
        if result.abort:
            request.scope["state"][_ABORT] = True
        return JSONResponse(result.body, result.status or 200, dict(result.headers))

    async def respond(request: Request) -> Response:
        try:
            body = _object(await request.body())
            reply_url.use(slack.workspace, request.path_params["address"], body)
        except Refusal as refusal:
            return JSONResponse(refusal.answer(), _NOT_FOUND if refusal.code.endswith("_url") else 400)
        return Response("ok", media_type="text/plain")

    async def authorize(request: Request) -> Response:
        try:
            return RedirectResponse(slack.approve(str(request.url)), _FOUND)
        except Refusal as refusal:
            return JSONResponse(refusal.answer(), 400)

    routes: list[BaseRoute] = [
        *extra_routes,
        Route("/oauth/v2/authorize", authorize, methods=["GET"]),
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/response/{address}", respond, methods=["POST"]),
        *uploads.routes(slack.workspace),
        *play.routes(slack),
    ]
    if page is not None and page.is_dir():
        routes.append(Mount("/", StaticFiles(directory=page, html=True)))
    return _Breakable(Starlette(routes=routes))


def _object(raw: bytes, unread: str = "invalid_payload", no_object: str = "invalid_payload") -> Json:
    """The JSON object in ``raw``, or the refusal that Slack has for what cannot be read or is no object."""
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refusal(unread) from error
    if not isinstance(body, dict):
        raise Refusal(no_object)
    return body


async def _arguments(request: Request) -> tuple[Json, str]:
    """The arguments of a call and its token, from the query, a form or JSON; the header wins for the token."""
    arguments: Json = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        arguments |= _object(body or b"{}", "invalid_json", "json_not_object")
    else:
        arguments |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    token = str(arguments.pop("token", ""))
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, secret = base64.b64decode(given).decode(errors="replace").partition(":")
        arguments |= {"client_id": name, "client_secret": secret}
    return arguments, given.strip() if scheme.lower() == "bearer" else token


class _Breakable:
    """Lets an endpoint break the connection instead of answering."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def guarded(message: Message) -> None:
            if not state.get(_ABORT):
                await send(message)

        await self.app(scope, receive, guarded)
        if state.get(_ABORT):
            # uvicorn hands its own bound method down; behind it stands the connection, which nothing else reaches.
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            if transport is None:
                raise RuntimeError("a connection can be broken only when uvicorn serves this app directly")
            transport.abort()
            while (await receive())["type"] != "http.disconnect":
                pass
