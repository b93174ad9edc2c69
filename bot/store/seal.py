"""Secrets at rest: AES-256-GCM with named keys, each secret bound to whom it belongs.

What is sealed is written as `key id.base64(nonce and ciphertext)`. The key's id, the purpose and the owner are
authenticated with it (associated data), so a row copied to another workspace, or under another key's name, does not
open. Several keys may be there: the first writes, all read.
"""

import base64
import binascii
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SETTING = "UNSTICK_ENCRYPTION_KEYS"
KEY_BYTES = 32
NONCE_BYTES = 12
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class SealError(Exception):
    """Keys that cannot be used, or a secret that does not open; the message says what to do, and holds no secret."""


class LostKeyError(SealError):
    """A secret was sealed with a key that is not there any more."""

    def __init__(self, key_id: str) -> None:
        """`key_id` is the name of the missing key."""
        super().__init__(
            f'Tokens are encrypted with the key "{key_id}", which is not in {SETTING}. Put it back there, behind the '
            "others. If it is gone for good, run `unstick keys forget` and let those workspaces install Unstick again "
            "within UNSTICK_GRACE_DAYS: then nothing but their tokens is lost."
        )
        self.key_id = key_id


class BrokenSealError(SealError):
    """A secret was changed, or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "A stored token does not open: its row was changed or copied from another workspace. It is not used. "
            "Restore the row from a backup, or run `unstick keys forget` and let that workspace install Unstick again."
        )


@dataclass(frozen=True)
class Ring:
    """The keys by name; the first one writes. Printing it shows none."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def first(self) -> str:
        """The name of the key that writes."""
        return next(iter(self.keys))


def new_key(key_id: str) -> str:
    """An entry for the setting, with a fresh random key. Raises SealError for a name that could not stand there."""
    if not _KEY_ID.fullmatch(key_id):
        raise SealError("A key's name has 1 to 32 letters, digits, - or _, such as 2026-11.")
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def read_ring(text: str) -> Ring:
    """The keys that a setting holds: `name:base64 of 32 bytes`, several with commas between. Raises SealError."""
    keys: dict[str, bytes] = {}
    for number, entry in enumerate((part.strip() for part in text.split(",") if part.strip()), 1):
        key_id, _, encoded = entry.partition(":")
        if not _KEY_ID.fullmatch(key_id) or key_id in keys:
            raise SealError(
                f"Entry {number} of {SETTING} needs a name of its own: name:key, as `unstick keys new` prints."
            )
        try:
            key = base64.b64decode(encoded, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise SealError(f'The key "{key_id}" in {SETTING} is not {KEY_BYTES} bytes; `unstick keys new` makes one.')
        keys[key_id] = key
    if not keys:
        raise SealError(
            f"{SETTING} is not set. `unstick keys new` prints a key for it; keep it where secrets are kept."
        )
    return Ring(keys)


def seal(ring: Ring, secret: str, *bound: str) -> str:
    """Encrypt a secret with the first key, bound to `bound`: what it is for, and whose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    key_id = ring.first
    hidden = AESGCM(ring.keys[key_id]).encrypt(nonce, secret.encode(), _associated(key_id, bound))
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + hidden).decode()}"


def unseal(ring: Ring, sealed: str, *bound: str) -> str:
    """The secret. Raises LostKeyError without its key, BrokenSealError when it was changed or bound otherwise."""
    key_id, _, encoded = sealed.partition(".")
    if key_id not in ring.keys:
        raise LostKeyError(key_id if _KEY_ID.fullmatch(key_id) else "?")
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
        if base64.urlsafe_b64encode(raw).decode() != encoded:  # one secret has one form
            raise BrokenSealError
        opened = AESGCM(ring.keys[key_id]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _associated(key_id, bound))
    except (InvalidTag, ValueError) as error:
        raise BrokenSealError from error
    return opened.decode()


def sealed_with(sealed: str) -> str:
    """The name of the key that a secret was sealed with."""
    return sealed.partition(".")[0]


def _associated(key_id: str, bound: tuple[str, ...]) -> bytes:
    """As JSON, so that no two lists of names can read alike."""
    return json.dumps([key_id, *bound]).encode()
