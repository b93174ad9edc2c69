"""What somebody reads when something of ours has broken: that nothing was recorded, and never the details."""

from types import TracebackType
from typing import Any

import structlog
from slack_bolt import BoltResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.slack import inbox
from bot.slack.blocks import render
from bot.slack.front import Front, Who, texts_for, whisper
from prompts.catalog import Catalog, catalog
from prompts.messages import Note

log = structlog.get_logger()

OK, NOT_UNDERSTOOD, BROKEN = 200, 400, 500
UNREADABLE = (LookupError, TypeError, AttributeError, ValueError)


def failed(front: Front, error: Exception, body: dict[str, Any], *, is_last: bool = False) -> BoltResponse:
    """The transaction is rolled back; the one who typed or tapped is told so, if anybody can be.

    Slack keeps a form open with what was filled in, and sends an event again that is answered with 500: only when that
    was the last time (`is_last`), whoever typed an answer has to type it again, and is told.
    """
    log.error("request_failed", action="listen", fault=type(error).__name__, kind=body.get("type", "command"))
    if isinstance(error, UNREADABLE) and _in_reading(error.__traceback__):
        return BoltResponse(status=NOT_UNDERSTOOD)
    who = _who(body) or (_writer(front, body) if is_last else None)
    if who is None:
        return BoltResponse(status=BROKEN)
    note = Note(text=_texts(front, who).say("wrong.unforeseen"))
    if "command" not in body:
        _whisper(front, who, note)
        return BoltResponse(status=BROKEN)
    text, blocks = render(note)
    return BoltResponse(status=OK, body={"response_type": "ephemeral", "text": text, "blocks": blocks})


def _in_reading(trace: TracebackType | None) -> bool:
    """Whether it broke in this room or before any line of ours: what was read was not as Slack or we make it."""
    room = ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        room = module if module.startswith(("bot.", "prompts.", "scoring.")) else room
        trace = trace.tb_next
    return not room or room.startswith("bot.slack.")


def _who(body: dict[str, Any]) -> Who | None:
    """Who typed a command or tapped in a channel; nobody for what Slack sends again or shows by itself."""
    if "command" in body:
        return Who(workspace_id=body["team_id"], actor=body["user_id"], channel=body["channel_id"])
    if body.get("type") != "block_actions" or not body.get("channel"):
        return None
    at = body.get("message") or {}
    return Who(
        workspace_id=body["team"]["id"],
        actor=body["user"]["id"],
        channel=body["channel"]["id"],
        thread_ts=at.get("thread_ts"),
        reply_url=body.get("response_url"),
    )


def _writer(front: Front, body: dict[str, Any]) -> Who | None:
    """Who typed into a diagnosis's thread or to Unstick itself; nobody for what stands elsewhere, or may."""
    event = body.get("event") or {}
    if event.get("type") != "message" or event.get("bot_id") or not (event.get("user") and event.get("channel")):
        return None
    who = Who(
        workspace_id=body["team_id"], actor=event["user"], channel=event["channel"], thread_ts=event.get("thread_ts")
    )
    try:
        is_to_us = event.get("channel_type") == "im" or bool(who.thread_ts and inbox.is_ours(front, who, who.thread_ts))
    except (SQLAlchemyError, OSError):
        return None
    return who if is_to_us else None


def _texts(front: Front, who: Who) -> Catalog:
    """In their language, as far as it can be known: it may be the database that is away."""
    try:
        return texts_for(front, who)
    except (SQLAlchemyError, OSError):
        return catalog()


def _whisper(front: Front, who: Who, note: Note) -> None:
    try:
        whisper(front, who, note)
    except (SQLAlchemyError, OSError) as error:
        log.warning("hint_not_shown", action="whisper", fault=type(error).__name__)
