"""Many workspaces: each with the token that it granted, sealed in the database and opened when it is used."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Final

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.slack.client import EXPIRED, GONE, UNREADABLE, Nobody, connect
from bot.slack.grants import App, Grant, GrantError, renew
from bot.store import installations, people
from bot.store.database import Database
from bot.store.install_tables import Installation
from bot.store.seal import Ring, SealError, seal, unseal

log = structlog.get_logger()

TRUSTED_S = 30.0  # so long another replica's change may go unnoticed; Slack itself refuses a revoked token at once
EARLY: Final = timedelta(hours=2)  # so long before its end a token is renewed
CLAIMED: Final = timedelta(seconds=60)
Returned = Callable[[Session, str], None]
TOKEN, REFRESH = "bot token", "refresh token"  # what a secret is for; sealed with it
_FAILURES = (SlackClientError, GrantError, SealError, OSError, HTTPException)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    client: WebClient
    bot_user: str | None
    expires_at: datetime | None
    until_s: float


class ManyTokens:
    """The tokens of all installations. A client is kept for half a minute: an answer asks no database for it."""

    def __init__(
        self, app: App, ring: Ring, database: Database, clock: Clock, returned: Returned = lambda _session, _id: None
    ) -> None:
        """`app` is ours at Slack; `ring` holds the keys that open tokens; `returned` is told who is back again."""
        self._app = app
        self._ring = ring
        self._database = database
        self._clock = clock
        self._returned = returned
        self._kept: dict[str, _Kept] = {}

    def launch(self) -> None:
        """See that every token can be opened. Raises bot.store.seal's SealError: better no start than half of one."""
        with self._database.reading() as session:
            for row in installations.every(session):
                _secret(self._ring, row, TOKEN)

    def client(self, workspace_id: str) -> WebClient:
        """A client with this workspace's own token, or its organisation's."""
        return self._look(workspace_id, None).client

    def bot_user(self, workspace_id: str, enterprise_id: str | None) -> str | None:
        """Who we are in a workspace. One of an organisation that has let us in is noted when it is first heard of."""
        return self._look(workspace_id, enterprise_id).bot_user

    def keep(self, grant: Grant) -> None:
        """Keep what a workspace or an organisation has granted, in the place of what it granted before."""
        now = self._clock()
        bound = (grant.holder, grant.enterprise_id or "")
        row = Installation(
            workspace_id=grant.holder,
            enterprise_id=grant.enterprise_id,
            is_org=grant.is_org,
            bot_user_id=grant.bot_user_id,
            scopes=grant.scopes,
            token=seal(self._ring, grant.token, TOKEN, *bound),
            refresh=seal(self._ring, grant.refresh, REFRESH, *bound) if grant.refresh else None,
            expires_at=grant.expires_at,
            refreshing_until=None,
            installed_by=grant.installed_by,
            installed_at=now,
        )
        with self._database.unit_of_work() as session:
            back = installations.keep(session, row)
            if not grant.is_org:
                people.join(session, grant.holder, grant.name, grant.bot_user_id, grant.enterprise_id, now)
            for workspace_id in back:
                self._returned(session, workspace_id)
        self._kept.clear()
        log.info("installed", action="keep", workspace=grant.holder)

    def leave(self, holder: str, at: datetime) -> None:
        """Delete the tokens of a workspace or an organisation that has let us go."""
        with self._database.unit_of_work() as session:
            had_any = installations.leave(session, holder, at=at)
        self._kept.clear()
        if had_any:
            log.warning("uninstalled", action="leave", workspace=holder)

    def tick(self) -> None:
        """Renew the tokens that end soon."""
        now = self._clock()
        with self._database.reading() as session:
            soon = installations.expiring(session, now + EARLY, now)
        for holder in soon:
            self._renew(holder)

    def _look(self, workspace_id: str, enterprise_id: str | None) -> _Kept:
        kept = self._kept.get(workspace_id)
        if kept is not None and kept.until_s > time.monotonic() and not _is_over(kept.expires_at, self._clock()):
            return kept
        row = self._row(workspace_id, enterprise_id)
        if row is not None and _is_over(row.expires_at, self._clock()) and self._renew(row.workspace_id):
            row = self._row(workspace_id, enterprise_id)
        found = self._opened(row)
        if row is not None and found.bot_user and row.is_org and enterprise_id:
            self._adopt(workspace_id, row)
        if row is not None:  # of strangers nothing is kept: anybody may ask for as many as they like
            self._kept[workspace_id] = found
        return found

    def _row(self, workspace_id: str, enterprise_id: str | None) -> Installation | None:
        with self._database.reading() as session:
            return installations.of_workspace(session, workspace_id, enterprise_id)

    def _opened(self, row: Installation | None) -> _Kept:
        until = time.monotonic() + TRUSTED_S
        if row is None:
            return _Kept(client=Nobody(GONE), bot_user=None, expires_at=None, until_s=until)
        try:
            token = _secret(self._ring, row, TOKEN)
        except SealError as error:
            log.error("token_unreadable", action="open", workspace=row.workspace_id, fault=type(error).__name__)  # noqa: TRY400
            return _Kept(client=Nobody(UNREADABLE), bot_user=None, expires_at=None, until_s=until)
        is_over = _is_over(row.expires_at, self._clock())
        client = Nobody(EXPIRED) if is_over else connect(token, self._app.api_url)
        return _Kept(client=client, bot_user=row.bot_user_id, expires_at=row.expires_at, until_s=until)

    def _adopt(self, workspace_id: str, row: Installation) -> None:
        """Note a workspace of an organisation that has let us in as a whole."""
        with self._database.unit_of_work() as session:
            known = people.workspace(session, workspace_id)
            if known is None or known.left_at is not None or known.enterprise_id != row.workspace_id:
                is_back = known is not None and known.left_at is not None
                people.join(session, workspace_id, workspace_id, row.bot_user_id, row.workspace_id, self._clock())
                if is_back:
                    self._returned(session, workspace_id)

    def _renew(self, holder: str) -> bool:
        """Renew a token, unless somebody else is at it; whether it was. No transaction is open while Slack is asked."""
        now = self._clock()
        with self._database.unit_of_work() as session:
            mine = installations.claim(session, holder, now=now, until=now + CLAIMED)
            row = session.get(Installation, holder)
        if not mine or row is None or row.refresh is None:
            return False
        try:
            token, refresh, expires_at = renew(self._app, _secret(self._ring, row, REFRESH), now)
        except _FAILURES as error:
            log.error("token_not_renewed", action="renew", workspace=holder, fault=_code(error))  # noqa: TRY400 (a trace could hold it)
            return False
        bound = (row.workspace_id, row.enterprise_id or "")
        with self._database.unit_of_work() as session:
            still = session.get(Installation, holder, with_for_update=True)
            # Gone, installed anew or renewed meanwhile; that it is sealed with another key by now changes nothing.
            if still is None or (still.installed_at, still.expires_at) != (row.installed_at, row.expires_at):
                return False
            still.token = seal(self._ring, token, TOKEN, *bound)
            still.refresh = seal(self._ring, refresh, REFRESH, *bound)
            still.expires_at, still.refreshing_until = expires_at, None
        self._kept.clear()
        log.info("token_renewed", action="renew", workspace=holder)
        return True


def _secret(ring: Ring, row: Installation, purpose: str) -> str:
    """A secret of an installation, opened. Raises SealError."""
    sealed = row.token if purpose == TOKEN else str(row.refresh)
    return unseal(ring, sealed, purpose, row.workspace_id, row.enterprise_id or "")


def opens(ring: Ring, row: Installation) -> bool:
    """Whether an installation's secrets can be opened."""
    try:
        _secret(ring, row, TOKEN)
        if row.refresh is not None:
            _secret(ring, row, REFRESH)
    except SealError:
        return False
    return True


def reseal(ring: Ring, row: Installation) -> None:
    """Seal an installation's secrets anew, with the key that writes now. Raises SealError, and changes nothing then."""
    bound = (row.workspace_id, row.enterprise_id or "")
    token = _secret(ring, row, TOKEN)
    refresh = _secret(ring, row, REFRESH) if row.refresh is not None else None
    row.token = seal(ring, token, TOKEN, *bound)
    row.refresh = seal(ring, refresh, REFRESH, *bound) if refresh is not None else None


def _is_over(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and expires_at <= now


def _code(error: Exception) -> str:
    """Slack's word for a refusal, else what kind of failure it was; never its text, which could hold a secret."""
    answer = getattr(error, "response", None)
    return str(answer.get("error") or type(error).__name__) if answer is not None else type(error).__name__
