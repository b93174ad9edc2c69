"""The list of all answers, each with a way to change it."""

from collections.abc import Collection, Sequence
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


def tasks(
    texts: Catalog,
    rows: Sequence[Row],
    skipped: Sequence[tuple[str, str]],
    *,
    may_change: bool,
    checks: Collection[str] = (),
) -> list[Task]:
    """Each answer with a way to change it, those of `checks` marked; then what was passed over."""
    made = []
    for row in rows:
        check = texts.say("answers.check") if row.question in checks else ""
        text = "\n".join(filter(None, [_row(texts, row), check]))
        made.append(Task(text=text, buttons=_change(texts, row.ref, may_change=may_change)))
    for question, ref in skipped:
        text = texts.say("answers.skipped", question=texts.questions[question].text)
        buttons = (button(texts, "change", "question.answer_after_all", ref),) if may_change else ()
        made.append(Task(text=text, buttons=buttons))
    return made


def listing(texts: Catalog, every: Sequence[Task], *, pilot: str, own: bool = False) -> Tasks:
    """The list in one message; the newest where it cannot hold all. `own`: in private, where only theirs is shown."""
    shown = newest_that_fit(every)
    hidden = len(every) - len(shown)
    return Tasks(
        title=texts.say("answers.title_own" if own else "answers.title", pilot=pilot),
        tasks=tuple(shown),
        context=texts.say("answers.context_own") if own else texts.say("answers.context", hidden=hidden),
    )


def review(texts: Catalog, every: Sequence[Task], *, pilot: str, ref: str, passed_over: bool) -> list[Tasks]:
    """All of it before the verdict, in as many messages as it takes; what to do next stands on the last."""
    pages: list[list[Task]] = []
    left = list(every)
    while left:
        pages.insert(0, newest_that_fit(left))
        left = left[: -len(pages[0])]
    buttons = [button(texts, "show_verdict", "review.show", ref, style="primary")]
    if passed_over:
        buttons.append(button(texts, "more", "verdict.more", ref))
    last = pages.pop() if pages else []
    title = texts.say("review.title", pilot=pilot)
    return [
        *(Tasks(title=title, tasks=tuple(page)) for page in pages),
        Tasks(title=title, tasks=tuple(last), context=texts.say("review.context"), buttons=tuple(buttons)),
    ]


def newest_that_fit(every: Sequence[Task]) -> list[Task]:
    """As many of the last ones as one message holds."""
    fitting: list[Task] = []
    room = CHARACTERS
    for task in reversed(every):
        room -= len(task.text)
        if fitting and (room < 0 or len(fitting) == MOST):
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
