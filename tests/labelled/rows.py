"""The labelled answers: `{id, question, kind, answer, text, also?}`, a file per language, split into two halves."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompts.files import load

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
DEVELOPMENT, HELD_OUT = "development", "held_out"
NONE = "none"  # the answer of a text that answers nothing


@dataclass(frozen=True, kw_only=True)
class Row:
    """A typed text: which question was asked, what was meant (an option, `unknown` or `none`), what else it says."""

    id: str
    language: str
    question: str
    kind: str
    answer: str
    text: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether it answers the question; "I don't know" does."""
        return self.answer != NONE


def every_row(folder: Path = HERE) -> list[Row]:
    """All of them, both halves."""
    return [_row(language, raw) for language in LANGUAGES for raw in load(folder / f"{language}.yaml")]


def half(name: str, folder: Path = HERE) -> list[Row]:
    """The rows of `DEVELOPMENT`, to look at and tune on, or of `HELD_OUT`, of which only totals are read."""
    ids = set(ids_of(name, folder))
    return [row for row in every_row(folder) if row.id in ids]


def asides(folder: Path = HERE) -> list[Row]:
    """What people type that does not answer the question asked, of either language: to judge with, never to tune on."""
    listed = load(folder / "aside.yaml")
    return [_row(raw["id"].split("-")[1], {**raw, "answer": NONE}) for raw in listed]


def denials(folder: Path = HERE) -> list[Row]:
    """What people type who deny an option and name no other, of either language; `answer` is what it is not."""
    listed = load(folder / "denied.yaml")
    return [_row(raw["id"].split("-")[1], {**raw, "kind": "negated", "answer": raw["denies"]}) for raw in listed]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A text of somebody who types instead of tapping: what it states, or None and the options that it may be about.

    `took`: of those that state none, what was taken before plans, claims and the like were looked for.
    """

    id: str
    language: str
    question: str
    answer: str | None
    between: tuple[str, ...]
    took: str | None
    text: str

    @property
    def is_looked_at(self) -> bool:
        """Whether its reading was looked at when rules were made: every other one's."""
        return int(self.id.split("-")[2]) % 2 == 1


def typed(folder: Path = HERE) -> list[Typed]:
    """What six kinds of people type, of either language: much of it states no option for certain."""
    return [
        Typed(
            id=raw["id"],
            language=raw["id"].split("-")[1],
            question=raw["question"],
            answer=raw.get("answer"),
            between=tuple(raw.get("between", ())),
            took=raw.get("took"),
            text=raw["text"],
        )
        for raw in load(folder / "typed.yaml")
    ]


def ids_of(name: str, folder: Path = HERE) -> list[str]:
    """The ids of a half."""
    return (folder / f"{name}.txt").read_text("utf-8").split()


def _row(language: str, raw: dict[str, Any]) -> Row:
    also = raw.get("also") or {}
    return Row(
        id=str(raw["id"]),
        language=language,
        question=raw["question"],
        kind=raw["kind"],
        answer=str(raw["answer"]),
        text=str(raw["text"]),
        also=tuple(also.items()),
    )
