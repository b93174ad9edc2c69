"""What was typed answers nothing: a kind line and the question in short, and after a while another way."""

from bot.desk import Desk, Outcome, note_down, question_letter, reference, texts_for, to_person, to_thread
from bot.interview.beside import beside
from bot.interview.lines import Kind
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.reading import Talk
from prompts.compose import talk as compose


def reply(
    desk: Desk,
    diagnosis: Diagnosis,
    question: str,
    talk: Talk,
    source_ts: str,
    *,
    privately: bool,
    can_wait: bool = False,
) -> Outcome:
    """Say one kind line; nothing is recorded as an answer, and the words are not kept.

    The third in a row brings the ways out, and so does one that says that it `can_wait`; after the third only the one
    who typed is told, so that no thread fills up.
    """
    before = beside(diagnoses.transcript(diagnosis))
    row = 1 + sum(each.question == question for each in before.row)
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.TALKED,
        question=question,
        option=talk,
        value=row if row > compose.MANY else None,  # nothing is put into the thread, so there is nothing to take back
        by=desk.actor,
        whom=desk.actor if privately else None,
        source_ts=source_ts,
    )
    if row > compose.MANY:
        return Outcome(hint=compose.quietly(desk.texts, question, talk, ref=reference(diagnosis, line.seq, question)))
    waiting = fold(diagnoses.transcript(diagnosis)).waiting
    note = compose.reply(
        texts_for(desk, diagnosis, line.whom),
        question,
        talk,
        sum(each.option == talk for each in before.talks),
        ref=reference(diagnosis, line.seq, question),
        ways_out=()
        if row < compose.MANY and (not can_wait or talk is Talk.LATER)
        else compose.HANDED
        if question in waiting
        else compose.OPEN,
    )
    letter = question_letter(diagnosis, line.seq)
    if privately:
        return Outcome(drafts=(to_person(desk.actor, letter, note, diagnosis.id),))
    return Outcome(drafts=(to_thread(diagnosis, letter, note),))
