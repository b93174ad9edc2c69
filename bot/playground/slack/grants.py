"""What Slack knows of the app: its id and secret, who has installed it, and which tokens are good.

Several workspaces may share one: then any of their addresses answers for all of them, each token for its own.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.playground.slack.model import APP_ID, BOT_USER, Json, Team
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

CLIENT_ID = "1000.2000"
CLIENT_SECRET = "the client secret of the app on the local Slack"  # noqa: S105 (it opens nothing else)
APP_TOKEN = "xapp-1-local"  # noqa: S105 (the same)
CODE_LIVES = timedelta(minutes=10)
TOKEN_LIVES = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A token: whose it is, until when it holds, and whether it only serves to get the next one."""

    team: Team
    expires_at: datetime | None = None
    is_refresh: bool = False


@dataclass(frozen=True, kw_only=True)
class _Code:
    team: Team
    user: str
    scopes: str
    redirect_uri: str
    expires_at: datetime


class Grants:
    """Who let the app in.

    Args:
        clock: the time, aware.
        rotates: whether tokens end after twelve hours and are renewed by refresh tokens.
    """

    def __init__(self, clock: Callable[[], datetime], *, rotates: bool = False) -> None:
        self.clock = clock
        self.rotates = rotates
        self.client_id = CLIENT_ID
        self.client_secret = CLIENT_SECRET
        self.app_token = APP_TOKEN
        self._lock = threading.Lock()
        self._tokens: dict[str, Held] = {}
        self._codes: dict[str, _Code] = {}
        self._used: set[str] = set()
        self._dead: set[str] = set()

    def hold(self, token: str, team: Team) -> None:
        """Let a token be good for a workspace from now on, without end."""
        self._tokens[token] = Held(team=team)

    def tokens(self, team: Team) -> list[str]:
        """The good tokens of a workspace, those for renewing left out."""
        return [token for token, held in self._tokens.items() if held.team == team and not held.is_refresh]

    def owner(self, token: str) -> Team:
        """Whose token it is.

        Raises:
            Refusal: ``not_authed``, ``invalid_auth``, ``token_revoked`` or ``token_expired``.
        """
        if not token:
            raise Refusal("not_authed")
        if token in self._dead:
            raise Refusal("token_revoked")
        held = self._tokens.get(token)
        if held is None or held.is_refresh:
            raise Refusal("invalid_auth")
        if held.expires_at is not None and held.expires_at <= self.clock():
            raise Refusal("token_expired")
        return held.team

    def approve(self, asked: Json, team: Team, user: str) -> tuple[str, str]:
        """Somebody of a workspace allows what the app asks for; where the browser goes then, and the code it brings.

        Raises:
            Refusal: ``invalid_client_id``, ``bad_redirect_uri`` or ``invalid_scope``.
        """
        if asked.get("client_id") != self.client_id:
            raise Refusal("invalid_client_id")
        if not str(asked.get("redirect_uri", "")).startswith("http"):
            raise Refusal("bad_redirect_uri")
        if not asked.get("scope"):
            raise Refusal("invalid_scope")
        code = f"{team.id}.{secrets.token_hex(8)}"
        until = self.clock() + CODE_LIVES
        back = str(asked["redirect_uri"])
        self._codes[code] = _Code(team=team, user=user, scopes=asked["scope"], redirect_uri=back, expires_at=until)
        return back, code

    def access(self, arguments: Json) -> Json:
        """``oauth.v2.access``: a code, or a refresh token, for a token.

        Raises:
            Refusal: as Slack refuses.
        """
        if arguments.get("client_id") != self.client_id:
            raise Refusal("invalid_client_id")
        if arguments.get("client_secret") != self.client_secret:
            raise Refusal("bad_client_secret")
        with self._lock:
            if arguments.get("grant_type") == "refresh_token":
                return self._refreshed(str(arguments.get("refresh_token", "")))
            return self._redeemed(arguments)

    def revoke(self, token: str) -> None:
        """``auth.revoke``: a token is good no more."""
        self._tokens.pop(token, None)
        self._dead.add(token)

    def drop(self, team: Team) -> None:
        """A workspace lets the app go: none of its tokens is good any more."""
        for token in [token for token, held in self._tokens.items() if held.team == team]:
            self.revoke(token)

    def _redeemed(self, arguments: Json) -> Json:
        code = str(arguments.get("code", ""))
        if code in self._used:
            raise Refusal("code_already_used")
        found = self._codes.pop(code, None)
        if found is None or found.expires_at <= self.clock():
            raise Refusal("invalid_code")
        if arguments.get("redirect_uri") != found.redirect_uri:
            raise Refusal("bad_redirect_uri")
        self._used.add(code)
        team = found.team
        return {
            **self._issued(team),
            "token_type": "bot",
            "scope": found.scopes,
            "bot_user_id": BOT_USER,
            "app_id": APP_ID,
            "team": None if team.is_org_install else {"id": team.id, "name": team.name},
            "enterprise": {"id": team.enterprise_id, "name": "Local org"} if team.enterprise_id else None,
            "is_enterprise_install": team.is_org_install,
            "authed_user": {"id": found.user},
        }

    def _refreshed(self, refresh: str) -> Json:
        held = self._tokens.pop(refresh, None)
        if held is None or not held.is_refresh:
            raise Refusal("invalid_refresh_token")
        return {**self._issued(held.team), "token_type": "bot", "app_id": APP_ID}

    def _issued(self, team: Team) -> Json:
        number = secrets.token_hex(8)
        if not self.rotates:
            token = f"xoxb-{number}"
            self._tokens[token] = Held(team=team)
            return {"access_token": token}
        token, refresh = f"xoxe.xoxb-1-{number}", f"xoxe-1-{number}"
        self._tokens[token] = Held(team=team, expires_at=self.clock() + TOKEN_LIVES)
        self._tokens[refresh] = Held(team=team, is_refresh=True)
        return {"access_token": token, "refresh_token": refresh, "expires_in": int(TOKEN_LIVES.total_seconds())}
