"""Answering: by a tap, by words, back, and change."""

from collections.abc import Sequence

from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, to_thread
from bot.interview import ask, clash, overview
from bot.interview.review import take_back
from bot.interview.transcript import Kind, Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.words import command_in, read
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.compose.clash import withdrawn
from prompts.messages import Note
from prompts.mrkdwn import mention

KEPT_CHARACTERS = 40_000


def tap(desk: Desk, diagnosis: Diagnosis, question: str, option: str) -> Outcome:
    """An option of a question was tapped."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    return _record(desk, diagnosis, question, option)


def pick(desk: Desk, diagnosis: Diagnosis, seq: int, question: str, option: str) -> Outcome:
    """One of the options was tapped that words of transcript line `seq` were read as: the words are kept with it."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    words = diagnoses.entry(desk.session, diagnosis, seq)
    if words is None or words.question != question:
        return hint(desk.texts.say("wrong.gone"))
    return _record(desk, diagnosis, question, option, quote=words.quote, source_ts=words.source_ts)


def neither(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Neither of the nearest options was meant: back to the question itself, whose options are still there."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _refusal(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    again = Note(text=catalog(diagnosis.language).say("askback.again"))
    return Outcome(drafts=tuple(_close_ask_backs(diagnosis, question, again)))


def say(desk: Desk, diagnosis: Diagnosis, text: str, source_ts: str) -> Outcome:
    """Somebody wrote in the thread while a question is open (or after the end: a word about that)."""
    progress = fold(diagnoses.transcript(diagnosis))
    question = progress.open_question
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    texts = catalog(diagnosis.language)
    command = command_in(texts, text)
    if command and (question or command != "why"):
        return _command(desk, diagnosis, question, command, source_ts)
    if progress.open_clash is not None:
        return clash.typed(desk, diagnosis, progress.open_clash, text)
    if question is None:
        return hint(desk.texts.say("wrong.no_question"))
    reading = read(texts, desk.rules.questions[question], text)
    if reading.option:
        quote = text if reading.own_words else None
        return _record(desk, diagnosis, question, reading.option, value=reading.value, quote=quote, source_ts=source_ts)
    return _ask_back(desk, diagnosis, progress, question, nearest=reading.nearest, text=text, source_ts=source_ts)


def _command(desk: Desk, diagnosis: Diagnosis, question: str | None, command: str, source_ts: str) -> Outcome:
    """What was typed is no answer but a word for something to do; `question` is the open one, if one is."""
    if command == "back":
        return back(desk, diagnosis, question)
    if command == "why" and question:
        note = compose.why(catalog(diagnosis.language), question)
        return Outcome(drafts=(to_thread(diagnosis, f"{diagnosis.id}.why{source_ts}", note),))
    if command == "stop":
        return overview.end(desk, diagnosis)
    return hint(desk.texts.say("help"))


def back(desk: Desk, diagnosis: Diagnosis, question: str | None) -> Outcome:
    """The last answer no longer counts, and its question is asked again.

    `question` is the one on which *Back* was tapped, None on the verdict: a second tap must not go back twice.
    """
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if question != progress.open_question:
        is_second_tap = lines and lines[-1].kind == Kind.REOPENED and lines[-1].by == desk.actor
        return Outcome() if is_second_tap else hint(desk.texts.say("wrong.old_question"))
    if progress.last_answered is None:
        return hint(desk.texts.say("wrong.nothing_back"))
    return change(desk, diagnosis, progress.last_answered)


def change(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """An answered question is asked again; the one that was open stays for later."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if question == progress.open_question:
        return Outcome()  # a double tap: it is asked again already
    if question not in progress.answers:
        return hint(desk.texts.say("wrong.old_question"))
    texts = catalog(diagnosis.language)
    answered = ask.letter_of(diagnosis, question)
    pending = ask.letter_of(diagnosis, progress.open_question) if progress.open_question else None
    drafts = [ask.ask_again(desk, diagnosis, question, by=desk.actor)]
    if diagnosis.state == "reviewing":
        drafts += take_back(diagnosis, progress)
    diagnosis.state = "asking"
    if answered:
        note = compose.withdrawn(texts, question)
        drafts.append(instead_of(diagnosis, f"{diagnosis.id}.w{diagnosis.turn}", answered, note))
    if pending and progress.open_question:
        note = compose.set_aside(texts, progress.open_question)
        drafts.append(instead_of(diagnosis, f"{diagnosis.id}.p{diagnosis.turn}", pending, note))
    if progress.open_clash:
        clashing = question_letter(diagnosis, progress.clash_seq)
        drafts.append(instead_of(diagnosis, f"{diagnosis.id}.p{diagnosis.turn}", clashing, withdrawn(texts)))
    return Outcome(drafts=tuple(drafts))


def why(desk: Desk, question: str) -> Outcome:
    """What a question is for, to the one who asks, in their language."""
    return Outcome(hint=compose.why(desk.texts, question))


def _record(
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
    old = ask.letter_of(diagnosis, question)
    line = note_down(
        desk,
        diagnosis,
        kind="answered",
        question=question,
        option=option,
        value=value,
        quote=quote[:KEPT_CHARACTERS] if quote else None,
        by=desk.actor,
        source_ts=source_ts,
    )
    following = ask.proceed(desk, diagnosis)
    progress = fold(diagnoses.transcript(diagnosis))
    done = compose.answered(
        catalog(diagnosis.language),
        question,
        progress.answers[question],
        ref=ask.reference(diagnosis, line.seq, question),
    )
    edits = [instead_of(diagnosis, f"{diagnosis.id}.a{line.seq}", old, done)] if old else []
    read_as = compose.read_as(catalog(diagnosis.language), question, progress.answers[question])
    edits += _close_ask_backs(diagnosis, question, read_as)
    return Outcome(drafts=(*following, *edits))


def _close_ask_backs(diagnosis: Diagnosis, question: str, instead: Note) -> list[Draft]:
    """Take the buttons off every "which is nearer?" of this question: it is settled or no longer wanted."""
    return [
        instead_of(
            diagnosis, f"{diagnosis.id}.s{line.seq}.{diagnosis.turn}", question_letter(diagnosis, line.seq), instead
        )
        for line in diagnoses.transcript(diagnosis)
        if line.kind == "said" and line.question == question
    ]


def _ask_back(
    desk: Desk,
    diagnosis: Diagnosis,
    progress: Progress,
    question: str,
    *,
    nearest: Sequence[str],
    text: str,
    source_ts: str,
) -> Outcome:
    line = note_down(
        desk,
        diagnosis,
        kind="said",
        question=question,
        quote=text[:KEPT_CHARACTERS],
        by=desk.actor,
        source_ts=source_ts,
    )
    message = compose.ask_back(
        catalog(diagnosis.language),
        question,
        ask.reference(diagnosis, line.seq, question),
        nearest,
        quote=text,
        context=ask.context_line(desk, diagnosis, progress),
    )
    return Outcome(drafts=(to_thread(diagnosis, question_letter(diagnosis, line.seq), message),))


def _refusal(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Outcome | None:
    """Why a tap on this question changes nothing; None if it may."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if progress.open_question == question:
        return None
    if question in progress.answers:
        answer = progress.answers[question]
        if answer.by == desk.actor:
            return Outcome()  # a double tap: the first one counted, and that is what they see
        said = compose.spoken(desk.texts, question, answer)
        return hint(desk.texts.say("wrong.answered", person=mention(answer.by or desk.actor), answer=said))
    return hint(desk.texts.say("wrong.old_question"))
