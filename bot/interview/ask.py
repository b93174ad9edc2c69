"""What comes next in a diagnosis: a question, or its end when nothing more is worth asking."""

from collections.abc import Callable, Sequence

from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, note_down, question_letter, reference, texts_for, to_person, to_thread
from bot.interview import offers, options
from bot.interview.beside import beside
from bot.interview.lines import Kind
from bot.interview.options import PUTS, this_time
from bot.interview.review import review
from bot.interview.time_left import left, minutes_left
from bot.interview.transcript import Progress, fold, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.catalog import Catalog, catalog
from prompts.compose import handing
from prompts.compose import offers as facts
from prompts.compose import question as compose
from prompts.compose.clash import put_clash
from prompts.compose.differ import put_split
from prompts.messages import Message, Note
from prompts.mrkdwn import Mrkdwn, mention
from scoring import Sheet, contradictions, disagreements, next_question, score

EVERYBODY = "anyone"
BY_MESSAGE = "dm"  # how somebody was asked, or at the end of it


def proceed(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """Ask the next question, or end; nothing if a question is open to everybody already, or during a pause.

    Before that, and once for each, two answers that do not fit together are asked about. Where nothing is left but
    what others were handed, the starter is told whom it waits for.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    if progress.stage != "asking" or progress.open_question or progress.open_clash or progress.open_split:
        return []
    sheet = sheet_of(diagnosis.pilot, diagnosis.framework, progress)
    unsettled = _unsettled(desk, diagnosis, progress, sheet)
    if unsettled is not None:
        return [unsettled]
    aside = beside(diagnoses.transcript(diagnosis))
    offered = aside.offers
    question = _next(desk, diagnosis, progress, sheet, offered=tuple(offered))
    if question is None and offered:
        fresh = [each for each, line in offered.items() if line.seq > aside.answered_seq]
        question = _next(desk, diagnosis, progress, sheet, offered=fresh)
        if question is None and _next(desk, diagnosis, progress, sheet) is not None:
            return []  # nothing else is left, and a fact was offered just now: it is waited for
    if question is not None:
        return _ask(desk, diagnosis, progress, question, offered.get(question))
    if not progress.waiting:
        return review(desk, diagnosis, progress)
    if progress.waited_seq:
        return []
    line = note_down(desk, diagnosis, kind=Kind.WAITED, question="")
    return [to_thread(diagnosis, question_letter(diagnosis, line.seq), _waits(diagnosis, progress))]


def _unsettled(desk: Desk, diagnosis: Diagnosis, progress: Progress, sheet: Sheet) -> Draft | None:
    """The first two answers that do not fit together and were not asked about yet."""
    for differing in disagreements(desk.rules, sheet) if progress.said else ():
        if differing.question not in progress.splits:
            return _put_split(desk, diagnosis, progress, differing.question)
    for clash in contradictions(desk.rules, sheet):
        if clash.id not in progress.clashes:
            return _put_clash(desk, diagnosis, progress, clash.id)
    return None


def _ask(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str, offer: Entry | None) -> list[Draft]:
    """Put a question for the first time; a fact about it that was offered before is over."""
    over = [offers.over(desk, diagnosis, offer, lambda texts: facts.asked(texts, question))] if offer else []
    line = note_down(desk, diagnosis, kind=Kind.ASKED, question=question, whom=addressee(desk, diagnosis, question))
    return [put(desk, diagnosis, progress, question, line.seq), *over]


def ask_again(desk: Desk, diagnosis: Diagnosis, question: str, *, by: str) -> Draft:
    """Open an answered question again; its answer stays in the transcript, and no longer counts."""
    return put_again(desk, diagnosis, question, Kind.REOPENED, whom=by)


def put_again(desk: Desk, diagnosis: Diagnosis, question: str, kind: Kind, *, whom: str | None) -> Draft:
    """Put a question to everybody anew, addressed to `whom` unless another one waits for that person already."""
    progress = fold(diagnoses.transcript(diagnosis))
    others = {waits.whom for each, waits in progress.waiting.items() if each != question and not waits.parked}
    free = [person for person in (whom, diagnosis.starter) if person and person not in others]
    line = note_down(desk, diagnosis, kind=kind, question=question, by=desk.actor, whom=free[0] if free else None)
    return put(desk, diagnosis, fold(diagnoses.transcript(diagnosis)), question, line.seq)


def addressee(desk: Desk, diagnosis: Diagnosis, question: str) -> str:
    """Who knows best: who holds the question's role, or the one who started the diagnosis."""
    return diagnosis.roles.get(desk.rules.questions[question].role) or diagnosis.starter


def context_line(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Mrkdwn:
    """How far the diagnosis is."""
    questions, minutes = left(desk, diagnosis, progress)
    return compose.progress(
        catalog(diagnosis.language),
        answers=len(progress.answers),
        left=questions,
        minutes=minutes,
        verdict=score(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress)),
    )


def letter_of(diagnosis: Diagnosis, question: str) -> str | None:
    """The letter in which a question was put to the thread last: what is edited once it is answered."""
    for line in reversed(diagnoses.transcript(diagnosis)):
        if line.question == question and line.kind in PUTS and not _was_private(line):
            return question_letter(diagnosis, line.seq)
    # Offered in private and kept there: its card was put into the thread with the answer.
    lines = diagnoses.transcript(diagnosis)
    return next((question_letter(diagnosis, line.seq) for line in lines if _answers(line, question)), None)


def _answers(line: Entry, question: str) -> bool:
    return line.question == question and line.kind == Kind.ANSWERED


def in_place(
    desk: Desk, diagnosis: Diagnosis, question: str, say: Callable[[Catalog], Note], *, in_thread: bool = True
) -> list[Draft]:
    """This message instead of the question, in the thread and wherever it was put by direct message.

    Each is said in the language of whoever reads it. Without `in_thread` its card there stays as it is: it is asked
    anew in private.
    """
    diagnosis.turn += 1  # the same letter may be edited twice between two lines of the transcript
    drafts = []
    if in_thread and (letter := letter_of(diagnosis, question)) is not None:
        drafts.append(
            instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, say(texts_for(desk, diagnosis, None)))
        )
    for line in this_time(diagnosis, question):
        if line.kind in PUTS and _was_private(line):
            letter = question_letter(diagnosis, line.seq)
            said = say(texts_for(desk, diagnosis, line.whom))
            drafts.append(instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, said, lane=line.whom))
    return drafts + options.without(desk, diagnosis, question, say)


def set_aside(desk: Desk, diagnosis: Diagnosis, question: str) -> list[Draft]:
    """The open question stays for later, and says so."""
    return in_place(desk, diagnosis, question, lambda texts: compose.set_aside(texts, question))


def _was_private(line: Entry) -> bool:
    if line.kind == Kind.OFFERED:
        return line.whom is not None
    return (line.option or "").endswith(BY_MESSAGE)


def no_longer_waiting(diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """What becomes of the word about whom it waits for, which stood on this progress, when something has happened."""
    if not progress.waited_seq:
        return []
    diagnosis.turn += 1
    letter = question_letter(diagnosis, progress.waited_seq)
    done = handing.no_longer_waiting(catalog(diagnosis.language))
    return [instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, done)]


def in_order(desk: Desk, progress: Progress, contradiction: str) -> list[str]:
    """The two questions of a contradiction, the one that was answered earlier first."""
    return sorted(desk.rules.contradictions[contradiction].facts, key=progress.order.index)


def _next(
    desk: Desk, diagnosis: Diagnosis, progress: Progress, sheet: Sheet, offered: Sequence[str] = ()
) -> str | None:
    """The question to ask now; none that waits for somebody, was passed over, or is for somebody who has one open.

    Nor one of which a fact is `offered`.
    """
    passed = {*progress.skipped, *progress.waiting, *offered}
    if progress.busy:
        passed |= {each for each in desk.rules.questions if addressee(desk, diagnosis, each) in progress.busy}
    found = next_question(
        desk.rules,
        sheet,
        minutes_left=minutes_left(desk, diagnosis, progress),
        asked=tuple(passed),
        last=progress.last_answered,
    )
    return found.id if found else None


def _waits(diagnosis: Diagnosis, progress: Progress) -> Message:
    waiting = [
        handing.Waits(reference(diagnosis, one.seq, question), question, one.whom)
        for question, one in progress.waiting.items()
    ]
    return handing.waits_for(catalog(diagnosis.language), waiting, diagnosis=diagnosis.id, starter=diagnosis.starter)


def _put_clash(desk: Desk, diagnosis: Diagnosis, progress: Progress, contradiction: str) -> Draft:
    line = note_down(desk, diagnosis, kind=Kind.CLASHED, question=contradiction)
    message = put_clash(
        catalog(diagnosis.language),
        contradiction,
        [(question, progress.answers[question]) for question in in_order(desk, progress, contradiction)],
        diagnosis=diagnosis.id,
        starter=diagnosis.starter,
        context=context_line(desk, diagnosis, progress),
    )
    return to_thread(diagnosis, question_letter(diagnosis, line.seq), message)


def _put_split(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Draft:
    line = note_down(desk, diagnosis, kind=Kind.SPLIT, question=question)
    message = put_split(
        catalog(diagnosis.language),
        question,
        progress.said[question],
        ref=f"{diagnosis.id}|{question}",
        context=context_line(desk, diagnosis, progress),
    )
    return to_thread(diagnosis, question_letter(diagnosis, line.seq), message)


def put(
    desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str, seq: int, lead: Mrkdwn | None = None
) -> Draft:
    """Put a question to everybody in the thread, those who may know best mentioned."""
    texts = catalog(diagnosis.language)
    message = compose.put(
        texts,
        question,
        reference(diagnosis, seq, question),
        context=context_line(desk, diagnosis, progress),
        lead=_addressed(desk, diagnosis, question, seq) if lead is None else lead,
    )
    return to_thread(diagnosis, question_letter(diagnosis, seq), message)


def _addressed(desk: Desk, diagnosis: Diagnosis, question: str, seq: int) -> str:
    """Who may know best, if not the one who is answering. A mention calls them, so once; from then on by their role."""
    role = desk.rules.questions[question].role
    person = diagnosis.roles.get(role)
    if role == EVERYBODY or not person or person == desk.actor:
        return ""
    texts = catalog(diagnosis.language)
    if any(line.kind in PUTS and line.whom == person and line.seq < seq for line in diagnoses.transcript(diagnosis)):
        return texts.say("question.for_role", role=texts.roles[role])
    return texts.say("question.for", person=mention(person))


def put_to(desk: Desk, diagnosis: Diagnosis, question: str, seq: int, lead: Mrkdwn) -> Draft:
    """Put a question to one person in the thread: they are mentioned, the others go on meanwhile."""
    progress = fold(diagnoses.transcript(diagnosis))
    waits = progress.waiting.get(question)
    tools = compose.HANDED_TOOLS if question not in progress.answers else compose.SECOND_TOOLS
    message = compose.put(
        catalog(diagnosis.language),
        question,
        reference(diagnosis, seq, question),
        context=context_line(desk, diagnosis, progress),
        lead=lead,
        tools=compose.PARKED_TOOLS if waits is not None and waits.parked else tools,
    )
    return to_thread(diagnosis, question_letter(diagnosis, seq), message)


def put_privately(texts: Catalog, diagnosis: Diagnosis, question: str, seq: int, whom: str, lead: Mrkdwn) -> Draft:
    """Put a question to one person by direct message, in their language; one that is answered they may leave so."""
    is_again = question in fold(diagnoses.transcript(diagnosis)).answers
    message = compose.put(
        texts,
        question,
        reference(diagnosis, seq, question),
        context=texts.say("hand.private_context"),
        lead=lead,
        tools=compose.AGAIN_TOOLS if is_again else compose.PRIVATE_TOOLS,
    )
    return to_person(whom, question_letter(diagnosis, seq), message, diagnosis.id)
