"""Who may do what: decided here and nowhere else, from facts that others look up.

Everybody of the team who can be in a channel may start, answer, change and take actions there, and have the report:
whoever reads along is part of it. What makes something public or ends it is for the starter and the sponsor. Guests and
people of another workspace may do nothing, because the answers concern the whole team; they are told kindly. What is
held in a private channel is for those who are in it, wherever it is looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.store.tables import Diagnosis, Person

GUEST = "wrong.guest"
FOREIGN = "wrong.foreign"
NOT_IN_CHANNEL = "wrong.private"
NOT_YOURS = "wrong.not_yours"
NOT_YOUR_ACTION = "wrong.not_your_action"
NOT_YOUR_PART = "wrong.not_your_part"


class Deed(StrEnum):
    """What somebody wants to do."""

    START = "start"
    ANSWER = "answer"
    CHANGE = "change"
    SEE = "see"
    EXPORT = "export"
    TAKE = "take"
    RANK = "rank"
    POST = "post"
    STOP = "stop"
    SETTLE = "settle"  # say how an action stands
    NAME = "name"  # say who holds a part that nobody holds
    VOUCH = "vouch"  # say yes or not yet for a part of a gate, how a month was, or that a number is expected
    DECIDE = "decide"  # open a gate whatever is missing
    END = "end"  # pause a pilot, go on with it, or end it


FOR_POSTERS = frozenset({Deed.POST, Deed.STOP, Deed.NAME})
FOR_HOLDERS = frozenset({Deed.VOUCH, Deed.DECIDE, Deed.END})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody stands to what they want to do something with.

    `may_read` is whether they can read the channel: it is public, or they are in it. `is_poster`: starter or sponsor.
    `is_owner`: the action is theirs. `is_holder`: the part that it takes is theirs.
    """

    is_foreign: bool = False
    is_guest: bool = False
    is_gone: bool = False
    may_read: bool = True
    is_poster: bool = False
    is_owner: bool = False
    is_holder: bool = False


def refusal(deed: Deed, standing: Standing) -> str | None:
    """The id of the message that says why they may not; None if they may."""
    if standing.is_foreign:
        return FOREIGN
    if standing.is_guest or standing.is_gone:
        return GUEST
    if not standing.may_read:
        return NOT_IN_CHANNEL
    if deed in FOR_POSTERS and not standing.is_poster:
        return NOT_YOURS
    if deed is Deed.SETTLE and not standing.is_owner:
        return NOT_YOUR_ACTION
    if deed in FOR_HOLDERS and not standing.is_holder:
        return NOT_YOUR_PART
    return None


def standing_of(
    person: Person | None,
    diagnosis: Diagnosis | None = None,
    *,
    is_foreign: bool = False,
    may_read: bool = True,
    owner: str | None = None,
) -> Standing:
    """How a person stands, as far as the store knows; `owner` is whose the action is."""
    return Standing(
        is_foreign=is_foreign,
        is_guest=person is not None and person.is_guest,
        is_gone=person is not None and (person.is_deactivated or person.is_bot),
        may_read=may_read,
        is_poster=person is not None and diagnosis is not None and person.id in posters(diagnosis),
        is_owner=person is not None and person.id == owner,
    )


def allowed(
    deed: Deed, diagnosis: Diagnosis, actor: str, *, owner: str | None = None, holders: Collection[str] = ()
) -> bool:
    """Whether somebody who got as far as the use case may do this: what they are in the workspace is settled then."""
    standing = Standing(is_poster=actor in posters(diagnosis), is_owner=actor == owner, is_holder=actor in holders)
    return refusal(deed, standing) is None


def posters(diagnosis: Diagnosis) -> list[str]:
    """Who may make it public or end it: who started it, and the sponsor."""
    return list(dict.fromkeys(person for person in (diagnosis.starter, diagnosis.roles.get("sponsor")) if person))


@dataclass(frozen=True)
class Place:
    """A channel: whether it is private, archived, has us in it; `members` are looked up for private ones only."""

    is_known: bool
    is_private: bool
    is_archived: bool = False
    has_us: bool = False
    members: frozenset[str] = frozenset()

    def can_read(self, person: str) -> bool:
        """Whether somebody of the team can read it; what Slack does not tell us counts as no."""
        return self.is_known and (not self.is_private or person in self.members)


HIDDEN = Place(is_known=False, is_private=True)
