"""What Unstick may do in Slack, and why: each scope with what it serves. There are no others, and no user scopes.

The manifest, the installation and the security pack are made from this list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A bot scope. `serves`: the feature it is for. `limits`: what is and is not done with it.

    `is_optional`: Unstick does its work without it, by buttons and forms instead of typed words.
    """

    name: str
    serves: str
    limits: str
    is_optional: bool = False


SCOPES: Final[tuple[Scope, ...]] = (
    Scope(
        name="commands",
        serves="The one slash command, /unstick.",
        limits="What follows the command is read when somebody types it, and at no other time.",
    ),
    Scope(
        name="chat:write",
        serves="Questions in the diagnosis's thread, the plan in its channel, check-ins to those who agreed to them.",
        limits="Only in channels that Unstick was invited to, and to people who take part. Never @channel or @here.",
    ),
    Scope(
        name="im:write",
        serves="Opening the direct message in which somebody is asked what they agreed to be asked.",
        limits="Only with people who have a part in a diagnosis or its plan.",
    ),
    Scope(
        name="files:write",
        serves="The report and the drafted documents, put into the thread when somebody asks for them.",
        limits="No files of others are read.",
    ),
    Scope(
        name="users:read",
        serves="Names, time zones and languages, so that people are asked at 09:00 their time, in their language.",
        limits="Only of people who take part; no e-mail addresses. Guests are recognised and told kindly.",
    ),
    Scope(
        name="channels:read",
        serves="Whether Unstick is in a public channel, whether that is archived, and who can be handed a question.",
        limits="Only channels in which the command is used; no list of channels is made.",
    ),
    Scope(
        name="groups:read",
        serves="The same for private channels that Unstick was invited to; who is inside decides who may read along.",
        limits="Private channels that Unstick is not in cannot be seen.",
    ),
    Scope(
        name="channels:history",
        serves="Answers typed in a diagnosis's thread in a public channel; after a failure, whether a message arrived.",
        limits="Everything outside such a thread is dropped before it is stored or logged. Past messages are not read.",
        is_optional=True,
    ),
    Scope(
        name="groups:history",
        serves="The same in private channels that Unstick was invited to.",
        limits="As for public channels.",
        is_optional=True,
    ),
    Scope(
        name="im:history",
        serves="Answers typed in the direct message with Unstick.",
        limits="Only messages written to Unstick itself.",
        is_optional=True,
    ),
)


def granted(*, with_history: bool = True) -> Sequence[str]:
    """The names of the scopes to ask for, in order; without those by which typed answers are read."""
    return tuple(scope.name for scope in SCOPES if with_history or not scope.is_optional)
