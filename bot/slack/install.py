"""Letting a workspace install Unstick by itself (OAuth v2): off to Slack, and back with a code.

An installation under way is known by a state that serves once and ends after ten minutes. It belongs to the browser
that began it, by a cookie: whoever is handed a link of somebody else's installation can do nothing with it. Only hashes
of both are stored, and neither they nor the code are logged.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Final
from urllib.parse import urlencode, urljoin

import structlog
from slack_sdk.errors import SlackClientError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.slack.grants import App, Grant, GrantError, redeem
from bot.slack.install_page import HEADERS, language_for, page
from bot.slack.many import ManyTokens
from bot.slack.scopes import granted
from bot.store import installations
from bot.store.database import Database
from bot.store.install_tables import InstallState

log = structlog.get_logger()

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
COOKIE: Final = "__Host-unstick-install"  # browsers take this prefix only with Secure, for the whole host, from https
LIVES: Final = timedelta(minutes=10)
SEE_OTHER, BAD_REQUEST, BAD_GATEWAY, TOO_MANY = 302, 400, 502, 503


@dataclass(frozen=True, kw_only=True)
class Installs:
    """What installing needs: our app at Slack, where tokens go, and how this service is reached from outside.

    `with_history`: whether the scopes are asked for by which typed answers can be read.
    """

    app: App
    keys: ManyTokens
    database: Database
    clock: Clock
    public_url: str
    with_history: bool = True

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends the browser back to; from the settings, since a request's own Host can be forged."""
        return f"{self.public_url}{BACK}"


def routes(installs: Installs) -> list[Route]:
    """The two addresses for browsers."""

    async def begin(request: Request) -> Response:
        return await run_in_threadpool(_begin, installs, request)

    async def back(request: Request) -> Response:
        return await run_in_threadpool(_back, installs, request)

    return [Route(INSTALL, begin, methods=["GET"]), Route(BACK, back, methods=["GET"])]


def _begin(installs: Installs, request: Request) -> Response:
    """Off to Slack, with a state for this browser."""
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    now = installs.clock()
    row = InstallState(state_sha256=_hash(state), browser_sha256=_hash(browser), expires_at=now + LIVES)
    with installs.database.unit_of_work() as session:
        has_room = installations.begin(session, row, now)
    if not has_room:
        log.warning("installs_too_many", action="install")
        return _page(installs, request, "install.busy", TOO_MANY)
    asked = {
        "client_id": installs.app.client_id,
        "scope": ",".join(granted(with_history=installs.with_history)),
        "user_scope": "",
        "state": state,
        "redirect_uri": installs.redirect_uri,
    }
    away = urljoin(installs.app.api_url, "../oauth/v2/authorize")
    answer = RedirectResponse(f"{away}?{urlencode(asked)}", SEE_OTHER, headers=dict(HEADERS))
    seconds = int(LIVES.total_seconds())
    answer.set_cookie(COOKIE, browser, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def _back(installs: Installs, request: Request) -> Response:
    """Back from Slack: only with a state that this browser has begun, and only once."""
    answer = _finished(installs, request)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def _finished(installs: Installs, request: Request) -> Response:
    if not _is_ours(installs, request.query_params.get("state", ""), request.cookies.get(COOKIE, "")):
        log.warning("install_stale", action="install")
        return _page(installs, request, "install.stale", BAD_REQUEST)
    if request.query_params.get("error"):
        log.info("install_cancelled", action="install")
        return _page(installs, request, "install.cancelled", BAD_REQUEST)
    try:
        code = request.query_params.get("code", "")
        grant = redeem(installs.app, code, installs.redirect_uri, installs.clock())
    except (SlackClientError, GrantError, OSError, HTTPException) as error:
        log.warning("install_refused", action="install", fault=type(error).__name__)
        return _page(installs, request, "install.refused", BAD_GATEWAY)
    installs.keys.keep(grant)
    return _done(request, grant)


def _is_ours(installs: Installs, state: str, browser: str) -> bool:
    """Whether this browser has begun an installation with this state; the state is used up by asking."""
    with installs.database.unit_of_work() as session:
        row = installations.take(session, _hash(state))
    if row is None or row.expires_at <= installs.clock():
        return False
    return hmac.compare_digest(row.browser_sha256, _hash(browser))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _page(installs: Installs, request: Request, message_id: str, status: int) -> HTMLResponse:
    language = language_for(request.headers.get("accept-language", ""))
    again = f"{installs.public_url}{INSTALL}"  # a proxy may serve us below a path of its own
    return HTMLResponse(page(language, [(message_id, {})], again=again), status, headers=dict(HEADERS))


def _done(request: Request, grant: Grant) -> HTMLResponse:
    language = language_for(request.headers.get("accept-language", ""))
    said = [("install.done", {"name": grant.name}), ("install.next", {})]
    return HTMLResponse(page(language, said), headers=dict(HEADERS))
