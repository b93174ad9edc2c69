"""What owners say: states with a few words, notes, numbers; who is told; reminders and silence."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.playground.stage import Stage
from bot.store import metrics
from bot.store.plan_tables import ActionUpdate
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.mrkdwn import mention, plain
from tests.databases import on_both
from tests.scenario import plans, play

DAY = timedelta(days=1)


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """Monday evening: Brenda and Tomasz have taken what was offered to them, and were asked this morning."""
    talk = plans.posted(stage)
    plans.take_all(talk, "brenda")
    plans.take_all(talk, "tomasz")
    stage.travel(plans.MONDAY + DAY)
    return talk


def _numbers(stage: Stage) -> dict[date, dict[str, Decimal]]:
    with stage.bot.database.reading() as session:
        return metrics.by_week(session, session.query(Diagnosis).one())


@on_both
@pytest.mark.parametrize(("state", "wording"), [("blocked", "checkin.told.blocked"), ("help", "checkin.told.help")])
def test_what_is_stuck_is_told_to_those_who_can_help(talk: play.Talk, texts: Catalog, state: str, wording: str) -> None:
    """Blocked or in need of help: sponsor and starter read it in the plan's thread, with the owner's words, once."""
    stage = talk.stage
    action = plans.report(stage, "tomasz", state)
    plans.fill(stage, "tomasz", words="no ERP sandbox <yet>")
    told = texts.say(
        wording,
        people=play.Mrkdwn(f"{mention('U0OLIVIA')} {mention('U0MARTIN')}"),
        person=mention("U0TOMASZ"),
        action=texts.actions[action].title,
        note="no ERP sandbox <yet>",
    )
    assert plans.thread(talk).count(told) == 1
    row = plans.actions(stage)[action]
    assert (row.state, row.note) == (state, "no ERP sandbox <yet>")
    assert "“no ERP sandbox &lt;yet&gt;”" in play.shown(plans.checkins(stage, "tomasz")[-1])

    plans.report(stage, "tomasz", "under_way")
    cleared = texts.say(
        "checkin.told.cleared", action=texts.actions[action].title, state=texts.say("checkin.state.under_way")
    )
    assert cleared in plans.thread(talk)
    assert told not in plans.thread(talk)
    assert plans.actions(stage)[action].note is None


def test_the_tap_counts_though_the_form_is_closed(talk: play.Talk, texts: Catalog) -> None:
    """Who taps *Blocked* and closes the form has said that it is blocked; the words can follow later."""
    stage = talk.stage
    action = plans.report(stage, "tomasz", "blocked")
    view = stage.slack.view("tomasz")
    assert view is not None
    stage.slack.close("tomasz", view.id)
    assert plans.actions(stage)[action].state == "blocked"
    plans.report(stage, "tomasz", "blocked")
    plans.fill(stage, "tomasz", words="the key account")
    assert plans.actions(stage)[action].note == "the key account"


def test_why_not_stands_in_the_digest(talk: play.Talk, texts: Catalog) -> None:
    """Not doing, with the reason, is a settled action; nobody is called for help, and the digest says why."""
    stage = talk.stage
    action = plans.report(stage, "tomasz", "not_doing")
    plans.fill(stage, "tomasz", words="the vendor does it in May")
    [digest] = plans.digests(talk)
    why = {"action": texts.actions[action].title, "person": mention("U0TOMASZ"), "note": "the vendor does it in May"}
    assert texts.say("digest.not_doing", **why) in digest
    assert not [text for text in plans.thread(talk) if "Who can" in text]
    assert plans.actions(stage)[action].finished_at is not None


def test_a_free_note(talk: play.Talk) -> None:
    """A note that belongs to no action stands in the digest with its name."""
    stage = talk.stage
    plans.tap(stage, "brenda", "note")
    plans.fill(stage, "brenda", note="The order desk likes the drafts.")
    assert any(f"• {mention('U0BRENDA')}: “The order desk likes the drafts.”" in text for text in plans.thread(talk))


@on_both
def test_the_weeks_numbers(talk: play.Talk, texts: Catalog) -> None:
    """The business owner is asked for the plan's metrics, enters them with decimals, and corrects one; all is kept."""
    stage = talk.stage
    assert not any(key.action == "numbers" for key in play.keys(plans.checkins(stage, "tomasz")[-1]))
    plans.tap(stage, "brenda", "numbers")
    first, second, _ = plans.fields(stage, "brenda")
    plans.fill(stage, "brenda", **{first: "5.5", second: "38"})
    monday = date(2026, 11, 9)
    assert _numbers(stage) == {monday: {first: Decimal("5.5"), second: Decimal(38)}}
    assert f"{texts.metrics[first].name}: *5.5* " in play.shown(plans.checkins(stage, "brenda")[-1])
    plans.tap(stage, "brenda", "numbers")
    plans.fill(stage, "brenda", **{first: "4.25"})
    assert _numbers(stage) == {monday: {first: Decimal("4.25"), second: Decimal(38)}}


def test_recorded_without_a_number(talk: play.Talk, texts: Catalog) -> None:
    """Who says that today's numbers are recorded is asked for those that are not here; with them nobody is asked."""
    stage = talk.stage
    plans.tap(stage, "brenda", "report", "|record_baselines|done")
    view = stage.slack.view("brenda")
    assert view is not None
    fields = plans.fields(stage, "brenda")
    unknown = plain(texts.say("numbers.unknown"))
    lacking = [block["block_id"] for block in view.blocks[1:] if unknown in block["hint"]["text"]]
    assert lacking
    names = ", ".join(texts.metrics[each].name for each in lacking)
    assert view.blocks[0]["text"]["text"] == texts.say("numbers.missing", names=names)
    plans.fill(stage, "brenda", **dict.fromkeys(fields, "5"))
    assert list(_numbers(stage).values()) == [dict.fromkeys(fields, Decimal(5))]
    plans.tap(stage, "brenda", "report", "|record_baselines|under_way")
    plans.tap(stage, "brenda", "report", "|record_baselines|done")
    assert stage.slack.view("brenda") is None


def test_what_is_no_number(talk: play.Talk, texts: Catalog) -> None:
    """What no metric can be is refused beside its field."""
    stage = talk.stage
    plans.tap(stage, "brenda", "numbers")
    first = plans.fields(stage, "brenda")[0]
    view = stage.slack.view("brenda")
    assert view is not None
    for wrong in ("-1", "9999999999999"):
        answer = plans.fill(stage, "brenda", **{first: wrong})
        assert list(dict(answer.errors)) == [first]
    assert _numbers(stage) == {}
    assert plain(texts.say("numbers.not_a_number"))


@on_both
def test_one_reminder_that_leads_to_the_question(talk: play.Talk, texts: Catalog) -> None:
    """A working day after the question comes one reminder with a way to it; it asks no more once that is answered."""
    stage = talk.stage
    stage.travel(plans.MONDAY + 2 * DAY)
    [reminder] = [message for message in play.dms(stage, "brenda") if "I remind you once" in play.shown(message)]
    assert plans.at(reminder) - plans.at(plans.checkins(stage, "brenda")[0]) == DAY
    [button] = [element for block in reminder.blocks for element in block.get("elements", ()) if "url" in element]
    assert plans.checkins(stage, "brenda")[0].ts.replace(".", "") in button["url"]
    play.press(stage, "brenda", play.find_key([reminder], "open"))
    assert play.whispers(stage, "brenda") == []
    plans.report(stage, "brenda", "under_way")
    assert texts.say("checkin.reminded") in plans.others(stage, "brenda")
    stage.travel(plans.MONDAY + 7 * DAY)
    assert len(plans.others(stage, "brenda")) == 1


def test_who_answers_is_not_reminded(talk: play.Talk) -> None:
    """One word is an answer: nobody who has said something is reminded that week."""
    stage = talk.stage
    plans.report(stage, "brenda", "under_way")
    stage.travel(plans.MONDAY + 7 * DAY)
    assert plans.others(stage, "brenda") == []
    assert len(plans.others(stage, "tomasz")) == 1


@on_both
def test_two_silent_weeks_go_to_the_sponsor_once(talk: play.Talk, texts: Catalog) -> None:
    """After two weeks in a row without a word the sponsor reads it in the plan's thread, kindly and once.

    A reminder of a week that is over asks for nothing any more.
    """
    stage = talk.stage
    for week in range(8):
        stage.travel(plans.MONDAY + timedelta(days=4 + 7 * week))
        if plans.checkins(stage, "brenda")[-1].blocks:
            plans.report(stage, "brenda", "under_way")
        told = [text for text in plans.thread(talk) if "I have had no word from" in text]
        assert len(told) == (week >= 1)
    assert told[0].startswith(f"{mention('U0MARTIN')}, ")
    assert mention("U0TOMASZ") in told[0]
    assert len(plans.checkins(stage, "tomasz")) == 8
    assert plans.others(stage, "tomasz") == [texts.say("checkin.asked_anew", pilot=play.PILOT)] * 2


def test_the_same_again_is_an_answer(talk: play.Talk) -> None:
    """*Under way* is an answer in every week, and kept for each; a second tap in the same week adds nothing."""
    stage = talk.stage
    for week in range(3):
        stage.travel(plans.MONDAY + timedelta(days=1 + 7 * week))
        newest = plans.checkins(stage, "tomasz")[-1]
        key = next(each for each in play.keys(newest) if each.value.endswith("|under_way"))
        play.press(stage, "tomasz", key)
        play.press_old(stage, "tomasz", key)
    stage.travel(plans.MONDAY + timedelta(days=20))
    with stage.bot.database.reading() as session:
        asked = session.query(ActionUpdate).filter_by(state="under_way").order_by(ActionUpdate.seq)
        assert [line.at.date() for line in asked] == [date(2026, 11, day) for day in (10, 17, 24)]
    assert plans.others(stage, "tomasz") == []
    missed = [text for text in plans.thread(talk) if f"no word from {mention('U0TOMASZ')}" in text]
    assert missed == []


def test_the_same_numbers_again_are_an_answer(talk: play.Talk) -> None:
    """Who has given the week's numbers before they were asked and confirms them then is not reminded."""
    stage = talk.stage
    for hour in (13, 17):  # before and after they are asked in Chicago
        stage.travel(plans.MONDAY + timedelta(days=7, hours=hour))
        plans.tap(stage, "brenda", "numbers")
        plans.fill(stage, "brenda", **{plans.fields(stage, "brenda")[0]: "5.5"})
    stage.travel(plans.MONDAY + timedelta(days=9))
    told = [text for text in plans.others(stage, "brenda") if "I remind you once" in text]
    assert len(told) == 0


def test_an_answer_ends_the_silence(talk: play.Talk) -> None:
    """Who answers after a silent week begins anew: only two more silent weeks in a row are told."""
    stage = talk.stage
    stage.travel(plans.MONDAY + timedelta(days=8))
    plans.report(stage, "tomasz", "under_way")
    stage.travel(plans.MONDAY + timedelta(days=20))
    assert not [text for text in plans.thread(talk) if f"no word from {mention('U0TOMASZ')}" in text]
    stage.travel(plans.MONDAY + timedelta(days=25))
    assert [text for text in plans.thread(talk) if f"no word from {mention('U0TOMASZ')}" in text]


def test_a_late_answer_and_an_edit(talk: play.Talk) -> None:
    """On Friday the question of Monday still works, and what was said can be changed; the last word counts."""
    stage = talk.stage
    stage.travel(plans.MONDAY + timedelta(days=4, hours=16))
    action = plans.report(stage, "tomasz", "done")
    plans.report(stage, "tomasz", "under_way")
    assert plans.actions(stage)[action].state == "under_way"
    [digest] = plans.digests(talk)
    assert "*Under way:*" in digest
    assert "✓" not in digest
    assert plans.actions(stage)[action].finished_at is None


def test_the_last_question_is_replaced(talk: play.Talk, texts: Catalog) -> None:
    """A question that nobody answered says, once the next one stands below, that it is asked anew there."""
    stage = talk.stage
    stage.travel(plans.MONDAY + timedelta(days=8))
    first, second = plans.checkins(stage, "tomasz")
    assert play.shown(first) == texts.say("checkin.asked_anew", pilot=play.PILOT)
    assert [key.action for key in play.keys(second)].count("report") > 0
