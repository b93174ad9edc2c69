"""A diagnosis as a document, in words: what every format of the report is made from.

All texts are plain: each format escapes them for itself, whatever people wrote.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Value):
    """What speaks for a reason: somebody's own words, or the answer to a `question`, and who said it."""

    words: str
    question: str = ""
    who: str = ""


class ReasonCard(_Value):
    """A reason: its state as a word and as `filled` of five marks, its meaning, its repair, what speaks for it."""

    id: str
    state: str
    word: str
    mark: str
    filled: int
    holds: bool
    name: str
    short: str
    means: str
    repair: str
    evidence: tuple[Said, ...] = ()


class Change(_Value):
    """What would have to be true: a question and the answer that it would need."""

    id: str
    question: str
    option: str


class Step(_Value):
    """An action of the plan: who, by when, when it counts as done."""

    id: str
    title: str
    owner: str
    when: str
    done_when: str
    how: str
    answers: str = ""
    state: str = ""


class Week(_Value):
    """One week of the plan."""

    title: str
    days: str
    steps: tuple[Step, ...]


class MetricRow(_Value):
    """What is measured: today's number and the least that is worth it."""

    id: str
    name: str
    today: str
    target: str


class Ready(_Value):
    """One of the five checks for production, as a mark and a word, and what is still to be shown for it."""

    id: str
    mark: str
    word: str
    name: str
    missing: str


class AnswerLine(_Value):
    """One answer as it counts: who gave it, when, and in which words."""

    id: str
    question: str
    answer: str
    who: str = ""
    when: str = ""
    quote: str = ""


class Fact(_Value):
    """A titled figure, such as the running cost."""

    title: str
    text: str


class Document(_Value):
    """The whole report; `labels` are the titles of its sections and columns, by id."""

    language: str
    pilot: str
    day: date | None
    finding: str
    note: str
    meta: tuple[str, ...]
    reasons: tuple[ReasonCard, ...]
    changes: tuple[Change, ...]
    top: tuple[Step, ...]
    weeks: tuple[Week, ...]
    metrics: tuple[MetricRow, ...]
    facts: tuple[Fact, ...]
    ready: tuple[Ready, ...]
    checks: tuple[str, ...]
    differing: tuple[str, ...]
    sure: tuple[str, ...]
    answers: tuple[AnswerLine, ...]
    rules: str
    sha256: str
    alt: str
    labels: dict[str, str]
