"""What the reader made of somebody's words: an answer, a choice to tap, or nothing that answers."""

from dataclasses import replace

from bot.desk import Desk, Outcome, texts_for
from bot.interview import consult, offers
from bot.interview.answer import ask_back, record
from bot.interview.answers import answers
from bot.interview.correct import is_about_earlier
from bot.interview.how import of_reading
from bot.interview.talk import reply
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.beginnings import asks_first, wants_time
from bot.understanding.guarded import needs_tap, visible
from bot.understanding.reading import Kind, Proposal, Reading, Talk, Vote
from prompts.catalog import Catalog
from scoring import UNKNOWN, Question

SHOWN = 2
ADDRESSED = "@"  # a text that begins with somebody's name is for them


def hear(desk: Desk, diagnosis: Diagnosis, question: str, text: str, source_ts: str, *, privately: bool) -> Outcome:
    """Take words as an answer, ask them back, or reply to what answers nothing; show all answers to who corrects one.

    Where a language model is set up, words that would be asked back wait for its vote (`consult.py`); not those that
    need a tap whatever they are read as.
    """
    is_hiding, text = visible(text) != text, visible(text)
    reading = _read(desk, diagnosis, question, text, privately=privately)
    texts = _texts(desk, diagnosis, privately=privately)
    if is_about_earlier(desk, diagnosis, question, reading, text, texts, privately=privately):
        return answers(desk, diagnosis, own=privately)
    if asks_first(texts, text) and not _names_an_option(reading):
        return reply(desk, diagnosis, question, Talk.LATER, source_ts, privately=privately)
    if consult.is_wanted(desk, reading, question, text) and not (is_hiding or needs_tap(texts, text)):
        return consult.put_off(desk, diagnosis, question, text=text, source_ts=source_ts, privately=privately)
    if is_hiding or (reading.own_words and needs_tap(texts, text)):
        reading = _with_a_tap(desk.rules.questions[question], reading)
    return _go_on(desk, diagnosis, question, reading, text, source_ts, privately=privately)


def hear_again(desk: Desk, diagnosis: Diagnosis, heard: Entry, vote: Vote | None) -> Outcome:
    """Go on with words that waited for a language model, whose vote this is: as if they had just been typed."""
    text, question = heard.quote or "", heard.question
    privately = heard.whom is not None
    reading = _read(desk, diagnosis, question, text, privately=privately, llm=vote)
    return _go_on(desk, diagnosis, question, reading, text, heard.source_ts or "", privately=privately)


def _texts(desk: Desk, diagnosis: Diagnosis, *, privately: bool) -> Catalog:
    """The texts that they had before them when they wrote: what a figure looks like depends on it."""
    return texts_for(desk, diagnosis, desk.actor if privately else None)


def _read(
    desk: Desk, diagnosis: Diagnosis, question: str, text: str, *, privately: bool, llm: Vote | None = None
) -> Reading:
    progress = fold(diagnoses.transcript(diagnosis))
    others = offers.others(desk, diagnosis, progress, question)
    asked = desk.rules.questions[question]
    texts = _texts(desk, diagnosis, privately=privately)
    return desk.reader.read(texts, desk.rules, asked, text, others=others, llm=llm)


def _go_on(
    desk: Desk, diagnosis: Diagnosis, question: str, reading: Reading, text: str, source_ts: str, *, privately: bool
) -> Outcome:
    """Act on what words were read as."""
    whom = desk.actor if privately else None
    words = of_reading(reading, text, by=desk.actor, source_ts=source_ts, whom=whom)
    if reading.kind is Kind.ACCEPT and reading.option is not None:
        return record(desk, diagnosis, question, reading.option, value=reading.value, words=words)
    if reading.kind is not Kind.NO_ANSWER:
        return ask_back(desk, diagnosis, question, reading, text=text, source_ts=source_ts, privately=privately)
    offered = offers.offer(desk, diagnosis, question, words)
    if offered:
        return Outcome(drafts=tuple(offered))
    if text.startswith(ADDRESSED):
        return Outcome()  # people talk to each other here as well
    talk, can_wait = reading.talk or Talk.OFF_TOPIC, wants_time(_texts(desk, diagnosis, privately=privately), text)
    if can_wait and talk is not Talk.QUESTION_BACK:
        talk = Talk.LATER
    return reply(desk, diagnosis, question, talk, source_ts, privately=privately, can_wait=can_wait)


def _names_an_option(reading: Reading) -> bool:
    return reading.kind is Kind.ACCEPT and reading.option != UNKNOWN


def _with_a_tap(question: Question, reading: Reading) -> Reading:
    """The same reading, but with a tap: what would be taken is the nearer of two, or a figure to confirm."""
    if reading.kind is not Kind.ACCEPT or reading.option is None:
        return reading
    voted = [option for vote in reading.votes for option, _ in vote.ranked]
    known = question.option_ids
    nearest = [option for option in dict.fromkeys([reading.option, *voted, *known]) if option in known]
    figure = None
    if reading.value is not None:
        figure = Proposal(question=question.id, option=reading.option, value=reading.value)
    return replace(reading, kind=Kind.ASK_BACK, option=None, value=None, nearest=tuple(nearest[:SHOWN]), figure=figure)
