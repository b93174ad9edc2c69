"""A conversation in which a language model helps to read what is typed, fails at it, or does what it should not."""

import contextlib
import io
import json
import logging
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from pydantic import SecretStr

from bot.log import CHATTY, configure
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.settings import Llm, Protocol
from bot.store import diagnoses
from bot.store.tables import Consultation, Diagnosis, Entry, Outgoing
from bot.understanding.reading import Kind
from prompts.catalog import catalog
from scoring import report
from tests import fake_llm
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.fake_llm import Behave, Choose, FakeLlm, Json
from tests.scenario import play

KEY = "key-for-the-fake-1234567890"
PATIENCE_S = 30.0
MINUTE = timedelta(minutes=1)
ZEBRAS = "zebras do it by hand on Thursdays"


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Iterator[FakeLlm]:
    """A local language model, of the protocol that a test names."""
    with fake_llm.fake_llm(getattr(request, "param", "openai")) as running:
        yield running


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


@pytest.fixture
def asking(database_url: str, fake: FakeLlm) -> Iterator[Stage]:
    """A stage on which the fake is asked."""
    with staged(database_url, settings(fake)) as stage:
        yield stage


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


@on_both
def test_agreement_spares_a_tap(asking: Stage, fake: FakeLlm) -> None:
    """Where the model chooses what is nearest anyway, the words are the answer, quoted, and can be changed."""
    talk, question, text, nearest = begin(asking)
    fake.choose = agrees(text, nearest[0])
    asked = play.question_message(talk)
    play.say(talk, text)

    done = asking.slack.message(talk.channel, asked.ts)
    assert catalog().questions[question].options[nearest[0]].text in play.shown(done)
    assert "some would say" in play.shown(done)
    assert play.find_key([done], "change")
    assert not [message for message in talk.thread() if picks(message)]
    assert play.question(talk) != question
    assert kinds(asking, question) == ["asked", "heard", "answered"]
    [row] = consultations(asking)
    assert (row.came, row.option, row.calls) == ("voted", nearest[0], 1)


@pytest.mark.parametrize("fake", ["anthropic"], indirect=True)
def test_agreement_by_the_other_protocol(asking: Stage, fake: FakeLlm) -> None:
    """It goes the same way with Anthropic's messages."""
    talk, question, text, nearest = begin(asking)
    fake.choose = agrees(text, nearest[0])
    play.say(talk, text)
    assert kinds(asking, question) == ["asked", "heard", "answered"]


FAULTS: dict[str, Behave] = {
    "429": fake_llm.status(429),
    "500": fake_llm.status(500),
    "hang": fake_llm.hang,
    "drip": fake_llm.drip_body,
    "1 MB": fake_llm.sends(lambda _p, _c: b" " * 1_000_000),
    "broken JSON": fake_llm.sends(lambda p, c: json.dumps(fake_llm.reply(p, c)).encode()[:-3]),
    "redirect": fake_llm.status(307, "Location: http://127.0.0.1:1/v1"),
}

HOSTILE: dict[str, Choose] = {
    "no such option": lambda data: ("confirmed", data["answer"]),
    "a question": lambda data: ("output_path", data["answer"]),
    "another question's option": lambda data: (elsewhere(data), data["answer"]),
    "several": lambda data: ([option["id"] for option in data["options"]], data["answer"]),
    "an object": lambda data: ({"id": data["options"][0]["id"]}, data["answer"]),
    "invented quote": lambda data: (data["options"][0]["id"], "they said so"),
    "quote from another answer": lambda data: (data["options"][0]["id"], ZEBRAS),
    "quote with markup": lambda data: (data["options"][0]["id"], f"<!channel> {data['answer']}"),
    "quote of the task": lambda data: (data["options"][0]["id"], data["question"]),
    "none of these": lambda _data: ("none_of_these", ""),
}


def elsewhere(data: Json) -> str:
    """An option that another question has, and this one has not."""
    own = {option["id"] for option in data["options"]}
    every = [option for question in catalog().questions.values() for option in question.options]
    return next(option for option in every if option not in own)


def test_the_conversation_goes_on(sqlite_url: str, tmp_path: Path, fake: FakeLlm) -> None:
    """Whatever the model does, the ask-back comes as it does without one, and a tap on it answers the question."""
    apart = tmp_path / "apart.sqlite"
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), apart)
    with staged(f"sqlite:///{apart}", None) as stage:
        talk, _, text, nearest = begin(stage)
        play.say(talk, text)
        without = play.shown(talk.thread()[-1])
    with staged(sqlite_url, settings(fake, patience_s=0.3)) as stage:
        talk, question, text, nearest = begin(stage)
        for name in (*FAULTS, *HOSTILE):
            fake.behave = FAULTS.get(name, fake_llm.well)
            fake.choose = HOSTILE.get(name, agrees(text, nearest[0]))
            stage.travel(stage.clock() + MINUTE)  # after a failure it rests for a minute
            play.say(talk, text)
            asked_back = talk.thread()[-1]
            assert play.shown(asked_back) == without, name
            assert set(picks(asked_back)) == set(nearest), name
            assert play.question(talk) == question
        assert len(fake.received) == len(FAULTS) + len(HOSTILE)
        assert "voted" not in [row.came for row in consultations(stage)]
        play.tap(talk, "pick", f"|{nearest[1]}")
        assert play.sheet(talk).answers[question].option == nearest[1]
        assert play.question(talk) != question


@on_both
@pytest.mark.parametrize("fault", ["hang", "500", "1 MB"])
def test_a_fault_on_both_databases(database_url: str, fake: FakeLlm, fault: str) -> None:
    """What is kept of a failed call is the same on both databases, and the ask-back comes once."""
    fake.behave = FAULTS[fault]
    with staged(database_url, settings(fake, patience_s=0.3)) as stage:
        talk, question, text, nearest = begin(stage)
        play.say(talk, text)
        assert [set(picks(message)) for message in talk.thread() if picks(message)] == [set(nearest)]
        assert kinds(stage, question) == ["asked", "heard", "said"]
        [row] = consultations(stage)
        assert row.came in {"timed_out", "server_fault", "too_large"}
        assert (row.calls, row.option, row.quote) == (1, None, None)


def test_a_model_that_sees_it_otherwise(asking: Stage, fake: FakeLlm) -> None:
    """A model that chooses what our own readers put last decides nothing: one tap does."""
    talk, question, text, nearest = begin(asking)
    others = [option for option in catalog().questions[question].options if option not in nearest]
    for option in (*others, "unknown"):
        fake.choose = agrees(text, option)
        play.say(talk, text)
        assert picks(talk.thread()[-1])
        assert play.question(talk) == question
    assert {row.came for row in consultations(asking)} == {"voted"}


def test_it_rests_after_a_failure(asking: Stage, fake: FakeLlm) -> None:
    """While it rests nobody waits for it: the ask-back comes at once, and a minute later it is asked again."""
    fake.behave = fake_llm.status(500)
    talk, _, text, nearest = begin(asking)
    for _ in range(3):
        play.say(talk, text)
        assert picks(talk.thread()[-1])
    assert [row.came for row in consultations(asking)] == ["server_fault", "resting", "resting"]
    assert len(fake.received) == 1
    fake.behave, fake.choose = fake_llm.well, agrees(text, nearest[0])
    asking.travel(asking.clock() + MINUTE)
    play.say(talk, text)
    assert consultations(asking)[-1].came == "voted"


class Gate:
    """A model that replies when it is let to."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def __call__(self, fake: FakeLlm, connection: socket.socket, body: Json) -> None:
        """Wait, then reply well."""
        self.opened.wait(2 * PATIENCE_S)
        fake_llm.well(fake, connection, body)


def _tap(talk: play.Talk, question: str, nearest: tuple[str, ...]) -> None:
    play.tap_only(talk.stage, "olivia", play.find_key(talk.thread(), "answer", f"|{question}|{nearest[1]}"))


def _type(talk: play.Talk, _question: str, _nearest: tuple[str, ...]) -> None:
    talk.stage.slack.say("olivia", talk.channel, "I don't know", talk.root)


def _skip(talk: play.Talk, question: str, _nearest: tuple[str, ...]) -> None:
    play.tap_only(talk.stage, "olivia", play.find_key(talk.thread(), "skip", f"|{question}"))


def _pause(talk: play.Talk, _question: str, _nearest: tuple[str, ...]) -> None:
    talk.stage.slack.say("olivia", talk.channel, "pause", talk.root)


def _stop(talk: play.Talk, _question: str, _nearest: tuple[str, ...]) -> None:
    talk.stage.slack.say("olivia", talk.channel, "stop", talk.root)


def _answer_and_change(talk: play.Talk, question: str, nearest: tuple[str, ...]) -> None:
    _tap(talk, question, nearest)
    until(lambda: any(key.action == "change" for message in talk.thread() for key in play.keys(message)))
    play.tap_only(talk.stage, "olivia", play.find_key(talk.thread(), "change"))


MEANWHILE = {"a tap": _tap, "words": _type, "skip": _skip, "pause": _pause, "stop": _stop, "change": _answer_and_change}


@on_both
@pytest.mark.parametrize("what", MEANWHILE)
def test_a_late_vote_changes_nothing(asking: Stage, fake: FakeLlm, what: str) -> None:
    """Slack has its acknowledgement and people go on while the model is waited for; what they did stands."""
    talk, question, text, nearest = begin(asking)
    gate = Gate()
    fake.behave, fake.choose = gate, agrees(text, nearest[0])
    asking.slack.say("olivia", talk.channel, text, talk.root)
    asking.slack.settle(PATIENCE_S)  # acknowledged
    until(fake.arrived.is_set)
    MEANWHILE[what](talk, question, nearest)
    asking.slack.settle(PATIENCE_S)
    until(lambda: _waiting(asking) == ["consult"])
    before = _state(asking)
    shown = [play.shown(message) for message in talk.thread()]
    assert consultations(asking)[0].came is None  # still under way
    gate.opened.set()
    asking.settle()

    assert _state(asking) == before
    assert [play.shown(message) for message in talk.thread()] == shown
    [row] = consultations(asking)
    assert (row.came, row.option) == ("voted", nearest[0])


def _waiting(stage: Stage) -> list[str]:
    with stage.bot.database.reading() as session:
        return list(session.scalars(sa.select(Outgoing.act).where(Outgoing.state == "waiting")))


def _state(stage: Stage) -> object:
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return diagnosis.state, [(line.seq, line.kind) for line in diagnoses.transcript(diagnosis)]


def test_the_channel_does_not_wait_for_it(asking: Stage, fake: FakeLlm) -> None:
    """While the model is waited for, whatever else is said in the channel comes as it always does."""
    talk, question, text, nearest = begin(asking)
    gate = Gate()
    fake.behave, fake.choose = gate, agrees(text, nearest[0])
    asking.slack.say("olivia", talk.channel, text, talk.root)
    until(fake.arrived.is_set)
    before = len(talk.thread())
    asking.slack.say("olivia", talk.channel, "why", talk.root)
    until(lambda: len(talk.thread()) == before + 2)
    assert catalog().questions[question].why in play.shown(talk.thread()[-1])
    gate.opened.set()
    asking.settle()
    assert kinds(asking, question) == ["asked", "heard", "answered"]


def test_the_newer_words_count(asking: Stage, fake: FakeLlm) -> None:
    """Who says it in two messages is asked back once, about the second."""
    talk, question, text, _ = begin(asking)
    gate = Gate()
    fake.behave = gate
    asking.slack.say("olivia", talk.channel, text, talk.root)
    asking.slack.say("olivia", talk.channel, f"{text}, I think", talk.root)
    until(fake.arrived.is_set)
    asking.slack.settle(PATIENCE_S)
    gate.opened.set()
    asking.settle()
    assert len([message for message in talk.thread() if picks(message)]) == 1
    assert kinds(asking, question) == ["asked", "heard", "heard", "said"]


@on_both
def test_the_budget_of_a_day(database_url: str, fake: FakeLlm) -> None:
    """So many calls a day in UTC, and no more: afterwards it goes on without the model, and the log says so."""
    with staged(database_url, settings(fake, daily_calls=2)) as stage:
        talk, _, text, _ = begin(stage)
        with structlog.testing.capture_logs() as logged:
            for _ in range(4):
                play.say(talk, text)
                assert picks(talk.thread()[-1])
        assert len(fake.received) == 2
        assert [line["came"] for line in logged if line["event"] == "model_consulted"] == [
            "none_of_these",
            "none_of_these",
            "over_budget",
            "over_budget",
        ]
        stage.travel(datetime(2026, 11, 3, 23, 59, tzinfo=UTC))
        play.say(talk, text)
        assert len(fake.received) == 2
        stage.travel(datetime(2026, 11, 4, 0, 0, tzinfo=UTC))
        play.say(talk, text)
        assert len(fake.received) == 3


@pytest.mark.parametrize("fake", ["openai", "anthropic"], indirect=True)
def test_what_reaches_the_model(asking: Stage, fake: FakeLlm) -> None:
    """The question, its options, this answer: no person, no id, no token, no name of pilot, channel or workspace."""
    talk, question, text, _ = begin(asking)
    token = "xoxb-123456-abcdef"
    play.say(talk, ZEBRAS)
    play.say(talk, f"{text}, {asking.slack.token}", by="brenda")
    said = f"<@U0TOMASZ> and <@U0NOBODY> and U0OLIVIA think so, {text}, {token}, tom@acme.example"
    play.say(talk, said, by="brenda")
    newest = fake.received[-1]
    everything = "\n".join(request.everything for request in fake.received[1:]).lower()
    assert "some would say" in newest.data["answer"]
    assert newest.data["question"] == catalog().questions[question].text
    with asking.bot.database.reading() as session:
        names = {str(name) for name in session.scalars(sa.text("SELECT name FROM person")).all()}
        workspace = session.execute(sa.text("SELECT id, name, bot_user_id FROM workspace")).one()
        ids = {str(one) for one in session.scalars(sa.text("SELECT id FROM diagnosis")).all()}
    people = {f"U0{name}" for name in ("TOMASZ", "NOBODY", "OLIVIA", "BRENDA", "MARTIN", "SELINE")}
    places = {talk.root, "tom@acme", token, asking.slack.token, play.PILOT}
    forbidden = {*names, *workspace, *ids, *people, *places, KEY, ZEBRAS}
    assert not [word for word in forbidden if word.lower() in everything]
    own = {"authorization", "x-api-key", "anthropic-version"}
    assert (
        not set(newest.headers)
        - own
        - {
            "host",
            "accept",
            "accept-encoding",
            "connection",
            "user-agent",
            "content-length",
            "content-type",
        }
    )


def test_nothing_in_the_log(asking: Stage, fake: FakeLlm, caplog: pytest.LogCaptureFixture) -> None:
    """Neither what people wrote, nor what the model replied, nor its key stands in any log at any level."""
    caplog.set_level(logging.DEBUG)
    talk, _, text, nearest = begin(asking)
    ours = io.StringIO()
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        for behave in (fake_llm.well, *FAULTS.values()):
            if behave not in (fake_llm.hang, fake_llm.drip_body):
                fake.behave, fake.choose = behave, agrees(f"giraffes {text}", nearest[0])
                asking.travel(asking.clock() + MINUTE)
                play.say(talk, f"giraffes {text}")
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    said = caplog.text + ours.getvalue()
    assert '"came": "server_fault"' in said
    assert not [word for word in ("giraffes", KEY, "some would say") if word in said]


def test_the_same_options_give_the_same_bytes(sqlite_url: str, tmp_path: Path, fake: FakeLlm) -> None:
    """With the model off, agreeing or hostile: the same options on record give the same verdict, byte for byte."""
    verdicts = {}
    for how in ("off", "agrees", "hostile"):
        apart = tmp_path / f"{how}.sqlite"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), apart)
        with staged(f"sqlite:///{apart}", None if how == "off" else settings(fake)) as stage:
            verdicts[how] = _verdict(stage, fake, agrees_to=how == "agrees")
            assert (consultations(stage) == []) == (how == "off")
            sheet = play.sheet(play.Talk(stage, play.CHANNEL, ""))
            with stage.bot.database.unit_of_work() as session:
                session.execute(sa.delete(Consultation))
            # The transcript alone rebuilds it: without a model, and without anything that one ever said.
            assert play.sheet(play.Talk(stage, play.CHANNEL, "")) == sheet
    assert verdicts["off"] == verdicts["agrees"] == verdicts["hostile"]


def _verdict(stage: Stage, fake: FakeLlm, *, agrees_to: bool) -> bytes:
    """Answer everything in words, each time with what is nearest; what comes of it."""
    talk = play.start(stage, minutes=15)
    rules = stage.bot.rules
    while play.is_open(talk):
        question = play.question(talk)
        if rules.questions[question].is_figure:
            play.answer(talk, rules.questions[question].option_ids[0])
            continue
        text, nearest = unclear(stage, question)
        fake.choose = agrees(text, nearest[0]) if agrees_to else HOSTILE["quote from another answer"]
        play.say(talk, text)
        if play.is_open(talk) and play.question(talk) == question:
            play.tap(talk, "pick", f"|{nearest[0]}")
        while play.clashes(talk):
            play.settle(talk, "both")
    assert len(play.sheet(talk).answers) > 4
    return json.dumps(report(rules, play.sheet(talk)), sort_keys=True).encode()


@on_both
def test_a_restart_while_it_is_asked(database_url: str, fake: FakeLlm) -> None:
    """Stopped and started while the model is waited for, it is asked once more, and what it says then counts."""
    with staged(database_url, settings(fake, patience_s=3.0)) as stage:
        talk, question, text, nearest = begin(stage)
        fake.behave, fake.choose = fake_llm.hang, agrees(text, nearest[0])
        stage.slack.say("olivia", talk.channel, text, talk.root)
        until(fake.arrived.is_set)
        fake.behave = fake_llm.well
        stage.restart()
        stage.settle()
        assert kinds(stage, question) == ["asked", "heard", "answered"]
        [row] = consultations(stage)
        assert (row.came, row.calls) == ("voted", 2)
    assert len(fake.received) == 2


def test_switched_off_in_between(sqlite_url: str, fake: FakeLlm) -> None:
    """Words that wait for a model that is no longer set up are asked back, and nobody is asked about them."""
    with staged(sqlite_url, settings(fake, patience_s=3.0)) as stage:
        talk, question, text, nearest = begin(stage)
        fake.behave = fake_llm.hang
        stage.slack.say("olivia", talk.channel, text, talk.root)
        until(fake.arrived.is_set)
        stage.restart(llm_protocol=None)
        stage.settle()
        assert kinds(stage, question) == ["asked", "heard", "said"]
        assert set(picks(talk.thread()[-1])) == set(nearest)
        assert [row.came for row in consultations(stage)] == ["switched_off"]
    assert len(fake.received) == 1
