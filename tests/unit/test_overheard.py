"""What is acknowledged at the door: everything said around Unstick that cannot be meant for it, and nothing else."""

from typing import Any

import pytest

from bot.slack.overheard import is_overheard

THREAD = {"type": "message", "user": "U1", "channel": "C1", "ts": "2.000001", "thread_ts": "1.000001", "text": "nobody"}


def _told(event: dict[str, Any], kind: str = "event_callback") -> dict[str, Any]:
    return {"type": kind, "team_id": "T1", "event_id": "E1", "event": event}


@pytest.mark.parametrize(
    "event",
    [
        {**THREAD, "thread_ts": None},
        {**THREAD, "bot_id": "B1"},
        {**THREAD, "user": None, "bot_id": "B1", "channel_type": "im"},
        {**THREAD, "subtype": "message_changed"},
        {**THREAD, "subtype": "bot_message"},
        {**THREAD, "subtype": "channel_join"},
    ],
)
def test_said_around_it(event: dict[str, Any]) -> None:
    """In the channel itself, by an app (itself too), an edit, a note of Slack's."""
    assert is_overheard(_told(event))


@pytest.mark.parametrize(
    "event",
    [
        THREAD,
        {**THREAD, "subtype": "file_share"},
        {**THREAD, "subtype": "thread_broadcast"},
        {**THREAD, "thread_ts": None, "channel_type": "im"},
        {**THREAD, "type": "member_joined_channel", "thread_ts": None},
        {**THREAD, "type": "app_home_opened", "thread_ts": None},
    ],
)
def test_maybe_meant_for_it(event: dict[str, Any]) -> None:
    """Typed by a person in a thread or to Unstick, or something that happens around it."""
    assert not is_overheard(_told(event))


@pytest.mark.parametrize("request_", [_told(THREAD, "block_actions"), {"type": "event_callback"}, {}, {"event": "x"}])
def test_no_event(request_: dict[str, Any]) -> None:
    """What is no event of Slack's is for others to judge."""
    assert not is_overheard(request_)
