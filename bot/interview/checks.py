"""After the plan: what was asked about a fact that an action was to change, and what was said to it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.interview.lines import Kind, Line, answer_of
from scoring import Answer


@dataclass(frozen=True)
class Check:
    """Whether a question has `option` by now was asked of `whom`, in which line, and what they said.

    `stands`: it is so, or another option is ("later"); not yet ("unchanged"); nothing was said to it (None).
    `not_yet` is who has said so last, and when; it holds while it is asked again.
    """

    question: str
    option: str
    whom: str
    seq: int
    at: datetime
    stands: Literal["later", "unchanged"] | None = None
    not_yet: tuple[str, datetime] | None = None


def take_in(line: Line, later: dict[str, Answer], checks: dict[str, Check]) -> None:
    """Add a line to the facts that are others by now and to what was asked about them; other lines say nothing."""
    kind, question = Kind(line.kind), line.question
    if kind is Kind.CHECKED:
        said = checks[question].not_yet if question in checks else None
        checks[question] = Check(question, line.option or "", line.whom or "", line.seq, line.at, not_yet=said)
    if kind is Kind.LATER:
        later[question] = answer_of(line)
    if question in checks and kind is Kind.LATER:
        checks[question] = replace(checks[question], stands="later", not_yet=None)
    if question in checks and kind is Kind.UNCHANGED:
        checks[question] = replace(checks[question], stands="unchanged", not_yet=(line.by or "", line.at))
