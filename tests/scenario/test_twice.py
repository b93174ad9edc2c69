"""The same thing twice, late, or from two sides at once."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.slack.inbound import FORM, JSON
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.catalog import Catalog
from prompts.mrkdwn import Mrkdwn, mention
from tests.databases import on_both
from tests.scenario import plans, play


def _lines(stage: Stage) -> list[Entry]:
    """The transcript of the one diagnosis there is."""
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return diagnoses.transcript(diagnosis)


def _send_again(stage: Stage, what: str, times: int) -> list[int | None]:
    """Send a person's newest request of a kind to the bot again, as Slack does when it doubts that it arrived."""
    bodies = [entry["body"] for entry in stage.slack.workspace.log if entry.get("what") == what]
    body = [one for one in bodies if what != "event" or json.loads(one)["event"].get("user") == "U0OLIVIA"][-1]
    content_type = JSON if what == "event" else FORM
    reactions = [stage.slack.line.send(what, content_type, body.encode()) for _ in range(times)]
    stage.settle()
    return [reaction.status for reaction in reactions]


def _at_once(stage: Stage, key: play.Key) -> None:
    """Tap a button twice before anything could change."""
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda _: play.tap_only(stage, "olivia", key), range(2)))
    assert all(answer.ok for answer in answers)
    stage.settle()


@on_both
@pytest.mark.parametrize("times", [1, 4])
def test_one_typed_answer_delivered_again(stage: Stage, times: int) -> None:
    """However often Slack delivers the same message, it is one answer, and one question follows."""
    talk = play.start(stage)
    play.say(talk, "1")
    thread, asked = len(talk.thread()), play.question(talk)
    assert _send_again(stage, "event", times) == [200] * times
    assert len(talk.thread()) == thread
    assert play.question(talk) == asked
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 2, "answered": 1}


def test_an_event_that_slack_sends_twice_at_once(stage: Stage) -> None:
    """Two deliveries of one message at the same moment are one answer as well."""
    talk = play.start(stage)
    stage.slack.fault("event", "duplicate")
    play.say(talk, "1")
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 2, "answered": 1}


@on_both
def test_one_tap_delivered_again(stage: Stage) -> None:
    """The same tap delivered twice is one answer."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    assert _send_again(stage, "interactive", 2) == [200, 200]
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 2, "answered": 1}


def test_one_request_for_the_reasoning_delivered_again(stage: Stage) -> None:
    """What a tap asks to be shown is shown once, however often Slack delivers the tap."""
    talk = plans.judged(stage)
    play.tap(talk, "reasoning")
    thread = len(talk.thread())
    assert _send_again(stage, "interactive", 2) == [200, 200]
    assert len(talk.thread()) == thread


@on_both
def test_double_click_on_an_option(stage: Stage) -> None:
    """Who taps twice, even faster than the message can change, has answered once and gets no complaint."""
    talk = play.start(stage)
    key = play.find_key(talk.thread(), "answer")
    _at_once(stage, key)
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 2, "answered": 1}
    assert not play.whispers(stage, "olivia")


def test_double_click_on_back_goes_back_once(stage: Stage) -> None:
    """Two taps on Back reopen one answer, not two."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    second = play.answer(talk, "unknown")
    _at_once(stage, play.find_key(talk.thread(), "back"))
    assert play.question(talk) == second
    assert not play.whispers(stage, "olivia")


def test_double_click_on_change_asks_once(stage: Stage) -> None:
    """Two taps on Change put the question once."""
    talk = play.start(stage)
    first = play.answer(talk, "unknown")
    _at_once(stage, play.find_key(talk.thread(), "change"))
    assert play.question(talk) == first
    assert [line.kind for line in _lines(stage)].count("reopened") == 1
    assert not play.whispers(stage, "olivia")


@on_both
def test_double_click_on_pause_and_go_on(stage: Stage, texts: Catalog) -> None:
    """Each is answered once, in the thread, and not besides in private; anybody else who taps reads how it is."""
    talk = play.start(stage)
    pause = play.find_key(talk.thread(), "pause")
    thread = len(talk.thread())
    _at_once(stage, pause)
    play.press_old(stage, "olivia", pause)
    assert len(talk.thread()) == thread + 1
    assert not play.whispers(stage, "olivia")
    play.press_old(stage, "carlos", pause)
    assert play.whispers(stage, "carlos") == [texts.say("pause.done", pilot=play.PILOT)]
    resume = play.find_key(talk.thread(), "resume")
    _at_once(stage, resume)
    play.press_old(stage, "olivia", resume)
    assert len(talk.thread()) == thread + 2
    assert not play.whispers(stage, "olivia")
    play.press_old(stage, "carlos", resume)
    assert play.whispers(stage, "carlos")[1:] == [texts.say("resume.going")]


def test_pause_typed_twice(stage: Stage, texts: Catalog) -> None:
    """Each command gets its word, the second one the same; the thread hears of the pause once."""
    talk = play.start(stage)
    thread = len(talk.thread())
    for _ in range(2):
        stage.slack.slash("olivia", "orders", "/unstick", "pause")
        stage.settle()
    assert play.whispers(stage, "olivia") == [texts.say("pause.done", pilot=play.PILOT)] * 2
    assert len(talk.thread()) == thread + 1


def test_double_click_on_post(stage: Stage) -> None:
    """Two taps on Post make one plan."""
    talk = plans.judged(stage)
    _at_once(stage, play.find_key(talk.thread(), "post_plan"))
    assert [m.ts for m in stage.slack.messages("orders") if m.thread_ts is None] == [talk.root, play.plan_of(talk).ts]
    assert not play.whispers(stage, "olivia")


def test_the_form_submitted_twice_starts_once(stage: Stage) -> None:
    """A form that Slack delivers twice starts one diagnosis."""
    view = play.open_form(stage)
    stage.slack.fault("interactive", "duplicate")
    play.fill_in(stage, view)
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1


@on_both
def test_two_people_answer_at_the_same_moment(stage: Stage) -> None:
    """One of two answers counts and both can see which; the other person is told who was first."""
    talk = play.start(stage)
    taps = [("olivia", play.find_key(talk.thread(), "answer")), ("carlos", play.find_key(talk.thread(), "answer"))]
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda tap: play.tap_only(stage, *tap), taps))
    stage.settle()
    [counted] = [line.by for line in _lines(stage) if line.kind == "answered"]
    late = "carlos" if counted == "U0OLIVIA" else "olivia"
    [whisper] = play.whispers(stage, late)
    assert f"<@{counted}> has answered that question" in whisper


def test_somebody_else_was_first(stage: Stage, texts: Catalog) -> None:
    """A tap on a question that somebody has just answered says who answered, and what."""
    talk = play.start(stage)
    asked = play.question(talk)
    option = stage.bot.rules.questions[asked].option_ids[0]
    seen_by_carlos = play.find_key(talk.thread(), "answer", "unknown")
    play.answer(talk, option)
    play.press_old(stage, "carlos", seen_by_carlos)
    [whisper] = play.whispers(stage, "carlos")
    assert "<@U0OLIVIA> has answered that question" in whisper
    assert texts.questions[asked].options[option].text in whisper
    assert [line.by for line in _lines(stage) if line.kind == "answered"] == ["U0OLIVIA"]


def test_a_button_of_a_question_that_was_set_aside(stage: Stage, texts: Catalog) -> None:
    """A button of a question that is open no more records nothing and says where the newest one is."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    aside = play.find_key(talk.thread(), "answer")
    play.tap(talk, "back")
    play.press_old(stage, "carlos", aside)
    assert play.whispers(stage, "carlos") == [texts.say("wrong.old_question")]


def test_a_button_after_the_end(stage: Stage, texts: Catalog) -> None:
    """A button that outlived its diagnosis says when that ended; nothing is recorded."""
    talk = play.start(stage)
    old = play.find_key(talk.thread(), "answer")
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    play.press_old(stage, "carlos", old)
    people = Mrkdwn(f"{mention('U0OLIVIA')}, {mention('U0MARTIN')}")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.stopped_by", date="Tue, Nov 3", people=people)]
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 1, "stopped": 1}


def test_posting_a_verdict_whose_diagnosis_was_stopped(stage: Stage, texts: Catalog) -> None:
    """Post on a stopped diagnosis says that it ended, and posts nothing."""
    talk = plans.judged(stage)
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    play.tap(talk, "post_plan")
    assert play.whispers(stage, "olivia")[-1].startswith(texts.say("wrong.stopped", date="Tue, Nov 3"))
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1


@pytest.mark.parametrize(
    "value", ["", "|||", "no such diagnosis|1|output_path|written", "{id}|x|output_path|written", "{id}|1|nothing|1"]
)
def test_a_button_that_means_nothing(stage: Stage, texts: Catalog, value: str) -> None:
    """A value that no button of ours carries changes nothing and is answered kindly."""
    talk = play.start(stage)
    key = play.find_key(talk.thread(), "answer")
    play.press_old(stage, "carlos", key, value.format(id=key.value.split("|")[0]))
    assert play.whispers(stage, "carlos") == [texts.say("wrong.gone")]
    assert Counter(line.kind for line in _lines(stage)) == {"asked": 1}
