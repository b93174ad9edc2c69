"""How the app comes into a workspace and goes: what an administrator does in a browser, and what the app is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.playground.slack import payloads, shapes
from bot.playground.slack.model import BOT_USER, Channel, Json, User
from bot.playground.slack.socket_mode import SocketMode

if TYPE_CHECKING:
    from bot.playground.slack.courier import Courier
    from bot.playground.slack.dispatch import Dispatcher
    from bot.playground.slack.grants import Grants
    from bot.playground.slack.hands import Hands
    from bot.playground.slack.inbound import Line
    from bot.playground.slack.workspace import Workspace


SUBSCRIBED = frozenset(
    {
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "app_home_opened",
        "member_joined_channel",
        "channel_archive",
        "channel_unarchive",
        "group_archive",
        "group_unarchive",
        "user_change",
        "app_uninstalled",
        "tokens_revoked",
    }
)
"""The events that the app asked for."""


class Door:
    """Installing, removing, and what happens to the workspace's people."""

    workspace: Workspace
    hands: Hands
    courier: Courier
    line: Line
    dispatcher: Dispatcher
    grants: Grants
    subscribed: frozenset[str]

    def offer_socket(self) -> SocketMode:
        """Let the app connect by Socket Mode; from now on nothing goes to its address."""
        self.line.socket = SocketMode()
        self.dispatcher.open_socket = self.line.socket.invite
        return self.line.socket

    def invite_bot(self, channel: str) -> Channel:
        """Invite the bot into a channel."""
        return self.workspace.add_member(self.hands.channel(channel), BOT_USER)

    def stand_beside(self, other: Door) -> None:
        """Be reached at the other's address too, and it at ours: as one Slack with several workspaces."""
        together = self.dispatcher.beside | other.dispatcher.beside
        for each in together.values():
            each.beside = together

    def approve(self, url: str, by: str = "olivia") -> str:
        """Allow in a browser what the app asks for at ``url``; returns where the browser is sent then.

        Raises:
            Refusal: Slack would show an error instead.
        """
        asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        back, code = self.grants.approve(asked, self.workspace.team, self.hands.user(by).id)
        return f"{back}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def uninstall(self) -> None:
        """Remove the app: its tokens are good no more, and it is told."""
        self.grants.drop(self.workspace.team)
        tokens = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}}
        for event in (tokens, {"type": "app_uninstalled"}):
            self._tell(event)

    def change_user(self, user: str, **traits: Any) -> User:
        """Let somebody's profile, or whether they are still there, be another; the app is told."""
        changed = self.workspace.put_user(replace(self.hands.user(user), **traits))
        self._tell({"type": "user_change", "user": shapes.user_json(changed, self.workspace.clock())})
        return changed

    def _tell(self, event: Json) -> None:
        """Tell the app of something that belongs to no channel."""
        if event["type"] in self.subscribed:
            self.courier.post(payloads.event(self.workspace, event), "")
