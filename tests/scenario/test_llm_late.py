"""What a language model says comes late: people go on meanwhile, and the bot may be stopped and started."""

import socket
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Outgoing
from prompts.catalog import catalog
from tests import fake_llm
from tests.databases import on_both
from tests.fake_llm import FakeLlm, Json
from tests.scenario import play
from tests.scenario.asking import PATIENCE_S, agrees, begin, consultations, kinds, picks, until


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
    assert kinds(asking, question) == ["asked", "heard", "talked", "answered"]


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
@pytest.mark.parametrize("how", ["as before", "restarted", "switched off"])
def test_a_run_that_breaks_off(asking: Stage, fake: FakeLlm, how: str) -> None:
    """Where the database fails when a model is to be asked, the words wait and are come back for."""
    talk, question, text, nearest = begin(asking)
    fake.choose = agrees(text, nearest[0])
    _rename(asking, "consultation", "consultation_gone")
    asking.slack.say("olivia", talk.channel, text, talk.root)
    until(lambda: bool(_broken_off(asking)))
    _rename(asking, "consultation_gone", "consultation")
    assert kinds(asking, question) == ["asked", "heard"]
    assert _waiting(asking) == ["consult"]
    assert fake.received == []
    if how != "as before":
        asking.restart(**({"llm_protocol": None} if how == "switched off" else {}))
    asking.clock.advance(timedelta(minutes=3))
    asking.bot.tick()
    asking.settle()

    [row] = consultations(asking)
    if how == "switched off":
        assert (row.came, row.calls, fake.received) == ("switched_off", 0, [])
        assert kinds(asking, question) == ["asked", "heard", "said"]
        assert set(picks(talk.thread()[-1])) == set(nearest)
    else:
        assert (row.came, row.calls, len(fake.received)) == ("voted", 1, 1)
        assert kinds(asking, question) == ["asked", "heard", "answered"]


def _rename(stage: Stage, old: str, new: str) -> None:
    with stage.bot.database.unit_of_work() as session:
        session.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))


def _broken_off(stage: Stage) -> list[object]:
    client = stage.bot.engine._client
    assert client is not None
    return [*client.list_workflows(status="ERROR", load_input=False, load_output=False)]
