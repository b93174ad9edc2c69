"""Whose token speaks where: a client of Slack's Web API for each workspace, and for no other."""

from datetime import UTC, datetime
from typing import Protocol

import structlog
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.slack.client import GONE, Nobody, connect
from bot.store import people
from bot.store.database import Database

log = structlog.get_logger()


class Keys(Protocol):
    """The tokens that this service holds, one for each workspace it is in."""

    def launch(self) -> None:
        """Make sure that they can be used. Raises slack_sdk's SlackApiError or bot.store.seal's SealError."""

    def client(self, workspace_id: str) -> WebClient:
        """A client with this workspace's own token; one that refuses every call where there is none."""

    def bot_user(self, workspace_id: str, enterprise_id: str | None) -> str | None:
        """Who we are in a workspace; None where Unstick is not installed."""

    def leave(self, holder: str, at: datetime) -> None:
        """Delete the token of a workspace or an organisation that has let us go at this moment."""

    def tick(self) -> None:
        """Once a minute: renew what is about to end."""


class OneToken:
    """One workspace, by the token in the settings. It is never stored."""

    def __init__(self, token: str, api_url: str, database: Database, clock: Clock) -> None:
        """Nothing is contacted before `launch`."""
        self._client = connect(token, api_url)
        self._database = database
        self._clock = clock
        self._workspace_id = ""
        self.back_in: str | None = None  # the workspace, if it had left before `launch`
        self._name = ""
        self._enterprise_id: str | None = None
        self._bot_user: str | None = None
        self._installed_at = datetime.min.replace(tzinfo=UTC)

    def launch(self) -> None:
        """Ask Slack whose token it is. Raises slack_sdk's SlackApiError when Slack does not know it."""
        who = self._client.auth_test()
        self._workspace_id, self._bot_user = str(who["team_id"]), str(who["user_id"])
        self._installed_at = self._clock()
        self._name, self._enterprise_id = str(who["team"]), who.get("enterprise_id")
        with self._database.unit_of_work() as session:
            known = people.workspace(session, self._workspace_id)
            if known is not None and known.left_at is not None:
                self.back_in = self._workspace_id
            else:
                self.join(session)

    def join(self, session: Session) -> None:
        """Note that the workspace has us; where it had left, in the transaction in which what waited there goes on."""
        bot_user = self._bot_user or ""
        people.join(session, self._workspace_id, self._name, bot_user, self._enterprise_id, self._installed_at)
        self.back_in = None

    def client(self, workspace_id: str) -> WebClient:
        """The one client, for the one workspace."""
        return self._client if self._bot_user and workspace_id == self._workspace_id else Nobody(GONE)

    def bot_user(self, workspace_id: str, _enterprise_id: str | None) -> str | None:
        """Who we are, in the one workspace."""
        return self._bot_user if workspace_id == self._workspace_id else None

    def leave(self, holder: str, at: datetime) -> None:
        """Use the token no more; the settings still hold it, and Slack takes it no more."""
        if holder != self._workspace_id or at < self._installed_at:
            return
        self._bot_user = None
        with self._database.unit_of_work() as session:
            workspace = people.workspace(session, holder)
            if workspace is not None and workspace.left_at is None:
                workspace.left_at = at
        log.warning("uninstalled", action="leave", workspace=holder)

    def tick(self) -> None:
        """A token from the settings is renewed by whoever runs Unstick."""
