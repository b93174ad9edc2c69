"""Facts that nobody answered for: asked anew each week, named in the digest, and let go once nothing hangs on them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.interview.transcript import fold
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.mrkdwn import mention, plain
from tests.databases import on_both
from tests.scenario import plans, play

MONDAY_NOON = plans.MONDAY + timedelta(hours=18)  # where the one who started it is
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
UNSAID = f"No answer yet from {mention('U0TOMASZ')} whether this is so by now:"


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """On Monday the technical lead says that their repair is done, and is asked about the first fact behind it."""
    talk = plans.posted(stage)
    plans.take_all(talk, "brenda")
    plans.take_all(talk, "tomasz")
    stage.travel(MONDAY_NOON)
    plans.tap(stage, "tomasz", "report", "|write_as_drafts|done")
    return talk


def _asked(stage: Stage, name: str = "tomasz") -> list[Message]:
    """What somebody was asked about facts, the technical lead if nobody else; whatever it shows by now."""
    return [message for message in play.dms(stage, name) if ".q" in plans.letter(message)]


def _leaves(stage: Stage, name: str) -> None:
    stage.slack.workspace.put_user(replace(stage.slack.hands.user(name), deleted=True))


def _later(stage: Stage) -> dict[str, str]:
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return {question: one.option for question, one in fold(diagnoses.transcript(diagnosis)).later.items()}


@on_both
def test_asked_anew_and_named(talk: play.Talk, texts: Catalog) -> None:
    """Unanswered, it is named in the digest and asked anew with the next weekly question; an old tap counts too."""
    stage = talk.stage
    [first] = _asked(stage)
    key = play.find_key([first], "so_now")
    stage.travel(MONDAY_NOON + 3 * DAY)
    assert UNSAID in plans.digests(talk)[-1]
    stage.travel(MONDAY_NOON + WEEK)
    first, second = _asked(stage)
    assert play.shown(first) == texts.say("checkin.asked_anew", pilot=play.PILOT)
    assert plans.at(second) == plans.at(plans.checkins(stage, "tomasz")[-1])
    assert play.find_key([second], "so_now").value.split("|")[2:] == key.value.split("|")[2:]

    play.press_old(stage, "tomasz", key)
    question, option = key.value.split("|")[2:]
    assert _later(stage) == {question: option}
    assert texts.say("so_now.noted") in play.shown(_asked(stage)[1])
    assert len(_asked(stage)) == 3  # the next one
    stage.travel(MONDAY_NOON + WEEK + 2 * DAY)
    assert not any("I remind you once" in text for text in plans.others(stage, "tomasz")[-2:])


def test_not_asked_about_what_is_not_done_after_all(talk: play.Talk) -> None:
    """An action that is under way again asks for no fact, neither anew nor in the digest."""
    stage = talk.stage
    plans.tap(stage, "tomasz", "report", "|write_as_drafts|under_way")
    stage.travel(MONDAY_NOON + WEEK)
    assert len(_asked(stage)) == 1
    assert UNSAID not in plans.digests(talk)[-1]
    plans.tap(stage, "tomasz", "report", "|write_as_drafts|done")
    assert len(_asked(stage)) == 2


def test_a_month_between_in_operation(talk: play.Talk) -> None:
    """Once the pilot is in operation the same fact is asked about every fourth week; nobody who has left is asked."""
    stage = talk.stage
    with stage.bot.database.unit_of_work() as session:
        session.query(Diagnosis).one().stage = "operate"
    stage.travel(MONDAY_NOON + 3 * WEEK)
    assert len(_asked(stage)) == 1
    stage.travel(MONDAY_NOON + 4 * WEEK)
    assert len(_asked(stage)) == 2
    _leaves(stage, "tomasz")
    stage.travel(MONDAY_NOON + 9 * WEEK)
    assert len(_asked(stage)) == 2


@on_both
def test_asked_of_somebody_else_once_they_have_left(talk: play.Talk, texts: Catalog) -> None:
    """What the one who left was asked is asked of the business owner, who is told why, and can go on to the next."""
    stage = talk.stage
    key = play.find_key(_asked(stage), "so_now")
    question, option = key.value.split("|")[2:]
    _leaves(stage, "tomasz")
    stage.travel(MONDAY_NOON + WEEK)
    [asked] = _asked(stage, "brenda")
    assert plain(texts.say("so_now.heir", person=mention("U0TOMASZ"), pilot=play.PILOT)) in play.shown(asked)
    assert plans.at(asked).date() == (MONDAY_NOON + WEEK).date()
    plans.tap(stage, "brenda", "so_now", f"|{question}|{option}")
    assert _later(stage) == {question: option}
    assert len(_asked(stage, "brenda")) == 2  # the next fact behind the same action
    stage.travel(MONDAY_NOON + WEEK + 3 * DAY)
    assert UNSAID.replace("U0TOMASZ", "U0BRENDA") in plans.digests(talk)[-1]

    _leaves(stage, "brenda")
    stage.travel(MONDAY_NOON + 2 * WEEK)
    assert len(_asked(stage, "olivia")) == 1


@on_both
def test_not_yet_is_asked_again_later(talk: play.Talk, texts: Catalog) -> None:
    """After a "not yet" it is asked again with the weekly question after the next, and not before; nothing counts."""
    stage = talk.stage
    key = play.find_key(_asked(stage), "so_now")
    question, option = key.value.split("|")[2:]
    while any(one.action == "so_not_yet" for one in play.keys(_asked(stage)[-1])):
        plans.tap(stage, "tomasz", "so_not_yet")
    said = len(_asked(stage))
    assert "I ask again on Mon, Nov 23." in play.shown(_asked(stage)[0])
    stage.travel(MONDAY_NOON + WEEK)
    assert len(_asked(stage)) == said
    stage.travel(MONDAY_NOON + 2 * WEEK)
    first, *_, again = _asked(stage)
    assert len(_asked(stage)) == said + 1
    assert play.shown(first) == texts.say("checkin.asked_anew", pilot=play.PILOT)
    assert plans.at(again) == plans.at(plans.checkins(stage, "tomasz")[-1])
    assert play.find_key([again], "so_now").value.split("|")[2:] == [question, option]
    assert _later(stage) == {}
    stage.travel(MONDAY_NOON + 2 * WEEK + 3 * DAY)
    assert f"Not so yet, says {mention('U0TOMASZ')}" in plans.digests(talk)[-1]
    assert UNSAID not in plans.digests(talk)[-1]

    plans.tap(stage, "tomasz", "so_now", f"|{question}|{option}")
    assert _later(stage) == {question: option}
    assert len(_asked(stage)) == said + 1 + (said > 1)  # one at a time


def test_slack_says_on_sending_that_they_have_left(talk: play.Talk) -> None:
    """Slack tells of nobody's leaving, but refuses the message: the business owner is asked the same day."""
    stage = talk.stage
    _leaves(stage, "tomasz")
    with stage.bot.database.unit_of_work() as session:
        people.person(session, session.query(Diagnosis).one().workspace_id, "U0TOMASZ").fetched_at = MONDAY_NOON + WEEK
    stage.travel(MONDAY_NOON + WEEK)
    assert len(_asked(stage, "brenda")) == 1
