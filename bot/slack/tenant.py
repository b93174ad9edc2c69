"""Whose request it is: the workspace that let us in, as every listener then finds it in the same place.

In channels shared between companies, and where an organisation has let us in as a whole, Slack names several workspaces
in one request, or none; what counts is where we are installed.
"""

from typing import Any

from slack_bolt import Args, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize

from bot.slack.keys import Keys


class Tenants(Authorize):
    """What Bolt asks before a listener runs: who we are there. It gets no token: only letters and forms need one."""

    def __init__(self, keys: Keys) -> None:
        """`keys` know where Unstick is installed."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._keys = keys

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """Who we are in the workspace of a request; None where Unstick is not installed."""
        whole = enterprise_id if context.is_enterprise_install else None
        bot_user = self._keys.bot_user(team_id, whole) if team_id else None
        if bot_user is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_user_id=bot_user)


def find(args: Args) -> None:
    """Where an organisation has let us in, Bolt may find no workspace in an event; Slack names it outside."""
    outside = args.body.get("team_id")
    if not args.context.team_id and isinstance(outside, str):
        args.context["team_id"] = outside
    args.next()


def settle(args: Args) -> None:
    """Write the workspace that let us in where listeners look for it."""
    workspace_id = args.context.team_id
    body: dict[str, Any] = args.body
    if workspace_id:
        if "command" in body or body.get("type") == "event_callback":
            body["team_id"] = workspace_id
        else:
            body["team"] = {**(body.get("team") or {}), "id": workspace_id}
    args.next()
