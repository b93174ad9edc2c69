"""What a page says of the code is there: a name written as `path/file.py::name` exists."""

import ast
import re
from functools import cache

import pytest

from tests.links import ROOT, pages

NAMED = re.compile(r"`([\w/.-]+\.py)::([\w.]+)`")
WALK = ROOT / "docs" / "explanation" / "one-answer.md"
LEAST = 20  # names that the walk follows an answer through


def missing(text: str) -> list[str]:
    """The names in a page that no file has."""
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in names(path)]


@cache
def names(path: str) -> frozenset[str]:
    """What a module defines at its top, and what its classes hold, as `Class.method`."""
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    inner = {f"{one.name}.{name}" for one in tree.body if isinstance(one, ast.ClassDef) for name in _defined(one.body)}
    return frozenset({*_defined(tree.body), *inner})


def _defined(body: list[ast.stmt]) -> set[str]:
    """The functions, classes and constants of a body; not what it imports."""
    found = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return found


def test_every_name_in_a_page_is_in_the_code() -> None:
    """No page names a function, a class or a constant that is not where it says."""
    texts = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in pages()}
    assert {name: gone for name, text in texts.items() if (gone := missing(text))} == {}


def test_the_walk_is_a_walk() -> None:
    """The page about one answer follows it by name, through more than a few files."""
    assert len(set(NAMED.findall(WALK.read_text("utf-8")))) >= LEAST


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("`scoring/score.py::score`", []),
        ("`bot/store/database.py::Database.unit_of_work`", []),
        ("`scoring/score.py::scoer`", ["scoring/score.py::scoer"]),
        ("`scoring/no.py::score`", ["scoring/no.py::score"]),
    ],
)
def test_a_name_that_is_gone_is_told(text: str, gone: list[str]) -> None:
    """A misspelt name, and a file that is not there, are told as they were written."""
    assert missing(text) == gone
