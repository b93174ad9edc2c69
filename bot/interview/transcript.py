"""A diagnosis's state as the fold of its transcript: the lines alone rebuild it, nothing else is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from scoring import Answer, Rules, Sheet


class Kind(StrEnum):
    """What a line of the transcript says."""

    ASKED = "asked"  # the question was put
    SAID = "said"  # somebody wrote something that named no option for certain
    ANSWERED = "answered"  # the question has an option (or "unknown") now
    REOPENED = "reopened"  # its answer no longer counts, and it is asked again
    CLASHED = "clashed"  # `question` is a contradiction: which of its two answers holds was asked
    SETTLED = "settled"  # it is settled: `option` is the question whose answer stands, or "both"


class Line(Protocol):
    """One line of the transcript, as the store keeps it."""

    seq: int
    kind: str
    question: str
    option: str | None
    value: int | None
    quote: str | None
    by: str | None


@dataclass(frozen=True)
class Progress:
    """Where a diagnosis stands: what is answered, what was asked in which order, and the question that is open.

    `clashes` are the contradictions that were asked about, `open_clash` the one that waits for an answer.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    open_question: str | None = None
    open_seq: int = 0
    last_seq: int = 0
    order: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    open_clash: str | None = None
    clash_seq: int = 0

    @property
    def last_answered(self) -> str | None:
        """The question answered most recently among those that still count."""
        return self.order[-1] if self.order else None


def fold(lines: Iterable[Line]) -> Progress:
    """The state that the lines add up to, in their order."""
    tally = _Tally()
    for line in lines:
        tally.add(line)
    return Progress(
        answers=tally.answers,
        asked=tuple(tally.asked),
        open_question=tally.open_question,
        open_seq=tally.open_seq,
        last_seq=tally.last_seq,
        order=tuple(tally.answers),
        clashes=tuple(tally.clashes),
        open_clash=tally.open_clash,
        clash_seq=tally.clash_seq,
    )


@dataclass
class _Tally:
    """A `Progress` while it is being added up; a new value for each line would copy every answer each time."""

    answers: dict[str, Answer] = field(default_factory=dict)  # in the order in which they were given
    asked: dict[str, None] = field(default_factory=dict)
    open_question: str | None = None
    open_seq: int = 0
    last_seq: int = 0
    clashes: dict[str, None] = field(default_factory=dict)
    open_clash: str | None = None
    clash_seq: int = 0

    def add(self, line: Line) -> None:
        """Take in the next line."""
        self.last_seq = line.seq
        match Kind(line.kind):
            case Kind.SAID:
                pass
            case Kind.ASKED:
                self.asked[line.question] = None
                self.open_question, self.open_seq = line.question, line.seq
            case Kind.REOPENED:
                self.answers.pop(line.question, None)
                self.open_question, self.open_seq = line.question, line.seq
                # An answer may change now, so a contradiction that was not settled may be asked about once more.
                self.clashes.pop(self.open_clash or "", None)
                self.open_clash, self.clash_seq = None, 0
            case Kind.CLASHED:
                self.clashes[line.question] = None
                self.open_clash, self.clash_seq = line.question, line.seq
            case Kind.SETTLED:
                self.open_clash, self.clash_seq = None, 0
            case Kind.ANSWERED:
                self._answered(line)

    def _answered(self, line: Line) -> None:
        self.answers.pop(line.question, None)  # the newest answer stands last
        self.answers[line.question] = Answer(
            option=line.option or "unknown", value=line.value, by=line.by, quote=line.quote
        )
        if self.open_question == line.question:
            self.open_question, self.open_seq = None, 0


def sheet_of(pilot: str, framework: str, progress: Progress) -> Sheet:
    """The answers as the scorer takes them."""
    return Sheet.model_validate({"pilot": pilot, "framework": framework, "answers": progress.answers})


def minutes_spent(rules: Rules, progress: Progress) -> int:
    """Minutes that the answered questions were planned with, and one for each contradiction asked about."""
    answered = sum(rules.questions[question].minutes for question in progress.answers if question in rules.questions)
    return answered + len(progress.clashes)
