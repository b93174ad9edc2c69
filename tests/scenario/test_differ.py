"""Two people answer one question: both answers are kept, shown, and talked out."""

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.reads import asking
from tests.scenario.test_handing import progress


def _two_answers(talk: play.Talk) -> tuple[str, str, str]:
    """Olivia answers, Brenda sees it differently; returns the question and the two options."""
    question = play.question(talk)
    mine, theirs = talk.stage.bot.rules.questions[question].option_ids[:2]
    play.answer(talk, mine)
    play.tap(talk, "second", f"|{question}", by="brenda")
    play.tap(talk, "answer", f"|{question}|{theirs}", by="brenda")
    return question, mine, theirs


def _to_the_split(talk: play.Talk) -> None:
    """Answer what is open to everybody, so that the two answers are asked about."""
    now = progress(talk.stage)
    if now.open_question:
        play.tap(talk, "answer", f"|{now.open_question}|unknown")


@on_both
def test_both_answers_are_kept_and_settled(stage: Stage, texts: Catalog) -> None:
    """The two are put beside each other with their names; the one that people settle on counts."""
    talk = play.start(stage)
    question, mine, theirs = _two_answers(talk)
    assert [answer.option for answer in progress(stage).said[question]] == [mine, theirs]
    _to_the_split(talk)
    put = play.find_key(talk.thread(), "reconcile").message
    words = play.shown(put)
    assert texts.say("differ.ask") in words
    assert "<@U0OLIVIA>" in words
    assert "<@U0BRENDA>" in words
    play.tap(talk, "reconcile", "|U0BRENDA", by="olivia")
    now = progress(stage)
    assert now.answers[question].option == theirs
    assert [answer.option for answer in now.said[question]] == [mine, theirs]
    assert not list(play.keys(stage.slack.message("orders", put.ts)))
    assert now.open_question


def test_the_verdict_names_the_disagreement(stage: Stage, texts: Catalog) -> None:
    """That people saw it differently is a finding of its own, with the answer that counts marked."""
    talk = play.start(stage)
    question, mine, theirs = _two_answers(talk)
    _to_the_split(talk)
    play.tap(talk, "reconcile", "|U0BRENDA")
    play.answer_all(talk)
    play.show_verdict(talk)
    words = play.shown(play.find_key(talk.thread(), "post_plan").message)
    assert "Not everybody sees it the same way" in words
    options = texts.questions[question].options
    assert f"✓ *{options[theirs].text}* (<@U0BRENDA>)" in words
    assert f"*{options[mine].text}* (<@U0OLIVIA>)" in words


def test_what_the_first_one_said_stays_as_it_was_read(stage: Stage, texts: Catalog) -> None:
    """Words that were read as one option are not shown as read otherwise when somebody else answers differently."""
    asking(stage)
    talk = play.start(stage)
    question = play.question(talk)
    mine, theirs = stage.bot.rules.questions[question].option_ids[:2]
    wording = texts.questions[question].options
    play.say(talk, f"well, {wording[mine].text}, more or less")
    play.tap(talk, "pick", f"|{question}|{mine}")
    read = texts.say("askback.read", answer=wording[mine].text)
    assert any(play.shown(one) == read for one in talk.thread())
    play.tap(talk, "second", f"|{question}", by="brenda")
    play.tap(talk, "answer", f"|{question}|{theirs}", by="brenda")
    assert any(play.shown(one) == read for one in talk.thread())


def test_words_that_were_read_as_nothing_are_not_said_to_be(stage: Stage, texts: Catalog) -> None:
    """Words asked back stand as they were when other words, or a tap elsewhere, answer the question."""
    asking(stage)
    talk = play.start(stage)
    question = play.question(talk)
    mine, other = stage.bot.rules.questions[question].option_ids[:2]
    wording = texts.questions[question].options
    play.say(talk, f"well, {wording[mine].text}, more or less")
    play.tap(talk, "answer", f"|{question}|{other}")
    shown = [play.shown(one) for one in talk.thread()]
    assert texts.say("askback.answered", answer=wording[other].text) in shown
    assert texts.say("askback.read", answer=wording[other].text) not in shown


def test_both_it_differs(stage: Stage) -> None:
    """Both, it differs: typed or tapped, both answers stay, and it is not asked again."""
    talk = play.start(stage)
    question, mine, theirs = _two_answers(talk)
    _to_the_split(talk)
    play.say(talk, "well, that depends", by="carlos")
    assert progress(stage).open_split == question
    play.say(talk, "both", by="brenda")
    now = progress(stage)
    assert now.splits == {question: "both"}
    assert [answer.option for answer in now.said[question]] == [mine, theirs]
    play.answer_all(talk)
    assert progress(stage).stage == "reviewing"


def test_the_same_answer_is_no_disagreement(stage: Stage) -> None:
    """Two people who say the same are not asked which of them is right."""
    talk = play.start(stage)
    question = play.question(talk)
    option = stage.bot.rules.questions[question].option_ids[0]
    play.answer(talk, option)
    play.tap(talk, "second", f"|{question}", by="brenda")
    play.tap(talk, "answer", f"|{question}|{option}", by="brenda")
    _to_the_split(talk)
    assert progress(stage).open_split is None
    assert len(progress(stage).said[question]) == 2


def test_ones_own_answer_is_changed_instead(stage: Stage, texts: Catalog) -> None:
    """Who gave the answer cannot differ from themselves: Change is for that."""
    talk = play.start(stage)
    question = play.answer(talk, "unknown")
    play.tap(talk, "second", f"|{question}")
    assert play.whispers(stage, "olivia") == [texts.say("differ.own")]


def test_too_late_is_a_second_opinion(stage: Stage) -> None:
    """Whose tap came after another's answer can say from there that they see it differently."""
    talk = play.start(stage)
    question = play.question(talk)
    seen = play.find_key(talk.thread(), "answer", "unknown")
    play.answer(talk, stage.bot.rules.questions[question].option_ids[0])
    play.press_old(stage, "carlos", seen)
    offer = stage.slack.ephemerals("carlos")[-1]
    play.press(stage, "carlos", play.find_key([offer], "second"))
    assert progress(stage).waiting[question].whom == "U0CARLOS"


def test_a_second_opinion_that_is_not_needed(stage: Stage) -> None:
    """Who was going to differ can leave it: the first answer stands."""
    talk = play.start(stage)
    question = play.answer(talk, "unknown")
    play.tap(talk, "second", f"|{question}", by="brenda")
    play.tap(talk, "give_back", f"|{question}", by="brenda")
    now = progress(stage)
    assert not now.waiting
    assert question in now.answers
    assert question not in now.skipped


def test_the_starter_differs(stage: Stage) -> None:
    """The starter is asked one question at a time too: theirs waits until they have said how they see it."""
    talk = play.start(stage, roles={})
    question = play.question(talk)
    play.tap(talk, "answer", f"|{question}|unknown", by="brenda")
    aside = play.question(talk)
    play.tap(talk, "second", f"|{question}")
    now = progress(stage)
    assert now.waiting[question].whom == "U0OLIVIA"
    assert now.open_question is None
    play.tap(talk, "answer", f"|{question}|{stage.bot.rules.questions[question].option_ids[0]}")
    assert progress(stage).open_question is not None
    assert aside not in progress(stage).answers


def test_a_second_opinion_after_the_verdict(stage: Stage) -> None:
    """Seeing it differently after the verdict takes it back, and a new one follows."""
    talk = play.start(stage)
    first = play.question(talk)
    play.answer_all(talk)
    play.show_verdict(talk)
    play.tap(talk, "second", f"|{first}", by="carlos")
    assert progress(stage).stage == "asking"
    assert not any(key.action == "post_plan" for one in talk.thread() for key in play.keys(one))
    play.tap(talk, "answer", f"|{first}|unknown", by="carlos")
    play.answer_all(talk)
    play.show_verdict(talk)
    assert any(key.action == "post_plan" for one in talk.thread() for key in play.keys(one))
