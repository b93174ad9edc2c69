"""Facts about other questions that stood in an answer: offered for a tap, never taken silently.

While a fact waits for its tap, its question is not asked. Where nothing else is left to ask, a fact offered just now is
waited for, like a question; an older one is over, and its question is asked.
"""

from collections.abc import Callable
from functools import partial

from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, note_down, question_letter, reference, texts_for, to_person, to_thread
from bot.interview.beside import beside
from bot.interview.how import Words
from bot.interview.lines import Kind, answer_of
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.reading import Proposal
from prompts.catalog import Catalog
from prompts.compose import offers as compose
from prompts.messages import Note
from scoring import Question


def others(desk: Desk, diagnosis: Diagnosis, progress: Progress, asked: str) -> list[Question]:
    """The questions of which a text that answers `asked` may state a fact as well: neither answered nor somebody's."""
    taken = {asked, *progress.answers, *progress.waiting, *beside(diagnoses.transcript(diagnosis)).offers}
    return [
        question
        for question in desk.rules.questions.values()
        if question.id not in taken and _fits(question, progress, asked)
    ]


def _fits(question: Question, progress: Progress, pending: str | None = None) -> bool:
    """Whether what a question requires holds; an answer still `pending` may be the one it requires."""
    given = {each: answer.option for each, answer in progress.answers.items()}
    needs = dict(question.requires)
    parent = question.follow_up_of
    if parent is not None and parent != pending and given.get(parent, "unknown") == "unknown":
        return False
    return all(needed == pending or given.get(needed) in accepted for needed, accepted in needs.items())


def offer(desk: Desk, diagnosis: Diagnosis, asked: str, words: Words) -> list[Draft]:
    """Offer what else the words seem to say, now that the question they were for is settled."""
    progress = fold(diagnoses.transcript(diagnosis))
    declined = beside(diagnoses.transcript(diagnosis)).declined
    possible = {question.id: question for question in others(desk, diagnosis, progress, asked)}
    drafts = []
    for fact in words.also:
        question = possible.pop(fact.question, None)
        if question is None or fact.option not in question.option_ids or not _fits(question, progress):
            continue
        if (fact.question, fact.option) not in declined:
            drafts.append(_put(desk, diagnosis, words, fact))
    return drafts


def _put(desk: Desk, diagnosis: Diagnosis, words: Words, fact: Proposal) -> Draft:
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.OFFERED,
        question=fact.question,
        option=fact.option,
        value=fact.value,
        quote=words.quote,
        by=words.by,
        whom=words.whom,
        source_ts=words.source_ts,
    )
    texts = texts_for(desk, diagnosis, words.whom)
    ref = reference(diagnosis, line.seq, fact.question)
    note = compose.fact(texts, fact.question, answer_of(line), ref=ref)
    letter = question_letter(diagnosis, line.seq)
    if words.whom:
        return to_person(words.whom, letter, note, diagnosis.id)
    return to_thread(diagnosis, letter, note)


def over(desk: Desk, diagnosis: Diagnosis, line: Entry, say: Callable[[Catalog], Note]) -> Draft:
    """Another message in the place of an offer that waits no longer."""
    diagnosis.turn += 1
    letter = question_letter(diagnosis, line.seq)
    instead = say(texts_for(desk, diagnosis, line.whom))
    return instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, instead, lane=line.whom)


def close(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """Nobody needs the facts that still wait for a tap: the questions are done."""
    drafts = []
    for question, line in beside(diagnoses.transcript(diagnosis)).offers.items():
        note_down(desk, diagnosis, kind=Kind.DECLINED, question=question)
        drafts.append(over(desk, diagnosis, line, partial(compose.left, question=question)))
    return drafts
