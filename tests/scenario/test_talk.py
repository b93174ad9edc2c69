"""What is typed and answers nothing: one kind line, the question in short, and no record of it as an answer."""

import itertools

import pytest

from bot.playground.stage import Stage
from bot.understanding.reading import Talk
from prompts.catalog import Catalog
from prompts.mrkdwn import plain
from tests.databases import on_both
from tests.scenario import play, reads

ANGRY, HELLO, SOUP, BACK = "this is so stupid", "good morning", "the soup was cold today", "what do you mean by that"
KNOWN = {
    ANGRY: reads.no_answer(Talk.ANGER),
    HELLO: reads.no_answer(Talk.SMALL_TALK),
    SOUP: reads.no_answer(Talk.OFF_TOPIC),
    BACK: reads.no_answer(Talk.QUESTION_BACK),
}


def _kinds(stage: Stage) -> list[str]:
    return [line.kind for line in reads.lines(stage)]


@on_both
@pytest.mark.parametrize("text", [ANGRY, HELLO, SOUP])
def test_a_kind_line_and_the_question_again(stage: Stage, texts: Catalog, text: str) -> None:
    """The line fits what was said; the question follows in short, its options to tap; nothing is an answer."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    play.say(talk, text)
    reply = talk.thread()[-1]
    kind = KNOWN[text].talk
    assert texts.say(f"talk.{kind}.1") in play.shown(reply)
    assert texts.questions["output_path"].text in play.shown(reply)
    assert reads.actions(reply).count("answer_short") == len(texts.questions["output_path"].options) + 1
    assert ("pause" in reads.actions(reply)) == (kind == Talk.ANGER)
    assert not reads.progress(stage).answers
    assert play.question(talk) == "output_path"
    line = reads.line(stage, "talked")
    assert (line.option, line.quote) == (kind, None)


@on_both
def test_the_short_question_can_be_answered(stage: Stage, texts: Catalog) -> None:
    """Its options answer the question like those above, and go away once it is answered, wherever that happens."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    play.say(talk, HELLO)
    reply = talk.thread()[-1]
    key = play.find_key([reply], "answer_short", "|retyped")
    play.press(stage, "brenda", key)
    assert reads.progress(stage).answers["output_path"].by == "U0BRENDA"
    assert play.shown(reads.now(stage, reply)) == texts.say("talk.small_talk.1")
    play.press_old(stage, "brenda", key)
    assert not play.whispers(stage, "brenda")
    play.press_old(stage, "carlos", key)
    assert "has answered that question" in play.whispers(stage, "carlos")[-1]


@pytest.mark.parametrize("way", ["answer", "skip", "hand"])
def test_its_options_never_outlive_the_question(stage: Stage, way: str) -> None:
    """Answered above, passed over or handed on: no option of the short question stays to tap."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    play.say(talk, SOUP)
    reply = talk.thread()[-1]
    if way == "hand":
        play.say(talk, "ask @tomasz")
    elif way == "skip":
        play.tap(talk, "skip")
    else:
        play.answer(talk, "unknown")
    assert not reads.actions(reads.now(stage, reply))


@on_both
def test_a_question_back_is_answered(stage: Stage, texts: Catalog) -> None:
    """Who asks us something gets the question's own explanation, and the question itself once more with its options."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    play.say(talk, BACK)
    reply = talk.thread()[-1]
    shown = plain(play.shown(reply))
    wording = texts.questions["output_path"]
    assert wording.why in shown
    assert wording.text in shown
    assert reads.actions(reply).count("answer_short") == len(wording.options) + 1
    assert all(option.text in shown for option in wording.options.values())
    assert play.question(talk) == "output_path"


def test_why_typed(stage: Stage, texts: Catalog) -> None:
    """Who types "why?" reads the explanation in the thread, and below it the question, so that they can go on."""
    talk = play.start(stage)
    play.say(talk, "why?")
    reply = talk.thread()[-1]
    wording = texts.questions["output_path"]
    assert wording.why in plain(play.shown(reply))
    assert wording.text in play.shown(reply)
    play.press(stage, "olivia", play.find_key([reply], "answer_short", "|retyped"))
    assert reads.progress(stage).answers["output_path"].option == "retyped"
    assert not reads.actions(reads.now(stage, reply))


@on_both
def test_no_heap_of_replies(stage: Stage, texts: Catalog) -> None:
    """The third in a row offers another way; from then on only the one who types is told, until something happens."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    for text in (SOUP, ANGRY, SOUP):
        play.say(talk, text)
    third = talk.thread()[-1]
    assert texts.say("talk.ways_out") in play.shown(third)
    options = ["answer_short"] * (len(texts.questions["output_path"].options) + 1)
    assert reads.actions(third) == [*options, "hand", "skip", "pause"]
    thread = len(talk.thread())
    play.say(talk, HELLO)
    play.say(talk, SOUP)
    assert len([message for message in talk.thread() if message.by_bot]) == len(
        [message for message in talk.thread()[:thread] if message.by_bot]
    )
    told = stage.slack.ephemerals("olivia")
    assert len(told) == 2
    for message in told:
        assert texts.say("talk.quiet") in play.shown(message)
        assert texts.questions["output_path"].text in play.shown(message)
        assert "answer_short" in reads.actions(message)
    play.press(stage, "olivia", play.find_key([third], "skip"))
    assert play.question(talk) != "output_path"
    play.say(talk, SOUP)
    assert texts.say("talk.off_topic.1") in play.shown(talk.thread()[-1])


@pytest.mark.parametrize("way", ["skip", "hand"])
def test_neither_outlives_no_question(stage: Stage, way: str) -> None:
    """The options that stand after *Neither* go like the others once the question is passed over or handed on."""
    reads.asking(stage)
    talk = play.start(stage)
    for text in ("it is complicated", "it is still complicated"):
        play.say(talk, text)
    older, newest = (m for m in talk.thread() if "neither" in reads.actions(m))
    play.tap(talk, "neither")
    assert not reads.actions(reads.now(stage, older))
    assert "answer_short" in reads.actions(reads.now(stage, newest))
    if way == "hand":
        play.say(talk, "ask @tomasz")
    else:
        play.tap(talk, "skip")
    assert not reads.actions(reads.now(stage, newest))


def test_never_the_same_line_twice_in_a_row(stage: Stage) -> None:
    """Whoever is angry again and again reads another line each time, in the same order for everybody."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    said = []
    for _ in range(4):
        play.say(talk, ANGRY)
        said.append(play.shown(talk.thread()[-1]).splitlines()[0])
        play.answer(talk, "unknown")
    assert all(one != other for one, other in itertools.pairwise(said))
    assert len(set(said)) == 3
    assert said[3] == said[0]


def test_people_talking_to_each_other(stage: Stage) -> None:
    """A text that begins with somebody's name and answers nothing is for them: nothing is said to it."""
    words = "@carlos are you coming to lunch?"
    reads.knowing(stage, {words: reads.no_answer(Talk.OFF_TOPIC)})
    talk = play.start(stage)
    thread = len(talk.thread())
    play.say(talk, words)
    assert len(talk.thread()) == thread + 1
    assert _kinds(stage) == ["asked"]
    assert not play.whispers(stage, "olivia")


def test_in_private(stage: Stage, texts: Catalog) -> None:
    """Said in a direct message it is answered there, and the third brings the ways out that are theirs."""
    reads.knowing(stage, KNOWN)
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    play.say(talk, "ask @seline")
    thread = len(talk.thread())
    for _ in range(3):
        stage.slack.say("seline", stage.slack.dm("seline").id, SOUP)
        stage.settle()
    assert len(talk.thread()) == thread
    options = ["answer_short"] * (len(texts.questions["output_path"].options) + 1)
    assert reads.actions(play.dms(stage, "seline")[-1]) == [*options, "hand", "give_back"]
    short = play.dms(stage, "seline")[1]
    play.press(stage, "seline", play.find_key([short], "answer_short"))
    assert reads.progress(stage).answers["output_path"].by == "U0SELINE"
    assert not reads.actions(reads.now(stage, short))


def test_during_a_pause(stage: Stage, texts: Catalog) -> None:
    """During a pause nothing is read at all: the one word about the pause is enough."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    play.say(talk, "pause")
    play.say(talk, ANGRY)
    assert texts.say("pause.typed") in play.whispers(stage, "olivia")[-1]
    assert _kinds(stage) == ["asked", "paused"]


@on_both
def test_delivered_twice(stage: Stage) -> None:
    """A text that Slack delivers twice gets one reply."""
    reads.knowing(stage, KNOWN)
    talk = play.start(stage)
    stage.slack.fault("event", "duplicate")
    play.say(talk, HELLO)
    assert _kinds(stage) == ["asked", "talked"]
