"""Playing a conversation in which a language model is asked."""

import time
from collections.abc import Callable

import sqlalchemy as sa
from pydantic import SecretStr

from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.settings import Llm, Protocol
from bot.store.tables import Consultation, Entry
from bot.understanding.reading import WHOLE, Kind, Vote
from prompts.catalog import catalog
from tests.conftest import TUESDAY
from tests.fake_llm import Choose, FakeLlm
from tests.scenario import play

KEY = "key-for-the-fake-1234567890"
PATIENCE_S = 30.0


def settings(fake: FakeLlm, *, daily_calls: int = 50, patience_s: float = 5.0) -> Llm:
    """The fake as somebody would set it up."""
    protocol: Protocol = "openai" if fake.protocol == "openai" else "anthropic"
    return Llm(
        protocol=protocol,
        url=fake.url,
        model="some-model",
        key=SecretStr(KEY),
        daily_calls=daily_calls,
        patience_s=patience_s,
    )


def staged(database_url: str, llm: Llm | None) -> Stage:
    """A stage on which this model is asked."""
    stage = Stage(database_url, start=TUESDAY, llm=llm)
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = PATIENCE_S
    return stage


def begin(stage: Stage) -> tuple[play.Talk, str, str, tuple[str, ...]]:
    """A conversation at a question that asks for no figure: its id, words that are asked back, the two nearest."""
    talk = play.start(stage, minutes=45)
    while stage.bot.rules.questions[play.question(talk)].is_figure:
        play.answer(talk, "unknown")
    question = play.question(talk)
    text, nearest = unclear(stage, question)
    return talk, question, text, nearest


def unclear(stage: Stage, question: str) -> tuple[str, tuple[str, ...]]:
    """Words about a question that its reader asks back about, and the two options that it asks about."""
    texts, rules = catalog(), stage.bot.rules
    wordings = [option.text.lower() for option in texts.questions[question].options.values()]
    for first in wordings:
        for second in wordings[::-1]:
            text = f"hm, some would say {first}, others {second}, it depends a bit"
            stage.bot.reader.prepare(text)
            reading = stage.bot.reader.read(texts, rules, rules.questions[question], text)
            if first != second and reading.kind is Kind.ASK_BACK and reading.figure is None:
                return text, reading.nearest
    raise AssertionError(f"everything said about {question} is certain")


def agrees(text: str, option: str) -> Choose:
    """Chooses this option, and quotes the text."""
    return lambda _data: (option, text[:30].rsplit(" ", 1)[0])


def picks(message: Message) -> list[str]:
    """The options that a message asks about."""
    values = [key.value.split("|")[-1] for key in play.keys(message) if key.action == "pick"]
    return [option for option in values if option != "unknown"]


def kinds(stage: Stage, question: str) -> list[str]:
    """What happened to a question, as the transcript has it."""
    with stage.bot.database.reading() as session:
        rows = session.scalars(sa.select(Entry).where(Entry.question == question).order_by(Entry.seq))
        return [row.kind for row in rows]


def consultations(stage: Stage) -> list[Consultation]:
    """What the model was asked, the oldest first."""
    with stage.bot.database.reading() as session:
        return list(session.scalars(sa.select(Consultation).order_by(Consultation.seq)))


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens by itself; a minute is more than any machine needs."""
    deadline = time.monotonic() + 2 * PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
