"""A diagnosis's state as the fold of its transcript: the lines alone rebuild it, nothing else is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
    progress = Progress()
    for line in lines:
        progress = replace(_after(progress, line), last_seq=line.seq)
    return progress


def _after(progress: Progress, line: Line) -> Progress:
    question = line.question
    without = {key: value for key, value in progress.answers.items() if key != question}
    order = tuple(key for key in progress.order if key != question)
    match Kind(line.kind):
        case Kind.SAID:
            return progress
        case Kind.ASKED:
            asked = (*progress.asked, *(() if question in progress.asked else (question,)))
            return replace(progress, asked=asked, open_question=question, open_seq=line.seq)
        case Kind.REOPENED:
            reopened = replace(progress, answers=without, order=order, open_question=question, open_seq=line.seq)
            # An answer may change now, so a contradiction that was not settled may be asked about once more.
            left = tuple(each for each in progress.clashes if each != progress.open_clash)
            return replace(reopened, clashes=left, open_clash=None, clash_seq=0)
        case Kind.CLASHED:
            clashes = (*progress.clashes, question)
            return replace(progress, clashes=clashes, open_clash=question, clash_seq=line.seq)
        case Kind.SETTLED:
            return replace(progress, open_clash=None, clash_seq=0)
        case Kind.ANSWERED:
            answer = Answer(option=line.option or "unknown", value=line.value, by=line.by, quote=line.quote)
            still_open = progress.open_question if progress.open_question != question else None
            return replace(
                progress,
                answers={**without, question: answer},
                order=(*order, question),
                open_question=still_open,
                open_seq=progress.open_seq if still_open else 0,
            )


def sheet_of(pilot: str, framework: str, progress: Progress) -> Sheet:
    """The answers as the scorer takes them."""
    return Sheet.model_validate({"pilot": pilot, "framework": framework, "answers": progress.answers})


def minutes_spent(rules: Rules, progress: Progress) -> int:
    """Minutes that the answered questions were planned with, and one for each contradiction asked about."""
    answered = sum(rules.questions[question].minutes for question in progress.answers if question in rules.questions)
    return answered + len(progress.clashes)
