"""Who was named in an answer: somebody says who that is in Slack, that they are not there, or that it is not so."""

from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, texts_for
from bot.interview import overview
from bot.interview.beside import beside
from bot.interview.hand import Target, why_not
from bot.interview.lines import Kind
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis, Entry
from prompts.compose import offers as compose
from prompts.messages import Note
from prompts.mrkdwn import mention

WRONG = {"gone": "named.gone", "bot": "named.bot", "guest": "named.guest"}


def holds(desk: Desk, diagnosis: Diagnosis, seq: int, target: Target) -> Outcome:
    """Whoever was named in line `seq` is this person: they hold the role from now on, and are asked as its holder."""
    line = _waiting(desk, diagnosis, seq)
    if isinstance(line, Outcome):
        return line
    role = line.option or ""
    fault = why_not(people.person(desk.session, desk.workspace_id, target.person))
    if fault:
        return hint(desk.texts.say(WRONG[fault], person=mention(target.person)))
    texts = texts_for(desk, diagnosis, line.whom)
    holder = diagnosis.roles.get(role)
    if holder:
        note_down(desk, diagnosis, kind=Kind.HOLDS, question=line.question, option=role, value=seq, by=desk.actor)
        held = Note(text=texts.say("named.held", person=mention(holder), role=texts.roles[role].lower()))
        return _settled(diagnosis, line, held)
    diagnosis.roles = {**diagnosis.roles, role: target.person}
    note_down(
        desk,
        diagnosis,
        kind=Kind.HOLDS,
        question=line.question,
        option=role,
        value=seq,
        quote=line.quote,
        by=desk.actor,
        whom=target.person,
    )
    return _settled(diagnosis, line, compose.holds(texts, target.person, role, by=desk.actor))


def holds_not(desk: Desk, diagnosis: Diagnosis, seq: int, *, elsewhere: bool) -> Outcome:
    """Whoever was named does not hold the role; or does, and is not in Slack (`elsewhere`)."""
    line = _waiting(desk, diagnosis, seq)
    if isinstance(line, Outcome):
        return line
    role = line.option or ""
    note_down(
        desk,
        diagnosis,
        kind=Kind.HOLDS,
        question=line.question,
        option=role,
        value=seq,
        quote=line.quote if elsewhere else None,  # a name without a person: they hold it, outside Slack
        by=desk.actor,
    )
    texts = texts_for(desk, diagnosis, line.whom)
    note = compose.holds_not(texts, line.quote or "", role, elsewhere=elsewhere)
    return _settled(diagnosis, line, note)


def _waiting(desk: Desk, diagnosis: Diagnosis, seq: int) -> Entry | Outcome:
    """The line in which somebody was named, if nobody has said yet who that is; else a word about that."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    lines = diagnoses.transcript(diagnosis)
    line = beside(lines).names.get(seq)
    if line is not None:
        return line
    said = [each for each in lines if each.kind == Kind.HOLDS and each.value == seq]
    is_second_tap = bool(said) and said[-1].by == desk.actor
    return Outcome() if is_second_tap else hint(desk.texts.say("wrong.old_question"))


def _settled(diagnosis: Diagnosis, line: Entry, note: Note) -> Outcome:
    letter = question_letter(diagnosis, line.seq)
    return Outcome(drafts=(instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, note, lane=line.whom),))
