"""Before the verdict: all answers once more, those to double-check, and who may make it public."""

from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from prompts.catalog import Catalog
from scoring import double_check, resolved
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.test_handing import progress


def _to_the_review(talk: play.Talk) -> Message:
    """Answer until all answers are shown; returns the message that shows them."""
    chosen = play.telling(talk.stage.bot.rules)
    while play.is_open(talk) or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
        else:
            play.answer(talk, chosen[play.question(talk)])
    return play.find_key(talk.thread(), "show_verdict").message


@on_both
def test_all_answers_before_the_verdict(stage: Stage, texts: Catalog) -> None:
    """Every answer stands there with who gave it and a way to change it, and the deciding ones are marked."""
    talk = play.start(stage)
    shown = _to_the_review(talk)
    now = progress(stage)
    words = play.shown(shown)
    assert [key.value.split("|")[-1] for key in play.keys(shown) if key.action == "change"] == list(now.answers)
    assert words.count("<@U0OLIVIA>") == len(now.answers)
    marked = words.count(texts.say("answers.check"))
    sheet = resolved(stage.bot.rules, play.sheet(talk))
    assert marked == len(double_check(stage.bot.rules, sheet)) > 0
    assert "looking through the answers" in play.shown(talk.card())


def test_the_verdict_follows_a_tap(stage: Stage) -> None:
    """Show the verdict shows it in the thread, once; the channel's card says so."""
    talk = play.start(stage)
    key = play.find_key([_to_the_review(talk)], "show_verdict")
    play.press(stage, "olivia", key)
    assert "What I found about" in play.shown(talk.thread()[-1])
    assert "is reading the verdict" in play.shown(talk.card())
    play.press_old(stage, "carlos", key)
    assert sum("What I found about" in play.shown(one) for one in talk.thread()) == 1
    assert not play.whispers(stage, "carlos")


@on_both
def test_changing_from_the_review(stage: Stage, texts: Catalog) -> None:
    """An answer changed there is asked again, and the review comes anew with the old answer beside the new one."""
    talk = play.start(stage)
    shown = _to_the_review(talk)
    question = next(iter(progress(stage).answers))
    was = progress(stage).answers[question].option
    play.press(stage, "martin", play.find_key([shown], "change", f"|{question}"))
    assert not [key for key in play.keys(stage.slack.message("orders", shown.ts)) if key.action == "show_verdict"]
    other = next(each for each in stage.bot.rules.questions[question].option_ids if each != was)
    play.answer(talk, other, by="martin")
    words = play.shown(_to_the_review(talk))
    options = texts.questions[question].options
    assert f"before: {options[was].text}" in words
    assert f"*{options[other].text}* · <@U0MARTIN>" in words


def test_who_may_post_it(stage: Stage, texts: Catalog) -> None:
    """Anybody may look, and only the starter or the sponsor makes it public."""
    talk = play.start(stage)
    _to_the_review(talk)
    play.show_verdict(talk, by="carlos")
    play.tap(talk, "post_plan", by="carlos")
    people = play.Mrkdwn("<@U0OLIVIA>, <@U0MARTIN>")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.not_yours", people=people)]
    assert play.post_plan(talk, by="martin")


def test_a_verdict_that_was_not_seen_is_not_posted(stage: Stage, texts: Catalog) -> None:
    """A post button that outlived its verdict posts nothing while the answers wait to be looked through."""
    talk = play.start(stage)
    _to_the_review(talk)
    play.show_verdict(talk)
    post = play.find_key(talk.thread(), "post_plan")
    play.tap(talk, "back")
    _to_the_review(talk)
    play.press_old(stage, "olivia", post)
    assert play.whispers(stage, "olivia") == [texts.say("wrong.not_shown")]
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1


def test_what_was_passed_over_can_be_asked_there(stage: Stage) -> None:
    """What was passed over stands at the end of the list, and Ask the rest asks it."""
    talk = play.start(stage)
    skipped = play.question(talk)
    play.tap(talk, "skip")
    shown = _to_the_review(talk)
    assert "passed over" in play.shown(shown)
    assert play.find_key([shown], "change", f"|{skipped}")
    play.press(stage, "olivia", play.find_key([shown], "more"))
    assert progress(stage).skipped == ()
