"""The lock files hold what pyproject.toml asks for, at versions that it accepts; `make check` runs these too."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME, DEMO, ALL = "requirements.lock", "requirements-demo.lock", "requirements-dev.lock"
GROUP = {DEMO: "build", ALL: "dev"}  # what a lock holds beside what runs
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _locked(text: str) -> dict[str, set[str]]:
    """Versions by package; one may be locked at several, each for other Pythons."""
    found: dict[str, set[str]] = {}
    for name, version in LOCKED.findall(text):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def _stale(lock: str, asked: list[str]) -> Iterator[str]:
    """What a lock does not hold, a line each."""
    locked = _locked(lock)
    for requirement in map(Requirement, asked):
        versions = locked.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            there = ", ".join(sorted(versions)) or "nothing"
            yield f"{requirement} is asked for and {there} is locked: run `make lock`"


@pytest.mark.parametrize("name", [RUNTIME, DEMO, ALL])
def test_a_lock_holds_what_is_asked_for(name: str) -> None:
    """Whoever changes a dependency renews the locks with it."""
    more = PROJECT["dependency-groups"][GROUP[name]] if name in GROUP else []
    asked = [*PROJECT["project"]["dependencies"], *more]
    assert not [*_stale((ROOT / name).read_text("utf-8"), asked)]


@pytest.mark.parametrize("name", [RUNTIME, DEMO])
def test_what_runs_is_locked_alike(name: str) -> None:
    """What is tested is what is installed: the lock for developers holds the other ones' packages at their versions."""
    runs, tested = (_locked((ROOT / each).read_text("utf-8")) for each in (name, ALL))
    assert {package: tested.get(package) for package in runs} == runs


def test_a_change_is_noticed() -> None:
    """A package that is asked for and not locked, or at a version that is accepted no more, is told."""
    lock = "starlette==1.10.0 \\\n    --hash=sha256:00\n"
    assert not [*_stale(lock, ["starlette>=1"])]
    assert [*_stale(lock, ["starlette>=2", "Flask"])] == [
        "starlette>=2 is asked for and 1.10.0 is locked: run `make lock`",
        "Flask is asked for and nothing is locked: run `make lock`",
    ]


@pytest.mark.parametrize("name", [RUNTIME, DEMO, ALL])
def test_a_lock_names_no_place(name: str) -> None:
    """Names, versions and hashes only: no address of an index, and no path of anybody's machine."""
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|^\s*-(i|-index|-extra|-find|-trusted)|^\s*[./]|@ ", text, re.MULTILINE)
