"""Answering: by a tap, by one of the options that words were read as, by words that name one."""

from collections.abc import Sequence

from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, reference, to_person, to_thread
from bot.interview import ask, overview
from bot.interview.lines import Kind
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.compose.differ import offer_second
from prompts.messages import Note
from prompts.mrkdwn import mention

KEPT_CHARACTERS = 40_000


def tap(desk: Desk, diagnosis: Diagnosis, question: str, option: str) -> Outcome:
    """An option of a question was tapped."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    return record(desk, diagnosis, question, option)


def pick(desk: Desk, diagnosis: Diagnosis, seq: int, question: str, option: str) -> Outcome:
    """One of the options was tapped that words of transcript line `seq` were read as: the words are kept with it."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    words = diagnoses.entry(desk.session, diagnosis, seq)
    if words is None or words.question != question:
        return hint(desk.texts.say("wrong.gone"))
    return record(desk, diagnosis, question, option, quote=words.quote, source_ts=words.source_ts)


def neither(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Neither of the nearest options was meant: back to the question itself, whose options are still there."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    again = Note(text=catalog(diagnosis.language).say("askback.again"))
    return Outcome(drafts=tuple(_close_ask_backs(diagnosis, _ask_backs(diagnosis, question), again)))


def record(
    desk: Desk,
    diagnosis: Diagnosis,
    question: str,
    option: str,
    *,
    value: int | None = None,
    quote: str | None = None,
    source_ts: str | None = None,
) -> Outcome:
    """Write the answer down, turn the question into it, and go on."""
    before = fold(diagnoses.transcript(diagnosis))
    asked_back = _ask_backs(diagnosis, question)
    if diagnosis.state == "paused":  # who answers goes on
        note_down(desk, diagnosis, kind=Kind.RESUMED, question="", by=desk.actor)
        diagnosis.state = "asking"
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.ANSWERED,
        question=question,
        option=option,
        value=value,
        quote=quote[:KEPT_CHARACTERS] if quote else None,
        by=desk.actor,
        role=role_of(desk, diagnosis, question),
        source_ts=source_ts,
    )
    following = ask.proceed(desk, diagnosis)
    texts = catalog(diagnosis.language)
    given = fold(diagnoses.transcript(diagnosis)).answers[question]
    done = compose.answered(texts, question, given, ref=reference(diagnosis, line.seq, question))
    edits = ask.in_place(diagnosis, question, done)
    edits += _close_ask_backs(diagnosis, asked_back, compose.read_as(texts, question, given))
    return Outcome(drafts=(*following, *edits, *ask.no_longer_waiting(diagnosis, before)))


def role_of(desk: Desk, diagnosis: Diagnosis, question: str) -> str | None:
    """The role in which somebody answers: the question's own if they hold it, else one they hold, else none."""
    held = [role for role, person in diagnosis.roles.items() if person == desk.actor]
    own = desk.rules.questions[question].role
    return own if own in held else held[0] if held else None


def ask_back(
    desk: Desk,
    diagnosis: Diagnosis,
    question: str,
    *,
    nearest: Sequence[str],
    text: str,
    source_ts: str,
    privately: bool,
) -> Outcome:
    """The words name no option for certain: keep them, and ask which of the nearest is meant."""
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.SAID,
        question=question,
        quote=text[:KEPT_CHARACTERS],
        by=desk.actor,
        whom=desk.actor if privately else None,
        source_ts=source_ts,
    )
    message = compose.ask_back(
        catalog(diagnosis.language),
        question,
        reference(diagnosis, line.seq, question),
        nearest,
        quote=text,
        context=ask.context_line(desk, diagnosis, fold(diagnoses.transcript(diagnosis))),
    )
    letter = question_letter(diagnosis, line.seq)
    if privately:
        return Outcome(drafts=(to_person(desk.actor, letter, message, diagnosis.id),))
    return Outcome(drafts=(to_thread(diagnosis, letter, message),))


def _ask_backs(diagnosis: Diagnosis, question: str) -> list[Entry]:
    """Words to this question that are asked back and not settled yet: those said since it was answered last."""
    lines = [line for line in diagnoses.transcript(diagnosis) if line.question == question]
    answered = max((n for n, line in enumerate(lines, 1) if line.kind == Kind.ANSWERED), default=0)
    return [line for line in lines[answered:] if line.kind == Kind.SAID]


def _close_ask_backs(diagnosis: Diagnosis, said: Sequence[Entry], instead: Note) -> list[Draft]:
    """Take the buttons off every "which is nearer?" about these words: it is settled or no longer wanted."""
    return [
        instead_of(
            diagnosis,
            f"{diagnosis.id}.s{line.seq}.{diagnosis.turn}",
            question_letter(diagnosis, line.seq),
            instead,
            lane=line.whom,
        )
        for line in said
    ]


def _refusal(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Outcome | None:
    """Why a tap on this question changes nothing; None if it may."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if progress.is_open(question, desk.actor):
        return None
    if question not in progress.answers:
        return hint(desk.texts.say("wrong.old_question"))
    said = progress.said.get(question, (progress.answers[question],))
    if any(answer.by == desk.actor for answer in said):
        return Outcome()  # a double tap: the first one counted, and that is what they see
    answer = progress.answers[question]
    words = compose.spoken(desk.texts, question, answer)
    text = desk.texts.say("wrong.answered", person=mention(answer.by or desk.actor), answer=words)
    return Outcome(hint=offer_second(desk.texts, text, reference(diagnosis, progress.last_seq, question)))
