"""Who may do what, as a table: each kind of person against each deed."""

import pytest

from bot.access import (
    FOREIGN,
    GUEST,
    HIDDEN,
    NOT_IN_CHANNEL,
    NOT_YOUR_ACTION,
    NOT_YOUR_PART,
    NOT_YOURS,
    Deed,
    Place,
    Standing,
    refusal,
)
from prompts.message_ids import MESSAGES

MEMBER = Standing()
STARTER = Standing(is_poster=True)
OWNER = Standing(is_owner=True)
HOLDER = Standing(is_holder=True)
OUTSIDE = Standing(may_read=False, is_poster=True, is_owner=True, is_holder=True)
GUESTS = Standing(is_guest=True, is_poster=True, is_owner=True, is_holder=True)
GONE = Standing(is_gone=True, is_poster=True)
OTHERS = Standing(is_foreign=True, is_guest=True, is_poster=True)

OPEN = (Deed.START, Deed.ANSWER, Deed.CHANGE, Deed.SEE, Deed.EXPORT, Deed.TAKE, Deed.RANK)
POSTERS = (Deed.POST, Deed.STOP, Deed.NAME)
HOLDERS = (Deed.VOUCH, Deed.DECIDE, Deed.END)
TABLE = {
    **{(deed, who): None for deed in OPEN for who in (MEMBER, STARTER, OWNER, HOLDER)},
    **{(deed, STARTER): None for deed in POSTERS},
    **{(deed, who): NOT_YOURS for deed in POSTERS for who in (MEMBER, OWNER, HOLDER)},
    (Deed.SETTLE, OWNER): None,
    (Deed.SETTLE, MEMBER): NOT_YOUR_ACTION,
    (Deed.SETTLE, STARTER): NOT_YOUR_ACTION,
    (Deed.SETTLE, HOLDER): NOT_YOUR_ACTION,
    **{(deed, HOLDER): None for deed in HOLDERS},
    **{(deed, who): NOT_YOUR_PART for deed in HOLDERS for who in (MEMBER, STARTER, OWNER)},
    **{(deed, OUTSIDE): NOT_IN_CHANNEL for deed in Deed},
    **{(deed, GUESTS): GUEST for deed in Deed},
    **{(deed, GONE): GUEST for deed in Deed},
    **{(deed, OTHERS): FOREIGN for deed in Deed},
}


@pytest.mark.parametrize(("deed", "who"), TABLE, ids=str)
def test_who_may_do_what(deed: Deed, who: Standing) -> None:
    """The table is what holds, and each refusal is a message that there is."""
    refused = refusal(deed, who)
    assert refused == TABLE[deed, who]
    assert refused is None or refused in MESSAGES


def test_the_table_is_whole() -> None:
    """Every deed is decided for every kind of person."""
    people = (MEMBER, STARTER, OWNER, HOLDER, OUTSIDE, GUESTS, GONE, OTHERS)
    assert set(TABLE) == {(deed, who) for deed in Deed for who in people}


def test_who_can_read_a_channel() -> None:
    """A public one everybody of the team, a private one who is in it, one that Slack does not show us nobody."""
    assert Place(is_known=True, is_private=False).can_read("U1")
    assert Place(is_known=True, is_private=True, members=frozenset({"U1"})).can_read("U1")
    assert not Place(is_known=True, is_private=True, members=frozenset({"U1"})).can_read("U2")
    assert not HIDDEN.can_read("U1")
