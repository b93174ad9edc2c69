"""Serve the page's files, and only those, with headers that keep everything else out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from prompts.catalog import catalog

if TYPE_CHECKING:
    from starlette.requests import Request

_HERE = Path(__file__).parent

# What a browser is told each kind of file is. A file of any other kind (this module, say) is not served.
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

# Nothing inline and nothing from elsewhere: even markup that slipped through would neither run nor call out.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "frame-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    # The files change with the version; asking each time costs a millisecond on the same machine.
    "cache-control": "no-cache",
}


def page_routes() -> list[Route]:
    """One route per file of the page, `/` for the page itself, and the page's own words by language."""
    files = [file for file in sorted(_HERE.rglob("*")) if file.suffix in _KINDS]
    routes = [Route(f"/{file.relative_to(_HERE).as_posix()}", partial(_send, file)) for file in files]
    return [Route("/", partial(_send, _HERE / "index.html")), Route("/words/{language}.json", _words), *routes]


def _send(file: Path, _request: Request) -> Response:
    return Response(file.read_bytes(), media_type=_KINDS[file.suffix], headers=_HEADERS)


def _words(request: Request) -> Response:
    """In the language asked for, or in English where that is not shipped."""
    texts = catalog(request.path_params["language"])
    return JSONResponse({"language": texts.language, "words": dict(texts.page)}, headers=_HEADERS)
