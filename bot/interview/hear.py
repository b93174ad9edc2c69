"""What the reader made of somebody's words: an answer, a choice to tap, or nothing that answers."""

from dataclasses import replace

from bot.desk import Desk, Outcome
from bot.interview import offers
from bot.interview.answer import ask_back, record
from bot.interview.how import of_reading
from bot.interview.talk import reply
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.guarded import needs_tap, visible
from bot.understanding.reading import Kind, Proposal, Reading, Talk
from prompts.catalog import catalog
from scoring import Question

SHOWN = 2
ADDRESSED = "@"  # a text that begins with somebody's name is for them


def hear(desk: Desk, diagnosis: Diagnosis, question: str, text: str, source_ts: str, *, privately: bool) -> Outcome:
    """Take words as an answer, ask them back, or reply to what answers nothing."""
    progress = fold(diagnoses.transcript(diagnosis))
    texts, asked = catalog(diagnosis.language), desk.rules.questions[question]
    is_hiding, text = visible(text) != text, visible(text)
    others = offers.others(desk, diagnosis, progress, question)
    reading = desk.reader.read(texts, desk.rules, asked, text, others=others)
    if is_hiding or (reading.own_words and needs_tap(texts, text)):
        reading = _with_a_tap(asked, reading)
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
    return reply(desk, diagnosis, question, reading.talk or Talk.OFF_TOPIC, source_ts, privately=privately)


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
