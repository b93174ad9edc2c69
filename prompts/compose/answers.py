"""The list of all answers, each with a way to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button, spoken
from prompts.messages import Button, Task, Tasks
from prompts.mrkdwn import mention, shorten
from scoring import Answer

Told = tuple[Answer, date | None]
MOST = 46  # a message holds 50 blocks, and title, context and buttons want theirs
CHARACTERS = 10_000
QUOTE = 80


@dataclass(frozen=True, kw_only=True)
class Row:
    """A question with the answers that count now (several where people differ) and those that stood there before."""

    question: str
    ref: str
    current: tuple[Told, ...]
    before: tuple[Told, ...] = ()


def listing(
    texts: Catalog, rows: Sequence[Row], skipped: Sequence[tuple[str, str]], *, pilot: str, may_change: bool
) -> Tasks:
    """All of them, and what was passed over; the newest where a message cannot hold all."""
    every = [Task(text=_row(texts, row), buttons=_change(texts, row.ref, may_change=may_change)) for row in rows]
    every += [
        Task(
            text=texts.say("answers.skipped", question=texts.questions[question].text),
            buttons=(button(texts, "change", "question.answer_after_all", ref),) if may_change else (),
        )
        for question, ref in skipped
    ]
    tasks = newest_that_fit(every)
    hidden = len(every) - len(tasks)
    return Tasks(
        title=texts.say("answers.title", pilot=pilot),
        tasks=tuple(tasks),
        context=texts.say("answers.context", hidden=hidden),
    )


def newest_that_fit(tasks: Sequence[Task]) -> list[Task]:
    """As many of the last ones as one message holds."""
    fitting: list[Task] = []
    room = CHARACTERS
    for task in reversed(tasks):
        room -= len(task.text)
        if room < 0 or len(fitting) == MOST:
            break
        fitting.insert(0, task)
    return fitting


def _change(texts: Catalog, ref: str, *, may_change: bool) -> tuple[Button, ...]:
    return (button(texts, "change", "question.change", ref),) if may_change else ()


def _row(texts: Catalog, row: Row) -> str:
    lines: list[str] = [texts.say("answers.question", question=texts.questions[row.question].text)]
    lines += [_line(texts, row.question, told, "answers.line") for told in row.current]
    lines += [_line(texts, row.question, told, "answers.before") for told in row.before[-2:]]
    return "\n".join(lines)


def _line(texts: Catalog, question: str, told: Told, message: str) -> str:
    answer, day = told
    return texts.say(
        message,
        answer=spoken(texts, question, answer),
        person=mention(answer.by) if answer.by else "",
        date=dates.day(texts.locale, day) if day else "",
        quote=shorten(answer.quote, QUOTE) if answer.quote else "",
    )
