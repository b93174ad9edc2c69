"""A conversation in which a language model helps to read what is typed, fails at it, or does what it should not."""

import contextlib
import io
import json
import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot.log import CHATTY, configure
from bot.playground.stage import Stage
from bot.store.tables import Consultation
from bot.understanding.reading import Kind
from prompts.catalog import catalog
from scoring import report
from tests import fake_llm
from tests.databases import on_both
from tests.fake_llm import Behave, Choose, FakeLlm, Json
from tests.scenario import play
from tests.scenario.asking import (
    KEY,
    agrees,
    begin,
    consultations,
    kinds,
    labelled,
    picks,
    read,
    settings,
    staged,
    unclear,
)

MINUTE = timedelta(minutes=1)
ZEBRAS = "zebras do it by hand on Thursdays"


@on_both
def test_agreement_spares_a_tap(asking: Stage, fake: FakeLlm) -> None:
    """Where the model chooses what is nearest anyway, the words are the answer, quoted, and can be changed."""
    talk, question, text, nearest = begin(asking)
    fake.choose = agrees(text, nearest[0])
    asked = play.question_message(talk)
    play.say(talk, text)

    done = asking.slack.message(talk.channel, asked.ts)
    assert catalog().questions[question].options[nearest[0]].text in play.shown(done)
    assert text[:20] in play.shown(done)
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


def test_a_vote_only_confirms(stage: Stage) -> None:
    """Whatever a model votes, nothing is taken but what our own readers put first, and only with its vote for that."""
    for question in stage.bot.rules.questions.values():
        for text in labelled(question.id)[:3]:
            alone = read(stage, question.id, text)
            if alone.kind is not Kind.ASK_BACK:
                continue
            for vote in (*question.option_ids, "unknown"):
                reading = read(stage, question.id, text, vote)
                assert reading.kind in {Kind.ASK_BACK, Kind.ACCEPT}
                assert reading.option in {None, alone.nearest[0]}
                assert reading.option is None or vote == reading.option
                assert reading.option or reading.nearest[0] == alone.nearest[0]
                assert set(reading.nearest) <= {*alone.nearest, vote}


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
    assert text[-20:] in newest.data["answer"]
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
        for behave in (*FAULTS.values(), fake_llm.well):  # last: with it the question is answered
            if behave not in (fake_llm.hang, fake_llm.drip_body):
                fake.behave, fake.choose = behave, agrees(f"giraffes {text}", nearest[0])
                asking.travel(asking.clock() + MINUTE)
                play.say(talk, f"giraffes {text}")
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    said = caplog.text + ours.getvalue()
    assert '"came": "server_fault"' in said
    assert not [word for word in ("giraffes", KEY, text[:20]) if word in said]


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
