"""In operation: the owner's own yes, a review each month, a number that gets worse, a pause, and an honest end."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.playground.replay.hands import choose, is_month
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.store import diagnoses, stages
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import gateplay, plans, play

FIRST = datetime(2026, 12, 7, 16, tzinfo=UTC)  # after a handover on 10 November: the first Monday of December
BRENDA = "U0BRENDA"


def _months(stage: Stage, name: str = "brenda") -> list[Message]:
    return [one for one in play.dms(stage, name) if is_month(one)]


def _at(message: Message) -> datetime:
    return datetime.fromtimestamp(int(message.ts.split(".")[0]), UTC)


def _fill(stage: Stage, values: dict[str, str], *, by: str = "brenda") -> None:
    play.press(stage, by, play.find_key(play.dms(stage, by), "month"))
    assert not gateplay.fill(stage, by, values).errors


def _stages(stage: Stage) -> list[tuple[str, str | None, str | None]]:
    with stage.bot.database.reading() as session:
        diagnosis = diagnoses.by_id(session, diagnoses.every_id(session)[-1])
        assert diagnosis is not None
        return [(line.stage, line.by, line.reason) for line in stages.history(session, diagnosis)]


@on_both
def test_it_is_the_owners_when_the_owner_says_so(stage: Stage) -> None:
    """Nobody else's tap hands it over; "not yet" with a reason asks again a week later; a yes does, once."""
    talk = gateplay.posted(stage)
    gateplay.take_all(talk, "martin")
    stage.travel(datetime(2026, 11, 9, 16, tzinfo=UTC))
    play.press(stage, "martin", play.find_key(play.dms(stage, "martin"), "report", "|hand_over|done"))
    stage.travel(gateplay.HANDED)
    key = play.find_key(play.plan_thread(talk), "gate_yes", "|handoff|owner")
    play.press(stage, "martin", key)
    assert play.whispers(stage, "martin") == [catalog("es").say("wrong.not_your_part", people=mention(BRENDA))]
    assert [line[0] for line in _stages(stage)] == ["build"]
    gateplay.tap(talk, "brenda", "gate_no", "|handoff|owner")
    gateplay.fill(stage, "brenda", {"words": "The page on what to do is missing."})
    assert "I ask again on Tue, Nov 17." in gateplay.thread(talk)
    stage.travel(datetime(2026, 11, 17, 17, tzinfo=UTC))
    key = play.find_key(play.plan_thread(talk), "gate_yes", "|handoff|owner")
    play.press(stage, "brenda", key)
    play.press_old(stage, "brenda", key)
    assert [(line[0], line[1]) for line in _stages(stage)] == [("build", "U0OLIVIA"), ("operate", BRENDA)]
    assert gateplay.thread(talk).count("is in operation. Once a month") == 1


@on_both
def test_once_a_month_and_once_reminded(stage: Stage, texts: Catalog) -> None:
    """On the first working Monday at nine where the owner is; one reminder a working day later, none once answered."""
    gateplay.in_operation(stage)
    stage.travel(FIRST)
    for _ in range(3):
        stage.bot.tick()
    stage.settle()
    [first] = _months(stage)
    assert _at(first) == datetime(2026, 12, 7, 15, tzinfo=UTC)
    before = len(play.dms(stage, "brenda"))
    stage.travel(datetime(2026, 12, 11, tzinfo=UTC))
    assert len(play.dms(stage, "brenda")) == before + 1
    assert "I remind you once." in play.shown(play.dms(stage, "brenda")[-1])
    _fill(stage, {"exceptions": "fine"})
    assert play.shown(play.dms(stage, "brenda")[-1]) == texts.say("checkin.reminded")
    stage.travel(datetime(2027, 1, 1, tzinfo=UTC))
    assert len(play.dms(stage, "brenda")) == before + 1


@on_both
def test_a_month_is_summed_up_and_can_be_put_right(stage: Stage) -> None:
    """One message a month in the plan's thread; a correction edits it, the same once more changes nothing."""
    talk = gateplay.in_operation(stage)
    stage.travel(FIRST)
    _fill(stage, {"manual_hours": "2.5", "exceptions": "waited", "changes": "A *new* form", "cost": "1200"})
    assert gateplay.thread(talk).count("*Month 1*, by") == 1
    assert "*2.5* hours a week" in gateplay.thread(talk)
    assert "1,200" in gateplay.thread(talk)
    assert "above what was worked out" in gateplay.thread(talk)
    assert "A *new* form" not in gateplay.thread(talk)  # what somebody typed formats nothing
    before = len(play.plan_thread(talk))
    _fill(stage, {"manual_hours": "2.5", "exceptions": "waited", "changes": "A *new* form", "cost": "120"})
    assert len(play.plan_thread(talk)) == before
    assert gateplay.thread(talk).count("*Month 1*, by") == 1
    assert "above what was worked out" not in gateplay.thread(talk)


def test_a_number_put_right_takes_the_question_back(stage: Stage, texts: Catalog) -> None:
    """Two steps for the worse ask who looks; owner, sponsor or starter may call it expected; a correction ends it."""
    talk = gateplay.in_operation(stage)
    for moment, hours in ((FIRST, "1"), (datetime(2027, 1, 4, 16, tzinfo=UTC), "2")):
        stage.travel(moment)
        _fill(stage, {"manual_hours": hours})
    assert "two months running" not in gateplay.thread(talk)
    stage.travel(datetime(2027, 2, 1, 16, tzinfo=UTC))
    _fill(stage, {"manual_hours": "3"})
    assert "rose two months running: 1 → 2 → 3 hours a week." in gateplay.thread(talk)
    labels = [key.label for message in play.plan_thread(talk) for key in play.keys(message) if key.action == "drift"]
    assert labels == ["I do", "Ask Tomasz Zielinski", "It is expected"]
    gateplay.tap(talk, "carlos", "drift", "|expected")
    assert play.whispers(stage, "carlos")[-1].startswith("That waits for")
    gateplay.tap(talk, "brenda", "drift", "|expected")
    assert texts.say("drift.said.expected", person=mention(BRENDA)) in gateplay.thread(talk)
    _fill(stage, {"manual_hours": "1"})
    assert "it is no longer so" in gateplay.thread(talk)
    assert "two months running" not in gateplay.thread(talk)


@pytest.mark.parametrize("values", [{"cost": "-1"}, {"cost": "1.5"}])
def test_what_is_no_number_is_told_at_its_field(stage: Stage, values: dict[str, str]) -> None:
    """A cost that is no whole number of zero or more is told at its field, and nothing is kept."""
    talk = gateplay.in_operation(stage)
    stage.travel(FIRST)
    play.press(stage, "brenda", play.find_key(play.dms(stage, "brenda"), "month"))
    assert set(gateplay.fill(stage, "brenda", values).errors) == {"cost"}
    assert "*Month 1*" not in gateplay.thread(talk)


@on_both
def test_two_silent_months_are_told_to_the_sponsor(stage: Stage) -> None:
    """Kindly, once, in the plan's thread; the questions go on, one a month."""
    talk = gateplay.in_operation(stage)
    stage.travel(datetime(2027, 1, 29, tzinfo=UTC))
    assert len(_months(stage)) == 2
    assert gateplay.thread(talk).count("I have had no word from <@U0BRENDA> on how") == 1


@on_both
def test_four_months_down(stage: Stage) -> None:
    """Months in which nobody looked are not made up for: one question in working time, and then the next month's."""
    gateplay.in_operation(stage)
    stage.clock.move_to(datetime(2027, 4, 14, 16, 20, tzinfo=UTC))
    stage.restart()
    stage.bot.tick()
    stage.settle()
    assert [_at(one) for one in _months(stage)] == [datetime(2027, 4, 14, 16, 20, tzinfo=UTC)]
    stage.travel(datetime(2027, 5, 20, tzinfo=UTC))
    assert [_at(one) for one in _months(stage)][1:] == [datetime(2027, 5, 3, 14, tzinfo=UTC)]


def test_an_owner_who_has_left(stage: Stage, texts: Catalog) -> None:
    """Nobody is written to; the thread asks who answers for it now, until somebody is named: they are asked then."""
    talk = gateplay.in_operation(stage)
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("brenda"), deleted=True))
    stage.travel(datetime(2026, 12, 8, 16, tzinfo=UTC))
    assert _months(stage) == []
    asks = "<@U0BRENDA> has left, and nobody is named here as business owner."
    assert asks in gateplay.thread(talk)
    stage.travel(datetime(2027, 2, 10, 16, tzinfo=UTC))
    days = {plans.at(one).date() for one in play.plan_thread(talk) if ".name.business_owner" in plans.letter(one)}
    a_working_day_later = date(2026, 11, 12)  # with Veterans Day between
    assert days == {date(2026, 11, 10), a_working_day_later, date(2026, 12, 10), date(2027, 1, 7), date(2027, 2, 4)}
    assert gateplay.thread(talk).count(asks) == 1  # the older ones lead to the newest
    stage.slack.slash("olivia", "orders", "/unstick", "status")
    assert texts.say("status.no_owner") in play.whispers(stage, "olivia")[-1]
    choose(stage.slack, "olivia", play.plan_thread(talk), "U0CARLOS")
    stage.settle()
    assert asks not in gateplay.thread(talk)
    stage.travel(datetime(2027, 2, 11, 16, tzinfo=UTC))
    assert len(_months(stage, "carlos")) == 1


@on_both
def test_a_rest_and_an_honest_end(stage: Stage, texts: Catalog) -> None:
    """During a rest nobody is asked; it goes on where it was; retiring needs a reason, which stands in the thread."""
    talk = gateplay.in_operation(stage)
    gateplay.tap(talk, "carlos", "pilot_pause")
    assert play.whispers(stage, "carlos")[-1].startswith("That waits for")
    key = play.find_key(play.plan_thread(talk), "pilot_pause")
    for _ in range(2):  # a double click is answered once
        play.press_old(stage, "brenda", key)
    assert not play.whispers(stage, "brenda")
    play.press_old(stage, "olivia", key)
    assert play.whispers(stage, "olivia")[-1] == texts.say("course.is.paused", pilot=play.PILOT)
    stage.slack.slash("brenda", "orders", "/unstick", "pause")
    stage.settle()
    assert play.whispers(stage, "brenda") == [texts.say("course.is.paused", pilot=play.PILOT)]
    stage.travel(datetime(2027, 1, 20, 16, tzinfo=UTC))
    assert _months(stage) == []
    gateplay.tap(talk, "olivia", "pilot_resume")
    stage.travel(datetime(2027, 2, 1, 16, tzinfo=UTC))
    assert len(_months(stage)) == 1
    gateplay.tap(talk, "brenda", "pilot_end", "|retired")
    assert gateplay.fill(stage, "brenda", {"words": "  "}).errors == {"words": texts.say("gate.form.needed")}
    gateplay.fill(stage, "brenda", {"words": "The supplier's portal does it now."})
    assert "has retired _order intake agent_: “The supplier's portal does it now.”" in gateplay.thread(talk)
    assert [line[0] for line in _stages(stage)] == ["build", "operate", "paused", "operate", "retired"]
    assert _stages(stage)[-1] == ("retired", BRENDA, "The supplier's portal does it now.")
    stage.travel(datetime(2027, 4, 1, tzinfo=UTC))
    assert len(_months(stage)) == 1


def test_a_new_diagnosis_of_the_same_pilot(stage: Stage, texts: Catalog) -> None:
    """After its end a tap begins a new diagnosis with the same people; a second tap says that it is under way."""
    talk = gateplay.in_operation(stage)
    gateplay.tap(talk, "brenda", "pilot_end", "|finished")
    gateplay.fill(stage, "brenda", {})
    gateplay.tap(talk, "brenda", "again")
    gateplay.tap(talk, "olivia", "again")
    assert play.whispers(stage, "olivia") == [texts.say("wrong.running", pilot=play.PILOT, person=mention(BRENDA))]
    with stage.bot.database.reading() as session:
        newest, oldest = (diagnoses.by_id(session, one) for one in diagnoses.every_id(session))
        assert newest is not None
        assert oldest is not None
        assert (newest.state, newest.starter, newest.roles) == ("asking", BRENDA, oldest.roles)
