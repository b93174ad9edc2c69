"""Two answers that do not fit together, as the people in the thread meet them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.scenario import play

ANSWERS = {"output_path": "retyped", "last_record": "this_week"}


def _come_to_it(talk: play.Talk) -> None:
    """Answer until the two answers stand beside each other."""
    while not play.clashes(talk):
        play.answer(talk, ANSWERS.get(play.question(talk), "unknown"))


def test_a_second_tap_settles_nothing_twice(stage: Stage) -> None:
    """Two taps at once are heard as one: one answer is given up, and the conversation goes on."""
    talk = play.start(stage, minutes=45)
    _come_to_it(talk)
    key = play.find_key(talk.thread(), "settle", "|output_path")
    with ThreadPoolExecutor(2) as hands:
        assert all(answer.ok for answer in hands.map(lambda _: play.tap_only(stage, play.STARTER, key), range(2)))
    stage.settle()
    shown = [play.shown(message) for message in talk.thread()]
    assert sum("This answer no longer counts" in text for text in shown) == 1
    assert sum("Describes last month better" in text for text in shown) == 1
    assert play.is_open(talk)


@pytest.mark.parametrize("typed", ["3", "both", "las dos", "tres", "option 3."])
def test_a_number_settles_it(stage: Stage, texts: Catalog, typed: str) -> None:
    """Typing 3, or that in words, keeps both answers; what is none of the three is answered with how to settle it."""
    talk = play.start(stage, minutes=45)
    _come_to_it(talk)
    play.say(talk, "hard to say")
    assert play.clashes(talk)
    assert play.whispers(stage, play.STARTER)[-1] == texts.say("clash.tap")
    play.say(talk, typed)
    assert not play.clashes(talk)
    assert any(texts.say("clash.done_both") in play.shown(message) for message in talk.thread())


def test_changing_an_answer_withdraws_it(stage: Stage, texts: Catalog) -> None:
    """When one of the two is asked again, the question about both goes; the same answer brings it back, another not."""
    talk = play.start(stage, minutes=45)
    _come_to_it(talk)
    play.tap(talk, "change", "|last_record")
    assert not play.clashes(talk)
    assert any("One of the two is asked again below" in play.shown(message) for message in talk.thread())
    play.answer(talk, "this_week")
    assert play.clashes(talk)
    play.tap(talk, "change", "|last_record")
    play.answer(talk, "never")
    assert not play.clashes(talk)
    assert play.is_open(talk)
