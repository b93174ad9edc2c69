"""docs/reference/exceptions.md: what can go wrong, as a tree: each class of ours below its base."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.reference.markdown import ROOT, first_sentence, head, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOUT = """Each exception class of `scoring`, `prompts` and `bot` under what it is a kind of. Where one reaches the
command line, it is told as a sentence and the exit code is 2; where one reaches Slack, the person gets a kind word and
the log a code.
"""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One exception class of ours."""

    name: str
    base: str
    module: str
    about: str


def page() -> str:
    """The page as it has to be."""
    faults = found()
    ours = {each.name for each in faults}
    tops = sorted({each.base for each in faults} - ours)
    lines = [line for top in tops for line in (f"- `{top}` (Python's own)", *_below(top, faults, 1))]
    return f"{head('Exceptions', 'the classes themselves', ABOUT)}\n" + "\n".join(lines) + "\n"


def found() -> list[Fault]:
    """Every exception class of ours: those whose base is one of Python's, and those below them."""
    classes = [each for path in sources() for each in _classes(path.read_text("utf-8"), str(path.relative_to(ROOT)))]
    known = {
        name for name, each in vars(builtins).items() if isinstance(each, type) and issubclass(each, BaseException)
    }
    faults: list[Fault] = []
    while True:
        new = [each for each in classes if each.base in known and each not in faults]
        if not new:
            return faults
        faults += new
        known |= {each.name for each in new}


def _classes(source: str, module: str) -> Iterator[Fault]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.bases:
            base = ast.unparse(node.bases[0]).rpartition(".")[2]
            yield Fault(name=node.name, base=base, module=module, about=first_sentence(ast.get_docstring(node)))


def _below(base: str, faults: list[Fault], depth: int) -> Iterator[str]:
    """The classes below a base, a line each, those below them deeper in."""
    for each in sorted((one for one in faults if one.base == base), key=lambda one: one.name):
        yield f"{'  ' * depth}- `{each.name}` (`{each.module}`): {each.about}"
        yield from _below(each.name, faults, depth + 1)
