"""A rule of Slack's, and the workspace in which it is tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from tests.unit.playground.stage import fetch, modal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.slack import LocalSlack
    from tests.unit.playground.stage import Bot, Clock

DOCUMENTED = "Slack's reference"
REPORTED = "reports"  # answers of Slack's that people have published
READING = "our reading"  # the limit is Slack's, the code or the words of the refusal are a guess

HERE, ELSEWHERE, PRIVATE = "C0ORDERS", "C0GENERAL", "C0STEERING"
USER, ROBOT = "U0OLIVIA", "U0LOCALBOT"


@dataclass(frozen=True, kw_only=True)
class World:
    """A workspace, its app and its clock; rules share one, so each makes what it changes."""

    slack: LocalSlack
    bot: Bot
    clock: Clock

    @property
    def client(self) -> WebClient:
        """Slack's own client; it tries nothing twice by itself."""
        return WebClient(self.slack.token, base_url=self.slack.api_url, retry_handlers=[])

    def said(self) -> str:
        """The ``ts`` of what a person said."""
        return self.slack.say("olivia", "orders", "hello").ts

    def posted(self) -> str:
        """The ``ts`` of what the bot said."""
        return str(self.client.chat_postMessage(channel=HERE, text="mine")["ts"])

    def archived(self) -> str:
        """A channel that was archived with the bot in it."""
        channel = self.slack.add_channel(self.slack.workspace.next_id("old").lower(), ["olivia"], bot=True)
        self.slack.archive(channel.name)
        return channel.id

    def person(self, **traits: Any) -> str:
        """Somebody who is in no channel."""
        return self.slack.add_user(self.slack.workspace.next_id("new").lower(), **traits).id

    def trigger(self) -> str:
        """A fresh trigger of Olivia's."""
        self.slack.slash("olivia", "orders", "/unstick")
        return list(self.slack.workspace.triggers)[-1]

    def reply_url(self) -> str:
        """A fresh reply address of Olivia's."""
        self.slack.slash("olivia", "orders", "/unstick")
        return self.bot.heard[-1].form["response_url"]

    def opened(self, **more: Any) -> str:
        """The id of a modal that lies before Olivia, alone."""
        return str(self.client.views_open(trigger_id=self.trigger(), view=modal(**more))["view"]["id"])

    def stacked(self) -> None:
        """Three modals over one another."""
        self.opened()
        for _ in range(2):
            self.client.views_push(trigger_id=self.trigger(), view=modal())

    def uploaded(self, content: bytes = b"abc") -> str:
        """The id of a file that was announced and uploaded."""
        place = self.client.files_getUploadURLExternal(filename="a.png", length=len(content))
        assert fetch(str(place["upload_url"]), content)[0] == 200
        return str(place["file_id"])


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that Slack refuses.

    Args:
        says: the rule, in words.
        method: the method that is called; ``response_url`` and ``view_submission`` for the two that are no methods.
        given: makes the arguments of the refused call (for a block or a view: what is wrong with it).
        error: Slack's code.
        reason: what stands in ``response_metadata.messages``, with the place; empty when nothing does.
        basis: how we know.
        terms: what is other in this workspace.
    """

    says: str
    method: str
    given: Callable[[World], Any]
    error: str
    reason: str = ""
    basis: str = DOCUMENTED
    terms: Mapping[str, Any] = field(default_factory=dict)


def called(
    says: str,
    method: str,
    error: str,
    given: Callable[[World], Any],
    *,
    reason: str = "",
    basis: str = DOCUMENTED,
    **terms: Any,
) -> Rule:
    """A rule about a call."""
    return Rule(says=says, method=method, given=given, error=error, reason=reason, basis=basis, terms=terms)


def block(says: str, reason: str, *wrong: Any, basis: str = DOCUMENTED) -> Rule:
    """A rule about the blocks of a message; ``reason`` ends with the place, such as ``@0/text``."""
    words, _, place = reason.partition(" @")
    return Rule(
        says=says,
        method="chat.postMessage",
        given=lambda _: {"channel": HERE, "text": "x", "blocks": list(wrong)},
        error="invalid_blocks",
        reason=f"{words} [json-pointer:/blocks{f'/{place}' if place else ''}]",
        basis=basis,
    )


def view(says: str, reason: str, wrong: dict[str, Any], *, basis: str = DOCUMENTED) -> Rule:
    """A rule about a view; ``reason`` ends with the place."""
    words, _, place = reason.partition(" @")
    return Rule(
        says=says,
        method="views.open",
        given=lambda world: {"trigger_id": world.trigger(), "view": wrong},
        error="invalid_arguments",
        reason=f"{words} [json-pointer:/view{f'/{place}' if place else ''}]",
        basis=basis,
    )
