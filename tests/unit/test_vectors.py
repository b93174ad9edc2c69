"""Vectors of phrasings: delivered or computed once, never trusted blindly, safe beside other processes."""

import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.understanding.bank import gather
from bot.understanding.sentences import DIMENSIONS, sentences
from bot.understanding.vectors import DELIVERED, Shelf, is_warm, read, vectors_of
from tests.delivered import deliver, files

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = ["one", "two", "three"]


class Counting:
    """Makes a vector of a text's length, and counts the texts."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A row for each text."""
        self.made += texts
        return np.array([[len(text)] * DIMENSIONS for text in texts], dtype=np.float32)


def _shelf(folder: Path, version: str = "v1") -> Shelf:
    return Shelf(delivered=folder / "delivered", own=folder / f"vectors-{version}.npz")


def _get(texts: Sequence[str], folder: Path, version: str = "v1") -> tuple["NDArray[np.float32]", list[str]]:
    embed = Counting()
    return vectors_of(texts, _shelf(folder, version), embed), embed.made


def test_all_of_ours_are_delivered() -> None:
    """Nobody waits for phrasings to be learned: each has its vector in the package, and no file is left over."""
    model = sentences()
    assert model is not None
    folder = DELIVERED / model.name
    assert {path.name for path in folder.iterdir()} == set(files())
    assert deliver(folder, model) == [], "Phrasings have changed. Run: make delivered"


def test_the_delivered_ones_are_the_models() -> None:
    """A delivered vector is what the model makes of the text, but for what makers of processors differ in."""
    model = sentences()
    assert model is not None
    texts = [each.text for each in gather()][::150]
    shelf = Shelf(delivered=DELIVERED / model.name, own=Path(os.devnull))
    cosines = np.sum(vectors_of(texts, shelf, Counting()) * model.vectors(texts), axis=1)
    assert cosines.min() > 0.9998


def test_only_what_is_not_delivered_is_computed(tmp_path: Path) -> None:
    """A phrasing that came after the package was made is computed and kept; the others are taken as they are."""
    shelf = _shelf(tmp_path)
    vectors_of(TEXTS, Shelf(delivered=tmp_path / "none", own=shelf.delivered / "en.npz"), Counting())
    assert is_warm(TEXTS, shelf)
    assert not is_warm([*TEXTS, "four"], shelf)
    assert _get([*TEXTS, "four"], tmp_path)[1] == ["four"]
    assert is_warm([*TEXTS, "four"], shelf)
    assert len(read(shelf.own)) == 1


def test_computed_once(tmp_path: Path) -> None:
    """What the file knows is not computed again; only what is new is."""
    assert not is_warm(TEXTS, _shelf(tmp_path))
    first, made = _get(TEXTS, tmp_path)
    assert made == TEXTS
    assert is_warm(TEXTS, _shelf(tmp_path))
    again, made = _get([*TEXTS, "four"], tmp_path)
    assert made == ["four"]
    assert np.array_equal(again[:3], first)
    assert again[3][0] == 4


def test_another_model_has_another_file(tmp_path: Path) -> None:
    """Vectors of one model are never taken for those of another."""
    _get(TEXTS, tmp_path)
    assert _get(TEXTS, tmp_path, "v2")[1] == TEXTS


@pytest.mark.parametrize("at", [0, 10, 200, 2000, -30, -1])
def test_a_broken_file_is_made_anew(tmp_path: Path, at: int) -> None:
    """A changed byte anywhere that matters, or a file cut short: the vectors are the right ones all the same."""
    first, _ = _get(TEXTS, tmp_path)
    [path] = tmp_path.glob("*.npz")
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 0xFF
    for content in (bytes(changed), whole[: len(whole) // 2], b"", b"PK\x03\x04nonsense"):
        path.write_bytes(content)
        assert np.array_equal(_get(TEXTS, tmp_path)[0], first)


def test_a_foreign_file(tmp_path: Path) -> None:
    """A file of the right kind with other things in it is made anew."""
    first, _ = _get(TEXTS, tmp_path)
    [path] = tmp_path.glob("*.npz")
    for keys, rows in (
        (np.zeros((3, 4), np.uint8), np.zeros((3, DIMENSIONS), np.float16)),
        (np.zeros((3, 16), np.uint8), np.zeros((2, DIMENSIONS), np.float16)),
        (np.zeros((3, 16), np.int64), np.zeros((3, DIMENSIONS), np.float16)),
        (np.zeros((3, 16), np.uint8), np.zeros((3, DIMENSIONS), np.float32)),
        (np.zeros(3, np.uint8), np.zeros((3, 5), np.float64)),
    ):
        np.savez(path, keys=keys, rows=rows)
        assert np.array_equal(_get(TEXTS, tmp_path)[0], first)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_others_may_read_what_one_has_learned(tmp_path: Path, umask: int, mode: int) -> None:
    """Who runs it need not be who made the file, as in a container, unless the one who made it said otherwise."""
    before = os.umask(umask)
    try:
        _get(TEXTS, tmp_path)
    finally:
        os.umask(before)
    [path] = tmp_path.glob("*.npz")
    assert path.stat().st_mode & 0o777 == mode


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Without a folder it goes on without a file."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", "utf-8")
    assert _get(TEXTS, blocked)[1] == TEXTS


def _fill(folder: str) -> bytes:
    return _get([f"text {n}" for n in range(200)], Path(folder))[0].tobytes()


def test_several_processes(tmp_path: Path) -> None:
    """Processes that start together come to the same vectors, and the file is whole afterwards."""
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = set(pool.map(_fill, [str(tmp_path)] * 3))
    assert len(found) == 1
    assert _get([f"text {n}" for n in range(200)], tmp_path)[1] == []
    assert not list(tmp_path.glob("*.new"))
