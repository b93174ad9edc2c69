"""Whom somebody wants to hand a question to: what Slack says of them right now, and whether they are in the channel."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.interview.hand import Target
from bot.slack.front import Front, Who, renew
from bot.slack.places import member_pages
from bot.store import diagnoses

log = structlog.get_logger()


def find_target(front: Front, who: Who, diagnosis_id: str, person: str) -> Target | None:
    """Ask Slack about them; None where the diagnosis or the id means nothing."""
    with front.database.reading() as session:
        channel = diagnoses.channel_of(session, who.workspace_id, diagnosis_id)
    if channel is None or not person.isalnum():
        return None
    renew(front, who.workspace_id, person)
    return Target(person=person, in_channel=_is_member(front, who.workspace_id, channel, person))


def _is_member(front: Front, workspace_id: str, channel: str, person: str) -> bool | None:
    """Whether somebody is in the channel; None where Slack does not say, or not within the first pages."""
    try:
        for page, is_last in member_pages(front, workspace_id, channel):
            if person in page:
                return True
            if is_last:
                return False
    except (SlackApiError, OSError) as error:
        log.info("members_not_seen", action="find_target", fault=type(error).__name__)
    return None
