"""Answering, by hand and by word, and taking it back."""

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from prompts.mrkdwn import plain
from tests.databases import on_both
from tests.scenario import plans, play, reads


def _to_figure(talk: play.Talk) -> str:
    """Answer until a question asks for a figure; returns its id."""
    chosen = play.telling(talk.stage.bot.rules)
    while not talk.stage.bot.rules.questions[play.question(talk)].is_figure:
        play.answer(talk, chosen[play.question(talk)])
    return play.question(talk)


def _past_figures(talk: play.Talk) -> str:
    """Answer until a question asks for no figure; returns its id."""
    while talk.stage.bot.rules.questions[play.question(talk)].is_figure:
        play.answer(talk, "unknown")
    return play.question(talk)


@on_both
def test_free_text_is_asked_back_with_the_two_nearest(stage: Stage, texts: Catalog) -> None:
    """Words that name no option for certain bring two options to tap, and the words stay with the answer."""
    talk = play.start(stage)
    asked = _past_figures(talk)
    option, wording = list(texts.questions[asked].options.items())[-1]
    words = f"well, I would say {wording.text.lower()}, more or less"
    reads.knowing(stage, {words: reads.asked_back(option, next(iter(texts.questions[asked].options)))})
    play.say(talk, words)

    asked_back = talk.thread()[-1]
    picks = [key for key in play.keys(asked_back) if key.action == "pick" and not key.value.endswith("unknown")]
    assert len(picks) == 2
    assert play.question(talk) == asked

    play.press(stage, "olivia", play.find_key([asked_back], "pick", f"|{option}"))
    done = [plain(play.shown(message)) for message in talk.thread()]
    assert any(wording.text in text and f"“{words}”" in text for text in done)
    assert not list(play.keys(stage.slack.message("orders", asked_back.ts)))
    assert play.question(talk) != asked


def test_neither_leads_back_to_the_question(stage: Stage, texts: Catalog) -> None:
    """Neither puts the question with all of its options in the place of the two, where whoever typed is reading."""
    reads.asking(stage)
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, "it is complicated")
    asked_back = talk.thread()[-1]
    play.tap(talk, "neither")

    again = stage.slack.message("orders", asked_back.ts)
    assert texts.say("askback.again") in play.shown(again)
    assert texts.questions[asked].text in play.shown(again)
    assert play.question(talk) == asked
    option = stage.bot.rules.questions[asked].option_ids[0]
    play.press(stage, "olivia", play.find_key([again], "answer_short", f"|{option}"))
    assert play.question(talk) != asked
    assert not list(play.keys(stage.slack.message("orders", asked_back.ts)))


@pytest.mark.parametrize("words", ["12", "about 12", "12 or so, I think"])
def test_a_typed_figure_is_taken_exactly(stage: Stage, texts: Catalog, words: str) -> None:
    """A number, with a guess's words around it, is taken as that number and shown with its unit."""
    talk = play.start(stage, minutes=45)
    asked = _to_figure(talk)
    ts = play.question_message(talk).ts
    play.say(talk, words)
    unit = texts.unit(texts.unit_of[asked], 12)
    assert f"*12 {unit}*" in play.shown(stage.slack.message("orders", ts))


def test_a_figure_with_a_catch_is_asked_back(stage: Stage) -> None:
    """A span or a number with an unknown word is no figure for certain: the person decides."""
    talk = play.start(stage, minutes=45)
    asked = _to_figure(talk)
    play.say(talk, "between 3 and 20")
    assert play.question(talk) == asked
    assert [key for key in play.keys(talk.thread()[-1]) if key.action in {"pick", "figure"}]


def test_naming_an_option_is_not_quoted_as_evidence(stage: Stage) -> None:
    """Who types an option's number has said no words of their own, so none are quoted."""
    talk = play.start(stage)
    _past_figures(talk)
    ts = play.question_message(talk).ts
    play.say(talk, "option 2")
    done = play.shown(stage.slack.message("orders", ts))
    assert "“" not in done
    assert "Answered by <@U0OLIVIA>" in done


@pytest.mark.parametrize(
    "words", ["I don't know", "I don\N{RIGHT SINGLE QUOTATION MARK}t know.", "no idea", "not sure", "?"]
)
def test_i_do_not_know_is_an_answer(stage: Stage, texts: Catalog, words: str) -> None:
    """Not knowing is a fact of its own, in several wordings, and the next question follows."""
    talk = play.start(stage)
    asked, ts = play.question(talk), play.question_message(talk).ts
    play.say(talk, words)
    assert f"*{texts.say('question.unknown')}*" in play.shown(stage.slack.message("orders", ts))
    assert play.question(talk) != asked


def test_why_this_answers_and_changes_nothing(stage: Stage, texts: Catalog) -> None:
    """Why this? tells the one who taps what the question is for; typed, it tells the thread. The question stays."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.tap(talk, "why", by="carlos")
    assert play.whispers(stage, "carlos") == [texts.questions[asked].why]

    play.say(talk, "Why this?")
    assert texts.questions[asked].why in play.shown(talk.thread()[-1])
    assert play.question(talk) == asked


@on_both
def test_back_reopens_the_last_answer(stage: Stage) -> None:
    """Back asks the last answered question again, by a tap or by the word; the new answer counts."""
    talk = play.start(stage)
    first = play.answer(talk, "unknown")
    play.tap(talk, "back")
    assert play.question(talk) == first

    play.answer(talk, stage.bot.rules.questions[first].option_ids[0])
    second = play.answer(talk, "unknown")
    play.say(talk, "back")
    assert play.question(talk) == second


def test_back_on_the_first_question_says_so(stage: Stage, texts: Catalog) -> None:
    """There is nothing before the first question, and a word says that."""
    talk = play.start(stage)
    play.tap(talk, "back")
    assert play.whispers(stage, "olivia") == [texts.say("wrong.nothing_back")]


@on_both
def test_change_reopens_any_answer(stage: Stage, texts: Catalog) -> None:
    """Change on an older answer asks that question again; the one that was open comes later, and none is lost."""
    talk = play.start(stage)
    first = play.answer(talk, "unknown")
    second = play.answer(talk, "unknown")
    play.tap(talk, "change", f"|{first}", by="brenda")
    assert play.question(talk) == first
    assert len([m for m in talk.thread() if any(key.action == "answer" for key in play.keys(m))]) == 1

    option = stage.bot.rules.questions[first].option_ids[0]
    play.answer(talk, option, by="brenda")
    done = "\n".join(play.shown(message) for message in talk.thread())
    assert f"*{texts.questions[first].options[option].text}*" in done
    assert play.question(talk) not in {first, second}


def test_changing_an_answer_takes_the_verdict_back(stage: Stage, texts: Catalog) -> None:
    """While an answer is being changed there is no verdict to post; afterwards there is one, and it can be posted."""
    talk = plans.judged(stage)
    old = talk.thread()[-1]
    post = play.find_key([old], "post_plan")
    play.tap(talk, "back")

    assert "The new verdict follows below" in play.shown(stage.slack.message("orders", old.ts))
    assert "not final yet" in play.shown(talk.card())
    with pytest.raises(ValueError, match="there is no element"):
        play.press(stage, "olivia", post)

    play.answer_all(talk)
    assert texts.say("verdict.post") in play.shown(talk.thread()[-1])
    assert "is reading the verdict" in play.shown(talk.card())
    play.post_plan(talk)


def test_the_reasoning_adds_up_on_request(stage: Stage, texts: Catalog) -> None:
    """Show the reasoning lists each reason's answers with weights whose sum is the score beside its name."""
    talk = plans.judged(stage)
    play.tap(talk, "reasoning")
    lines = play.shown(talk.thread()[-1]).replace("\N{MINUS SIGN}", "-").splitlines()
    title = next(n for n, line in enumerate(lines) if texts.reasons["five.2"].name in line)
    score = int(lines[title].strip("*").rsplit(" ", 1)[1])
    rows = []
    for line in lines[title + 1 :]:
        if not line.startswith("`"):
            break
        rows.append(int(line[1:].split("`")[0]))
    assert len(rows) > 1
    assert sum(rows) == score


def test_not_yet_leaves_everything_as_it_is(stage: Stage, texts: Catalog) -> None:
    """Not yet is answered with a word to the one who tapped; the verdict stays and can be posted later."""
    talk = plans.judged(stage)
    play.tap(talk, "later")
    assert play.whispers(stage, "olivia") == [texts.say("verdict.later_done")]
    play.post_plan(talk)


def test_typing_while_the_verdict_waits(stage: Stage, texts: Catalog) -> None:
    """What is typed once the questions are done is not recorded as an answer, and a word says how to change one."""
    talk = plans.judged(stage)
    play.say(talk, "one more thing")
    assert play.whispers(stage, "olivia") == [texts.say("wrong.no_question")]


def test_talk_outside_our_threads_is_left_alone(stage: Stage) -> None:
    """What people say to each other in the channel, or in threads of their own, brings no reaction and no record."""
    play.start(stage)
    before = len(stage.slack.calls)
    message = stage.slack.say("carlos", "orders", "lunch?")
    stage.slack.say("brenda", "orders", "in ten minutes", message.ts)
    stage.settle()
    assert len(stage.slack.calls) == before
