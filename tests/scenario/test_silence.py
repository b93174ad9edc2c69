"""What happens when nobody answers: one reminder, what is known, the end by itself, and nothing lost."""

from datetime import UTC, datetime

from bot.playground.stage import Stage
from tests.databases import on_both
from tests.scenario import plans, play
from tests.scenario.test_handing import hand_over, progress


def _said(talk: play.Talk, words: str) -> int:
    return sum(words in play.shown(one) for one in talk.thread())


@on_both
def test_one_reminder_after_a_day(stage: Stage) -> None:
    """After a day the one who is asked gets the question once more, in their daytime, and no second time."""
    talk = play.start(stage, roles={})
    play.answer(talk, "unknown")
    asked = play.question(talk)
    stage.travel(stage.clock() + play.days(0.9))
    assert _said(talk, "still waits for you") == 0
    stage.travel(stage.clock() + play.days(1.5))
    assert _said(talk, "still waits for you") == 1
    assert play.question(talk) == asked
    put = [one for one in talk.thread() if any(key.action == "answer" for key in play.keys(one))]
    assert len(put) == 1
    play.answer(talk, "unknown")
    assert progress(stage).stage == "asking"


def test_in_the_daytime_of_the_one_who_is_asked(stage: Stage) -> None:
    """Who is asked is reminded between 08:00 and 18:00 of a working day where they are."""
    friday_evening = datetime(2026, 11, 6, 22, 30, tzinfo=UTC)
    stage.travel(friday_evening)
    talk = play.start(stage, roles={})
    hand_over(talk, "U0SELINE")
    stage.travel(friday_evening + play.days(4))
    [reminder] = [one for one in talk.thread() if "<@U0SELINE>, this one still waits" in play.shown(one)]
    at = datetime.fromtimestamp(float(reminder.ts), UTC)
    assert (at.strftime("%a"), at.hour) == ("Mon", 9)


def test_in_private_who_was_asked_in_private(stage: Stage) -> None:
    """A question asked by direct message is reminded of there, and answering the reminder answers it."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    first = hand_over(talk, "U0SELINE")
    stage.travel(stage.clock() + play.days(2))
    dms = play.dms(stage, "seline")
    assert "still waits for you" in play.shown(dms[-1])
    assert not list(play.keys(dms[0]))
    play.press(stage, "seline", play.find_key(dms, "answer", f"|{first}|unknown"))
    assert first in progress(stage).answers


def test_what_is_known_after_three_days(stage: Stage) -> None:
    """After three days the starter is offered what is known so far; the rest can still be asked afterwards."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    stage.travel(stage.clock() + play.days(4))
    assert _said(talk, "quiet for three days") == 1
    play.tap(talk, "finish")
    assert progress(stage).stage == "reviewing"
    play.tap(talk, "more")
    assert progress(stage).stage == "asking"
    assert play.is_open(talk)


@on_both
def test_the_end_by_itself_and_going_on(stage: Stage) -> None:
    """After fourteen days it closes with what is known, without a word to the channel, and can be taken up again."""
    talk = play.start(stage)
    first = play.answer(talk, "unknown")
    asked = play.question(talk)
    stage.travel(stage.clock() + play.days(16))
    assert progress(stage).stage == "closed"
    assert _said(talk, "I have closed") == 1
    assert _said(talk, "What I found about") == 1
    assert "closed it with what is known" in play.shown(talk.card())
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1
    before = len(talk.thread())
    stage.travel(stage.clock() + play.days(30))
    assert len(talk.thread()) == before
    play.tap(talk, "resume")
    now = progress(stage)
    assert now.stage == "asking"
    assert now.open_question == asked
    assert first in now.answers


def test_a_pause_is_left_alone(stage: Stage) -> None:
    """During a pause nobody is written to for two weeks; then the starter once; after four weeks it closes."""
    talk = play.start(stage)
    play.tap(talk, "pause")
    before = len(talk.thread())
    stage.travel(stage.clock() + play.days(13))
    assert len(talk.thread()) == before
    stage.travel(stage.clock() + play.days(4))
    assert _said(talk, "paused for two weeks") == 1
    stage.travel(stage.clock() + play.days(14))
    assert progress(stage).stage == "closed"


def test_the_verdict_waits_too(stage: Stage) -> None:
    """When the questions are done and nobody looks, the starter is reminded once; after fourteen days it closes."""
    talk = plans.judged(stage)
    stage.travel(stage.clock() + play.days(2))
    assert _said(talk, "the questions are done, and the next step is yours") == 1
    stage.travel(stage.clock() + play.days(14))
    assert progress(stage).stage == "closed"


def test_the_bot_was_down(stage: Stage) -> None:
    """After a week without a tick one message comes, not three."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    before = len(talk.thread())
    stage.clock.advance(play.days(7))
    stage.bot.tick()
    stage.settle()
    assert len(talk.thread()) == before + 1
