"""Vectors of the example phrasings: those that come with the package, and a file of those that were computed here.

All are rounded to half precision, so that it makes no difference where one was computed.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from bot.understanding.sentences import DIMENSIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Halves = NDArray[np.float16]
    Vectors = NDArray[np.float32]
    Embed = Callable[[Sequence[str]], Vectors]

DELIVERED = Path(__file__).parent / "delivered"  # a folder a model, written by tests/delivered.py
MOST = 20_000  # vectors that a file keeps, those of texts that are gone included: about 15 MB
_KEY_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Where the vectors of a model are: `delivered`, a folder that is only read, and `own`, the file of all others."""

    delivered: Path
    own: Path


def vectors_of(texts: Sequence[str], shelf: Shelf, embed: "Embed") -> "Vectors":
    """A row for each text: a delivered one, else from the shelf's own file, else by `embed`.

    New ones are written back. A file that is broken or of another kind is made anew; where none can be written, it
    goes on without. Of several processes that need the same ones, one computes and the others wait for it.
    """
    keys = [key_of(text) for text in texts]
    known = _delivered(shelf)
    others = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if others:
        known = {**known, **_own(shelf.own, others, embed)}
    return np.stack([known[key] for key in keys]).astype(np.float32)


def is_warm(texts: Iterable[str], shelf: Shelf) -> bool:
    """Whether there is a vector of every text."""
    others = {key_of(text) for text in texts} - _delivered(shelf).keys()
    return not others or read(shelf.own).keys() >= others


def key_of(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]


def read(path: Path) -> "Mapping[bytes, Halves]":
    """What a file holds, by text; nothing if there is none, or if it is not one that `write` has made."""
    try:
        # A zip: a changed byte does not pass its checksum.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            keys, rows = file["keys"], file["rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if keys.dtype != np.uint8 or rows.dtype != np.float16:
        return {}
    if keys.shape != (len(keys), _KEY_BYTES) or rows.shape != (len(keys), DIMENSIONS):
        return {}
    return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}


def write(path: Path, known: "Mapping[bytes, Halves]") -> None:
    """Put the file in place whole, so that others see the old one or the new one.

    Opened as any file is, so that others may read it unless the umask says no: who makes it need not be who reads it.
    """
    keys = np.stack([np.frombuffer(key, np.uint8) for key in known])
    new = path.with_name(f"{uuid4().hex}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with new.open("xb") as file:
        np.savez(file, keys=keys, rows=np.stack(list(known.values())))
    new.replace(path)


def _delivered(shelf: Shelf) -> "Mapping[bytes, Halves]":
    """What came with the package for this model; nothing for another one."""
    found: dict[bytes, Halves] = {}
    for path in sorted(shelf.delivered.glob("*.npz")):
        found.update(read(path))
    return found


def _own(path: Path, texts: Mapping[bytes, str], embed: "Embed") -> "Mapping[bytes, Halves]":
    """The vectors of these texts, and of others that the file knows; those asked for are kept first."""
    known = read(path)
    if known.keys() >= texts.keys():
        return known
    with _alone(path.parent):
        known = read(path)
        missing = {key: text for key, text in texts.items() if key not in known}
        if missing:
            rows = embed(list(missing.values())).astype(np.float16)
            known = {**known, **dict(zip(missing, rows, strict=True))}
            kept = list(dict.fromkeys([*texts, *known]))[:MOST]
            with suppress(OSError):
                write(path, {key: known[key] for key in kept})
    return known


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else computes meanwhile, where the system can hold them off; the lock goes with the process."""
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415 (not on every system)

        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
            return
    yield
