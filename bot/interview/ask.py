"""What comes next in a diagnosis: a question, or the verdict when nothing more is worth asking."""

from bot.delivery.letters import Draft
from bot.desk import Desk, note_down, question_letter, to_thread
from bot.interview.review import review
from bot.interview.transcript import Progress, fold, minutes_spent, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.compose.clash import put_clash
from prompts.mrkdwn import Mrkdwn, mention
from scoring import contradictions, next_question, remaining, score

EVERYBODY = "anyone"


def proceed(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """Ask the next question, or end with the verdict; nothing if a question is open already.

    Before that, and once for each, two answers that do not fit together are asked about.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    if progress.open_question or progress.open_clash:
        return []
    sheet = sheet_of(diagnosis.pilot, diagnosis.framework, progress)
    for clash in contradictions(desk.rules, sheet):
        if clash.id not in progress.clashes:
            return [_put_clash(desk, diagnosis, progress, clash.id)]
    question = next_question(
        desk.rules,
        sheet,
        minutes_left=minutes_left(desk, diagnosis, progress),
        last=progress.last_answered,
    )
    if question is None:
        return review(desk, diagnosis, progress)
    line = note_down(desk, diagnosis, kind="asked", question=question.id)
    return [_put(desk, diagnosis, progress, question.id, line.seq)]


def ask_again(desk: Desk, diagnosis: Diagnosis, question: str, *, by: str) -> Draft:
    """Open an answered question again; its answer stays in the transcript, and no longer counts."""
    line = note_down(desk, diagnosis, kind="reopened", question=question, by=by)
    progress = fold(diagnoses.transcript(diagnosis))
    return _put(desk, diagnosis, progress, question, line.seq)


def minutes_left(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> int:
    """Minutes of the budget that the answered questions have left over; whole, never below 0."""
    return max(0, diagnosis.budget_minutes - minutes_spent(desk.rules, progress))


def reference(diagnosis: Diagnosis, seq: int, question: str) -> str:
    """What a button of a question carries: which diagnosis, which line of its transcript, which question."""
    return f"{diagnosis.id}|{seq}|{question}"


def context_line(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Mrkdwn:
    """How far the diagnosis is."""
    sheet = sheet_of(diagnosis.pilot, diagnosis.framework, progress)
    left = minutes_left(desk, diagnosis, progress)
    open_ones = remaining(desk.rules, sheet, left)
    texts = catalog(diagnosis.language)
    return compose.progress(
        texts,
        answers=len(progress.answers),
        left=max(1, open_ones.questions),
        minutes=max(1, min(left, open_ones.minutes)),
        verdict=score(desk.rules, sheet),
    )


def letter_of(diagnosis: Diagnosis, question: str) -> str | None:
    """The letter in which a question was put last: what is edited once it is answered."""
    for line in reversed(diagnoses.transcript(diagnosis)):
        if line.question == question and line.kind in {"asked", "reopened"}:
            return question_letter(diagnosis, line.seq)
    return None


def in_order(desk: Desk, progress: Progress, contradiction: str) -> list[str]:
    """The two questions of a contradiction, the one that was answered earlier first."""
    return sorted(desk.rules.contradictions[contradiction].facts, key=progress.order.index)


def _put_clash(desk: Desk, diagnosis: Diagnosis, progress: Progress, contradiction: str) -> Draft:
    line = note_down(desk, diagnosis, kind="clashed", question=contradiction)
    message = put_clash(
        catalog(diagnosis.language),
        contradiction,
        [(question, progress.answers[question]) for question in in_order(desk, progress, contradiction)],
        diagnosis=diagnosis.id,
        starter=diagnosis.starter,
        context=context_line(desk, diagnosis, progress),
    )
    return to_thread(diagnosis, question_letter(diagnosis, line.seq), message)


def _put(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str, seq: int) -> Draft:
    texts = catalog(diagnosis.language)
    message = compose.put(
        texts,
        question,
        reference(diagnosis, seq, question),
        context=context_line(desk, diagnosis, progress),
        lead=_addressed(desk, diagnosis, question),
    )
    return to_thread(diagnosis, question_letter(diagnosis, seq), message)


def _addressed(desk: Desk, diagnosis: Diagnosis, question: str) -> str:
    """Who may know best, if that is somebody other than the one who is answering."""
    role = desk.rules.questions[question].role
    person = diagnosis.roles.get(role)
    if role == EVERYBODY or not person or person == desk.actor:
        return ""
    return catalog(diagnosis.language).say("question.for", person=mention(person))
