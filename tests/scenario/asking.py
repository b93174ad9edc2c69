"""Playing a conversation in which a language model is asked."""

import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr

from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.settings import Llm, Protocol
from bot.store.tables import Consultation, Entry
from bot.understanding.guarded import needs_tap
from bot.understanding.reading import WHOLE, Kind, Reading, Vote
from prompts.catalog import catalog
from prompts.files import load
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
    """Words about a question that are asked back, and accepted if a model agrees with the nearest; the two nearest."""
    for text in _said_about(question):
        reading = read(stage, question, text)
        is_asked_back = reading.kind is Kind.ASK_BACK and reading.figure is None and not needs_tap(catalog(), text)
        if is_asked_back and read(stage, question, text, reading.nearest[0]).kind is Kind.ACCEPT:
            return text, reading.nearest
    raise AssertionError(f"a model could spare nobody a tap on {question}")


def read(stage: Stage, question: str, text: str, vote: str | None = None) -> Reading:
    """What the bot's reader makes of words, with or without a model's vote for an option."""
    rules = stage.bot.rules
    llm = Vote(source="llm", version="some-model", ranked=((vote, WHOLE),)) if vote else None
    stage.bot.reader.prepare(text)
    return stage.bot.reader.read(catalog(), rules, rules.questions[question], text, llm=llm)


def _said_about(question: str) -> Iterator[str]:
    """Words between two options, and what people might type."""
    wordings = [option.text.lower() for option in catalog().questions[question].options.values()]
    for first, second in permutations(wordings, 2):
        yield f"hm, some would say {first}, others {second}, it depends a bit"
    yield from labelled(question)


def labelled(question: str) -> list[str]:
    """What people might type in answer to a question, in English."""
    return [row["text"] for row in _rows() if row["question"] == question]


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = load(Path(__file__).parents[1] / "labelled" / "en.yaml")
    return rows


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
