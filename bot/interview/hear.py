"""What the reader made of somebody's words: an answer, a choice to tap, or nothing that answers."""

from bot.desk import Desk, Outcome
from bot.interview import offers
from bot.interview.answer import ask_back, record
from bot.interview.how import of_reading
from bot.interview.talk import reply
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.reading import Kind, Talk
from prompts.catalog import catalog

ADDRESSED = "@"  # a text that begins with somebody's name is for them


def hear(desk: Desk, diagnosis: Diagnosis, question: str, text: str, source_ts: str, *, privately: bool) -> Outcome:
    """Take words as an answer, ask them back, or reply to what answers nothing."""
    progress = fold(diagnoses.transcript(diagnosis))
    reading = desk.reader.read(
        catalog(diagnosis.language),
        desk.rules,
        desk.rules.questions[question],
        text,
        others=offers.others(desk, diagnosis, progress, question),
    )
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
