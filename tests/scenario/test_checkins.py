"""The weekly check-in: when it comes, what it asks, and when it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.playground.replay.hands import is_checkin
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.store.tables import Person
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import plans, play

BUTTON = {"type": "button", "action_id": "report/0", "text": {"type": "plain_text", "text": "Done", "emoji": False}}
MONDAY = datetime(2026, 11, 9, tzinfo=UTC)


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """A plan posted on Tuesday, 3 November, whose actions nobody has taken."""
    return plans.posted(stage)


def _take_all(talk: play.Talk, name: str) -> None:
    owner = talk.stage.slack.hands.user(name).id
    play.press(talk.stage, name, play.find_key(play.plan_thread(talk), "take_all", owner))


def _checkins(stage: Stage, name: str) -> list[Message]:
    """The check-ins that somebody has had, whatever they show by now."""
    return [m for m in play.dms(stage, name) if is_checkin(m)]


def _at(message: Message) -> datetime:
    return datetime.fromtimestamp(int(message.ts.split(".")[0]), UTC)


def _report(stage: Stage, name: str, state: str, *, which: int = 0) -> None:
    """Say how the action that stands at `which` in the newest check-in is getting on."""
    newest = _checkins(stage, name)[-1]
    buttons = [key for key in play.keys(newest) if key.action == "report" and key.value.endswith(f"|{state}")]
    play.press(stage, name, buttons[which])


def _settle_all(stage: Stage, name: str, state: str = "done") -> None:
    for which in range(_asked(_checkins(stage, name)[-1])):
        _report(stage, name, state, which=which)


def _asked(message: Message) -> int:
    """How many actions a check-in asks about."""
    return len([key for key in play.keys(message) if key.action == "report" and key.value.endswith("|done")])


def _digests(talk: play.Talk) -> list[str]:
    return plans.digests(talk)


@on_both
@pytest.mark.parametrize(("name", "zone"), [("brenda", "America/Chicago"), ("martin", "Europe/Madrid")])
def test_monday_at_nine_where_the_owner_is(talk: play.Talk, name: str, zone: str) -> None:
    """The first check-in comes on the next Monday at 09:00 in the owner's zone, in their language."""
    stage = talk.stage
    _take_all(talk, name)
    stage.travel(MONDAY + timedelta(days=1))
    [message] = _checkins(stage, name)
    local = _at(message).astimezone(ZoneInfo(zone))
    assert (local.strftime("%a %H:%M"), local.date()) == ("Mon 09:00", MONDAY.date())
    texts = catalog(stage.slack.hands.user(name).locale)
    assert texts.say("checkin.title", week=1, pilot=play.PILOT) in play.shown(message)
    labels = [key.label for key in play.keys(message)]
    states = ("done", "under_way", "blocked", "not_doing", "help")
    assert labels[:5] == [texts.say(f"checkin.{state}") for state in states]


def test_the_week_when_clocks_change(stage: Stage) -> None:
    """Nine in the morning stays nine in the morning across the change of clocks."""
    stage.clock.move_to(datetime(2027, 3, 9, 16, 0, tzinfo=UTC))
    talk = plans.posted_now(stage)
    _take_all(talk, "brenda")
    _take_all(talk, "martin")
    stage.travel(datetime(2027, 4, 1, tzinfo=UTC))
    for name, zone in (("brenda", "America/Chicago"), ("martin", "Europe/Madrid")):
        local = [_at(message).astimezone(ZoneInfo(zone)).strftime("%d %H:%M") for message in _checkins(stage, name)]
        assert local == ["15 09:00", "22 09:00", "29 09:00"]


@pytest.mark.parametrize("state", ["done", "under_way", "blocked", "not_doing"])
def test_each_answer_is_shown_and_counts(talk: play.Talk, texts: Catalog, state: str) -> None:
    """What an owner says stands in their message and in the plan's thread; next week asks about what is still open."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.travel(MONDAY + timedelta(days=1))
    [message] = _checkins(stage, "brenda")
    asked = _asked(message)
    _report(stage, "brenda", state)

    said = texts.say(f"checkin.state.{state}")
    assert f"Now: {said}" in play.shown(_checkins(stage, "brenda")[0])
    [digest] = _digests(talk)
    wording = f"digest.count.{state}" if state != "done" else ""
    assert (texts.say(wording, count=1) if wording else "*1 of ") in digest
    assert mention("U0BRENDA") in digest

    stage.travel(MONDAY + timedelta(days=8))
    assert _asked(_checkins(stage, "brenda")[1]) == asked - (state in {"done", "not_doing"})


def test_the_digest_is_edited_not_multiplied(talk: play.Talk) -> None:
    """Many answers in one week are one message in the plan's thread; the next week gets one of its own."""
    stage = talk.stage
    _take_all(talk, "brenda")
    _take_all(talk, "tomasz")
    stage.travel(MONDAY + timedelta(days=1))
    for name, state in (("brenda", "blocked"), ("tomasz", "done"), ("brenda", "under_way")):
        _report(stage, name, state)
    [digest] = _digests(talk)
    assert digest.startswith(f"Week 1 of {play.PILOT}")
    assert "*1 of " in digest
    assert "blocked" not in digest

    stage.travel(MONDAY + timedelta(days=4))  # it is looked at once more in its week, and then left alone
    [digest] = _digests(talk)
    stage.travel(MONDAY + timedelta(days=8))
    _report(stage, "brenda", "done")
    first, second = _digests(talk)
    assert first == digest
    assert second.startswith(f"Week 2 of {play.PILOT}")
    assert "*2 of " in second


def test_the_same_answer_twice(talk: play.Talk) -> None:
    """Saying the same again adds nothing; saying something else later is taken."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.travel(MONDAY + timedelta(days=1))
    _report(stage, "brenda", "done")
    _report(stage, "brenda", "done")
    assert _digests(talk)[0].count("✓") == 1
    _report(stage, "brenda", "blocked")
    assert "*Blocked:*" in _digests(talk)[0]


@on_both
def test_it_ends_when_everything_is_settled(talk: play.Talk, texts: Catalog) -> None:
    """Who has settled everything reads that this was the last one, and is never written to about it again."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.travel(MONDAY + timedelta(days=1))
    _settle_all(stage, "brenda")
    assert texts.say("checkin.finished", pilot="order intake agent") in play.shown(_checkins(stage, "brenda")[0])
    stage.travel(MONDAY + timedelta(days=60))
    assert len(_checkins(stage, "brenda")) == 1


def test_taking_another_one_later_brings_the_question_back(talk: play.Talk) -> None:
    """Who settled everything and then takes one more action is asked about it on the next Monday."""
    stage = talk.stage
    first_one, another, *_ = play.offered(talk)["U0BRENDA"]
    play.take(talk, "brenda", first_one)
    stage.travel(MONDAY + timedelta(days=1))
    _settle_all(stage, "brenda")
    play.take(talk, "brenda", another)
    stage.travel(MONDAY + timedelta(days=8))
    first, second = _checkins(stage, "brenda")
    assert _asked(first) == _asked(second) == 1


def test_the_last_settled_action_closes_the_plan(stage: Stage, texts: Catalog) -> None:
    """When the last action of all is settled, the plan's thread says that the questions end."""
    talk = play.start(stage, roles=dict.fromkeys(play.ROLES, "brenda"))
    play.answer_all(talk)
    play.post_plan(talk)
    for owner, values in play.offered(talk).items():
        play.take(talk, owner or "olivia", *values)
    stage.travel(MONDAY + timedelta(days=1))
    for name in ("brenda", "olivia"):
        if _checkins(stage, name):
            _settle_all(stage, name, "not_doing")
    assert texts.say("checkin.all_settled") in _digests(talk)[-1]


@pytest.mark.parametrize(
    ("back_at", "asked_at"),
    [
        (datetime(2026, 12, 6, 5, 0, tzinfo=UTC), datetime(2026, 12, 7, 15, 0, tzinfo=UTC)),  # a Sunday night
        (datetime(2026, 12, 2, 4, 0, tzinfo=UTC), datetime(2026, 12, 2, 15, 0, tzinfo=UTC)),  # a Wednesday, too early
        (datetime(2026, 12, 2, 17, 20, tzinfo=UTC), datetime(2026, 12, 2, 17, 20, tzinfo=UTC)),  # within the day
    ],
)
def test_four_weeks_of_downtime(talk: play.Talk, back_at: datetime, asked_at: datetime) -> None:
    """After four weeks without a tick each owner gets one check-in, in working time, and then the Monday after."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.clock.move_to(back_at)
    stage.restart()
    stage.bot.tick()
    stage.settle()
    stage.travel(asked_at + timedelta(hours=3))
    assert [_at(message) for message in _checkins(stage, "brenda")] == [asked_at]
    stage.travel(asked_at + timedelta(days=7))
    monday = asked_at.replace(hour=15, minute=0) + timedelta(days=7 - asked_at.weekday())
    assert [_at(message) for message in _checkins(stage, "brenda")][1:] == [monday]


@on_both
def test_two_ticks_at_once_ask_once(talk: play.Talk) -> None:
    """The tick may come as often as it likes: what is due goes out once."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.clock.move_to(MONDAY + timedelta(hours=15))
    for _ in range(3):
        stage.bot.tick()
    stage.settle()
    assert len(_checkins(stage, "brenda")) == 1


def test_a_zone_that_nobody_knows(talk: play.Talk) -> None:
    """Somebody with a time zone unknown here is asked by UTC, and everybody else is asked in time."""
    stage = talk.stage
    _take_all(talk, "brenda")
    with stage.bot.database.unit_of_work() as session:
        session.execute(sa.update(Person).where(Person.id == "U0BRENDA").values(tz="Mars/Olympus_Mons"))
    stage.travel(MONDAY + timedelta(days=1))
    assert len(_checkins(stage, "brenda")) == 1


def test_somebody_elses_check_in(talk: play.Talk, texts: Catalog) -> None:
    """Only the owner can say how an action stands; a button that reached another person records nothing."""
    stage = talk.stage
    _take_all(talk, "brenda")
    stage.travel(MONDAY + timedelta(days=1))
    value = next(key.value for key in play.keys(_checkins(stage, "brenda")[0]) if key.action == "report")
    planted = stage.slack.message("orders", talk.root)
    element = {**BUTTON, "value": value}
    blocks = ({"type": "actions", "block_id": "planted", "elements": [element]},)
    stage.slack.workspace.messages[planted.channel, planted.ts] = replace(planted, blocks=blocks)
    stage.slack.click("carlos", "orders", planted.ts, "planted", "report/0")
    stage.settle()
    assert play.whispers(stage, "carlos") == [texts.say("wrong.not_your_action", person=mention("U0BRENDA"))]
    assert not _digests(talk)
