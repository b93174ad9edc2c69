"""Examples in our pages: blocks of the kind `console`, run as they stand and compared with what they show.

A line that begins with `$ ` is a command, the lines under it are what it prints; a line of `…` stands for any lines,
one within a line for anything there.
A block under `<!-- not run: why -->` needs something that a test does not have, such as a server.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

CONSOLE = re.compile(
    r"(?:^ *<!-- not run: (?P<why>.+?) -->\n)?^(?P<indent> *)```console\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
ANY = "…"


@dataclass(frozen=True, kw_only=True)
class Example:
    """One command with what it is said to print; `why` it is not run, if it is not."""

    page: str
    command: str
    shown: tuple[str, ...]
    why: str | None


def examples(page: str, text: str) -> Iterator[Example]:
    """The examples of a page, in order."""
    for block in CONSOLE.finditer(text):
        for each in re.split(r"^\$ ", dedent(block["body"]), flags=re.MULTILINE)[1:]:
            command, *shown = each.rstrip("\n").split("\n")
            yield Example(page=page, command=command, shown=tuple(shown), why=block["why"])


def is_as_shown(printed: str, shown: tuple[str, ...]) -> bool:
    """Whether what was printed is what is shown; nothing shown is true of anything."""
    lines = [line.rstrip() for line in printed.rstrip("\n").split("\n")]
    pattern = "".join(r"(?:.*\n)*?" if line == ANY else _pattern(line.rstrip()) + r"\n" for line in shown)
    return not shown or re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split(ANY))


def as_module(main: Callable[[], int], arguments: list[str]) -> int:
    """Run what `python -m` would, with these arguments."""
    before = sys.argv
    sys.argv = [str(Path("__main__.py")), *arguments]
    try:
        return main()
    finally:
        sys.argv = before
