"""What Slack tells only because Unstick is in the channel: most of what is said there, and all that it says itself.

It is acknowledged at the door, unread: each would otherwise go through everything that a real answer goes through, and
in a busy channel there are many more of them than answers.
"""

from collections.abc import Mapping
from typing import Any, Final

EVENT: Final = "event_callback"
TYPED: Final = frozenset({None, "file_share", "thread_broadcast"})


def is_overheard(request: Mapping[str, Any]) -> bool:
    """Whether a request tells of a message that cannot be meant for Unstick."""
    event = request.get("event")
    if request.get("type") != EVENT or not isinstance(event, Mapping) or event.get("type") != "message":
        return False
    return not (is_typed(event) and (is_private(event) or event.get("thread_ts")))


def is_typed(event: Mapping[str, Any]) -> bool:
    """Whether a person has typed it just now: no app, no edit, no note of Slack's."""
    return event.get("subtype") in TYPED and not event.get("bot_id") and bool(event.get("user"))


def is_private(event: Mapping[str, Any]) -> bool:
    """Whether it was said to Unstick itself."""
    return event.get("channel_type") == "im"
