"""A refusal, as Slack words it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.slack.model import Json


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of Slack, not an error of ours
    """The call is refused with ``code``; ``messages`` go to ``response_metadata``, ``extra`` beside the code."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body
