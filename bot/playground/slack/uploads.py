"""Where a file's bytes go, and where they are read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.slack.shapes import file_json

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.playground.slack.workspace import Workspace

_NOT_FOUND, _BAD = 404, 400
# Nothing that a file holds may act on this page: no script, no frame, no guess at its type.
_HARMLESS = {"Content-Security-Policy": "default-src 'none'; sandbox"}
# A PDF is drawn by the browser's viewer, apart from the page; a sandbox would keep some browsers from drawing it.
_FRAMED = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'"}
_PDF = "application/pdf"


def routes(workspace: Workspace) -> list[Route]:
    """``POST /upload/<file>`` takes the bytes once announced, ``GET /files/<file>/<name>`` shows them."""

    async def upload(request: Request) -> Response:
        file = workspace.files.get(request.path_params["file"])
        if file is None or file.shared:
            return PlainTextResponse("no such upload", _NOT_FOUND)
        content = await request.body()
        if len(content) != file.length:
            return PlainTextResponse(f"{file.length} bytes were announced, {len(content)} came", _BAD)
        workspace.files[file.id] = replace(file, content=content)
        return PlainTextResponse(f"OK - {len(content)}")

    async def show(request: Request) -> Response:
        file = workspace.files.get(request.path_params["file"])
        if file is None or file.content is None or not file.shared:
            return PlainTextResponse("no such file", _NOT_FOUND)
        kind = str(file_json(file)["mimetype"])
        seen = kind.startswith("image/") or kind == _PDF
        kept = "inline" if seen and "download" not in request.query_params else "attachment"
        headers = {**(_FRAMED if kind == _PDF else _HARMLESS), "X-Content-Type-Options": "nosniff"}
        headers["Content-Disposition"] = f'{kept}; filename="{_ascii(file.name)}"'
        return Response(file.content, media_type=kind, headers=headers)

    return [
        Route("/upload/{file}", upload, methods=["POST"]),
        Route("/files/{file}/{name}", show, methods=["GET"]),
    ]


def _ascii(name: str) -> str:
    """The name without what a header cannot hold."""
    return "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_" for letter in name
    )
