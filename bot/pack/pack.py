"""The security pack as data: what is said in words, filled with what the code knows of itself."""

from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.keeping import data_map
from bot.pack.packages import ROOT, Package, packages
from bot.slack.scopes import SCOPES
from bot.store.audit import DEEDS
from prompts.files import load

WORDS = Path(__file__).with_name("words.yaml")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answered(_Value):
    """One of the four questions of a security review, about Unstick itself (five.4)."""

    ask: str
    answer: tuple[str, ...]


class Grid(_Value):
    """A table: its head and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Flow(_Value):
    """What goes from one place to another, and what guards it there."""

    start: str
    end: str
    what: str
    guard: str


class Pack(_Value):
    """The whole pack."""

    title: str
    lead: str
    meta: str
    questions: tuple[Answered, ...]
    flows: tuple[Flow, ...]
    scopes: Grid
    data_lead: str
    data: Grid
    retention: Grid
    threats: Grid
    out_of_scope: tuple[str, ...]
    packages_lead: str
    packages: Grid
    contact: str


def pack(installed: tuple[Package, ...] | None = None) -> Pack:
    """The pack of this installation; the same code and packages give the same pack."""
    said = words()
    there = packages() if installed is None else installed
    counts = {
        "scopes": len(SCOPES),
        "optional": sum(scope.is_optional for scope in SCOPES),
        "deeds": len(DEEDS),
        "packages": len(there),
    }
    questions = [
        Answered(ask=each["ask"], answer=tuple(line.format(**counts) for line in each["answer"]))
        for each in said["questions"]
    ]
    flows = [Flow(start=each["from"], end=each["to"], what=each["what"], guard=each["guard"]) for each in said["flows"]]
    threats = [(each["threat"], each["done"], each["shown"]) for each in said["in_scope"]]
    return Pack(
        title=said["title"],
        lead=said["lead"],
        meta=f"Unstick {version(ROOT)}",
        questions=tuple(questions),
        flows=tuple(flows),
        scopes=_scopes(),
        data_lead=said["data_lead"],
        data=_data(),
        retention=_retention(),
        threats=Grid(head=("Threat", "What is done", "Shown by"), rows=tuple(threats)),
        out_of_scope=tuple(said["out_of_scope"]),
        packages_lead=said["packages_lead"].format(**counts),
        packages=_packages(there),
        contact=said["contact"],
    )


@lru_cache
def words() -> dict[str, Any]:
    """What is said in words."""
    made: dict[str, Any] = load(WORDS)
    return made


def _scopes() -> Grid:
    rows = [
        (f"{scope.name}{' (can be left out)' if scope.is_optional else ''}", scope.serves, scope.limits)
        for scope in SCOPES
    ]
    return Grid(head=("Scope", "Serves", "Limits"), rows=tuple(rows))


def _data() -> Grid:
    rows = [(name, table.holds, table.kept) for name, table in data_map.source().tables.items()]
    return Grid(head=("Table", "Holds", "Kept as"), rows=tuple(rows))


def _retention() -> Grid:
    return Grid(head=("Kept as", "Until"), rows=tuple(data_map.source().retention.items()))


def _packages(there: tuple[Package, ...]) -> Grid:
    rows = [(each.name, each.version, each.licence or "not named", ", ".join(each.asked_by)) for each in there]
    return Grid(head=("Package", "Version", "Licence", "Asked for by"), rows=tuple(rows))
