"""A fact that was offered: somebody keeps it as an answer, or leaves it."""

from bot.desk import Desk, Outcome, hint, note_down
from bot.interview import ask, offers, overview
from bot.interview.answer import record, refused
from bot.interview.beside import beside
from bot.interview.how import of_said
from bot.interview.lines import Kind
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.words import EDGES, normalise
from prompts.catalog import catalog, every_catalog
from prompts.compose import offers as compose


def keep(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """The fact of line `seq` counts: it is the answer of whoever said it, confirmed by the one who acts."""
    line = _waiting(desk, diagnosis, seq, question)
    if isinstance(line, Outcome):
        return line
    return record(desk, diagnosis, question, line.option or "", value=line.value, words=of_said(line))


def leave(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """The fact of line `seq` does not count; the question may be asked like any other."""
    line = _waiting(desk, diagnosis, seq, question)
    if isinstance(line, Outcome):
        return line
    note_down(desk, diagnosis, kind=Kind.DECLINED, question=question, by=desk.actor)
    left = offers.over(desk, diagnosis, line, lambda texts: compose.left(texts, question))
    return Outcome(drafts=(*ask.proceed(desk, diagnosis), left))


def typed(desk: Desk, diagnosis: Diagnosis, text: str) -> Outcome:
    """Somebody typed in the thread while nothing but offers waits there: a bare yes or no is for the newest one."""
    bare = normalise(text).strip(EDGES)
    newest = beside(diagnoses.transcript(diagnosis)).in_thread[-1]
    known = [each.words for each in every_catalog(catalog(diagnosis.language))]
    if any(bare in words.yes for words in known):
        return keep(desk, diagnosis, newest.seq, newest.question)
    if any(bare in words.no for words in known):
        return leave(desk, diagnosis, newest.seq, newest.question)
    return hint(desk.texts.say("offer.tap"))


def _waiting(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Entry | Outcome:
    """The offer that waits for this tap; else a word about why it changes nothing."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    lines = diagnoses.transcript(diagnosis)
    line = beside(lines).offers.get(question)
    if line is not None and line.seq == seq:
        return line
    settled = [each for each in lines if each.seq > seq and each.question == question]
    if settled and settled[0].by == desk.actor and settled[0].kind in {Kind.ANSWERED, Kind.DECLINED}:
        return Outcome()  # a second tap
    if settled and (how := settled[0].how) is not None and how.get("confirmed_by") == desk.actor:
        return Outcome()
    if question in fold(lines).answers:
        return refused(desk, diagnosis, fold(lines), question) or Outcome()
    return hint(desk.texts.say("wrong.old_question"))
