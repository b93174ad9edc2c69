"""What Slack grants an app: a code turned into a token, a token renewed. Nothing of it is logged."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.slack.client import connect


class GrantError(Exception):
    """Slack granted something that cannot be used; the message is a code, never a secret."""


@dataclass(frozen=True, kw_only=True)
class App:
    """The app's own id and secret, and where Slack is."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A bot token and whose it is. `holder` is the workspace, or the organisation where `is_org`."""

    holder: str
    name: str
    enterprise_id: str | None
    is_org: bool
    bot_user_id: str
    scopes: str
    token: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: datetime | None
    installed_by: str


def redeem(app: App, code: str, redirect_uri: str, now: datetime) -> Grant:
    """Turn a code into a token. Raises GrantError, slack_sdk's errors and OSError."""
    answer = connect("", app.api_url).oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=code, redirect_uri=redirect_uri
    )
    return _granted(dict(answer.data) if isinstance(answer.data, dict) else {}, now)


def renew(app: App, refresh: str, now: datetime) -> tuple[str, str, datetime]:
    """A new token, the next refresh token, and until when it holds. Raises GrantError, slack_sdk's errors, OSError."""
    answer = connect("", app.api_url).oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, grant_type="refresh_token", refresh_token=refresh
    )
    token, following, seconds = answer.get("access_token"), answer.get("refresh_token"), answer.get("expires_in")
    if not (isinstance(token, str) and isinstance(following, str) and isinstance(seconds, int)):
        raise GrantError("incomplete")
    return token, following, now + timedelta(seconds=seconds)


def _granted(answer: dict[str, Any], now: datetime) -> Grant:
    is_org = bool(answer.get("is_enterprise_install"))
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    whose = enterprise if is_org else team
    if answer.get("token_type") != "bot" or not whose.get("id") or not answer.get("access_token"):
        raise GrantError("no_bot_token")
    seconds = answer.get("expires_in")
    return Grant(
        holder=str(whose["id"]),
        name=str(whose.get("name") or whose["id"]),
        enterprise_id=enterprise.get("id"),
        is_org=is_org,
        bot_user_id=str(answer.get("bot_user_id") or ""),
        scopes=str(answer.get("scope") or ""),
        token=str(answer["access_token"]),
        refresh=answer.get("refresh_token"),
        expires_at=now + timedelta(seconds=int(seconds)) if seconds else None,
        installed_by=str((answer.get("authed_user") or {}).get("id") or ""),
    )
