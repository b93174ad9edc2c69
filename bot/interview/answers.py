"""All answers so far: who gave each, when, in which words, and what stood there before."""

from bot.checkins.calendar import local_day
from bot.checkins.claim import zone_of
from bot.desk import Desk, Outcome, hint
from bot.interview import ask
from bot.interview.lines import Kind, answer_of
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.compose import answers as compose
from prompts.messages import Message


def answers(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """The list, to the one who asks; each answer can be changed while the diagnosis runs."""
    progress = fold(diagnoses.transcript(diagnosis))
    if not progress.answers and not progress.skipped:
        return hint(desk.texts.say("answers.none"))
    return Outcome(hint=listing(desk, diagnosis))


def listing(desk: Desk, diagnosis: Diagnosis) -> Message:
    """All answers in the order in which they were given, and what was passed over."""
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    told = {question: _told(desk, lines, question) for question in progress.answers}
    rows = []
    for question, given in told.items():
        standing = progress.said.get(question, (progress.answers[question],))
        newest = {answer.by: (answer, day) for answer, day in given}
        current = [newest.get(answer.by, (answer, None)) for answer in standing]
        rows.append(
            compose.Row(
                question=question,
                ref=ask.reference(diagnosis, progress.last_seq, question),
                current=tuple(current),
                before=tuple(pair for pair in given if pair not in current),
            )
        )
    skipped = [(question, ask.reference(diagnosis, progress.last_seq, question)) for question in progress.skipped]
    return compose.listing(
        desk.texts,
        rows,
        skipped,
        pilot=diagnosis.pilot,
        may_change=diagnosis.state in diagnoses.RUNNING,
    )


def _told(desk: Desk, lines: list[Entry], question: str) -> list[compose.Told]:
    """Everything that was ever answered to a question, the oldest first, with the day where the reader is."""
    zone = zone_of(desk, desk.actor)
    return [
        (answer_of(line), local_day(line.at, zone))
        for line in lines
        if line.kind == Kind.ANSWERED and line.question == question
    ]
