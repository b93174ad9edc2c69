"""All answers so far: who gave each, when, in which words, and what stood there before."""

from bot.checkins.calendar import local_day
from bot.checkins.rhythm import zone_of
from bot.desk import Desk, Outcome, hint, reference
from bot.interview.lines import Kind, answer_of
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.compose import answers as compose


def answers(desk: Desk, diagnosis: Diagnosis, *, own: bool = False) -> Outcome:
    """The list, to the one who asks; each answer can be changed while the diagnosis runs.

    In a direct message it is only their `own`: who is asked there may not be in the channel.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    if own:
        mine = [row for row in rows(diagnosis, zone_of(desk, desk.actor)) if desk.actor in _givers(row)]
        if not mine:
            return hint(desk.texts.say("answers.none"))
        tasks = compose.tasks(desk.texts, mine, (), may_change=diagnosis.state in diagnoses.RUNNING)
        return Outcome(hint=compose.listing(desk.texts, tasks, pilot=diagnosis.pilot, own=True))
    if not progress.answers and not progress.skipped:
        return hint(desk.texts.say("answers.none"))
    tasks = compose.tasks(
        desk.texts,
        rows(diagnosis, zone_of(desk, desk.actor)),
        passed_over(diagnosis, progress),
        may_change=diagnosis.state in diagnoses.RUNNING,
    )
    return Outcome(hint=compose.listing(desk.texts, tasks, pilot=diagnosis.pilot))


def _givers(row: compose.Row) -> set[str | None]:
    return {answer.by for answer, _ in row.current}


def passed_over(diagnosis: Diagnosis, progress: Progress) -> list[tuple[str, str]]:
    """The questions that were passed over, each with what its button carries."""
    return [(question, reference(diagnosis, progress.last_seq, question)) for question in progress.skipped]


def rows(diagnosis: Diagnosis, zone: str) -> list[compose.Row]:
    """All answers in the order in which they were given, with the days where the reader is."""
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    told = {question: _told(lines, question, zone) for question in progress.answers}
    made = []
    for question, given in told.items():
        standing = progress.said.get(question, (progress.answers[question],))
        newest = {answer.by: (answer, day) for answer, day in given}
        current = [newest.get(answer.by, (answer, None)) for answer in standing]
        made.append(
            compose.Row(
                question=question,
                ref=reference(diagnosis, progress.last_seq, question),
                current=tuple(current),
                before=tuple(pair for pair in given if pair not in current),
            )
        )
    return made


def _told(lines: list[Entry], question: str, zone: str) -> list[compose.Told]:
    """Everything that was ever answered to a question, the oldest first."""
    return [
        (answer_of(line), local_day(line.at, zone))
        for line in lines
        if line.kind == Kind.ANSWERED and line.question == question
    ]
