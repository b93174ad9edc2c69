"""The pace is theirs: skip, pause, go on, how long still, all answers."""

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog, catalog
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.reads import actions, asking, now
from tests.scenario.test_handing import hand_over, progress


@pytest.mark.parametrize("way", ["tap", "skip", "saltar"])
def test_skip(stage: Stage, way: str) -> None:
    """A question can be passed over by a tap or in words; it is not asked again, and can be answered later."""
    talk = play.start(stage)
    asked = play.question(talk)
    if way == "tap":
        play.tap(talk, "skip", f"|{asked}")
    else:
        play.say(talk, way)
    assert progress(stage).skipped == (asked,)
    assert play.question(talk) != asked
    play.tap(talk, "change", f"|{asked}")
    assert play.question(talk) == asked
    play.answer(talk, "unknown")
    assert progress(stage).skipped == ()


def test_what_was_passed_over_stays_so(stage: Stage) -> None:
    """Passing everything over comes to an end, without one question asked twice."""
    talk = play.start(stage)
    asked = []
    while play.is_open(talk):
        asked.append(play.question(talk))
        play.tap(talk, "skip")
    assert len(asked) == len(set(asked))
    assert progress(stage).stage == "reviewing"


@on_both
@pytest.mark.parametrize("way", ["tap", "words", "command"])
def test_pause_and_go_on_after_days(stage: Stage, way: str) -> None:
    """A pause is said to the thread; days later it goes on where it was, with the question put anew at the end."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    asked = play.question(talk)
    ways = {"tap": ("pause", "resume"), "words": ("pause", "go on"), "command": ("pause", "resume")}[way]
    _do(talk, way, ways[0])
    assert progress(stage).stage == "paused"
    stage.travel(stage.clock() + play.days(3))
    stage.restart()
    assert not play.dms(stage, "olivia")
    _do(talk, way, ways[1])
    now = progress(stage)
    assert now.stage == "asking"
    assert now.open_question == asked
    put = [one for one in talk.thread() if any(key.action == "answer" for key in play.keys(one))]
    assert len(put) == 1
    assert put[0].ts == talk.thread()[-1].ts or "went on" in play.shown(talk.thread()[-1])


def _do(talk: play.Talk, way: str, what: str) -> None:
    if way == "tap":
        play.tap(talk, what)
    elif way == "words":
        play.say(talk, what)
    else:
        talk.stage.slack.slash(play.STARTER, talk.channel, "/unstick", what)
        talk.stage.settle()


def test_an_answer_ends_the_pause(stage: Stage, texts: Catalog) -> None:
    """During a pause talk is not taken for an answer, and a tap on an option goes on."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.tap(talk, "pause")
    play.say(talk, "1", by="carlos")
    assert asked not in progress(stage).answers
    assert texts.say("pause.typed") in play.whispers(stage, "carlos")[-1]
    play.tap(talk, "answer", f"|{asked}|unknown")
    now = progress(stage)
    assert asked in now.answers
    assert now.stage == "asking"


@pytest.mark.parametrize(("language", "words"), [("en", "how long still?"), ("es", "¿Cuánto falta?")])
def test_how_long_still(stage: Stage, language: str, words: str) -> None:
    """Asked in words, the one who asks is told how many questions and minutes are left, and whom it waits for."""
    talk = play.start(stage)
    hand_over(talk, "U0TOMASZ")
    play.say(talk, words)
    [whisper] = [each for each in play.whispers(stage, "olivia") if "Time away does not count" in each]
    assert "<@U0TOMASZ>" in whisper
    assert catalog(language).words.commands["left"]


def test_time_away_does_not_count(stage: Stage) -> None:
    """The minutes are those of active time: an answer after three days costs no more than one after a while."""
    talk = play.start(stage, minutes=30)
    play.answer(talk, "unknown")
    stage.travel(stage.clock() + play.days(3))
    play.answer(talk, "unknown")
    play.answer(talk, "unknown")
    assert " 0 min left" not in play.shown(play.question_message(talk))
    assert progress(stage).stage == "asking"


@pytest.mark.parametrize("way", ["words", "command"])
def test_all_answers(stage: Stage, texts: Catalog, way: str) -> None:
    """The list shows who said what and when, with what stood there before, and a way to change each."""
    talk = play.start(stage)
    first = play.question(talk)
    options = stage.bot.rules.questions[first].option_ids
    play.answer(talk, options[0])
    play.tap(talk, "change", f"|{first}", by="brenda")
    stage.travel(stage.clock() + play.days(0.2))
    play.answer(talk, options[1], by="brenda")
    if way == "words":
        play.say(talk, "answers")
    else:
        stage.slack.slash("olivia", "orders", "/unstick", "answers")
    listing = stage.slack.ephemerals("olivia")[-1]
    words = play.shown(listing)
    wording = texts.questions[first].options
    assert f"*{wording[options[1]].text}* · <@U0BRENDA>" in words
    assert f"before: {wording[options[0]].text}_ · <@U0OLIVIA>" in words
    assert "Nov 3" in words
    play.press(stage, "olivia", play.find_key([listing], "change", f"|{first}"))
    assert play.question(talk) == first


def test_a_pilot_called_resume(stage: Stage) -> None:
    """A pilot whose name begins like a command is still a pilot: the form opens with its name."""
    view = play.open_form(stage, "resume screening agent")
    assert "resume screening agent" in str(stage.slack.view("olivia"))
    assert view


def test_the_longest_list_fits(stage: Stage) -> None:
    """The list of very many answers with long words is still taken by Slack."""
    asking(stage)
    talk = play.start(stage, minutes=45)
    while play.is_open(talk) or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
            continue
        asked = play.question(talk)
        play.say(talk, "well & <honestly> " * 30)
        play.tap(talk, "pick", f"|{asked}|unknown")
    stage.slack.slash("olivia", "orders", "/unstick", "answers")
    listing = stage.slack.ephemerals("olivia")[-1]
    assert len([key for key in play.keys(listing) if key.action == "change"]) == len(progress(stage).answers)


MUDDLED = "either of the two, depending"


def _asked_back(stage: Stage, *, privately: bool = False) -> play.Talk:
    """Words that are asked back wait for a tap: in the thread, or in the messages of who was handed the question."""
    asking(stage)
    talk = play.start(stage)
    if not privately:
        play.say(talk, MUDDLED)
        return talk
    stage.slack.leave("tomasz", talk.channel)
    hand_over(talk, "U0TOMASZ")
    stage.slack.say("tomasz", stage.slack.dm("tomasz").id, MUDDLED)
    stage.settle()
    return talk


@pytest.mark.parametrize("what", ["pause", "skip", "a day"])
def test_words_asked_back_say_what_became_of_them(stage: Stage, texts: Catalog, what: str) -> None:
    """No tap waits on words whose question was put again or passed over; where it is put again, it is put whole."""
    talk = _asked_back(stage)
    asked = play.question(talk)
    back = play.find_key(talk.thread(), "pick").message
    if what == "a day":
        stage.travel(stage.clock() + play.days(1.1))
    elif what == "skip":
        play.tap(talk, "skip")
    else:
        play.say(talk, "pause")
        assert "pick" in actions(now(stage, back))  # an answer above goes on too
        play.tap(talk, "resume")
    now_says = "question.skipped" if what == "skip" else "question.withdrawn"
    assert play.shown(now(stage, back)) == texts.say(now_says, question=texts.questions[asked].text)
    if what != "skip":
        whole = play.question_message(talk)
        assert whole.ts > back.ts
        assert play.question(talk) == asked
        assert actions(whole).count("answer") == len(texts.questions[asked].options) + 1


def test_asked_anew_in_private(stage: Stage, texts: Catalog) -> None:
    """A reminder in private puts the question there again; its card in the thread goes on saying who is asked."""
    talk = _asked_back(stage, privately=True)
    [asked] = progress(stage).waiting
    stage.travel(stage.clock() + play.days(1.1))
    *_, back, whole = play.dms(stage, "tomasz")
    assert play.shown(back) == texts.say("question.withdrawn", question=texts.questions[asked].text)
    assert "answer" in actions(whole)
    where = texts.say("hand.moved_private", person=play.mention("U0TOMASZ"))
    assert texts.say("hand.card", question=texts.questions[asked].text, where=where) in map(play.shown, talk.thread())
    play.press(stage, "tomasz", play.find_key([whole], "answer"))
    assert asked in progress(stage).answers


@pytest.mark.parametrize("way", ["answer", "pick"])
def test_an_answer_during_a_pause_ends_it(stage: Stage, texts: Catalog, way: str) -> None:
    """Who answers above goes on, and the word about the pause says so and keeps no button."""
    talk = _asked_back(stage)
    key = play.find_key(talk.thread(), way)
    play.say(talk, "pause")
    assert "resume" in actions(talk.thread()[-1])
    play.press(stage, "olivia", key)
    assert progress(stage).stage == "asking"
    assert texts.say("resume.done", person=play.mention("U0OLIVIA")) in map(play.shown, talk.thread())
    assert "resume" not in [each for message in talk.thread() for each in actions(message)]
