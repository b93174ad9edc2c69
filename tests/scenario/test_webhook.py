"""Each change of an action reaches another system: once it is committed, in order, signed, whatever goes wrong."""

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from bot.log import configure
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.store import actions, diagnoses
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.receiver import SECRET, Receiver, documented
from tests.scenario import gateplay
from tests.scenario.play import PILOT, Talk, answer_all, find_key, plan_thread, post_plan, press, start

RETRY_S = 0.05
NOTE = "zebras wait for the sandbox"
receive = documented()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Another system, which takes everything until it is told otherwise."""
    with Receiver() as one:
        yield one


@contextlib.contextmanager
def staged(database_url: str, receiver: Receiver, **more: Any) -> Iterator[Stage]:
    """A stage whose bot tells the receiver."""
    stage = Stage(
        database_url,
        start=TUESDAY,
        webhook_url=SecretStr(receiver.url),
        webhook_secret=SecretStr(SECRET),
        webhook_retry_s=RETRY_S,
        **more,
    )
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        yield stage


@pytest.fixture
def hooked(database_url: str, receiver: Receiver) -> Iterator[Stage]:
    """A stage whose bot tells the receiver, with ids, states and days alone."""
    with staged(database_url, receiver) as stage:
        yield stage


def posted(stage: Stage) -> Talk:
    """A diagnosis with its plan."""
    talk = start(stage, PILOT)
    answer_all(talk)
    post_plan(talk)
    return talk


def told(receiver: Receiver, stage: Stage) -> list[dict[str, Any]]:
    """What a receiver that keeps to the documentation has acted on, in order."""
    seen: set[str] = set()
    found = []
    for came in receiver.came:
        status, event = receive(came.headers, came.body, SECRET.encode(), stage.clock().timestamp(), seen)
        assert status == 200
        if event is not None:
            found.append(event)
    return found


def take(stage: Stage, talk: Talk) -> None:
    """The technical lead takes all that is offered to him."""
    press(stage, "tomasz", find_key(plan_thread(talk), "take_all", "U0TOMASZ"))


def settle(stage: Stage, action_id: str, state: str, note: str | None = None) -> None:
    """An action's state changes, as any use case would change it."""
    with stage.bot.database.unit_of_work() as session:
        [diagnosis_id] = diagnoses.every_id(session)
        diagnosis = diagnoses.get(session, TEAM_ID, diagnosis_id)
        assert diagnosis is not None
        action = actions.get(session, diagnosis, action_id)
        assert action is not None
        actions.record(session, action, state, "U0TOMASZ", stage.clock(), note=note)
    stage.settle()


@on_both
def test_a_plan_is_told_from_its_posting_on(hooked: Stage, receiver: Receiver) -> None:
    """Every action when it is planned, in the plan's order; who takes it; how it stands: signed, with who did it."""
    talk = posted(hooked)
    with hooked.bot.database.reading() as session:
        [diagnosis_id] = diagnoses.every_id(session)
        diagnosis = diagnoses.look(session, TEAM_ID, diagnosis_id)
        assert diagnosis is not None
        every = actions.of_plan(session, diagnosis)
    planned = told(receiver, hooked)
    assert [event["action"] for event in planned] == [action.id for action in every]
    assert {event["type"] for event in planned} == {"action.planned"}
    assert {event["by"] for event in planned} == {"U0OLIVIA"}
    assert [event["due"] for event in planned] == [action.due.isoformat() for action in every]

    take(hooked, talk)
    taken = told(receiver, hooked)[len(planned) :]
    assert {event["type"] for event in taken} == {"action.taken"}
    assert {event["owner"] for event in taken} == {event["by"] for event in taken} == {"U0TOMASZ"}
    assert [event["changed"] for event in taken] == [{"accepted": [False, True]}] * len(taken)

    settle(hooked, taken[0]["action"], "blocked")
    [moved] = told(receiver, hooked)[len(planned) + len(taken) :]
    assert (moved["type"], moved["state"], moved["by"]) == ("action.state", "blocked", "U0TOMASZ")
    assert moved["changed"] == {"state": ["open", "blocked"]}
    assert moved["pilot"] == diagnosis_id


@on_both
def test_a_receiver_that_falters_gets_all_of_it_in_order(hooked: Stage, receiver: Receiver) -> None:
    """After 500, 429 and a redirect the same event comes again under its id, and no later one overtakes it."""
    receiver.answers = [204, 500, (429, {"Retry-After": "0"}), (302, {"Location": "/elsewhere"}), 204, 503]
    posted(hooked)
    order = [json.loads(came.body)["id"] for came in receiver.came]
    assert order[1] == order[2] == order[3] == order[4]
    assert order[5] == order[6]
    once = list(dict.fromkeys(order))
    assert order == sorted(order, key=once.index)
    assert [event["id"] for event in told(receiver, hooked)] == once
    assert len({event["action"] for event in told(receiver, hooked)}) == len(once)
    assert {came.path for came in receiver.came} == {receiver.came[0].path}


@on_both
def test_a_change_that_is_not_committed_is_not_told(hooked: Stage, receiver: Receiver) -> None:
    """A transaction that fails at its very end leaves neither the change nor its event."""
    posted(hooked)
    before = len(receiver.came)
    with pytest.raises(RuntimeError, match="at the end"):
        _all_done_and_then_not(hooked)
    settle(hooked, "list_real_data", "done")
    assert [event["action"] for event in told(receiver, hooked)[before:]] == ["list_real_data"]


def _all_done_and_then_not(stage: Stage) -> None:
    """A transaction in which every action is done, and that fails."""
    with stage.bot.database.unit_of_work() as session:
        diagnosis = diagnoses.by_id(session, diagnoses.every_id(session)[0])
        assert diagnosis is not None
        for action in actions.of_plan(session, diagnosis):
            actions.record(session, action, "done", "U0TOMASZ", stage.clock())
        raise RuntimeError("at the end")


def test_what_comes_to_nothing_is_not_told(hooked: Stage, receiver: Receiver) -> None:
    """An action that is written and stands as before makes no event; two changes in one transaction make one."""
    posted(hooked)
    before = len(receiver.came)
    with hooked.bot.database.unit_of_work() as session:
        diagnosis = diagnoses.by_id(session, diagnoses.every_id(session)[0])
        assert diagnosis is not None
        first, second, *_ = actions.of_plan(session, diagnosis)
        for state in ("done", "open"):
            first.state = state
            session.flush()
        second.due += timedelta(days=3)
        session.flush()
        second.owner = "U0CARLOS"
    hooked.settle()
    [event] = told(receiver, hooked)[before:]
    assert (event["action"], event["type"], event["by"]) == (second.id, "action.owner", None)
    assert set(event["changed"]) == {"due", "owner"}


@on_both
def test_what_waits_is_sent_after_a_restart(hooked: Stage, receiver: Receiver) -> None:
    """The bot is stopped while the receiver refuses; after it is back, everything comes, in order."""
    receiver.answers = [500] * 3
    posted(hooked)
    receiver.answers = [(503, {"Retry-After": "1"})]
    with hooked.bot.database.unit_of_work() as session:
        diagnosis = diagnoses.by_id(session, diagnoses.every_id(session)[0])
        assert diagnosis is not None
        for action in actions.of_plan(session, diagnosis)[:3]:
            actions.record(session, action, "done", "U0TOMASZ", hooked.clock())
        done = [action.id for action in actions.of_plan(session, diagnosis)[:3]]
    hooked.restart()
    hooked.settle()
    assert [event["action"] for event in told(receiver, hooked) if event["type"] == "action.state"] == done


def test_a_receiver_that_is_gone_is_left_alone(hooked: Stage, receiver: Receiver) -> None:
    """After 410 an event is given up, and Slack hears of the plan as if nothing were amiss."""
    receiver.answers = [410] * 200
    talk = posted(hooked)
    take(hooked, talk)
    ids = [json.loads(came.body)["id"] for came in receiver.came]
    assert len(ids) == len({*ids})
    assert hooked.bot.is_idle()


def test_words_on_a_gate_are_told(hooked: Stage, receiver: Receiver) -> None:
    """A yes, a written decision and the gate that it opens reach the other system in order, without the reason."""
    talk = gateplay.at_gate(hooked)
    receiver.came.clear()  # they were signed weeks ago
    gateplay.tap(talk, "seline", "gate_yes", "|part|security")
    gateplay.tap(talk, "martin", "gate_decide", "|part")
    gateplay.fill(hooked, "martin", {"words": NOTE})
    events = told(receiver, hooked)
    assert [(one["type"], one["gate"], one["need"], one["by"]) for one in events] == [
        ("gate.yes", "part", "security", "U0SELINE"),
        ("gate.decided", "part", "", "U0MARTIN"),
        ("gate.passed", "part", "", None),
    ]
    assert NOTE not in str(events)


def test_nobody_did_it_where_somebody_has_left(hooked: Stage, receiver: Receiver) -> None:
    """What somebody had open is offered anew when they have left: they did not do that, and nobody else did."""
    talk = posted(hooked)
    take(hooked, talk)
    before = len(receiver.came)
    hooked.slack.workspace.put_user(replace(hooked.slack.hands.user("tomasz"), deleted=True))
    hooked.travel(TUESDAY + timedelta(days=7))
    events = [json.loads(came.body) for came in receiver.came[before:]]
    assert {one["owner"] for one in events} == {None}
    assert {one["by"] for one in events} == {None}


def test_nothing_that_people_wrote_leaves_and_no_secret_is_logged(hooked: Stage, receiver: Receiver) -> None:
    """Neither the pilot's name, a title nor a note is in an event; neither address nor secret is in the log."""
    ours = io.StringIO()
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        receiver.answers = [500, 410]
        posted(hooked)
        settle(hooked, "list_real_data", "blocked", NOTE)
    structlog.reset_defaults()
    said = b"".join(came.body for came in receiver.came).decode()
    assert not {word for word in ("zebra", "intake", "real data", "texts") if word in said}
    logged = ours.getvalue()
    assert "hook_gone" in logged
    assert "http_500" in logged
    assert not {word for word in (SECRET, "path-token", "query-token", "v1=", "zebra") if word in logged}


def test_texts_are_sent_where_that_is_set(database_url: str, receiver: Receiver) -> None:
    """With the setting, an event has the pilot's name, the action's title and the words that came with its state."""
    with staged(database_url, receiver, webhook_texts=True) as stage:
        posted(stage)
        settle(stage, "list_real_data", "blocked", NOTE)
        last = told(receiver, stage)[-1]
    assert last["texts"]["pilot"] == PILOT
    assert last["texts"]["note"] == NOTE
    assert last["texts"]["title"].startswith("A list of the real data")
