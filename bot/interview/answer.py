"""Answering: by a tap, by one of the options that words were read as, by words that name one."""

from collections.abc import Callable, Sequence

from bot.delivery.letters import Draft
from bot.desk import (
    Desk,
    Outcome,
    hint,
    instead_of,
    note_down,
    question_letter,
    reference,
    texts_for,
    to_person,
    to_thread,
)
from bot.interview import ask, control, names, offers, overview
from bot.interview.how import Words, as_kept, confirmed_by, of_answer, of_said
from bot.interview.lines import Kind, answer_of
from bot.interview.sign import taken
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.reading import Reading
from prompts.catalog import Catalog, catalog
from prompts.compose import question as compose
from prompts.compose import talk
from prompts.compose.differ import offer_second
from prompts.compose.offers import figure as figure_note
from prompts.messages import Message, Note
from prompts.mrkdwn import mention

KEPT_CHARACTERS = 40_000


def tap(desk: Desk, diagnosis: Diagnosis, question: str, option: str) -> Outcome:
    """An option of a question was tapped."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = refused(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    return record(desk, diagnosis, question, option)


def pick(desk: Desk, diagnosis: Diagnosis, seq: int, question: str, option: str) -> Outcome:
    """One of the options was tapped that words of transcript line `seq` were read as: the words are kept with it."""
    line = _asked_back(desk, diagnosis, seq, question)
    return line if isinstance(line, Outcome) else record(desk, diagnosis, question, option, words=of_said(line))


def figure(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """The figure that was worked out from the words of transcript line `seq` is right."""
    line = _asked_back(desk, diagnosis, seq, question)
    if isinstance(line, Outcome):
        return line
    if line.option is None:
        return hint(desk.texts.say("wrong.gone"))
    return record(desk, diagnosis, question, line.option, value=line.value, words=of_said(line))


def _asked_back(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Entry | Outcome:
    """The line whose words wait for this tap; else a word about why it changes nothing."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = refused(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    waiting = {line.seq: line for line in asked_back(diagnosis, question)}
    return waiting.get(seq) or hint(desk.texts.say("wrong.gone"))


def neither(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Neither of the nearest options was meant: the question itself in their place, with all of its options."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = refused(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    said_back = asked_back(diagnosis, question)
    if not said_back:
        return hint(desk.texts.say("wrong.gone"))  # it was answered meanwhile, and asked anew
    *older, newest = said_back

    def still(texts: Catalog) -> Note:
        return Note(text=texts.say("talk.still", question=texts.questions[question].text))

    def again(texts: Catalog) -> Note:
        return talk.neither(texts, question, ref=reference(diagnosis, progress.last_seq, question))

    return Outcome(
        drafts=(*_close_ask_backs(desk, diagnosis, older, still), *_close_ask_backs(desk, diagnosis, [newest], again)),
    )


def record(
    desk: Desk,
    diagnosis: Diagnosis,
    question: str,
    option: str,
    *,
    value: int | None = None,
    words: Words | None = None,
) -> Outcome:
    """Write the answer down, turn the question into it, and go on.

    With `words` the answer is that of whoever typed them; where another one acts, or the words waited for a tap, the
    one who acts has confirmed it. What else the words seem to say is offered before the next question.
    """
    before = fold(diagnoses.transcript(diagnosis))
    said_back = asked_back(diagnosis, question)
    has_card = ask.letter_of(diagnosis, question) is not None
    goes_on = []
    if diagnosis.state == "paused" and before.is_open(question, desk.actor):  # who answers goes on
        goes_on = control.rests_no_more(desk, diagnosis, before)
        note_down(desk, diagnosis, kind=Kind.RESUMED, question="", by=desk.actor)
        diagnosis.state = "asking"
    by = words.by if words else desk.actor
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.ANSWERED,
        question=question,
        option=option,
        value=value,
        quote=words.quote[:KEPT_CHARACTERS] if words and words.quote else None,
        by=by,
        role=role_of(desk, diagnosis, question, by),
        source_ts=words.source_ts if words else None,
        how=of_answer(words, desk.actor if words and words.waited else None),
    )
    beside = []
    if words is not None:
        beside += offers.offer(desk, diagnosis, question, words)
        beside += names.ask_who(desk, diagnosis, question, option, words)
    following = ask.proceed(desk, diagnosis)
    given = answer_of(line)
    ref = reference(diagnosis, line.seq, question)

    def done(texts: Catalog) -> Note:
        return compose.answered(texts, question, given, ref=ref, confirmed_by=confirmed_by(line))

    card = done(catalog(diagnosis.language))
    edits = [] if has_card else [to_thread(diagnosis, question_letter(diagnosis, line.seq), card)]
    edits += ask.in_place(desk, diagnosis, question, done)
    tapped = [said for said in said_back if words and words.waited and said.source_ts == words.source_ts]
    others = [said for said in said_back if said not in tapped]
    edits += _close_ask_backs(desk, diagnosis, tapped, lambda texts: compose.read_as(texts, question, given))
    edits += _close_ask_backs(desk, diagnosis, others, lambda texts: compose.answered_since(texts, question, given))
    signs = taken(desk, diagnosis, line, words, (*beside, *following))
    return Outcome(drafts=(*beside, *following, *signs, *goes_on, *edits, *ask.no_longer_waiting(diagnosis, before)))


def role_of(desk: Desk, diagnosis: Diagnosis, question: str, person: str) -> str | None:
    """The role in which somebody answers: the question's own if they hold it, else one they hold, else none."""
    held = [role for role, holder in diagnosis.roles.items() if holder == person]
    own = desk.rules.questions[question].role
    return own if own in held else held[0] if held else None


def ask_back(
    desk: Desk, diagnosis: Diagnosis, question: str, reading: Reading, *, text: str, source_ts: str, privately: bool
) -> Outcome:
    """The words name no option for certain: keep them, and ask which of the nearest is meant, or if the figure is."""
    figure_ = reading.figure
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.SAID,
        question=question,
        option=figure_.option if figure_ else None,
        value=figure_.value if figure_ else None,
        quote=text[:KEPT_CHARACTERS],
        by=desk.actor,
        whom=desk.actor if privately else None,
        source_ts=source_ts,
        how=as_kept(reading, text),
    )
    texts = texts_for(desk, diagnosis, line.whom)
    ref = reference(diagnosis, line.seq, question)
    message: Message
    if figure_:
        message = figure_note(texts, question, answer_of(line), ref=ref)
    else:
        context = (
            texts.say("hand.private_context")
            if privately
            else ask.context_line(desk, diagnosis, fold(diagnoses.transcript(diagnosis)))
        )
        message = compose.ask_back(texts, question, ref, reading.nearest, quote=text, context=context)
    letter = question_letter(diagnosis, line.seq)
    if privately:
        return Outcome(drafts=(to_person(desk.actor, letter, message, diagnosis.id),))
    return Outcome(drafts=(to_thread(diagnosis, letter, message),))


def asked_back(diagnosis: Diagnosis, question: str) -> list[Entry]:
    """Words to this question that are asked back and not settled yet: those said since it was answered last."""
    lines = [line for line in diagnoses.transcript(diagnosis) if line.question == question]
    answered = max((n for n, line in enumerate(lines, 1) if line.kind == Kind.ANSWERED), default=0)
    return [line for line in lines[answered:] if line.kind == Kind.SAID]


def _close_ask_backs(
    desk: Desk, diagnosis: Diagnosis, said: Sequence[Entry], instead: Callable[[Catalog], Note]
) -> list[Draft]:
    """Take the buttons off every "which is nearer?" about these words: it is settled or no longer wanted."""
    return [
        instead_of(
            diagnosis,
            f"{diagnosis.id}.s{line.seq}.{diagnosis.turn}",
            question_letter(diagnosis, line.seq),
            instead(texts_for(desk, diagnosis, line.whom)),
            lane=line.whom,
        )
        for line in said
    ]


def refused(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Outcome | None:
    """Why a tap on this question changes nothing; None if it may."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if progress.is_open(question, desk.actor):
        return None
    if question not in progress.answers:
        return hint(desk.texts.say("wrong.old_question"))
    said = progress.said.get(question, (progress.answers[question],))
    lines = [line for line in diagnoses.transcript(diagnosis) if line.question == question]
    confirmers = {confirmed_by(line) for line in lines[-1:]}
    if desk.actor in {*confirmers, *(answer.by for answer in said)}:
        return Outcome()  # a double tap: the first one counted, and that is what they see
    answer = progress.answers[question]
    words = compose.spoken(desk.texts, question, answer)
    text = desk.texts.say("wrong.answered", person=mention(answer.by or desk.actor), answer=words)
    return Outcome(hint=offer_second(desk.texts, text, reference(diagnosis, progress.last_seq, question)))
