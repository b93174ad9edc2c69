"""Vectors of the example phrasings, kept in a file, so that they are computed once on a machine."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from bot.understanding.sentences import DIMENSIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Embed = Callable[[Sequence[str]], Vectors]

MOST = 20_000  # vectors that a file keeps, those of texts that are gone included: about 30 MB
_KEY_BYTES = 16


def vectors_of(texts: Sequence[str], *, folder: Path, version: str, embed: "Embed") -> "Vectors":
    """A row for each text: from the folder's file where it knows the text by this model version, else by `embed`.

    New ones are written back. A file that is broken or of another kind is made anew; where none can be written, it
    goes on without. Of several processes that need the same ones, one computes and the others wait for it.
    """
    path = _path(folder, version)
    keys = [_key(text) for text in texts]
    known = _read(path)
    if known.keys() < {*known, *keys}:
        with _alone(folder):
            known = _read(path)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if missing:
                known = {**known, **dict(zip(missing, embed(list(missing.values())), strict=True))}
                _write(path, known, first=keys)
    return np.stack([known[key] for key in keys])


def is_warm(texts: Iterable[str], *, folder: Path, version: str) -> bool:
    """Whether the file has a vector of every text."""
    return _read(_path(folder, version)).keys() >= {_key(text) for text in texts}


def _path(folder: Path, version: str) -> Path:
    return folder / f"vectors-{version}.npz"


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]


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


def _read(path: Path) -> "Mapping[bytes, Vectors]":
    """What a file holds, by text; nothing if there is none, or if it is not one that `_write` has made."""
    try:
        # A zip: a changed byte does not pass its checksum.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            keys, rows = file["keys"], file["rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if keys.dtype != np.uint8 or rows.dtype != np.float32:
        return {}
    if keys.shape != (len(keys), _KEY_BYTES) or rows.shape != (len(keys), DIMENSIONS):
        return {}
    return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}


def _write(path: Path, known: "Mapping[bytes, Vectors]", *, first: Sequence[bytes]) -> None:
    """Put the file in place whole, so that others see the old one or the new one; `first` are kept first.

    Opened as any file is, so that others may read it unless the umask says no: an image is made by root and run by
    somebody else.
    """
    keep = list(dict.fromkeys([*first, *known]))[:MOST]
    keys = np.stack([np.frombuffer(key, np.uint8) for key in keep])
    new = path.with_name(f"{uuid4().hex}.new")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("xb") as file:
            np.savez(file, keys=keys, rows=np.stack([known[key] for key in keep]))
        new.replace(path)
