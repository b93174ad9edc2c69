"""When people are asked, as they say it: later, tomorrow, not while away, another day, now; and pilots that rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import mention, plain
from tests.databases import on_both
from tests.scenario import plans, play

DAY = timedelta(days=1)
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """A plan of which Brenda, in Chicago, has taken her part; posted on Tuesday, 3 November."""
    talk = plans.posted(stage)
    plans.take_all(talk, "brenda")
    return talk


def _local(stage: Stage, name: str = "brenda") -> list[str]:
    zone = ZoneInfo(stage.slack.hands.user(name).tz)
    return [plans.at(message).astimezone(zone).strftime("%a %d %b %H:%M") for message in plans.checkins(stage, name)]


def _again(stage: Stage) -> list[str]:
    """When Brenda was led back to a question as she wished."""
    found = [message for message in play.dms(stage, "brenda") if "You asked me to come back" in play.shown(message)]
    return [plans.at(message).astimezone(CHICAGO).strftime("%a %d %b %H:%M") for message in found]


def _monday(hour: int = 15, minute: int = 0, *, week: int = 0) -> datetime:
    return plans.MONDAY + timedelta(weeks=week, hours=hour, minutes=minute)


def _settings(stage: Stage, name: str, **values: str) -> object:
    stage.slack.slash(name, "orders", "/unstick", "settings")
    return plans.fill(stage, name, **values)


@on_both
def test_later_today(talk: play.Talk, texts: Catalog) -> None:
    """Put off in the morning it comes back after three hours, leads to the question, and is reminded of a day later."""
    stage = talk.stage
    stage.travel(_monday())
    plans.tap(stage, "brenda", "snooze", "|later")
    shown = play.shown(plans.checkins(stage, "brenda")[0])
    assert "I come back to this on Mon, Nov 9 at 12:00" in shown
    stage.travel(_monday() + DAY)
    assert _again(stage) == ["Mon 09 Nov 12:00"]
    stage.travel(_monday() + 4 * DAY)
    assert len([text for text in plans.others(stage, "brenda") if "I remind you once" in text]) == 1


def test_later_in_the_evening_is_tomorrow(talk: play.Talk) -> None:
    """Put off at four in the afternoon it comes back the next working morning."""
    stage = talk.stage
    stage.travel(_monday(22))
    plans.tap(stage, "brenda", "snooze", "|later")
    stage.travel(_monday() + 3 * DAY)
    assert _again(stage) == ["Tue 10 Nov 09:00"]


def test_put_off_twice_then_answered(talk: play.Talk, texts: Catalog) -> None:
    """It can be put off more than once; answering ends it, and putting off what is answered says so."""
    stage = talk.stage
    stage.travel(_monday())
    button = play.find_key(play.dms(stage, "brenda"), "snooze", "|tomorrow")
    play.press(stage, "brenda", button)
    stage.travel(_monday() + DAY)
    assert _again(stage) == ["Tue 10 Nov 09:00"]
    plans.tap(stage, "brenda", "snooze", "|tomorrow")
    plans.report(stage, "brenda", "under_way")
    stage.travel(_monday() + 5 * DAY)
    assert plans.others(stage, "brenda") == [texts.say("checkin.reminded")]
    play.press_old(stage, "brenda", button)
    assert play.whispers(stage, "brenda") == [texts.say("checkin.not_open")]


@on_both
def test_away_over_a_holiday(talk: play.Talk) -> None:
    """Away from a Tuesday until Thanksgiving Thursday: nothing comes before the Friday, then one question."""
    stage = talk.stage
    stage.travel(_monday())
    plans.report(stage, "brenda", "under_way")
    stage.travel(_monday(week=1))
    plans.report(stage, "brenda", "under_way")
    plans.tap(stage, "brenda", "away")
    plans.fill(stage, "brenda", away="2026-11-26")
    stage.travel(_monday(week=3) + DAY)
    assert _local(stage) == ["Mon 09 Nov 09:00", "Mon 16 Nov 09:00", "Fri 27 Nov 09:00", "Mon 30 Nov 09:00"]


def test_away_with_an_open_question(talk: play.Talk) -> None:
    """What waits while somebody is away comes back on their first working day, and nobody is told of a silence."""
    stage = talk.stage
    stage.travel(_monday())
    plans.tap(stage, "brenda", "away")
    plans.fill(stage, "brenda", away="2026-11-12")
    stage.travel(_monday() + 3 * DAY)
    assert _again(stage) == ["Thu 12 Nov 09:00"]
    assert len(plans.others(stage, "brenda")) == 1


def test_a_day_that_has_passed(talk: play.Talk, texts: Catalog) -> None:
    """Nobody can be away until a day in the past."""
    stage = talk.stage
    stage.travel(_monday())
    plans.tap(stage, "brenda", "away")
    answer = plans.fill(stage, "brenda", away="2026-11-09")
    assert dict(answer.errors) == {"away": plain(texts.say("away.past"))}


@on_both
def test_another_day_and_hour(talk: play.Talk, texts: Catalog) -> None:
    """Who chooses Wednesday, 14:30 is asked then, every week; the form says so."""
    stage = talk.stage
    _settings(stage, "brenda", weekday="2", time="14:30")
    view = stage.slack.view("brenda")
    assert view is not None
    assert "each Wednesday at 2:30" in play.shown(replace(play.dms(stage, "brenda")[0], blocks=tuple(view.blocks)))
    stage.travel(plans.MONDAY + 8 * DAY)
    assert _local(stage) == ["Wed 04 Nov 14:30", "Thu 12 Nov 14:30"]  # Wednesday the 11th is Veterans Day


def test_nobody_is_asked_again_within_days_of_a_change(talk: play.Talk) -> None:
    """Who was asked on Monday and then chooses Tuesday is not asked again the next morning."""
    stage = talk.stage
    stage.travel(_monday(17))
    _settings(stage, "brenda", weekday="1")
    stage.travel(_monday(week=1) + 2 * DAY)
    assert _local(stage) == ["Mon 09 Nov 09:00", "Tue 17 Nov 09:00"]


@pytest.mark.parametrize(
    ("typed", "asked"), [("Spain", "Mon 11 Oct 09:00"), ("us", "Tue 12 Oct 09:00"), ("", "Mon 11 Oct 09:00")]
)
def test_whose_holidays(stage: Stage, typed: str, asked: str) -> None:
    """Columbus Day, 11 October 2027, is free in the United States; not in Spain, nor for who chose no holidays."""
    stage.clock.move_to(datetime(2027, 10, 5, 15, 30, tzinfo=UTC))
    talk = plans.posted_now(stage)
    plans.take_all(talk, "brenda")
    _settings(stage, "brenda", country=typed)
    stage.travel(datetime(2027, 10, 14, tzinfo=UTC))
    assert _local(stage) == [asked]


def test_the_country_of_the_time_zone(stage: Stage) -> None:
    """Nobody has to choose: who is in Chicago is not asked on Columbus Day but on the day after."""
    stage.clock.move_to(datetime(2027, 10, 5, 15, 30, tzinfo=UTC))
    talk = plans.posted_now(stage)
    plans.take_all(talk, "brenda")
    stage.travel(datetime(2027, 10, 14, tzinfo=UTC))
    assert _local(stage) == ["Tue 12 Oct 09:00"]


def test_a_country_that_nobody_knows(talk: play.Talk, texts: Catalog) -> None:
    """A country that cannot be read is refused beside its field, with a way that works."""
    answer = _settings(talk.stage, "brenda", country="Ruritania")
    assert dict(answer.errors) == {"country": plain(texts.say("settings.country_unknown"))}  # type: ignore[attr-defined]


def test_one_pilot_at_another_hour(talk: play.Talk) -> None:
    """What is chosen for one pilot counts for that one only."""
    stage = talk.stage
    with stage.bot.database.reading() as session:
        pilot = session.query(Diagnosis).one().id
    _settings(stage, "brenda", pilot=pilot, time="11:00")
    stage.travel(_monday(week=1))
    assert _local(stage)[0] == "Mon 09 Nov 11:00"
    stage.slack.slash("brenda", "orders", "/unstick", "settings")
    view = stage.slack.view("brenda")
    assert view is not None
    assert "'initial_time': '09:00'" in str(view.body)


@on_both
def test_a_check_in_now(talk: play.Talk, texts: Catalog) -> None:
    """`/unstick checkin` puts this week's question at once; asking again says where it stands."""
    stage = talk.stage
    stage.travel(datetime(2026, 11, 6, 16, 0, tzinfo=UTC))
    for wording in ("checkin.sent", "checkin.there"):
        stage.slack.slash("brenda", "orders", "/unstick", "checkin")
        stage.settle()
        assert play.whispers(stage, "brenda")[-1] == texts.say(wording)
    plans.report(stage, "brenda", "under_way")
    stage.travel(_monday(week=1) + DAY)
    assert _local(stage) == ["Fri 06 Nov 10:00", "Mon 16 Nov 09:00"]


def test_nothing_is_open(talk: play.Talk, texts: Catalog) -> None:
    """Who has taken nothing is told so."""
    stage = talk.stage
    stage.slack.slash("carlos", "orders", "/unstick", "checkin")
    assert play.whispers(stage, "carlos") == [texts.say("checkin.none")]


def test_in_spanish(talk: play.Talk) -> None:
    """The commands work by their Spanish names, and answer in Spanish."""
    stage = talk.stage
    plans.take_all(talk, "martin")
    stage.slack.slash("martin", "orders", "/unstick", "seguimiento")
    stage.settle()
    assert play.whispers(stage, "martin") == [catalog("es-ES").say("checkin.sent")]
    _settings(stage, "martin", country="España", weekday="3")
    view = stage.slack.view("martin")
    assert view is not None
    assert "cada jueves" in str(view.body)


@on_both
def test_a_pilot_that_rests(talk: play.Talk, texts: Catalog) -> None:
    """A paused plan asks and reminds nobody; going on asks whoever has something open on the first of their days."""
    stage = talk.stage
    stage.travel(_monday())
    stage.slack.slash("carlos", "orders", "/unstick", "pause")
    assert mention("U0BRENDA") in play.whispers(stage, "carlos")[-1]
    stage.slack.slash("olivia", "orders", "/unstick", "pause order intake agent")
    stage.settle()
    assert play.whispers(stage, "olivia")[-1] == texts.say("stage.paused_done", pilot=play.PILOT)
    said = texts.say("course.paused", person=mention("U0OLIVIA"), pilot=play.PILOT)
    assert any(said in shown for shown in plans.thread(talk))
    stage.travel(_monday(week=3) + DAY)
    assert _local(stage) == ["Mon 09 Nov 09:00"]
    assert plans.others(stage, "brenda") == []
    stage.slack.slash("brenda", "orders", "/unstick", "resume")  # the owner, as by the button in the thread
    stage.settle()
    said = texts.say("course.resumed", person=mention("U0BRENDA"), pilot=play.PILOT)
    assert any(said in shown for shown in plans.thread(talk))
    stage.travel(_monday(week=4) + DAY)
    assert _local(stage)[1:] == ["Mon 07 Dec 09:00"]


def test_a_new_plan_ends_the_one_before(talk: play.Talk, texts: Catalog) -> None:
    """Nobody is asked about two plans of one pilot: the older one says that it is over, and rests for good."""
    stage = talk.stage
    again = play.start(stage)
    play.answer_all(again)
    play.post_plan(again)
    assert texts.say("stage.replaced", person=mention("U0OLIVIA")) in plans.thread(talk)
    stage.travel(_monday() + DAY)
    with stage.bot.database.reading() as session:
        old, new = sorted(diagnoses.newest(session, TEAM_ID, 2), key=lambda one: one.stage == "build")
        assert (old.stage, new.stage) == ("finished", "build")
        assert [row.next_at for row in actions.checkins(session, old)] == [None]
    assert _local(stage) == []
    assert again.root != talk.root


@on_both
def test_an_archived_channel(talk: play.Talk, texts: Catalog) -> None:
    """While the channel is archived nobody is asked; when it is back, the plan goes on and says so."""
    stage = talk.stage
    stage.slack.archive("orders")
    stage.settle()
    stage.travel(_monday(week=2) + DAY)
    assert _local(stage) == []
    stage.slack.unarchive("orders")
    stage.settle()
    assert texts.say("stage.channel_back") in plans.thread(talk)
    stage.travel(_monday(week=3) + DAY)
    assert _local(stage) == ["Mon 30 Nov 09:00"]


def test_an_archived_channel_leaves_a_pause_as_it_is(talk: play.Talk) -> None:
    """Who paused a plan finds it paused, whatever became of its channel meanwhile."""
    stage = talk.stage
    stage.slack.slash("olivia", "orders", "/unstick", "pause")
    stage.settle()
    stage.slack.archive("orders")
    stage.slack.unarchive("orders")
    stage.settle()
    stage.travel(_monday(week=2))
    assert _local(stage) == []


@pytest.mark.parametrize(
    ("tz", "asked"),
    [
        ("America/Los_Angeles", "Mon 09 Nov 09:00"),
        ("Europe/Madrid", "Mon 09 Nov 16:00"),
        ("Asia/Tokyo", "Tue 10 Nov 09:00"),
    ],
)
def test_somebody_moves(talk: play.Talk, tz: str, asked: str) -> None:
    """Who has moved is asked at their hour where they are now, or still that day if that has passed."""
    stage = talk.stage
    stage.travel(_monday() - 3 * DAY)
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("brenda"), tz=tz))
    stage.travel(_monday() + 2 * DAY)
    assert _local(stage) == [asked]
