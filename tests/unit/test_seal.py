"""Secrets at rest: only the right key opens them, only for whom they were sealed, and a lost key fails closed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.seal import BrokenSealError, LostKeyError, Ring, SealError, new_key, read_ring, seal, sealed_with, unseal

OLD, NEW = new_key("old"), new_key("new")
RING = read_ring(f"{NEW}, {OLD}")
names = st.lists(st.text(max_size=8), max_size=3).map(tuple)


@given(st.text(), names)
def test_what_is_sealed_opens(secret: str, bound: tuple[str, ...]) -> None:
    """Every secret comes back as it was; sealed twice, it never reads the same, and never holds what it hides."""
    sealed = seal(RING, secret, *bound)
    assert unseal(RING, sealed, *bound) == secret
    assert seal(RING, secret, *bound) != sealed
    assert "xoxb-123" not in seal(RING, f"xoxb-123{secret}", *bound)


@given(names, names)
def test_it_opens_for_nobody_else(bound: tuple[str, ...], other: tuple[str, ...]) -> None:
    """A secret opens only with the names that it was sealed with, however those might be put together otherwise."""
    sealed = seal(RING, "xoxb-1", *bound)
    if bound == other:
        assert unseal(RING, sealed, *other) == "xoxb-1"
    else:
        with pytest.raises(BrokenSealError):
            unseal(RING, sealed, *other)


def test_a_changed_character() -> None:
    """Whatever character of it is changed, to whatever other, it does not open."""
    sealed = seal(RING, "xoxb-1", "token", "T1")
    for at in range(len(sealed)):
        for other in {*(string.ascii_letters + string.digits + "-_=. :")} - {sealed[at]}:
            with pytest.raises(SealError):
                unseal(RING, sealed[:at] + other + sealed[at + 1 :], "token", "T1")


def test_the_first_key_writes_and_all_read() -> None:
    """What an older key sealed opens as long as that key is there; new secrets are sealed with the first."""
    before = seal(read_ring(OLD), "xoxb-1", "T1")
    assert unseal(RING, before, "T1") == "xoxb-1"
    assert sealed_with(before) == "old"
    assert sealed_with(seal(RING, "xoxb-1", "T1")) == "new"


def test_another_key_under_the_same_name() -> None:
    """A key of the right name and the wrong bytes opens nothing."""
    with pytest.raises(BrokenSealError):
        unseal(read_ring(new_key("old")), seal(read_ring(OLD), "xoxb-1", "T1"), "T1")


def test_a_lost_key_says_what_to_do() -> None:
    """Without its key a secret stays closed, and the sentence names the key and both ways out."""
    with pytest.raises(LostKeyError, match=r'"old", which is not in UNSTICK_ENCRYPTION_KEYS.*unstick keys forget'):
        unseal(read_ring(NEW), seal(read_ring(OLD), "xoxb-1", "T1"), "T1")


@pytest.mark.parametrize(
    "wrong",
    ["", " , ", "nokey", "a:", "a:c2hvcnQ=", "a:%%%", f"{OLD},{OLD}", f"b d:{OLD.partition(':')[2]}", ":" + "A" * 44],
    ids=["nothing", "blanks", "no colon", "no key", "short", "no base64", "twice", "two words", "no name"],
)
def test_keys_that_are_none(wrong: str) -> None:
    """A setting that holds no usable keys is refused, and none of it is repeated."""
    with pytest.raises(SealError) as refused:
        read_ring(wrong)
    assert "unstick keys new" in str(refused.value)
    assert wrong.partition(":")[2] not in str(refused.value) or not wrong.partition(":")[2]


def test_printing_shows_no_key() -> None:
    """A ring that lands in a log or a traceback shows nothing of its keys."""
    assert repr(RING) == "Ring()"
    assert isinstance(RING, Ring)
