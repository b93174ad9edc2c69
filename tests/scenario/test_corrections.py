"""An answer that was a slip is put right in words, in the thread as in a direct message."""

from dataclasses import replace

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play, reads
from tests.scenario.test_handing import hand_over, progress


def _type(stage: Stage, text: str) -> None:
    """The technical lead types in their direct messages."""
    stage.slack.say("tomasz", stage.slack.dm("tomasz").id, text)
    stage.settle()


def _answered(stage: Stage, question: str, text: str) -> play.Talk:
    """The technical lead, who is not in the channel, is asked in private and has answered there."""
    talk = play.start(stage, minutes=45)
    reads.come_to(talk, question)
    stage.slack.leave("tomasz", talk.channel)
    hand_over(talk, "U0TOMASZ")
    _type(stage, text)
    assert progress(stage).answers[question].by == "U0TOMASZ"
    return talk


@on_both
@pytest.mark.parametrize("text", ["no, it is 40 not 14", "I meant 40", "me equivoqué, son 40"])
def test_a_correction_in_private(stage: Stage, texts: Catalog, text: str) -> None:
    """It brings their own answers; *Change* asks again there, and until the new answer the old one counts."""
    talk = _answered(stage, "volume_week", "14")
    others = progress(stage)
    _type(stage, text)
    shown = stage.slack.ephemerals("tomasz")[-1]
    assert texts.say("answers.title_own", pilot=play.PILOT) in play.shown(shown).replace("*", "_")
    assert [key.value.split("|")[2] for key in play.keys(shown) if key.action == "change"] == ["volume_week"]
    play.press(stage, "tomasz", play.find_key([shown], "change"))
    assert "14" in play.shown(play.dms(stage, "tomasz")[-1])
    assert progress(stage).answers["volume_week"].value == 14
    assert progress(stage).open_question == others.open_question  # the others are not disturbed
    _type(stage, "40")
    given = progress(stage).answers["volume_week"]
    assert (given.value, given.by) == (40, "U0TOMASZ")
    assert not progress(stage).waiting
    assert any("40" in play.shown(each) for each in talk.thread())


def test_left_as_it_is(stage: Stage, texts: Catalog) -> None:
    """Who changes nothing after all leaves the answer as it is, on its card in the thread too."""
    talk = _answered(stage, "volume_week", "14")
    card = next(each for each in talk.thread() if "14" in play.shown(each) and reads.actions(each))
    _type(stage, "I meant 40")
    play.press(stage, "tomasz", play.find_key(stage.slack.ephemerals("tomasz")[-1:], "change"))
    play.press(stage, "tomasz", play.find_key(play.dms(stage, "tomasz"), "give_back"))
    assert progress(stage).answers["volume_week"].value == 14
    assert not progress(stage).waiting
    assert reads.now(stage, card) == card


def test_who_has_left_changes_nothing_any_more(stage: Stage) -> None:
    """Whoever leaves before they have changed their answer leaves it as it is; the question is not opened to all."""
    talk = _answered(stage, "volume_week", "14")
    asked = progress(stage).open_question
    _type(stage, "I meant 40")
    play.press(stage, "tomasz", play.find_key(stage.slack.ephemerals("tomasz")[-1:], "change"))
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("tomasz"), deleted=True))
    stage.travel(stage.clock() + play.days(1.2))
    now = progress(stage)
    assert (now.answers["volume_week"].value, now.open_question, now.waiting) == (14, asked, {})
    assert not any(key.value.endswith("|volume_week|unknown") for one in talk.thread() for key in play.keys(one))


def test_the_verdict_waits_for_it(stage: Stage) -> None:
    """After the questions are done a change in private takes the review back, and brings it again once answered."""
    talk = _answered(stage, "volume_week", "14")
    while play.is_open(talk) or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
        else:
            play.answer(talk, "unknown")
    assert progress(stage).stage == "reviewing"
    _type(stage, "I meant 40")
    play.press(stage, "tomasz", play.find_key(stage.slack.ephemerals("tomasz")[-1:], "change"))
    assert progress(stage).stage == "asking"
    _type(stage, "40")
    assert progress(stage).stage == "reviewing"
    assert any(key.action == "show_verdict" for each in talk.thread() for key in play.keys(each))


def test_a_figure_taken_back_in_the_thread(stage: Stage) -> None:
    """The same words in the thread are about the figure given before, also where the next question takes a figure."""
    talk = play.start(stage, minutes=45)
    reads.come_to(talk, "volume_week")
    play.say(talk, "14")
    asked = play.question(talk)
    play.say(talk, "no, it is 40 not 14")
    assert asked not in progress(stage).answers
    listing = stage.slack.ephemerals("olivia")[-1]
    assert play.find_key([listing], "change", "|volume_week")


def test_small_talk_in_private_is_none(stage: Stage, texts: Catalog) -> None:
    """Other words in private, where nothing waits, bring help as ever."""
    _answered(stage, "volume_week", "14")
    _type(stage, "thanks, see you")
    assert play.shown(play.dms(stage, "tomasz")[-1]) == texts.say("help")
