"""What Slack says of a channel, and who is in it; asked at most once a minute for each."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.access import HIDDEN, Place
from bot.checkins import rest
from bot.slack.front import Front, Who, desk_for, texts_for
from bot.store import people
from prompts.catalog import Catalog
from prompts.messages import Note

log = structlog.get_logger()

FRESH = timedelta(minutes=1)
CHANNEL_PREFIXES = ("C", "G")
ARCHIVED = "wrong.archived"
PAGE = 500
PAGES = 20  # ten thousand members: beyond that, nobody more is taken to be inside


def place(front: Front, workspace_id: str, channel: str) -> Place:
    """A channel as Slack shows it to us. Where Slack does not answer, it is hidden."""
    now = front.clock()
    kept = front.places.get((workspace_id, channel))
    if kept is not None and kept[0] > now - FRESH:
        return kept[1]
    found = _ask(front, workspace_id, channel)
    front.places[workspace_id, channel] = (now, found)
    return found


def _ask(front: Front, workspace_id: str, channel: str) -> Place:
    try:
        about = front.keys.client(workspace_id).conversations_info(channel=channel)["channel"]
        is_private = bool(about.get("is_private"))
        members = _members(front, workspace_id, channel) if is_private else frozenset[str]()
    except (SlackApiError, OSError) as error:
        log.info("channel_not_seen", action="place", fault=type(error).__name__)
        return HIDDEN
    return Place(
        is_known=True,
        is_private=is_private,
        is_archived=bool(about.get("is_archived")),
        has_us=bool(about.get("is_member")),
        members=members,
    )


def _members(front: Front, workspace_id: str, channel: str) -> frozenset[str]:
    return frozenset(member for page, _ in member_pages(front, workspace_id, channel) for member in page)


def member_pages(front: Front, workspace_id: str, channel: str) -> Iterator[tuple[Sequence[str], bool]]:
    """Who is in a channel, page by page, each with whether it is the last. Raises slack_sdk's errors, and OSError."""
    cursor = ""
    for _ in range(PAGES):
        answer = front.keys.client(workspace_id).conversations_members(
            channel=channel, limit=PAGE, cursor=cursor or None
        )
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        yield answer["members"], not cursor
        if not cursor:
            return


def not_here(front: Front, workspace_id: str, channel: str, texts: Catalog) -> Note | None:
    """Why nothing can be begun in this channel; None if it can."""
    trouble = _trouble(front, workspace_id, channel)
    return Note(text=texts.say(trouble)) if trouble else None


def _trouble(front: Front, workspace_id: str, channel: str) -> str | None:
    """The id of the message that says why we cannot post in a channel; None if we can."""
    if not channel.startswith(CHANNEL_PREFIXES):
        return "wrong.not_a_channel"
    try:
        found = front.keys.client(workspace_id).conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        log.info("channel_not_seen", action="not_here", code=error.response.get("error"))
        return "wrong.not_in_channel"
    if found.get("is_archived"):
        return ARCHIVED
    return None if found.get("is_member") else "wrong.not_in_channel"


def rejoined(front: Front, workspace_id: str, channel: str) -> None:
    """We can post in a channel again: what it refused meanwhile follows now, in its order."""
    front.places.pop((workspace_id, channel), None)
    with front.database.unit_of_work() as session:
        count = front.revive(session, workspace_id, channel)
    log.info("channel_open_again", action="rejoined", letters=count)


def archived(front: Front, body: dict[str, Any]) -> None:
    """A channel was archived, so that its pilots rest; or it is back, and they go on."""
    event = body["event"]
    workspace_id, channel = body["team_id"], event["channel"]
    is_back = event["type"].endswith("_unarchive")
    if is_back:
        rejoined(front, workspace_id, channel)
    front.places.pop((workspace_id, channel), None)
    now = front.clock()
    with front.database.unit_of_work() as session:
        if not people.first_time(session, workspace_id, body["event_id"], now):
            return
        desk = desk_for(front, session, workspace_id, str(event.get("user", "")), now)
        outcome = rest.channel_back(desk, channel) if is_back else rest.channel_archived(desk, channel)
        if outcome.drafts:
            front.put(session, workspace_id, outcome.drafts)


def is_shut(front: Front, who: Who) -> Note | None:
    """What to say where a channel has refused a message: that we are not in it or that it is archived.

    Only then Slack is asked whether that still is so; if not, what was refused follows now.
    """
    if (who.workspace_id, who.channel) not in front.shut:
        return None
    trouble = _trouble(front, who.workspace_id, who.channel)
    if trouble is None:
        rejoined(front, who.workspace_id, who.channel)
        return None
    return Note(text=texts_for(front, who).say(ARCHIVED if trouble == ARCHIVED else "wrong.removed"))
